"""Messages that must arrive: sent, or edited into earlier ones, until Telegram has taken them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.telegram.html import Part

FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds between tries while the network fails
PATIENCE = 30.0  # seconds for a reply; a message sent again for want of one would stand twice
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LASTING = (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken)  # no try more will help
UNCHANGED = "message is not modified"

Sent = TypeVar("Sent")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where a conversation is: a chat, in a forum one of its topics."""

    chat_id: int
    thread_id: int | None = None
    private: bool = True


@dataclass(frozen=True)
class _Draft:
    """A message as it is to be sent; what Telegram refuses of it is left away."""

    part: Part
    thread_id: int | None
    reply_to: int | None = None
    keyboard: InlineKeyboardMarkup | None = None
    as_html: bool = True

    @property
    def text(self) -> str:
        return self.part.html if self.as_html else self.part.plain

    @property
    def parse_mode(self) -> str | None:
        return ParseMode.HTML if self.as_html else None


async def deliver(
    bot: Bot,
    place: Place,
    parts: Sequence[Part],
    keyboard: InlineKeyboardMarkup | None = None,
    reply_to: int | None = None,
) -> list[int]:
    """Send the parts in order, the first as a reply, the last with the keyboard.

    It waits where Telegram says so and tries again while the network fails, without end: cancel it
    to give up. Markup that Telegram refuses goes out as plain text.

    Returns:
        The ids of the messages.

    Raises:
        Forbidden: the bot may not write there (any more).
        ChatMigrated: the group has a new id, at which this should be repeated.
        BadRequest: there is no such chat.
    """
    return [await _send(bot, place, draft) for draft in _drafts(place, parts, keyboard, reply_to)]


async def redeliver(
    bot: Bot,
    place: Place,
    message_ids: Sequence[int],
    parts: Sequence[Part],
    keyboard: InlineKeyboardMarkup | None = None,
    reply_to: int | None = None,
) -> list[int]:
    """Edit earlier messages into these parts; what is missing is sent, what is left is deleted.

    Raises as `deliver` does.

    Returns:
        The ids of the messages that now hold the parts.
    """
    ids = []
    for position, draft in enumerate(_drafts(place, parts, keyboard, reply_to)):
        earlier = message_ids[position] if position < len(message_ids) else None
        if earlier is not None and await _edit(bot, place, earlier, draft):
            ids.append(earlier)
        else:
            ids.append(await _send(bot, place, draft))
    for unused in set(message_ids) - set(ids):
        await remove(bot, place, unused)
    return ids


async def remove(bot: Bot, place: Place, message_id: int) -> None:
    """Delete a message of ours; given up after a while, for nothing depends on it."""
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await persist(partial(bot.delete_message, place.chat_id, message_id))


def _drafts(
    place: Place,
    parts: Sequence[Part],
    keyboard: InlineKeyboardMarkup | None,
    reply_to: int | None,
) -> list[_Draft]:
    drafts = [_Draft(part, place.thread_id) for part in parts]
    drafts[0] = replace(drafts[0], reply_to=reply_to)
    drafts[-1] = replace(drafts[-1], keyboard=keyboard)
    return drafts


async def _send(bot: Bot, place: Place, draft: _Draft) -> int:
    async def send(draft: _Draft) -> Message:
        reply = draft.reply_to and ReplyParameters(draft.reply_to, allow_sending_without_reply=True)
        return await bot.send_message(
            place.chat_id,
            draft.text,
            parse_mode=draft.parse_mode,
            link_preview_options=NO_PREVIEW,
            message_thread_id=draft.thread_id,
            reply_parameters=reply or None,
            reply_markup=draft.keyboard,
            read_timeout=PATIENCE,
        )

    return (await _settled(send, draft)).message_id


async def _edit(bot: Bot, place: Place, message_id: int, draft: _Draft) -> bool:
    """Edit a message; false where it is gone or cannot be edited."""

    async def edit(draft: _Draft) -> object:
        return await bot.edit_message_text(
            draft.text,
            place.chat_id,
            message_id,
            parse_mode=draft.parse_mode,
            link_preview_options=NO_PREVIEW,
            reply_markup=draft.keyboard,
            read_timeout=PATIENCE,
        )

    try:
        await _settled(edit, draft)
    except (BadRequest, InvalidToken) as error:  # the latter: a server that knows no editing
        return UNCHANGED in str(error).lower()
    return True


async def _settled(send: Callable[[_Draft], Awaitable[Sent]], draft: _Draft) -> Sent:
    """Send, leaving away what Telegram refuses, until it is taken or never will be."""
    while True:
        try:
            return await persist(partial(send, draft))
        except BadRequest as error:
            reduced = _reduced(draft, str(error).lower())
            if reduced is None:
                raise
            logger.warning("Telegram refused a message (%s); it goes out with less", error)
            draft = reduced


async def persist(call: Callable[[], Awaitable[Sent]]) -> Sent:
    """Call until there is a result: waits where Telegram says so and while the network fails.

    Raises:
        BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken: no try more would help.
    """
    wait = FIRST_WAIT
    while True:
        try:
            return await call()
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
        except LASTING:
            raise
        except TelegramError as error:  # the network, a server that is down, a broken reply
            logger.info("Telegram has not taken a call yet: %s", error)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone, and a little for clocks that differ."""
    told = error.retry_after
    return (told if isinstance(told, int) else told.total_seconds()) + 0.1


def _reduced(draft: _Draft, refusal: str) -> _Draft | None:
    """The message without what Telegram refused; None where nothing of it would help."""
    if UNCHANGED in refusal or "chat not found" in refusal or "to edit" in refusal:
        return None
    if draft.reply_to and "repl" in refusal:
        return replace(draft, reply_to=None)
    if draft.thread_id and ("thread" in refusal or "topic" in refusal):
        return replace(draft, thread_id=None)
    if draft.keyboard and "button" in refusal:
        return replace(draft, keyboard=None)
    if draft.as_html:
        return replace(draft, as_html=False)
    return replace(draft, keyboard=None) if draft.keyboard else None
