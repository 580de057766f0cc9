from datetime import date

import pytest

from bot.engine import AnswerEngine
from bot.refusal import nearest
from bot.refusal_text import no_match_text, refusal_text
from bot.schema import Answer
from index.schema import ArticleFilter


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "How do I bake a chocolate cake?", "The indexed articles do not say."),
        (
            "id",
            "Bagaimana cara membuat kue cokelat?",
            "Artikel yang diindeks tidak menyebutkannya.",
        ),
        (
            "ru",
            "Как испечь шоколадный торт?",
            "В проиндексированных статьях об этом не говорится.",
        ),
    ],
)
def test_off_topic_is_refused_in_the_language_of_the_question(
    engine: AnswerEngine, language: str, question: str, text: str
) -> None:
    answer = engine.ask(question)
    assert answer == Answer(
        question=question,
        standalone_question=question,
        language=language,
        answered=False,
        mode="extract",
        text=text,
        sentences=(),
        citations=(),
        coverage=engine.coverage(),
        suggestions=answer.suggestions,
        nearest=answer.nearest,
        confidence=answer.confidence,
        seconds=answer.seconds,
    )
    near = answer.nearest
    assert near is not None
    assert near.quote == near.article.text[near.quote_start : near.quote_end]
    assert near.number == 1


@pytest.mark.parametrize("question", ["?!… —", "😀🎉", "..."])
def test_a_question_without_words_is_refused(engine: AnswerEngine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.citations, answer.nearest) == (False, (), None)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Who is Dmitry Peskov?",
            "No article matches the dates or sources that were asked for.",
        ),
        ("Кто такой Дмитрий Песков?", "Нет статей, подходящих под указанные даты или источники."),
    ],
)
def test_a_filter_that_no_article_passes_is_named(
    engine: AnswerEngine, question: str, text: str
) -> None:
    answer = engine.ask(question, where=ArticleFilter(sources=("No Such Outlet",)))
    assert (answer.answered, answer.text, answer.nearest) == (False, text, None)


def test_a_language_without_words_of_its_own_is_refused_in_english() -> None:
    assert refusal_text("fr") == refusal_text("en")
    nothing = ArticleFilter(sources=("No Such Outlet",))
    assert no_match_text("fr", nothing, ()) == no_match_text("en", nothing, ())


@pytest.mark.parametrize(
    ("language", "where", "text"),
    [
        (
            "en",
            ArticleFilter(since=date(2021, 5, 1), until=date(2021, 5, 31)),
            "The nearest articles are of 9 April 2021 and 14 June 2022.",
        ),
        (
            "id",
            ArticleFilter(since=date(2024, 1, 1), sources=("Kabar Bahari", "Harbour Wire")),
            "Artikel terdekat dari Kabar Bahari dan Harbour Wire bertanggal 14 Juni 2022.",
        ),
        (
            "ru",
            ArticleFilter(until=date(2020, 1, 1)),
            "Ближайшие статьи — за 7 апреля 2021.",
        ),
        (
            "de",
            ArticleFilter(until=date(2020, 1, 1)),
            "Die nächsten Artikel sind vom 7. April 2021.",
        ),
    ],
)
def test_the_days_nearest_to_those_asked_for_are_named(
    language: str, where: ArticleFilter, text: str
) -> None:
    days = (date(2021, 4, 7), date(2021, 4, 9), date(2022, 6, 14))
    said = no_match_text(language, where, days)
    assert said == f"{no_match_text(language, where, ())} {text}"


def test_the_nearest_days_are_those_of_the_outlets_asked_for(engine: AnswerEngine) -> None:
    where = ArticleFilter(since=date(2022, 1, 1), sources=("Harbour Wire",))
    answer = engine.ask("Who is Dmitry Peskov?", where=where)
    assert answer.nothing_passes
    assert answer.text.endswith(" The nearest articles from Harbour Wire are of 8 April 2021.")


def test_without_evidence_nothing_is_nearest() -> None:
    assert nearest([]) is None
