"""What the handlers share, and how they get at it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram.ext import Application, CallbackContext, ContextTypes

from bot.telegram.access import Access
from bot.telegram.backlog import Backlog
from bot.telegram.limits import Limits
from bot.telegram.runs import Runs
from bot.telegram.store import Store

if TYPE_CHECKING:
    from bot.engine import AnswerEngine
    from bot.settings import Settings

KEY = "dateline"
CARDS_PER_MINUTE = 120  # inline queries: one comes with every letter that is typed
ALBUMS_KEPT = 1000  # of several pictures each, which come one by one

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


@dataclass
class Signs:
    """When Telegram was last reached, by `time.monotonic`; None before the first time."""

    reached: float | None = None


@dataclass(frozen=True)
class Shared:
    """The parts of the bot."""

    settings: Settings
    engine: AnswerEngine
    quoting: AnswerEngine  # at once, without a language model
    store: Store
    say: Callable[[str], None]  # to the console
    access: Access
    limits: Limits
    card_limits: Limits
    answering: ThreadPoolExecutor  # as many threads as answers at once
    searching: ThreadPoolExecutor  # for what must not wait behind answers
    runs: Runs = field(default_factory=Runs)
    backlog: Backlog = field(default_factory=Backlog)
    albums: deque[str] = field(default_factory=partial(deque[str], maxlen=ALBUMS_KEPT))
    newest_card: dict[int, str] = field(default_factory=dict)  # inline query by user
    signs: Signs = field(default_factory=Signs)

    def polled(self) -> None:
        """Telegram was reached."""
        self.backlog.polled()
        self.signs.reached = time.monotonic()


def make_shared(
    settings: Settings, engine: AnswerEngine, store: Store, say: Callable[[str], None]
) -> Shared:
    """Join the parts as the settings say."""
    return Shared(
        settings=settings,
        engine=engine,
        quoting=engine.quoting(),
        store=store,
        say=say,
        access=Access(settings.telegram_allowed, store),
        limits=Limits(settings.telegram_per_minute),
        card_limits=Limits(CARDS_PER_MINUTE),
        answering=ThreadPoolExecutor(settings.telegram_at_once, "answering"),
        searching=ThreadPoolExecutor(2, "searching"),
    )


def shared_by(of: App | CallbackContext[Any, Any, Any, Any]) -> Shared:
    """The parts, from the application or from a handler's context."""
    shared = of.bot_data[KEY]
    assert isinstance(shared, Shared)
    return shared
