"""What goes wrong with polling: a network that is away, another program that polls too."""

from __future__ import annotations

import asyncio
import logging
import time

from telegram.error import Conflict, TelegramError

from bot.telegram.shared import Shared
from index.errors import UserFacingError

CONFLICT_SECONDS = 8.0  # a poll of a bot that was killed may stay open so long
PATIENCE = 6.0  # seconds more for each that a bot had polled; the other cuts in after one
MOST_PATIENT = 60.0
UNDISTURBED_SECONDS = 8.0  # a poll takes ten; of two bots one cuts the other off before

CONFLICT = "another program polls for this bot: stop it, or give this one a token of its own"

log = logging.getLogger(__name__)


class PollingTrouble:
    """Tells in the log what goes wrong with polling, and ends it if another program polls too.

    Of two programs the one that has polled for longer is the more patient: only one ends.
    """

    def __init__(self, shared: Shared, ended: asyncio.Future[UserFacingError]) -> None:
        self._shared = shared
        self._ended = ended
        self._started = time.monotonic()
        self._first: float | None = None  # conflict of those that come one after the other
        self._last = 0.0

    def note(self, error: TelegramError) -> None:
        """Take an error of a poll."""
        if isinstance(error, Conflict):
            self._note_conflict()
        else:
            self._shared.backlog.away()
            log.warning("Telegram cannot be reached: %s", error.message)

    def _note_conflict(self) -> None:
        now, reached = time.monotonic(), self._shared.signs.reached or 0.0
        if self._first is None or reached - self._last > UNDISTURBED_SECONDS:
            self._first = now
            log.warning("another program polls for this bot; if that goes on, this one ends")
        self._last = now
        polled = max(self._first - self._started - 1.0, 0.0)
        patience = CONFLICT_SECONDS + PATIENCE * polled
        if now - self._first >= min(patience, MOST_PATIENT) and not self._ended.done():
            self._ended.set_result(UserFacingError(CONFLICT))
