from dataclasses import replace
from datetime import date

import pytest

from bot.engine import AnswerEngine
from bot.evidence import Evidence
from bot.schema import Citation
from bot.suggestion_candidates import of_article, of_sentence
from bot.suggestions import suggest
from index.schema import Article, ArticleFilter, Chunk, Preference, ScoredChunk, Span


def suggested(engine: AnswerEngine, question: str) -> tuple[str, ...]:
    """What would be suggested if the question were refused."""

    def cited(other: str) -> tuple[Citation, ...]:
        return engine.ask(other).citations

    answer = engine.ask(question)
    assert answer.search is not None
    return suggest(answer.search.evidence, answer.language, (question, question), cited)


def evidence_of(sentence: str, language: str, title: str = "", more: str = "") -> Evidence:
    """The first sentence of an article; `more` is the rest of it."""
    text = f"{sentence} {more}".strip()
    day = date(2021, 4, 7)
    body = (Span(0, len(text)),)
    article = Article("a", "a.txt", "/a.txt", text, body, title, day, "text", language=language)
    chunk = Chunk("a-0", "a", 0, (Span(0, len(sentence)),), sentence, language)
    return Evidence(ScoredChunk(chunk, article, 1.0, 0.9, 0.0), 0, sentence, 0.9, 0.5, 0.0, 0.0)


def made(sentence: str, language: str, asked: str = "?", more: str = "") -> list[str]:
    evidence = evidence_of(sentence, language, more=more)
    return [candidate.question for candidate in of_sentence(evidence, language, asked)]


@pytest.mark.parametrize(
    ("question", "suggestions"),
    [
        (
            "Who is the CEO of Zoom?",
            (
                "What did Anton Belyakin say about Zoom?",
                "What did Deputy Digital Development Minister Maxim Parshin say about Zoom?",
                "Who is Lidia Voronina?",
            ),
        ),
        (
            "What is the salary of Igor Plakhotin?",
            (
                "What did Igor Plakhotin say?",
                "How many homes were without electricity by noon?",
            ),
        ),
        (
            "Berapa luas Museum Sains Arunika?",
            ("Apa yang dikatakan Ratri Kusumadewi tentang Museum Sains Arunika?",),
        ),
        ("Кто генеральный директор Zoom?", ("Что говорит Тамара Гущина о Zoom?",)),
        (
            "Wer ist der Chef von Zoom?",
            ("Was sagte Anton Belyakin über Zoom?", "Was sagte Pavel Ignatyev über Zoom?"),
        ),
        (
            "Wer gewann den Schachpokal auf dem Mars?",
            (
                "Worum geht es in dem Artikel „Тарханова выиграла мемориал Лозицкого, не проиграв "
                "ни одной партии“?",
            ),
        ),
    ],
)
def test_what_is_suggested_instead(
    engine: AnswerEngine, question: str, suggestions: tuple[str, ...]
) -> None:
    assert suggested(engine, question) == suggestions


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake a chocolate cake?",
        "Bagaimana cara membuat kue cokelat?",
        "Как испечь шоколадный торт?",
        "Wie backe ich einen Kuchen?",
    ],
)
def test_a_refusal_suggests_what_the_same_articles_answer(
    engine: AnswerEngine, question: str
) -> None:
    where = ArticleFilter(until=date(2022, 1, 1))
    refused = engine.ask(question, where=where)
    assert not refused.answered
    assert refused.suggestions == engine.ask(question, where=where).suggestions
    assert refused.suggestions
    for suggestion in refused.suggestions:
        assert engine.ask(suggestion, where=where).answered


def test_an_answer_suggests_nothing(engine: AnswerEngine) -> None:
    answer = engine.ask("Who is Dmitry Peskov?")
    assert (answer.answered, answer.suggestions) == (True, ())


@pytest.mark.parametrize(
    ("language", "sentence", "questions"),
    [
        (
            "en",
            "The bridge was closed until noon because a tram had stopped on it.",
            ["Why was the bridge closed until noon?"],
        ),
        (
            "en",
            "The mayor, Ann Lee, said that about 1,200 homes in Wexford lost power, and 3 burned.",
            ["How many homes in Wexford lost power?"],
        ),
        ("en", "It was closed because they feared a storm.", []),
        ("en", "Three years passed, and nobody came.", []),
        (
            "en",
            "The pier will stay, said Ann Lee, a harbour pilot.",
            ["Who is Ann Lee?", "What did Ann Lee say?"],
        ),
        ("id", "Tarif feri naik karena harga solar melonjak.", ["Mengapa tarif feri naik?"]),
        (
            "id",
            "Sebanyak 214 penumpang mengikuti pelayaran perdana, Selasa.",
            ["Berapa penumpang yang mengikuti pelayaran perdana?"],
        ),
        ("id", "Museum itu ditutup karena atapnya bocor.", []),
        ("ru", "Мост закрыли на неделю из-за паводка.", ["Почему мост закрыли на неделю?"]),
        ("ru", "Его закрыли на неделю из-за паводка.", []),
        (
            "ru",
            "Сенатор Анна Белова отметила, что мост цел.",
            ["Что говорит Анна Белова?"],
        ),
    ],
)
def test_questions_made_of_a_sentence(language: str, sentence: str, questions: list[str]) -> None:
    more = {"id": "Kenaikan tarif itu mendadak.", "ru": "Старый мост цел."}
    assert made(sentence, language, more=more.get(language, "")) == questions


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("What does Zoom cost?", "What did Ann Lee say?"),  # "Zoom cost" may be one name
        ("What is wrong with Zoom?", "What did Ann Lee say about Zoom?"),
        ("Who protects Russian schools?", "What did Ann Lee say?"),
        ("Who visited the Kremlin?", "What did Ann Lee say about the Kremlin?"),
        ("What happened in April?", "What did Ann Lee say?"),
    ],
)
def test_a_name_that_was_asked_about_is_the_topic(asked: str, question: str) -> None:
    sentence = "In April the Kremlin left Zoom to Russian firms, said Ann Lee."
    assert made(sentence, "en", asked)[0] == question


def test_names_are_romanised_but_not_put_into_cyrillic() -> None:
    russian = evidence_of("«Мост цел», — сказала Ольга Юрьева.", "ru")
    english = evidence_of("The bridge stands, said Olga Pryde.", "en")
    assert [c.question for c in of_sentence(russian, "en", "?")] == ["What did Olga Yureva say?"]
    assert [c.question for c in of_sentence(english, "ru", "?")] == []


def test_a_title_is_harmless_and_short() -> None:
    hostile = evidence_of("It rained.", "en", title="\x1b]0;owned\x07Rain\n\u202ein \x1b[31mKarsk")
    endless = replace(
        hostile, hit=replace(hostile.hit, article=evidence_of("x", "en", "x" * 500).hit.article)
    )
    assert [c.question for c in of_article(hostile, "en", None)] == [
        "What is the article “Rain in Karsk” about?"
    ]
    assert [c.question for c in of_article(endless, "en", None)] == []


def test_an_asked_day_is_suggested_if_the_article_is_of_it() -> None:
    evidence = evidence_of("It rained.", "en")
    day, other = date(2021, 4, 7), date(2021, 4, 8)
    assert [c.question for c in of_article(evidence, "de", Preference(day, day))] == [
        "Was wurde am 7. April 2021 berichtet?"
    ]
    assert [c.question for c in of_article(evidence, "de", Preference(other, other))] == []
