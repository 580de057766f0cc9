"""Questions from their arrival until they are settled: none is lost, none answered twice."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass

from telegram import Bot, Message, Update

from bot.telegram.reading import Asked, read_question
from bot.telegram.shared import Shared

STILL_FRESH = 600.0  # seconds; what was accepted that long before a restart is answered after it


@dataclass(frozen=True)
class Received:
    """A question that has come in."""

    update_id: int
    asked: Asked
    old: bool  # it was sent while the bot was away
    noted: asyncio.Task[None]  # in the store

    @property
    def message(self) -> tuple[int, int]:
        """The message that asks: chat and id."""
        return self.asked.place.chat_id, self.asked.message_id

    @property
    def version(self) -> tuple[int, int]:
        """What is greater the later the message got its text; updates may come out of order."""
        return self.asked.edited, self.update_id


class Reception:
    """Notes each question in the store until it is settled."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._newest: dict[tuple[int, int], tuple[int, int]] = {}  # version by message
        self._restored: set[int] = set()
        self.closed = False  # nothing is begun any more

    async def restore(self, bot: Bot) -> list[Update]:
        """The questions that were not settled when the bot ended, to be queued again."""
        bodies = [json.loads(body) for body in await self._shared.store.unfinished.pending()]
        updates = [Update.de_json(body, bot) for body in bodies]
        self._restored = {update.update_id for update in updates}
        return updates

    def receive(self, update: Update) -> Received | None:
        """Note an update; None if it asks nothing, or nobody who may."""
        message = update.message or update.edited_message
        user, chat = update.effective_user, update.effective_chat
        access = self._shared.access
        if not access.allows(user.id if user else None, chat.id if chat else None):
            return None
        asked = read_question(update, update.get_bot())
        if message is None or asked is None or not asked.text:
            return None
        noting = self._shared.store.unfinished.add_pending(update.update_id, update.to_json())
        old = self._is_old(update.update_id, message)
        received = Received(update.update_id, asked, old, asyncio.create_task(noting))
        newest = self._newest.setdefault(received.message, received.version)
        if newest < received.version:
            self._shared.runs.supersede(*received.message)
            self._newest[received.message] = received.version
        return received

    async def is_due(self, received: Received) -> bool:
        """Whether the question is to be answered, now that it is its turn."""
        await received.noted
        if received.old:
            newest = await self._shared.backlog.is_newest(received.message[0], received.update_id)
        else:
            newest = True
        if self.closed:
            return False
        if newest and self._newest.get(received.message) == received.version:
            return True
        await self.settle(received)
        return False

    async def settle(self, received: Received) -> None:
        """The question was answered, or is not to be."""
        await self._shared.store.unfinished.remove_pending(received.update_id)
        if self._newest.get(received.message) == received.version:
            del self._newest[received.message]

    def _is_old(self, update_id: int, message: Message) -> bool:
        sent = (message.edit_date or message.date).timestamp()
        if update_id in self._restored and time.time() - sent < STILL_FRESH:
            return False
        return self._shared.backlog.gathers(message.chat_id, update_id, sent)
