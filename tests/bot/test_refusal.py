import pytest

from bot.engine import AnswerEngine
from bot.refusal import nearest, refusal_text
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
    assert refusal_text("fr", filtered=True) == refusal_text("en", filtered=True)


def test_without_evidence_nothing_is_nearest() -> None:
    assert nearest([]) is None
