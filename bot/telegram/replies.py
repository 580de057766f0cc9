"""Short replies, which must arrive as answers do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Bot, Message
from telegram.error import TelegramError

from bot.telegram.delivery import Place, deliver, persist
from bot.telegram.html import plain_part
from bot.telegram.reading import place_of

ATTEMPT_SECONDS = 15.0


async def attempt(call: Callable[[], Awaitable[object]]) -> None:
    """Make a call that nothing depends on: tried again for a while, then let be."""
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(ATTEMPT_SECONDS):
            await persist(call)


async def tell(bot: Bot, place: Place, text: str, reply_to: int | None = None) -> None:
    """Send an interface text; in groups as a reply, so that it is clear whom it is for."""
    await deliver(bot, place, [plain_part(text)], reply_to=None if place.private else reply_to)


async def reply(message: Message, text: str) -> None:
    """Answer a message with an interface text."""
    await tell(message.get_bot(), place_of(message), text, message.message_id)
