"""The order of what comes in, and what of it is answered."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from bot.telegram.backlog import SETTLED_SECONDS, Backlog
from tests.raw_endpoint import DONE, RawEndpoint, event, head
from tests.telegram.conftest import RunBot
from tests.telegram.harbour_news import FARE, HARBOUR
from tests.telegram.people import Person, Telegram, answers
from tests.telegram.world import Message

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

FARE_WRITTEN = event("The crossing costs 45,000 rupiah for an adult [1].")

pytestmark = pytest.mark.usefixtures("unlimited")


def test_of_an_hour_away_the_newest_of_each_chat() -> None:
    hour_ago = time.time() - 3600

    async def gather() -> tuple[list[bool], list[int]]:
        backlog = Backlog()
        backlog.polled()
        for chat, update in ((1, 10), (1, 11), (2, 12), (1, 13)):
            assert backlog.gathers(chat, update, hour_ago)
        due = [backlog.is_newest(chat, n) for chat, n in ((1, 10), (1, 11), (2, 12), (1, 13))]
        return await asyncio.gather(*due), [backlog.passed_over(chat) for chat in (1, 2, 1)]

    assert asyncio.run(gather()) == ([False, False, True, True], [2, 0, 0])


def test_what_comes_live_is_no_backlog() -> None:
    backlog = Backlog(away_seconds=SETTLED_SECONDS)
    hour_ago = time.time() - 3600
    assert not backlog.gathers(1, 10, time.time())
    assert backlog.gathers(1, 11, hour_ago)  # not closed before Telegram was reached
    backlog.polled()
    time.sleep(SETTLED_SECONDS + 0.1)
    assert not backlog.gathers(1, 12, hour_ago)  # a client with a wrong clock
    backlog.polled()
    backlog.away()
    assert not backlog.gathers(1, 13, hour_ago)  # a hiccup
    time.sleep(SETTLED_SECONDS + 0.1)
    backlog.away()
    assert backlog.gathers(1, 14, hour_ago)


def test_commands_wait_for_the_answer_before_them(
    telegram: Telegram,
    alice: Person,
    endpoint: RawEndpoint,
    writing: AnswerEngine,
    run_bot: RunBot,
) -> None:
    endpoint.script((head(), FARE_WRITTEN, 1.0, event(None, "stop"), DONE))
    run_bot(writing, alice.user.id)
    asked = alice.says(FARE)
    alice.says("/forget")
    telegram.wait(lambda: len(answers(asked)) == 2)
    assert [answer.text[:12] for answer in answers(asked)] == ["The crossing", "Forgotten: t"]


def test_an_edit_stops_the_answer_under_way(
    telegram: Telegram,
    alice: Person,
    endpoint: RawEndpoint,
    writing: AnswerEngine,
    run_bot: RunBot,
) -> None:
    quick = (head(), FARE_WRITTEN, event(None, "stop"), DONE)
    endpoint.script((head(), FARE_WRITTEN, 60.0), quick)
    run_bot(writing, alice.user.id)
    asked = alice.says(HARBOUR)
    telegram.wait(lambda: endpoint.requests)
    alice.edits(asked, FARE)
    (answer,) = telegram.wait(lambda: answers(asked))
    telegram.quiet()
    assert answer.text.startswith("The crossing costs")
    assert [each.id for each in answers(asked)] == [answer.id]


def test_a_question_that_was_edited_before_its_turn_is_answered_once(
    telegram: Telegram,
    alice: Person,
    endpoint: RawEndpoint,
    writing: AnswerEngine,
    run_bot: RunBot,
) -> None:
    quick = (head(), FARE_WRITTEN, event(None, "stop"), DONE)
    endpoint.script((head(), FARE_WRITTEN, 1.5, event(None, "stop"), DONE), quick, quick)
    run_bot(writing, alice.user.id)
    alice.says(FARE)
    telegram.wait(lambda: endpoint.requests)
    waiting = alice.says(HARBOUR)
    alice.edits(waiting, FARE)
    telegram.wait(lambda: len(answers(waiting)) == 2)
    telegram.quiet()
    assert [(answer.text[:18], answer.edits) for answer in answers(waiting)] == [
        ("The crossing costs", 0)
    ] * 2


@pytest.mark.usefixtures("bot")
def test_an_edit_that_makes_a_question(telegram: Telegram, alice: Person) -> None:
    said = alice.says("/ask")
    telegram.wait(lambda: answers(said))
    alice.edits(said, f"/ask {HARBOUR}")
    telegram.wait(lambda: len(answers(said)) == 2)
    assert [answer.text[:22] for answer in answers(said)] == [
        "Write your question af",
        "The harbour of Ostrov ",
    ]


@pytest.mark.usefixtures("bot")
def test_an_update_that_comes_twice_is_done_once(telegram: Telegram, alice: Person) -> None:
    alice.sends(times=2, text=HARBOUR)
    alice.sends(times=3, text="/help")
    telegram.wait(lambda: len(alice.chat.messages) == 2)
    telegram.quiet(0.6)
    replies = [each.text[:22] for each in alice.chat.messages.values()]
    assert replies == ["The harbour of Ostrov ", "In a private chat ever"]


@pytest.mark.usefixtures("bot")
def test_a_question_that_comes_after_its_edit(telegram: Telegram, alice: Person) -> None:
    asked = Message(telegram.world.next_id(), alice.chat, alice.user, HARBOUR)
    before = asked.json()
    alice.user.started = True
    alice.edits(asked, FARE)
    telegram.wait(lambda: answers(asked))
    telegram.do(lambda: telegram.world.tell("message", before))
    telegram.quiet(0.6)
    (answer,) = answers(asked)
    assert (answer.text[:12], answer.edits) == ("The crossing", 0)
