"""What goes wrong at Telegram's end, and that no answer is lost by it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.telegram.conftest import RunBot
from tests.telegram.flood import Fault
from tests.telegram.harbour_news import FARE, HARBOUR
from tests.telegram.people import Person, Telegram, answers
from tests.telegram.running_bot import RunningBot

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

HARBOUR_ANSWER = "The harbour of Ostrov <b>closed"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", retry_after=1, times=2),
        Fault("sendMessage", drop=True, times=2),
        Fault("sendMessage", status=502, page="<html>502 Bad Gateway</html>", times=2),
        Fault("sendMessage", status=500, description="Internal Server Error", times=2),
        Fault("", retry_after=1, times=3),
    ],
    ids=["flood", "dropped", "bad gateway", "server error", "storm of 429"],
)
def test_an_answer_is_sent_again_until_it_arrives(
    telegram: Telegram, alice: Person, fault: Fault
) -> None:
    telegram.api.faults.append(Fault(**{**vars(fault), "where": lambda _: True}))
    answer = alice.asks(HARBOUR)
    assert answer.text.startswith(HARBOUR_ANSWER)
    assert answer.buttons == ["Passage 1", "👍", "👎"]
    bots = [m for m in alice.chat.messages.values() if m.sender.is_bot and not m.deleted]
    assert bots == [answer]


def test_an_outage_of_seconds_loses_no_question(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom = telegram.group("Newsroom")
    run_bot(quoting, newsroom.id, alice.user.id)
    alice.asks(HARBOUR)
    telegram.api.faults += [
        Fault("getUpdates", status=500, description="Internal Server Error"),
        Fault("getUpdates", drop=True),
        Fault("getUpdates", status=502, page="<html>502 Bad Gateway</html>"),
    ]
    bob = telegram.person("Bob")
    said = [
        alice.says(FARE),  # ends the poll under way; the three after it fail
        alice.says(f"/ask {FARE}", to=newsroom),
        bob.says(f"/ask {HARBOUR}", to=newsroom),
        alice.says(HARBOUR),
    ]
    telegram.wait(lambda: all(answers(each) for each in said), timeout=30)
    telegram.quiet()
    assert [len(answers(said[number])) for number in (0, 1)] == [2, 2]


def test_somebody_who_blocks_the_bot(
    telegram: Telegram, alice: Person, bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    alice.asks(HARBOUR)
    alice.says(FARE)
    alice.blocks()
    telegram.quiet(1.0)
    alice.blocks(False)
    assert alice.asks(HARBOUR).text.startswith(HARBOUR_ANSWER)
    assert [record for record in caplog.records if record.exc_info] == []


def test_a_group_that_becomes_a_supergroup(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    old = telegram.group("Newsroom", "group")
    run_bot(quoting, old.id)
    assert alice.asks(f"/ask {FARE}", to=old).text.startswith("The crossing costs")
    alice.says(f"/ask {HARBOUR}", to=old)
    new = telegram.upgrade(old)
    telegram.wait(lambda: any(m.sender.is_bot for m in new.messages.values()))
    telegram.quiet()
    follow_up = alice.asks("/ask Where are its tickets sold?", to=new)
    assert follow_up.sender.is_bot
    (moved,) = [m for m in new.messages.values() if m.sender.is_bot and m is not follow_up]
    assert moved.text.startswith(HARBOUR_ANSWER)


def test_a_question_that_was_deleted_meanwhile(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom = telegram.group("Newsroom")
    run_bot(quoting, newsroom.id)
    said = alice.says(f"/ask {HARBOUR}", to=newsroom)
    said.deleted = True
    (answer,) = telegram.wait(lambda: answers(said))
    assert (answer.text[:31], answer.reply_to) == (HARBOUR_ANSWER, None)


@pytest.mark.usefixtures("bot")
def test_a_slow_reply_does_not_hold_up_others(telegram: Telegram, alice: Person) -> None:
    telegram.api.faults.append(Fault("sendMessage", wait=3.0))
    alice.says(HARBOUR)
    time.sleep(0.5)
    started = time.monotonic()
    assert alice.types_inline("harbour of Ostrov")["results"]
    assert time.monotonic() - started < 2
