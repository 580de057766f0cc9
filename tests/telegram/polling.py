"""How the bot gets its updates: by asking again and again, or by being called."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp

from tests.telegram.flood import Refused
from tests.telegram.markup import Parameters, bad
from tests.telegram.world import Json, World

TWO_POLLERS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_IS_ON = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Polling:
    """The queue's end; each method returns what the Bot API calls its result."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.polls = 0  # waiting or not, since the beginning
        self._turned_away = asyncio.Event()
        self._calls: asyncio.Task[None] | None = None

    async def get_updates(self, parameters: Parameters) -> list[Json]:
        if self.world.webhook["url"]:
            raise Refused(409, WEBHOOK_IS_ON)
        self._turned_away.set()  # whoever waits already gives way
        self._turned_away = turned_away = asyncio.Event()
        self.polls += 1
        self._confirm(parameters)
        timeout = min(parameters.number("timeout"), 50)
        limit = parameters.number("limit") or 100
        if not self.world.updates and timeout:
            await self._wait(turned_away, timeout)
        if turned_away.is_set():
            raise Refused(409, TWO_POLLERS)
        return self.world.updates[:limit]

    def _confirm(self, parameters: Parameters) -> None:
        allowed = parameters.structure("allowed_updates")
        if allowed is not None:
            self.world.allowed = allowed or None
        offset = parameters.number("offset")
        if offset < 0:
            del self.world.updates[:offset]
        elif offset:
            self.world.updates = [u for u in self.world.updates if u["update_id"] >= offset]
        if not self.world.updates:
            self.world.arrived.clear()

    async def _wait(self, turned_away: asyncio.Event, timeout: float) -> None:
        waiting = [
            asyncio.create_task(turned_away.wait()),
            asyncio.create_task(self.world.arrived.wait()),
        ]
        try:
            await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    async def set_webhook(self, parameters: Parameters) -> bool:
        url = parameters.text("url")
        if url and not url.startswith(("https://", "http://127.0.0.1")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if parameters.flag("drop_pending_updates"):
            self.world.updates.clear()
            self.world.arrived.clear()
        self._confirm(Parameters(allowed_updates=parameters.get("allowed_updates")))
        self.world.webhook = {"url": url, "secret_token": parameters.text("secret_token")}
        await self.close()
        if url:
            self._calls = asyncio.create_task(self._call())
        return True

    async def delete_webhook(self, parameters: Parameters) -> bool:
        return await self.set_webhook(Parameters(parameters, url=""))

    async def get_webhook_info(self, parameters: Parameters) -> Json:
        pending = len(self.world.updates)
        return {
            "url": self.world.webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }

    async def close(self, parameters: Any = None) -> bool:
        """Call no webhook any more."""
        if self._calls:
            self._calls.cancel()
            with suppress(asyncio.CancelledError):
                await self._calls
        self._calls = None
        return True

    async def _call(self) -> None:
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.world.webhook["secret_token"]}
        async with aiohttp.ClientSession() as session:
            while True:
                await self.world.arrived.wait()
                with suppress(aiohttp.ClientError):
                    update = self.world.updates[0]
                    reply = await session.post(
                        self.world.webhook["url"], json=update, headers=secret
                    )
                    if reply.status == 200:
                        self._confirm(Parameters(offset=update["update_id"] + 1))
                        continue
                await asyncio.sleep(0.2)
