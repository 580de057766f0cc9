"""What an answer says of the days and outlets that its question names."""

from datetime import date

import pytest

from bot.engine import AnswerEngine

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "article", "notes"),
    [
        (
            "What did The Strait Gazette write about the ferry?",
            "ferry-sagara-nirwasa-en.md",
            (),
        ),
        (
            "Apa yang ditulis Kabar Bahari pada 15 Juni?",
            "feri-sagara-nirwasa-id.txt",
            (
                "“pada 15 Juni” dipahami sebagai 15 Juni 2022; artikel dari hari itu dan artikel "
                "dari Kabar Bahari didahulukan.",
            ),
        ),
        (
            "What did the Eastern Ledger write about Zoom in schools on 1 May 2021?",
            "zoom-schools-ledger-en.md",
            ("Articles from The Eastern Ledger come first; not found: articles of that day.",),
        ),
    ],
)
def test_the_outlet_and_the_day_that_are_named(
    engine: AnswerEngine, question: str, article: str, notes: tuple[str, ...]
) -> None:
    answer = engine.ask(question, today=TODAY)
    assert answer.answered
    assert answer.citations[0].article.path.endswith(article)
    assert answer.notes == notes


def test_relative_days_are_counted_from_the_asker_if_the_articles_reach_so_far(
    engine: AnswerEngine,
) -> None:
    question = "What happened to the ferry yesterday?"
    then = engine.ask(question, today=date(2022, 6, 15))
    assert then.notes == (
        "Understood “yesterday” as 14 June 2022, counted from 15 June 2022; "
        "articles of that day come first.",
    )
    assert then.citations[0].article.published == date(2022, 6, 14)
    now = engine.ask(question, today=TODAY)
    assert now.notes == (
        "Understood “yesterday” as 7 October 2023, counted from 8 October 2023; "
        "not found: articles of that day.",
    )


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("As of 7 April 2021, how many video services does the register list?", "lists four"),
        ("As of 8 April 2021, how many video services does the register list?", "is five."),
    ],
)
def test_how_things_stood_is_told_by_the_articles_until_then(
    engine: AnswerEngine, question: str, quote: str
) -> None:
    answer = engine.ask(question, today=TODAY)
    assert answer.notes == ()
    assert quote in answer.citations[0].quote
