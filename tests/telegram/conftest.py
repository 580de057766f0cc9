"""The local Bot API, the people who use it, and the bot under test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import Settings
from bot.telegram.polling import PATIENCE, Patience
from tests.telegram.bot_api import BotApi
from tests.telegram.harbour_news import endpoint, harbour, quoting, speak, writing  # noqa: F401
from tests.telegram.people import Person, Telegram
from tests.telegram.running_bot import RunningBot

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

RunBot = Callable[..., RunningBot]


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Telegram; at the end of a test nothing was sent that it had to mend."""
    api = BotApi()
    api.start()
    yield Telegram(api)
    mended = list(api.world.mended)
    api.stop()
    assert mended == []


@pytest.fixture
def unlimited(telegram: Telegram) -> None:
    """Telegram takes any number of messages: for tests of something else than floods."""
    telegram.world.flood.on = False


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    return telegram.person("Alice")


@pytest.fixture
def run_bot(telegram: Telegram, tmp_path: Path) -> Iterator[RunBot]:
    """Starts the bot; keywords are settings, but for `patience` with polls that fail."""
    running: list[RunningBot] = []

    def run(
        engine: AnswerEngine, *allowed: int, patience: Patience = PATIENCE, **values: Any
    ) -> RunningBot:
        given = {
            "telegram_token": telegram.api.token,
            "telegram_api_url": telegram.api.url,
            "telegram_state": tmp_path / "telegram.sqlite3",
            "telegram_allowed": frozenset(allowed),
            "index_dir": tmp_path / "index",
            **values,
        }
        bot = RunningBot(Settings(_env_file=None, **given), engine, patience)
        bot.start(telegram)
        running.append(bot)
        return bot

    yield run
    for bot in running:
        bot.stop()


@pytest.fixture
def bot(run_bot: RunBot, quoting: AnswerEngine, alice: Person) -> RunningBot:  # noqa: F811
    """The bot over the harbour's news, quoting; Alice may use it."""
    return run_bot(quoting, alice.user.id)
