"""What came in while the bot was away: of each chat only the newest question is answered."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

SETTLED_SECONDS = 1.0
AWAY_SECONDS = 60.0
PATIENCE = 0.1


class Backlog:
    """Tells messages of a time without connection from those that come live.

    After a start, or after Telegram was out of reach for a minute, it is open: messages from before
    are gathered. It closes when none has come for a second since the first poll that succeeded.
    """

    def __init__(self, away_seconds: float = AWAY_SECONDS) -> None:
        """Take from when on an interruption counts as a time away."""
        self._away_seconds = away_seconds
        self._reached = time.monotonic()
        self._before = time.time()  # what is older was sent while we were away
        self._newest: dict[int, int] = {}  # update ids by chat
        self._passed: Counter[int] = Counter()
        self._untold: dict[int, int] = {}  # how many were passed over, by chat
        self._last: float | None = None  # when something old came; None before the first poll
        self._open = True

    def away(self) -> None:
        """Telegram cannot be reached just now."""
        if time.monotonic() - self._reached < self._away_seconds:
            return
        self._before = time.time()
        self._open, self._last = True, None

    def polled(self) -> None:
        """Telegram was reached."""
        self._reached = time.monotonic()
        if self._open and self._last is None:
            self._last = time.monotonic()

    def gathers(self, chat: int, update_id: int, sent: float) -> bool:
        """Whether an update, sent at that Unix time, is an old one; then it is counted as such."""
        if not self._is_open() or int(sent) >= int(self._before):
            return False
        self._last = time.monotonic()
        if chat in self._newest:
            self._passed[chat] += 1
        self._newest[chat] = max(update_id, self._newest.get(chat, 0))
        return True

    async def is_newest(self, chat: int, update_id: int) -> bool:
        """Wait until all is gathered; then whether this is the one to answer."""
        while self._is_open():
            await asyncio.sleep(PATIENCE)
        if self._newest.get(chat, update_id) != update_id:
            return False
        self._newest.pop(chat, None)
        self._untold[chat] = self._passed.pop(chat, 0)
        return True

    def passed_over(self, chat: int) -> int:
        """How many questions of the chat are not answered; they are told of once."""
        return self._untold.pop(chat, 0)

    def _is_open(self) -> bool:
        if self._open and self._last is not None:
            self._open = time.monotonic() - self._last < SETTLED_SECONDS
        return self._open
