"""What a chat shows while an answer is on its way: typing, the text so far, a button to stop.

In private chats the text is a draft, which Telegram shows for 30 seconds and never keeps; a draft
has no buttons, so a notice carries the one to stop. Groups have no drafts: there the notice shows
the text and becomes the answer. A frame that fails is dropped; what must arrive is `deliver`'s.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.telegram.delivery import NO_PREVIEW, Place, deliver, redeliver, remove, seconds
from bot.telegram.html import Part
from bot.telegram.pace import PACE, Pace
from bot.telegram.texts import Texts
from bot.untrusted import harmless

NOTICING = 0  # the task that shows the notice
LATE = 10.0  # seconds after the answer in which a notice may still come, to be removed
FRAME = 3500  # UTF-16 units of the text so far: its end

Given = TypeVar("Given")

logger = logging.getLogger(__name__)


class Preview:
    """Shown from entering to leaving; within, `deliver` puts the answer in its place."""

    def __init__(
        self,
        bot: Bot,
        place: Place,
        reply_to: int | None,
        stop_keyboard: InlineKeyboardMarkup | None,
        texts: Texts,
        earlier: Sequence[int] = (),
        note: Callable[[int], Awaitable[None]] | None = None,
        pace: Pace = PACE,
    ) -> None:
        """Prepare; nothing is sent before it is entered.

        Args:
            bot: whose messages these are.
            place: where they go.
            reply_to: the question.
            stop_keyboard: the button that stops the answer.
            texts: of the person who asked.
            earlier: the messages of an answer that this one replaces; they will be edited.
            note: is given the notice's message, which would be left if the bot were killed.
            pace: of what is shown.
        """
        self._bot, self._place, self._texts = bot, place, texts
        self._reply_to, self._stop_keyboard = reply_to, stop_keyboard
        self._earlier, self._note, self._pace = list(earlier), note, pace
        self._notice: int | None = None  # its message
        self.noted: list[int] = []  # what `note` was given
        self._notice_settled = True  # no edit of it can still come
        self._text = ""
        self._fresh, self._over = asyncio.Event(), asyncio.Event()
        self._resume_at = 0.0  # by the loop's clock; Telegram wants no call before
        self._tasks: list[asyncio.Task[None]] = []
        self._noticing: asyncio.Task[None] | None = None  # a notice that may still come

    async def __aenter__(self) -> Preview:
        self._loop = asyncio.get_running_loop()
        shown = [self._show_notice, self._type]
        if self._place.private:
            shown.append(self._show_drafts)
        self._tasks = [asyncio.create_task(self._run(show)) for show in shown]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()
        if self._noticing:
            await asyncio.wait({self._noticing}, timeout=LATE)
        if self._notice is not None:
            await remove(self._bot, self._place, self._notice)

    def feed(self, text: str) -> None:
        """Show this, the whole text so far, when the next frame is due; from any thread."""
        self._loop.call_soon_threadsafe(self._take, text)

    async def deliver(
        self, parts: Sequence[Part], keyboard: InlineKeyboardMarkup | None = None
    ) -> list[int]:
        """End the preview and deliver the answer, in groups in the notice's place.

        Returns and raises as `bot.telegram.delivery.deliver` does.
        """
        await self._end()
        await asyncio.sleep(self._resume_at - self._loop.time())
        held = self._earlier
        if not held and not self._place.private and self._notice and self._notice_settled:
            held = [self._notice]
        if held:
            ids = await redeliver(self._bot, self._place, held, parts, keyboard, self._reply_to)
        else:
            ids = await deliver(self._bot, self._place, parts, keyboard, self._reply_to)
        if self._notice in (*held, *ids):  # it is the answer now, or was removed with it
            self._notice = None
        return ids

    def _take(self, text: str) -> None:
        self._text = text
        self._fresh.set()

    async def _end(self) -> None:
        """Show no more; wait a moment for what is under way."""
        self._over.set()
        self._fresh.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._pace.last_frame)
            if self._notice is None and self._tasks[NOTICING] in late:
                self._noticing = self._tasks[NOTICING]
            for task in late - {self._noticing}:
                task.cancel()
            self._tasks = []

    async def _run(self, show: Callable[[], Awaitable[None]]) -> None:
        try:
            await show()
        except (ChatMigrated, Forbidden, InvalidToken) as error:  # the answer will meet it too
            logger.debug("no preview: %s", error)

    async def _type(self) -> None:
        while not self._over.is_set():
            await self._attempt(
                lambda: self._bot.send_chat_action(
                    self._place.chat_id, ChatAction.TYPING, message_thread_id=self._place.thread_id
                )
            )
            await self._rest(self._pace.typing)

    async def _show_drafts(self) -> None:
        draft_id = random.randrange(1, 2**31)
        while text := await self._next_text(self._pace.renewal):
            await self._attempt(partial(self._send_draft, draft_id, text))
            await self._rest(self._pace.draft)

    async def _show_notice(self) -> None:
        await self._rest(self._pace.notice)
        while self._notice is None and not self._over.is_set():
            self._notice = await self._attempt(self._send_notice)
            if self._note and self._notice is not None:
                self.noted.append(self._notice)
                await self._note(self._notice)
            await self._rest(self._pace.edit)
        shown = ""
        while not self._place.private and (text := await self._next_text(None)):
            if text != shown:
                await self._attempt(partial(self._edit_notice, text))
                await self._rest(self._pace.edit)
            shown = text

    async def _send_draft(self, draft_id: int, text: str) -> None:
        await self._bot.send_message_draft(
            self._place.chat_id, draft_id, text, message_thread_id=self._place.thread_id
        )

    async def _send_notice(self) -> int:
        reply = self._reply_to and ReplyParameters(self._reply_to, allow_sending_without_reply=True)
        message = await self._bot.send_message(
            self._place.chat_id,
            self._texts.searching,
            message_thread_id=self._place.thread_id,
            reply_parameters=reply or None,
            reply_markup=self._stop_keyboard,
            disable_notification=True,
        )
        return message.message_id

    async def _edit_notice(self, text: str) -> None:
        settled, self._notice_settled = self._notice_settled, False
        try:
            await self._bot.edit_message_text(
                text,
                self._place.chat_id,
                self._notice,
                link_preview_options=NO_PREVIEW,
                reply_markup=self._stop_keyboard,
            )
        except (BadRequest, RetryAfter):  # it was not made, that much is sure
            self._notice_settled = settled
            raise
        self._notice_settled = True

    async def _attempt(self, call: Callable[[], Awaitable[Given]]) -> Given | None:
        """What the call gives; None where it fails, or the preview ends before it may be made."""
        await self._rest(self._resume_at - self._loop.time())
        if self._over.is_set():
            return None
        try:
            return await call()
        except RetryAfter as error:
            self._resume_at = self._loop.time() + seconds(error)
        except (ChatMigrated, Forbidden, InvalidToken):
            raise
        except TelegramError as error:
            logger.debug("a frame was dropped: %s", error)
        return None

    async def _next_text(self, renewed_after: float | None) -> str:
        """The end of the newest text, the same again after a while; nothing once it is over."""
        while not self._over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._fresh.wait(), renewed_after)
            self._fresh.clear()
            if (text := _end_of(self._text)) and not self._over.is_set():
                return text
        return ""

    async def _rest(self, length: float) -> None:
        """Wait so many seconds, or until it is over."""
        if length > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), length)


def _end_of(text: str) -> str:
    text = harmless(text).strip()
    units = text.encode("utf-16-le")
    if len(units) <= 2 * FRAME:
        return text
    return "…" + units[-2 * FRAME :].decode("utf-16-le", "ignore")
