import re
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from bot.engine import AnswerEngine
from bot.evidence import Evidence
from bot.extract import choose_statements, quote_statements, same_statement
from index.schema import Article, Chunk, ScoredChunk, Span
from tests.conftest import ROOT

WIRE = "examples/articles/zoom-ban-wire-en.txt"
REPRINT = "examples/articles/zoom-ban-wire-reprint-en.txt"
TRANSLATION = "examples/articles/zoom-larangan-id.txt"
QUESTIONS = [
    "Who is Dmitry Peskov?",
    "What did Zoom tell its distributors?",
    "Кому Zoom запретил продавать?",
    "Kepada siapa Zoom melarang distributornya menjual?",
]


def evidence(
    name: str, text: str, score: float = 10.0, vector: Any = (1.0, 0.0), **fields: Any
) -> Evidence:
    span = Span(0, len(text))
    article = Article(name, name, f"/{name}", text, (span,), **fields)
    chunk = Chunk(f"{name}-0", name, 0, (span,), text, article.language)
    vectors = np.array([vector], np.float32)
    hit = ScoredChunk(chunk, article, 1.0, 1.0, 1.0, (1.0,), vectors)
    return Evidence(hit, 0, text, 1.0, 1.0, 0.0, 1.0, score)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_quotes_one_to_three_sentences_exactly(
    engine: AnswerEngine, question: str
) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.mode, answer.nearest) == (True, "extract", None)
    assert 1 <= len(answer.sentences) <= 3
    for number, (sentence, citation) in enumerate(
        zip(answer.sentences, answer.citations, strict=True), 1
    ):
        text = (ROOT / citation.article.path).read_text(encoding="utf-8")
        assert text[citation.quote_start : citation.quote_end] == citation.quote
        verbatim = re.sub(r" \[[^]\d]*\d{1,2} \w+ \d{4}\]| \[[^]\d]+\]\Z", "", sentence.text)
        assert verbatim == " ".join(citation.quote.split())
        assert (sentence.citations, sentence.support) == ((number,), "quoted")
        assert citation.number == number
        assert citation.article not in [other.article for other in citation.also_in]
    assert answer.text == " ".join(f"{s.text} [{s.citations[0]}]" for s in answer.sentences)


@pytest.mark.parametrize(
    ("question", "quoted", "others"),
    [
        (
            "Which regional distributor was told by letter to stop?",
            WIRE,
            {REPRINT: "reprint", TRANSLATION: "translation"},
        ),
        (
            "Kepada siapa Zoom melarang distributornya menjual?",
            TRANSLATION,
            {WIRE: "translation", REPRINT: "translation"},
        ),
    ],
)
def test_copies_stand_under_the_one_in_the_language_of_the_question(
    engine: AnswerEngine, question: str, quoted: str, others: dict[str, str]
) -> None:
    found = [
        citation for citation in engine.ask(question).citations if "RightConf" in citation.quote
    ]
    assert [
        (citation.article.path, {other.article.path: other.relation for other in citation.also_in})
        for citation in found
    ] == [(quoted, others)]


@pytest.mark.parametrize("question", [*QUESTIONS, "Whom did Zoom ban its distributors from?"])
def test_no_statement_is_made_twice(engine: AnswerEngine, question: str) -> None:
    quotes = [citation.quote.split(" -- ")[-1] for citation in engine.ask(question).citations]
    assert all(one != other for one, other in combinations(quotes, 2))


def test_a_date_line_does_not_make_another_statement() -> None:
    said = "Zoom has told its distributors to stop selling subscriptions."
    wire = evidence("wire", f"MOSCOW, April 7 (Harbour Wire) -- {said}")
    for other in (f"MOSCOW (Harbour Wire) — {said}", said):
        assert same_statement(wire, evidence("other", other))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("He paid 5 million.", "He paid 5 million!", True),
        ("He paid 5 million.", "He paid 6 million.", False),
        ("It grew by 1.5 percent.", "It grew by 1,5 percent.", True),
        ("США — крупнейший рынок.", "Китай — крупнейший рынок.", False),
    ],
)
def test_the_same_in_one_language(one: str, other: str, same: bool) -> None:
    assert same_statement(evidence("one", one), evidence("other", other)) is same


@pytest.mark.parametrize(
    ("other", "vector", "same"),
    [
        ("Kemarin Peskov berbicara.", (1.0, 0.0), True),
        ("Kemarin Bashkin berbicara.", (1.0, 0.0), False),
        ("Kemarin Peskov berbicara.", (0.0, 1.0), False),
    ],
)
def test_the_same_across_languages(other: str, vector: Any, same: bool) -> None:
    one = evidence("one", "Yesterday Peskov spoke.")
    assert same_statement(one, evidence("other", other, vector=vector, language="id")) is same


def test_the_earliest_in_the_language_of_the_question_is_quoted() -> None:
    said = "Schools closed."
    late = evidence("late", said, 9, published=date(2021, 4, 9))
    early = evidence("early", said, 8, published=date(2021, 4, 7))
    undated = evidence("undated", said, 7)
    other = evidence("id", "Sekolah tutup.", 10, language="id", published=date(2021, 4, 1))
    (statement,) = choose_statements([other, late, early, undated], "en")
    assert statement.evidence is early
    assert {e.hit.article.id for e in statement.copies} == {"late", "undated", "id"}
    _, (citation,) = quote_statements([statement], "en")
    assert {other.article.id for other in citation.also_in} == {"late", "undated", "id"}
    # French is none of theirs: the language of the best evidence.
    assert choose_statements([other, late, early], "fr")[0].evidence is other


def test_only_what_is_near_the_best_is_quoted_and_at_most_three() -> None:
    texts = ["Rain fell.", "A ferry sank.", "Schools closed.", "Chess players met."]
    near = [evidence(text, text, 10 - i / 10) for i, text in enumerate(texts)]
    assert [s.evidence for s in choose_statements(near, "en")] == near[:3]
    far = [evidence(text, text, 10 - 5 * i) for i, text in enumerate(texts)]
    assert [s.evidence for s in choose_statements(far, "en")] == far[:1]
    assert choose_statements([], "en") == []
