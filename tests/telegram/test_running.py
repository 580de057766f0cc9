"""Starting, stopping, being killed: no question is lost, none answered twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.chats import main as measure_chats
from bot.telegram.polling import Patience
from bot.telegram.texts import texts_for
from index.errors import UserFacingError
from tests.raw_endpoint import DONE, RawEndpoint, event, head
from tests.telegram.conftest import RunBot
from tests.telegram.flood import Fault
from tests.telegram.harbour_news import FARE, HARBOUR, WINNER
from tests.telegram.people import Person, Telegram, answers, is_placeholder

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

FARE_WRITTEN = event("The crossing costs 45,000 rupiah for an adult [1].")
QUICK = (head(), FARE_WRITTEN, event(None, "stop"), DONE)
SLOW = (head(), FARE_WRITTEN, 2.0, event(None, "stop"), DONE)
Command = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def command(
    telegram: Telegram,
    alice: Person,
    endpoint: RawEndpoint,
    harbour: Path,
    tmp_path: Path,
    log: Path,
) -> Iterator[Command]:
    """Starts `dateline telegram`, which polls when the call returns."""
    settings = {
        "TELEGRAM_TOKEN": telegram.api.token,
        "TELEGRAM_API_URL": telegram.api.url,
        "TELEGRAM_ALLOWED": str(alice.user.id),
        "TELEGRAM_STATE": str(tmp_path / "telegram.sqlite3"),
        "INDEX_DIR": str(harbour),
        "LLM_BASE_URL": endpoint.base_url,
        "LLM_MODEL": "tiny",
    }
    environment = {**os.environ, **{f"DATELINE_{k}": v for k, v in settings.items()}}
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        polls = telegram.api.polling.polls
        program = [sys.executable, "-m", "bot", "telegram"]
        with log.open("ab") as out:
            process = subprocess.Popen(program, cwd=tmp_path, env=environment, stderr=out)
        started.append(process)
        telegram.wait(lambda: telegram.api.polling.polls > polls, timeout=90)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_killed_in_the_middle_of_an_answer_and_stopped_in_another(
    telegram: Telegram, alice: Person, endpoint: RawEndpoint, command: Command, log: Path
) -> None:
    endpoint.script((head(), FARE_WRITTEN, 60.0), QUICK, SLOW)
    bot = command()
    said = alice.says(FARE)
    telegram.wait(lambda: len(alice.chat.messages) == 2)  # with the button to stop
    time.sleep(2)  # until the bot has noted the message's id, which it cannot before it is there
    bot.kill()
    bot.wait()
    assert answers(said) == []
    bot = command()
    (answer,) = telegram.wait(lambda: answers(said))
    assert answer.text.startswith("The crossing costs 45,000 rupiah for an adult.")
    telegram.api.faults += [Fault("", retry_after=1), Fault("getUpdates", drop=True)]
    telegram.quiet()
    left = [each for each in alice.chat.messages.values() if not each.deleted]
    assert not any(map(is_placeholder, left))
    last = alice.says(HARBOUR)
    telegram.wait(lambda: endpoint.requests == 3)
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(30) == 0
    assert len(answers(said)) == 2
    assert len(answers(last)) == 1
    written = log.read_text(encoding="utf-8")
    assert telegram.api.token.partition(":")[2] not in written
    assert "Traceback" not in written
    assert FARE not in written


def test_a_token_that_telegram_does_not_know(quoting: AnswerEngine, run_bot: RunBot) -> None:
    secret = "x" * 35
    with pytest.raises(UserFacingError, match="Telegram does not know this token") as caught:
        run_bot(quoting, telegram_token=f"110201543:{secret}")
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_of_two_bots_with_one_token_the_second_ends(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot, tmp_path: Path
) -> None:
    patience = Patience(conflict=2.0)
    run_bot(quoting, alice.user.id, patience=patience)
    assert alice.asks(HARBOUR)
    time.sleep(2)  # the one that has polled for longer stays
    state = tmp_path / "second.sqlite3"
    second = run_bot(quoting, alice.user.id, patience=patience, telegram_state=state)
    second.wait()
    with pytest.raises(UserFacingError, match="another program polls for this bot"):
        second.stop()
    assert alice.asks(HARBOUR, timeout=40).text.startswith("The harbour")


def test_a_token_that_is_taken_back(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    bot = run_bot(quoting, alice.user.id, patience=Patience(refused=0.5))
    telegram.api.faults.append(Fault("getUpdates", status=401, description="Unauthorized", times=1))
    assert alice.asks(HARBOUR, timeout=40)  # it was refused once, and asks again
    assert alice.asks(FARE)
    telegram.api.faults.append(
        Fault("getUpdates", status=401, description="Unauthorized", times=-1)
    )
    alice.says(HARBOUR)
    bot.wait()
    with pytest.raises(UserFacingError, match="Telegram does not know this token any more"):
        bot.stop()


def test_after_a_time_away_the_newest_question_of_each_chat(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    bob = telegram.person("Bob")
    for question in ("What now?", FARE, HARBOUR):
        alice.says(question, ago=60)
    bob.says(FARE, ago=60)
    run_bot(quoting, alice.user.id, bob.user.id)
    telegram.wait(lambda: len(bob.chat.messages) == 2)
    telegram.quiet(1.0)
    first, answer = [m.text for m in alice.chat.messages.values() if m.sender.is_bot]
    assert first == texts_for("en").skipped.format(count=2)
    assert answer.startswith("The harbour of Ostrov")
    (only,) = [m.text for m in bob.chat.messages.values() if m.sender.is_bot]
    assert only.startswith("The crossing costs")


def test_a_webhook(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    webhook = {
        "telegram_webhook_url": f"http://{address}/telegram",
        "telegram_webhook_listen": address,
    }
    run_bot(quoting, alice.user.id, **webhook)
    assert len(telegram.world.webhook["secret_token"]) > 20
    assert alice.asks(HARBOUR).text.startswith("The harbour of Ostrov")


def test_fifty_chats_at_once(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measure_chats(harbour, [HARBOUR, FARE, WINNER], 50)
    inline, _, whether_lost, waited, _ = capsys.readouterr().out.splitlines()
    assert inline.startswith("inline, 3 questions one by one: median ")
    assert whether_lost.startswith("lost 0, answered twice 0, chats in order 50 of 50, ")
    assert waited.startswith("seconds until the answer: median ")
