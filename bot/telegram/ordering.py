"""The order of updates: within a chat one after the other, chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.reception import Reception

AT_ONCE = 10_000
"""Updates that may wait for their turn; what is worked on at once the threads limit."""
REMEMBERED = 1000  # updates


class ChatOrder(BaseUpdateProcessor):
    """Runs messages of one chat in the order they came in; buttons and cards pass them by."""

    def __init__(self, reception: Reception) -> None:
        super().__init__(AT_ONCE)
        self.reception = reception
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._received: dict[str, None] = {}  # the newest updates

    async def initialize(self) -> None:
        """Nothing needs to be made ready."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    def cancel(self) -> None:
        """Break off what is under way; questions stay pending for the next start."""
        for task in self._under_way:
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the update's handlers when it is its turn, if it still is to be answered."""
        task = asyncio.current_task()
        assert task
        assert isinstance(coroutine, Coroutine)
        self._under_way.add(task)
        try:
            if not self._came_before(update):
                await self._process(update, coroutine)
        finally:
            self._under_way.discard(task)
            coroutine.close()  # where it did not run

    def _came_before(self, update: object) -> bool:
        """Whether the very same update was received already: Telegram may send it again."""
        if not isinstance(update, Update):
            return False
        content = update.to_json()
        if content in self._received:
            return True
        self._received[content] = None
        if len(self._received) > REMEMBERED:
            del self._received[next(iter(self._received))]
        return False

    async def _process(self, update: object, coroutine: Coroutine[Any, Any, Any]) -> None:
        message = isinstance(update, Update) and (update.message or update.edited_message)
        if not message or not isinstance(update, Update):
            await coroutine
            return
        lock = self._locks.setdefault(message.chat_id, asyncio.Lock())
        received = self.reception.receive(update)  # before anything is awaited: in order
        async with lock:
            if received is None:
                await coroutine
            elif await self.reception.is_due(received):
                await coroutine
                await self.reception.settle(received)
