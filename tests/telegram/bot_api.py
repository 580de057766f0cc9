"""A Bot API server on loopback, as strict as Telegram's own.

    python -m tests.telegram.bot_api [PORT]

starts it alone, for trying a bot by hand: what is typed comes to the bot from a person.
"""

from __future__ import annotations

import asyncio
import re
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.telegram.flood import Fault, Refused
from tests.telegram.markup import Parameters
from tests.telegram.methods import Messages
from tests.telegram.polling import Polling
from tests.telegram.queries import Queries
from tests.telegram.world import World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
TOKEN_FORM = re.compile(r"\d+:[\w-]{35}")
DESCRIBING = ("setmyname", "setmydescription", "setmyshortdescription", "setchatmenubutton")

Method = Callable[[Parameters], Any]


@dataclass
class Request:
    """What the bot sent, when, and how it was answered."""

    method: str
    parameters: dict[str, Any]
    at: float
    status: int = 0
    description: str = ""


class BotApi:
    """The server, in a thread of its own; `world` is touched in its loop only."""

    def __init__(self, port: int = 0) -> None:
        self.token = TOKEN
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.under_way = 0
        self.loop = asyncio.new_event_loop()
        self._port = port
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def start(self) -> None:
        """Listen; `url` says where."""
        self._thread.start()
        self.run(self._start())

    def stop(self) -> None:
        """Hang up on everybody."""
        self.run(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def run(self, what: Awaitable[Any]) -> Any:
        """Wait for `what` to be done in the server's loop."""

        async def wait() -> Any:
            return await what

        return asyncio.run_coroutine_threadsafe(wait(), self.loop).result(timeout=60)

    async def _start(self) -> None:
        self.world = World(self.token)
        self.polling = Polling(self.world)
        self._methods = _methods(Messages(self.world), Queries(self.world), self.polling)
        application = web.Application(client_max_size=50 * 2**20)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _stop(self) -> None:
        await self.polling.close()
        await self._runner.cleanup()

    async def _serve(self, http: web.Request) -> web.StreamResponse:
        if not TOKEN_FORM.fullmatch(http.match_info["token"]):
            return _answer(Refused(404, "Not Found"))
        if http.match_info["token"] != self.token:
            return _answer(Refused(401, "Unauthorized"))
        method = http.match_info["method"].lower()
        request = Request(method, await _parameters(http), time.monotonic())
        self.requests.append(request)
        busy = method != "getupdates"
        self.under_way += busy
        try:
            return await self._faulty(http, request)
        finally:
            self.under_way -= busy

    async def _faulty(self, http: web.Request, request: Request) -> web.StreamResponse:
        fault = self._fault(request)
        if not fault:
            return _answer(await self._carry_out(request))
        await asyncio.sleep(fault.wait)
        result = fault.refusal
        if fault.done or not (result or fault.drop or fault.page):
            carried_out = await self._carry_out(request)
            result = result or carried_out
        if fault.drop:
            if http.transport:
                http.transport.abort()
            request.description = "dropped"
            return web.Response(status=500)
        if fault.page:
            request.status = fault.status
            return web.Response(status=fault.status, text=fault.page, content_type="text/html")
        if isinstance(result, Refused):
            request.status, request.description = result.code, result.description
        return _answer(result)

    def _fault(self, request: Request) -> Fault | None:
        for fault in self.faults:
            if fault.fits(request.method, request.parameters):
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None

    async def _carry_out(self, request: Request) -> Any:
        method = self._methods.get(request.method)
        try:
            if method is None:
                raise Refused(404, "Not Found")
            result = method(Parameters(request.parameters))
            if asyncio.iscoroutine(result):
                result = await result
        except Refused as refused:
            request.status, request.description = refused.code, refused.description
            return refused
        request.status = 200
        return result


def _methods(*parts: object) -> dict[str, Method]:
    methods = {
        name.replace("_", ""): getattr(part, name)
        for part in parts
        for name in vars(type(part))
        if not name.startswith("_") and name not in ("chat", "describe")
    }
    describe = next(part for part in parts if isinstance(part, Queries)).describe
    return {**methods, **dict.fromkeys(DESCRIBING, describe)}


def _answer(result: Any) -> web.Response:
    if not isinstance(result, Refused):
        return web.json_response({"ok": True, "result": result})
    content: dict[str, Any] = {"ok": False, "error_code": result.code}
    content["description"] = result.description
    if result.parameters:
        content["parameters"] = result.parameters
    return web.json_response(content, status=result.code)


async def _parameters(http: web.Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(http.query)
    if http.content_type == "application/json":
        with suppress(ValueError):
            given |= await http.json()
    elif http.can_read_body:
        given |= dict(await http.post())
    return given


if __name__ == "__main__":
    from tests.telegram.by_hand import main

    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8081)
