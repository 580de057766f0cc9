"""Who is answered, where, and how often."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.telegram.texts import texts_for
from tests.telegram.conftest import RunBot
from tests.telegram.harbour_news import FARE, HARBOUR
from tests.telegram.people import Person, Telegram, transcript

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

TEXTS = texts_for("en")

pytestmark = pytest.mark.usefixtures("unlimited")


@pytest.mark.usefixtures("bot")
def test_a_stranger_gets_one_polite_line(telegram: Telegram) -> None:
    sue = telegram.person("Sue")
    for question in (HARBOUR, "Hello?", "/start", "/status"):
        sue.says(question)
    telegram.quiet(0.8)
    replies = [m.text for m in sue.chat.messages.values() if m.sender.is_bot]
    assert replies == [
        f"I answer only people whom my owner has let in. Tell them your number: {sue.user.id}"
    ]
    assert [card["title"] for card in sue.types_inline(HARBOUR)["results"]] == [
        "Only for people whom the owner has let in"
    ] or sue.types_inline(HARBOUR)["results"] == []


def test_the_first_with_the_code_is_the_owner(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    bot = run_bot(quoting)
    (code,) = set(re.findall(r"this code: (\S+)", "\n".join(bot.said)))
    sue = telegram.person("Sue")
    sue.says("000000")
    telegram.quiet()
    assert "my owner" not in alice.asks(code).text.partition(".")[2]
    assert alice.asks(HARBOUR).text.startswith("The harbour of Ostrov")
    sue.says(code)
    sue.says(HARBOUR)
    telegram.quiet()
    assert "harbour master" not in transcript(sue.chat)
    alice.asks(f"/allow {sue.user.id}")
    assert sue.asks(HARBOUR).text.startswith("The harbour of Ostrov")


def test_a_group_is_answered_only_when_it_asks(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    newsroom = telegram.group("Newsroom", topics=(7,))
    run_bot(quoting, newsroom.id)
    bob = telegram.person("Bob")
    human = bob.says("Morning all", to=newsroom)
    alice.says(HARBOUR, to=newsroom)
    alice.says(HARBOUR, to=newsroom, reply_to=human)
    alice.says(f"@other_bot {HARBOUR}", to=newsroom)
    alice.says(f"/ask@other_bot {HARBOUR}", to=newsroom)
    telegram.quiet(1.0)
    assert not any(m.sender.is_bot for m in newsroom.messages.values())
    asked = alice.asks(f"@dateline_bot {HARBOUR}", to=newsroom, thread=7)
    assert (asked.text[:12], asked.thread) == ("The harbour ", 7)
    again = bob.asks(FARE, to=newsroom, reply_to=asked, thread=7)
    assert again.text.startswith("The crossing costs 45,000")
    assert bob.asks(f"/ask@dateline_bot {HARBOUR}", to=newsroom).thread is None


def test_a_strange_group_gets_one_line(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    elsewhere = telegram.group("Elsewhere")
    run_bot(quoting, 1)
    for _ in range(3):
        alice.says(f"@dateline_bot {HARBOUR}", to=elsewhere)
        alice.says("Nice weather", to=elsewhere)
    telegram.quiet(0.8)
    replies = [m.text for m in elsewhere.messages.values() if m.sender.is_bot]
    assert replies == [
        f"I answer only in groups that my owner has let in. This group's number: {elsewhere.id}"
    ]


def test_too_many_questions(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    run_bot(quoting, alice.user.id, telegram_per_minute=2)
    for _ in range(5):
        alice.says(HARBOUR)
    telegram.quiet(1.5)
    replies = [m.text for m in alice.chat.messages.values() if m.sender.is_bot]
    answered = [reply for reply in replies if reply.startswith("The harbour")]
    (warning,) = [reply for reply in replies if not reply.startswith("The harbour")]
    assert len(answered) == 2
    assert warning == TEXTS.too_many.format(seconds=30)


@pytest.mark.usefixtures("bot")
def test_quotes_as_cards(alice: Person) -> None:
    cards = alice.types_inline("harbour of Ostrov")
    (card, *_) = cards["results"]
    assert card["title"] == "<u>Bay & Sons</u>, 5 March 2024"
    assert card["description"].startswith("The harbour of Ostrov <b>closed & 3 < 4 ferries")
    assert "<u>Bay & Sons</u>, 5 March 2024" in card["read"].text
    assert cards["personal"]
    assert alice.types_inline("")["results"] is not None


@pytest.mark.usefixtures("bot")
def test_commands(telegram: Telegram, alice: Person) -> None:
    names = ["start", "help", "ask", "sources", "why", "since", "status", "forget"]
    for language in ("", "id", "ru"):
        registered = telegram.world.commands["default", language]
        assert [each["command"] for each in registered] == names
    assert "Articles: 4" in alice.asks("/status").text
    assert alice.asks("/since 1 January 2023").text == TEXTS.since_set.format(day="1 January 2023")
    assert "Port Sagara for the island" not in alice.asks(FARE).text
    assert alice.asks("/why").text.startswith(TEXTS.why_title)
    assert alice.asks("/since off").text == TEXTS.since_cleared
    assert alice.asks(FARE).text.startswith("The crossing costs 45,000")
    assert alice.asks("/help").text == TEXTS.help.strip()
