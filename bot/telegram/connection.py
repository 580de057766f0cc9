"""The connection to Telegram, or to a Bot API server that is older or does less."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import AIORateLimiter
from telegram.request import BaseRequest, HTTPXRequest

from bot.untrusted import one_line

REPLY_SECONDS, CONNECT_SECONDS = 20.0, 10.0
POOL_SECONDS = 60.0
CONNECTIONS = 64
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError)
SHOWN = 200  # characters of what is wrong with an update

log = logging.getLogger(__name__)


class PollRefused(NetworkError):
    """Telegram does not know the token (any more); a server that restarts may say so too."""


class Limiter(AIORateLimiter):
    """Thirty calls a second; signs of typing, which may be lost, neither wait nor count."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make a call when it may be made."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        try:
            return await super().process_request(
                callback, args, kwargs, endpoint, data, rate_limit_args
            )
        except InvalidToken:
            if endpoint != "deleteWebhook":
                raise
            return True  # the server knows no webhooks, so that none is in the way


class Polls(HTTPXRequest):
    """The connection that updates come through; it tells of each poll that succeeded."""

    def __init__(self, polled: Callable[[], None]) -> None:
        super().__init__(
            connection_pool_size=1, read_timeout=REPLY_SECONDS, connect_timeout=CONNECT_SECONDS
        )
        self._polled = polled

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Poll, and return only updates that can be read."""
        status, body = await super().do_request(*args, **options)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            raise PollRefused("it does not know the token")
        if status == HTTPStatus.OK:
            self._polled()
            body = readable(body)
        return status, body


def sending() -> BaseRequest:
    """The connections that everything else goes through."""
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        read_timeout=REPLY_SECONDS,
        write_timeout=REPLY_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=POOL_SECONDS,
    )


def readable(body: bytes) -> bytes:
    """The reply to a poll; of an update that the library cannot read only its number is left.

    The library would read none of the others then, and ask for the same again without end.
    """
    try:
        reply = json.loads(body)
        updates = reply["result"]
        reply["result"] = [update if _reads(update) else _number(update) for update in updates]
    except UNREADABLE:
        return body  # no reply of the Bot API at all, which the library tells of
    return body if reply["result"] == updates else json.dumps(reply).encode()


def _reads(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(update, None)
    except UNREADABLE as error:
        told = one_line(str(error))[:SHOWN]
        log.warning("update %s cannot be read: %s", update.get("update_id"), told)
        return False
    return True


def _number(update: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": update["update_id"]}
