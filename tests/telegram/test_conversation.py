"""One question after another: their order, what is remembered, what is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram.texts import texts_for
from tests.raw_endpoint import DONE, RawEndpoint, event, head
from tests.telegram.conftest import RunBot
from tests.telegram.harbour_news import FARE, HARBOUR, UNKNOWN
from tests.telegram.people import Person, Telegram, answers
from tests.telegram.running_bot import RunningBot

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

TEXTS = texts_for("en")
FOLLOW_UP = "Where are its tickets sold?"

pytestmark = pytest.mark.usefixtures("unlimited")


def first_lines(person: Person) -> list[str]:
    return [
        message.text.partition("\n")[0]
        for message in person.chat.messages.values()
        if message.sender.is_bot
    ]


@pytest.mark.usefixtures("bot")
def test_two_questions_at_once_are_answered_in_order(telegram: Telegram, alice: Person) -> None:
    alice.says(HARBOUR)
    alice.says(FARE)
    telegram.wait(lambda: len(first_lines(alice)) == 2)
    assert [line[:20] for line in first_lines(alice)] == [
        "The harbour of Ostro",
        "The crossing costs 4",
    ]


def test_chats_do_not_wait_for_each_other(
    telegram: Telegram,
    alice: Person,
    endpoint: RawEndpoint,
    writing: AnswerEngine,
    run_bot: RunBot,
) -> None:
    fare = event("The crossing costs 45,000 rupiah for an adult [1].")
    endpoint.script((head(), fare, 3.0, event(None, "stop"), DONE), (head(), fare, DONE))
    bob = telegram.person("Bob")
    run_bot(writing, alice.user.id, bob.user.id)
    first = alice.says(FARE)
    telegram.wait(lambda: endpoint.requests)
    assert bob.asks(FARE).text.startswith("The crossing costs")
    assert answers(first) == []
    telegram.wait(lambda: answers(first))


@pytest.mark.usefixtures("bot")
def test_an_edited_question_edits_its_answer(telegram: Telegram, alice: Person) -> None:
    said = alice.says(HARBOUR)
    (answer,) = telegram.wait(lambda: answers(said))
    alice.edits(said, FARE)
    telegram.wait(lambda: answer.edits)
    telegram.quiet()
    assert answers(said) == [answer]
    assert answer.text.startswith("The crossing costs 45,000")
    assert answer.buttons == ["Passage 1", "Passage 2", "👍", "👎"]


@pytest.mark.usefixtures("bot")
def test_an_edit_that_changes_nothing(telegram: Telegram, alice: Person) -> None:
    said = alice.says(HARBOUR)
    telegram.wait(lambda: answers(said))
    alice.edits(said, HARBOUR)
    telegram.quiet()
    assert [answer.edits for answer in answers(said)] == [0]


def test_a_conversation_outlives_the_bot(
    bot: RunningBot, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    fare = alice.asks(FARE)
    bot.stop()
    run_bot(quoting, alice.user.id)
    assert alice.asks(FOLLOW_UP).text.startswith("Tickets are sold at both piers.")
    alice.presses(fare, "Passage 1")
    alice.telegram.quiet()
    assert first_lines(alice)[-1].startswith("[1] Ferry to Nirwasa sails again")


@pytest.mark.usefixtures("bot")
def test_what_is_forgotten(telegram: Telegram, alice: Person) -> None:
    fare = alice.asks(FARE)
    assert "45,000 rupiah" in alice.asks("/sources").text
    assert alice.asks("/forget").text == TEXTS.forgotten
    assert alice.asks("/sources").text == TEXTS.nothing_yet
    assert alice.presses(fare, "Passage 1").text == TEXTS.passage_gone
    assert alice.presses(fare, "👍").text == TEXTS.passage_gone


@pytest.mark.usefixtures("bot")
def test_buttons_that_nobody_made(alice: Person) -> None:
    answer = alice.asks(FARE)
    for data in ("p:999:1", "p:1:99", "p:x:y", "v:1:7", "s:77", "nonsense", "p:" + "9" * 60):
        assert alice.sends_data(answer, data).text != ""
    assert alice.asks(UNKNOWN).text.startswith("The indexed articles do not say.")
