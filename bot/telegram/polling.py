"""What goes wrong with polling: a network that is away, another program that polls too."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from telegram.error import Conflict, TelegramError

from bot.telegram.connection import PollRefused
from bot.telegram.shared import Shared
from index.errors import UserFacingError

CONFLICT = "another program polls for this bot: stop it, or give this one a token of its own"
REFUSED = (
    "Telegram does not know this token any more: put the new one into .env as "
    "DATELINE_TELEGRAM_TOKEN, or ask @BotFather for one (/token)"
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long trouble is borne, in seconds."""

    conflict: float = 8.0  # a poll of a bot that was killed may stay open so long
    polled: float = 6.0  # more for each that a bot had polled; the other cuts in after one
    most: float = 60.0
    undisturbed: float = 8.0  # a poll takes ten; of two bots one cuts the other off before
    refused: float = 30.0  # a server that restarts may know no token for a while


PATIENCE = Patience()


class PollingTrouble:
    """Tells in the log what goes wrong with polling, and ends it if another program polls too.

    Of two programs the one that has polled for longer is the more patient: only one ends.
    """

    def __init__(
        self, shared: Shared, ended: asyncio.Future[UserFacingError], patience: Patience
    ) -> None:
        self._shared = shared
        self._patience = patience
        self._ended = ended
        self._started = time.monotonic()
        self._first: float | None = None  # conflict of those that come one after the other
        self._last = 0.0

    def note(self, error: TelegramError) -> None:
        """Take an error of a poll."""
        if isinstance(error, Conflict):
            self._note_conflict()
            return
        self._shared.backlog.away()
        log.warning("Telegram cannot be reached: %s", error.message)
        since = time.monotonic() - (self._shared.signs.reached or self._started)
        if isinstance(error, PollRefused) and since > self._patience.refused:
            self._end(REFUSED)

    def _note_conflict(self) -> None:
        now, reached = time.monotonic(), self._shared.signs.reached or 0.0
        if self._first is None or reached - self._last > self._patience.undisturbed:
            self._first = now
            log.warning("another program polls for this bot; if that goes on, this one ends")
        self._last = now
        polled = max(self._first - self._started - 1.0, 0.0)
        patience = self._patience.conflict + self._patience.polled * polled
        if now - self._first >= min(patience, self._patience.most):
            self._end(CONFLICT)

    def _end(self, reason: str) -> None:
        if not self._ended.done():
            self._ended.set_result(UserFacingError(reason))
