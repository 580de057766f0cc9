"""The commands, and what is said to messages that ask nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.schema import Coverage
from bot.telegram.commands import read_day
from bot.telegram.explaining import status_lines
from bot.telegram.texts import texts_for
from tests.telegram.conftest import RunBot
from tests.telegram.harbour_news import BAKERY, FARE, HARBOUR
from tests.telegram.people import Person, Telegram, answers

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

ENGLISH = texts_for("en")
COVERED = (date(2022, 6, 14), date(2023, 10, 8), date(2024, 3, 5))
HARBOUR_NEWS = Coverage(
    articles=4,
    days=(date(2022, 6, 14), date(2024, 3, 6)),
    outlets=("<u>Bay & Sons</u>", "Bay Post", "The Strait Gazette", "Шахматный вестник"),
)

pytestmark = pytest.mark.usefixtures("unlimited")


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("2021-04-07", "en", date(2021, 4, 7)),
        ("2021-04", "en", date(2021, 4, 1)),
        ("2021", "ru", date(2021, 1, 1)),
        ("7 April 2021", "id", date(2021, 4, 7)),
        ("7 апреля 2021", "ru", date(2021, 4, 7)),
        ("Oktober 2023", "id", date(2023, 10, 1)),
        ("8 October", "en", date(2023, 10, 8)),  # of the latest year that has articles of it
        ("", "en", None),
        ("2021-13-01", "en", None),
        ("soon", "en", None),
        ("7 April 2021 " * 50, "en", None),
    ],
)
def test_a_day_as_it_is_typed(typed: str, language: str, day: date | None) -> None:
    assert read_day(typed, language, COVERED) == day


@pytest.mark.usefixtures("bot")
def test_a_filter_holds_until_it_is_taken_back(alice: Person) -> None:
    assert alice.asks("/since").text == ENGLISH.since_usage
    set_to = alice.asks("/since 1 January 2023").text
    assert set_to == ENGLISH.since_set.format(day="1 January 2023")
    filtered = ENGLISH.status_filter.format(day="1 January 2023")
    assert filtered in alice.asks("/status").text.splitlines()
    assert "45,000" not in alice.asks(FARE).text
    assert alice.asks("/since off").text == ENGLISH.since_cleared
    assert "45,000" in alice.asks(FARE).text
    *covered, remembered = alice.asks("/status").text.splitlines()
    assert covered == status_lines(HARBOUR_NEWS, ENGLISH)
    assert remembered == ENGLISH.status_turns.format(count=2)


@pytest.mark.usefixtures("bot")
def test_sources_and_reasons_of_the_last_answer(alice: Person) -> None:
    assert alice.asks("/sources").text == ENGLISH.nothing_yet
    assert alice.asks("/why").text == ENGLISH.nothing_yet
    alice.asks(HARBOUR)
    assert "Ida Lund" in alice.asks("/sources").text
    assert HARBOUR in alice.asks("/why").text


def test_in_the_users_language(telegram: Telegram, quoting: AnswerEngine, run_bot: RunBot) -> None:
    budi, vera = telegram.person("Budi", "id"), telegram.person("Vera", "ru")
    run_bot(quoting, budi.user.id, vera.user.id)
    assert budi.asks("/ask").text == texts_for("id").ask_usage
    assert vera.asks("/unknown").text == texts_for("ru").help
    too_long = texts_for("ru").too_long.format(length=2001, longest=2000)
    assert vera.asks("А" * 2001).text == too_long


def test_in_a_group_each_has_their_own_conversation(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom = telegram.group("Newsroom")
    run_bot(quoting, newsroom.id)
    bob = telegram.person("Bob")
    alice.asks(f"/ask {FARE}", to=newsroom)
    bob.asks(f"/ask {BAKERY}", to=newsroom)
    assert "Nirwasa" in alice.asks("/sources@dateline_bot", to=newsroom).text
    assert "Bakery opens" in bob.asks("/sources@dateline_bot", to=newsroom).text


def test_a_reply_goes_on_from_the_answer_it_replies_to(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom = telegram.group("Newsroom")
    run_bot(quoting, newsroom.id)
    bob = telegram.person("Bob")
    fare = alice.asks(f"/ask {FARE}", to=newsroom)
    bob.asks(f"/ask {BAKERY}", to=newsroom)
    assert "Nirwasa" in bob.asks("/sources", to=newsroom, reply_to=fare).text
    bob.asks("And where are its tickets sold?", to=newsroom, reply_to=fare)
    assert "tickets sold? (ferry Nirwasa" in bob.asks("/why", to=newsroom).text


def test_a_question_that_somebody_else_wrote(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom = telegram.group("Newsroom")
    run_bot(quoting, newsroom.id)
    question = telegram.person("Bob").says(FARE, to=newsroom)
    assert "45,000" in alice.asks("/ask", to=newsroom, reply_to=question).text


def test_owners_let_others_in(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom, bob = telegram.group("Newsroom"), telegram.person("Bob")
    run_bot(quoting, alice.user.id)
    said = bob.says(f"/ask {FARE}", to=newsroom)
    telegram.wait(lambda: answers(said))
    allowed = alice.asks("/allow", to=newsroom)
    assert allowed.text == ENGLISH.chat_allowed
    assert "45,000" in bob.asks(f"/ask {FARE}", to=newsroom).text
    assert bob.asks("/allow 77", to=newsroom).text == ENGLISH.not_owner
    disallowed = alice.asks("/disallow", to=newsroom)
    assert disallowed.text == ENGLISH.disallowed.format(id=newsroom.id)
    bob.says(f"/ask {HARBOUR}", to=newsroom)
    telegram.quiet()
    assert answers(disallowed) == []
