"""How an answer came about, as the person who asked reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.refusal import fitted
from bot.schema import Coverage
from bot.telegram.explaining import status_lines, why_part
from bot.telegram.texts import texts_for
from bot.why import shortened
from index.schema import ArticleFilter
from tests.telegram.answers import COVERAGE
from tests.telegram.formatting import formatted

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

NEEDED = shortened(fitted(read=True).threshold)


def test_why_this_was_quoted(engine: AnswerEngine) -> None:
    answer = engine.ask("Сколько пассажиров берёт паром на остров Нирваса?")
    message = formatted(why_part(answer, texts_for("ru")).html, "HTML")
    about, _, found = message.text.partition("\n\n")
    assert about.splitlines() == [
        "Как получен этот ответ",
        "Искал: «Сколько пассажиров берёт паром на остров Нирваса?»",
        f"Предложений процитировано: {len(answer.sentences)}",
        f"Уверенность: {shortened(answer.confidence)} (нужно не меньше {NEEDED})",
    ]
    assert found.splitlines()[0] == "Самые близкие предложения"
    assert found.splitlines()[1].startswith("1. “")
    assert "2022 [1]" in found
    assert message.mended == []


@pytest.mark.parametrize(
    ("question", "since", "line"),
    [
        ("Who is the king of Spain?", None, "Not answered: what was found is not sure enough."),
        ("Ferry?", date(2030, 1, 1), "Not answered: there is no article in the period chosen."),
    ],
)
def test_why_nothing_was_answered(
    question: str, since: date | None, line: str, engine: AnswerEngine
) -> None:
    answer = engine.ask(question, where=ArticleFilter(since=since))
    lines = why_part(answer, texts_for("en")).plain.splitlines()
    assert lines[:3] == ["How this answer came about", f"Searched for: “{question}”", line]
    assert ("Only articles from 1 January 2030 on" in lines) is bool(since)


def test_what_there_is_to_answer_from() -> None:
    assert status_lines(COVERAGE, texts_for("id")) == [
        "Artikel: 15",
        "Tanggal: 7 April 2021 – 8 Oktober 2023",
        "Media (2): Harbour Wire, Карские вести",
    ]
    assert status_lines(Coverage(0, ()), texts_for("en")) == ["Articles: 0"]
