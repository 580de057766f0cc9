"""The log: what an operator needs at night, and never a secret."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.telegram.log import start_logging, token_secrets
from tests.telegram.conftest import RunBot
from tests.telegram.flood import Fault
from tests.telegram.harbour_news import FARE, HARBOUR
from tests.telegram.people import Person, Telegram

if TYPE_CHECKING:
    from bot.engine import AnswerEngine


@pytest.fixture
def log(telegram: Telegram, capsys: pytest.CaptureFixture[str]) -> Iterator[io.StringIO]:
    """What the bot logs, as `dateline telegram` sets it up; afterwards all is as before."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, root.manager.disable
    start_logging(token_secrets(telegram.api.token))
    written = io.StringIO()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers[:], root.level, root.manager.disable = before


def test_an_error_has_an_id_here_and_its_traceback_there(
    telegram: Telegram,
    alice: Person,
    quoting: AnswerEngine,
    run_bot: RunBot,
    log: io.StringIO,
    tmp_path: Path,
) -> None:
    run_bot(quoting, alice.user.id)
    alice.asks(FARE)
    with sqlite3.connect(tmp_path / "telegram.sqlite3") as connection:
        connection.execute("DROP TABLE filters")
    told = alice.asks(HARBOUR).text
    found = re.search(r"error ([0-9a-f]{6})$", told)
    assert found, told
    assert f"error {found[1]} in chat {alice.user.id}\nTraceback (most recent" in log.getvalue()
    assert "no such table: filters" in log.getvalue()
    assert FARE not in log.getvalue()


def test_a_night_of_faults_does_not_tell_the_token(
    telegram: Telegram,
    alice: Person,
    quoting: AnswerEngine,
    run_bot: RunBot,
    log: io.StringIO,
) -> None:
    run_bot(quoting, alice.user.id)
    telegram.api.faults += [
        Fault("getUpdates", status=500, description="Internal Server Error"),
        Fault("getUpdates", drop=True),
        Fault("sendMessage", page="<html>502</html>", status=502),
        Fault("sendMessage", drop=True),
        Fault("sendMessage", retry_after=1),
    ]
    alice.asks(FARE)
    telegram.quiet()
    logging.getLogger("somewhere").error("https://api.telegram.org/bot%s/x", telegram.api.token)
    lines = log.getvalue().splitlines()
    assert lines[-1].endswith("ERROR somewhere: https://api.telegram.org/bot***/x")
    assert telegram.api.token.partition(":")[2] not in log.getvalue()
    assert any(re.search(r"WARNING .*Telegram cannot be reached", line) for line in lines)
    assert any(re.search(r"INFO .*answered in chat \d+, \d", line) for line in lines)
    assert "Traceback" not in log.getvalue()
