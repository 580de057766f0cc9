"""What an answer looks like, and what cannot break it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest

from bot.engine import AnswerEngine
from bot.schema import Answer
from bot.telegram.texts import texts_for
from tests.telegram.answers import article, cite
from tests.telegram.answers import quoting as answer_of
from tests.telegram.conftest import RunBot
from tests.telegram.entities import utf16
from tests.telegram.flood import Fault
from tests.telegram.harbour_news import FARE, HARBOUR, UNKNOWN, WINNER
from tests.telegram.people import Person, Telegram, answers, transcript

FERRY = "https://gazette.example/ferry"
ANSWER = """\
The crossing costs 45,000 rupiah for an adult. [1]

A ferry left Port Sagara for the island of Nirwasa on Tuesday [14 June 2022]. [2]

Sources
[1][2] Ferry to Nirwasa sails again — The Strait Gazette, 14 June 2022"""
PASSAGE = """\
[1] Ferry to Nirwasa sails again — The Strait Gazette, 14 June 2022
A ferry left Port Sagara for the island of Nirwasa on Tuesday.

The crossing costs 45,000 rupiah for an adult.

Tickets are sold at both piers."""

pytestmark = pytest.mark.usefixtures("unlimited")


@pytest.mark.usefixtures("bot")
def test_an_answer_is_one_message(telegram: Telegram, alice: Person) -> None:
    answer = alice.asks(FARE)
    assert answer.text == ANSWER
    assert answer.links == [
        *((f"[{number}]", FERRY) for number in (1, 2)),
        ("Ferry to Nirwasa sails again", FERRY),
    ]
    assert answer.marked("bold")[0] == "45,000 rupiah"
    assert answer.marked("expandable_blockquote") == [ANSWER[ANSWER.index("Sources") :]]
    assert not answer.preview
    assert transcript(alice.chat) == (
        f"Alice: {FARE}\nDateline: {ANSWER}\n  [Passage 1] [Passage 2]\n  [👍] [👎]"
    )


@pytest.mark.usefixtures("bot")
def test_a_button_opens_the_passage(telegram: Telegram, alice: Person) -> None:
    answer = alice.asks(FARE)
    assert alice.presses(answer, "Passage 1").text == ""
    telegram.quiet()
    passage = list(alice.chat.messages.values())[-1]
    assert (passage.text, passage.marked("bold")) == (
        PASSAGE,
        ["The crossing costs 45,000 rupiah for an adult."],
    )


@pytest.mark.usefixtures("bot")
def test_an_article_full_of_markup(alice: Person) -> None:
    answer = alice.asks(HARBOUR)
    assert answer.text == (
        "The harbour of Ostrov <b>closed & 3 < 4 ferries sailed, said harbour master Ida Lund. [1]"
        "\n\nSources\n[1] </a><b>Harbour <i>closed — <u>Bay & Sons</u>, 5 March 2024"
    )
    assert {label for label, _ in answer.links} == {"[1]", "</a><b>Harbour <i>closed"}
    assert {url.partition("?")[0] for _, url in answer.links} == {"https://bay.example/"}


@pytest.mark.usefixtures("bot")
def test_an_article_that_gives_orders(alice: Person) -> None:
    answer = alice.asks("What does the bakery in Lindholm give?")
    assert 'the bakery in Lindholm <a href="https://evil.example">gives</a> money' in answer.text
    assert (answer.links, answer.preview) == ([], False)


@pytest.mark.usefixtures("bot")
def test_a_refusal_says_what_is_nearest(alice: Person) -> None:
    assert alice.asks(UNKNOWN).text == (
        "The indexed articles do not say.\n\n"
        "Nearest, not an answer:\n"
        "“The harbour of Ostrov <b>closed & 3 < 4 ferries sailed, said harbour master Ida Lund.”\n"
        "</a><b>Harbour <i>closed — <u>Bay & Sons</u>, 5 March 2024\n\n"
        "Articles in the index: 4 (14 June 2022 – 6 March 2024)\n\n"
        "Try:\n"
        "• What is the article “Ferry to Nirwasa sails again” about?"
    )


@pytest.mark.usefixtures("bot")
def test_a_russian_reader(telegram: Telegram, alice: Person) -> None:
    alice.user.language = "ru"
    answer = alice.asks(WINNER)
    assert answer.text == (
        "Гроссмейстер Ирина Белова выиграла мемориал в последнем туре. [1]\n\n"
        "Источники\n[1] Мемориал завершился — Шахматный вестник, 8 октября 2023"
    )
    assert alice.presses(answer, "👍").text == texts_for("ru").thanks


@pytest.mark.usefixtures("bot")
def test_rejected_markup_goes_out_as_plain_text(telegram: Telegram, alice: Person) -> None:
    words = "Bad Request: can't parse entities: Unsupported start tag"
    refused = Fault("sendMessage", status=400, description=words)
    refused.where = lambda parameters: parameters.get("parse_mode") == "HTML"
    refused.times = -1
    telegram.api.faults.append(refused)
    answer = alice.asks(HARBOUR)
    assert answer.text.startswith("The harbour of Ostrov <b>closed & 3 < 4 ferries sailed")
    assert answer.buttons == ["Passage 1", "👍", "👎"]


@pytest.mark.usefixtures("bot")
def test_a_question_of_ten_thousand_characters(alice: Person) -> None:
    said = alice.says("Паром 🚢 " * 1200)
    alice.telegram.wait(lambda: answers(said))
    alice.telegram.quiet()
    replies = [m.text for m in alice.chat.messages.values() if m.sender.is_bot]
    assert len(replies) == 3
    assert all("2000" in reply for reply in replies)
    assert isinstance(alice.asks(FARE).text, str)


def test_an_answer_of_ten_thousand_characters(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    trip = "Автобус № {} 🚌 от посёлка Заречный до вокзала отходит в семь часов утра 🌧."
    trips = [trip.format(number) for number in range(140)]
    timetable = article("\n\n".join(trips), "Расписание", url="https://bus.example/")
    cited = [cite(number, timetable, each) for number, each in enumerate(trips, 1)]
    run_bot(Prepared(quoting, answer_of(*cited, language="ru")), alice.user.id)
    said = alice.says("Когда отходят автобусы?")
    telegram.wait(lambda: len(answers(said)) > 2)
    telegram.quiet(1.0)
    parts = answers(said)
    assert max(utf16(part.text) for part in parts) <= 4096
    assert sum(utf16(part.text) for part in parts) > 10_000
    whole = " ".join(part.text for part in parts)
    assert all(whole.count(each) == 1 for each in trips)
    assert [bool(part.keyboard) for part in parts] == [False] * (len(parts) - 1) + [True]


class Prepared(AnswerEngine):
    """Gives the same sentences and sources whatever is asked."""

    def __init__(self, engine: AnswerEngine, prepared: Answer) -> None:
        self.__dict__ = dict(engine.__dict__)
        self._prepared = prepared

    def stream(self, question: str, *options: Any) -> Generator[str | Answer, None, None]:
        *_, answer = super().stream(question, *options)
        assert isinstance(answer, Answer)
        yield replace(
            answer,
            answered=True,
            language=self._prepared.language,
            sentences=self._prepared.sentences,
            citations=self._prepared.citations,
        )
