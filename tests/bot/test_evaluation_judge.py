from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.evaluation.judge import judge
from bot.evaluation.question_set import Question
from bot.evaluation.summary import summarise
from bot.schema import AlsoIn, Answer, AnswerSentence, Citation, Coverage
from index.schema import Article, Chunk, Copy, ScoredChunk, Span


def article(name: str, text: str = "Nobody came. The bridge is shut.") -> Article:
    return Article(name, f"news/{name}.txt", f"/news/{name}.txt", text, (Span(0, len(text)),))


FLOOD, BANJIR, FERRY = article("flood"), article("banjir"), article("ferry")


def hit(found: Article, score: float, *copies: Article) -> ScoredChunk:
    chunk = Chunk(found.id, found.id, 0, (Span(0, 12),), found.text, "en")
    vectors = np.zeros((1, 2), np.float32)
    others = tuple(Copy(copy, (Span(0, 12),), vectors) for copy in copies)
    return ScoredChunk(chunk, found, score, 0.9, 0.5, copies=others)


def answer(text: str, confidence: float = 0.9, **fields: Any) -> Answer:
    sentences = tuple(AnswerSentence(one, (1,), "quoted") for one in text.split("|") if one)
    return Answer(
        question="?",
        standalone_question="?",
        language="en",
        answered=bool(text),
        mode="extract",
        text=text or "The articles do not say.",
        sentences=sentences,
        coverage=Coverage(3, ()),
        confidence=confidence,
        seconds=0.5,
        **{"citations": (), **fields},
    )


def question(**fields: Any) -> Question:
    whole = {"id": "q", "question": "?", "language": "en", "answerable": True, **fields}
    return Question.model_validate(whole)


def test_a_right_answer_from_the_second_article() -> None:
    asked = question(answers=["the bridge"], articles=["banjir", "ferry"])
    cited = Citation(1, "The bridge is shut.", 13, 32, FLOOD, (AlsoIn(BANJIR, "translation"),))
    moved = Citation(2, "The bridge is shut.", 12, 31, FERRY)
    given = answer(
        "Nobody came.|The bridge is shut.",
        citations=(cited, moved),
        hits=(hit(FLOOD, 3, BANJIR), hit(FLOOD, 2, BANJIR), hit(FERRY, 1)),
    )
    assert judge(asked, given).measures == {
        "correct": 1,
        "correct_first": 0,
        "answer_contained": 1,
        "token_f1": pytest.approx(1 / 3),
        "answered_unanswerable": None,
        "refused_answerable": 0,
        "cited": 1,
        "citation_precision": 1 / 2,
        "citation_recall": 1 / 2,
        "cited_story": 1,
        "citation_precision_story": 1,
        "citation_recall_story": 1,
        "quote_fidelity": 1 / 2,
        "hit@1": 0,
        "hit@4": 1,
        "hit@10": 1,
        "mrr": 1 / 2,
        "ndcg@10": pytest.approx(0.3869, abs=1e-4),
        "hit@1_story": 1,
        "hit@4_story": 1,
        "hit@10_story": 1,
        "mrr_story": 1,
        "ndcg@10_story": 1,
        "coverage": 1,
        "accuracy_answered": 1,
        "confidence": 0.9,
        "seconds": 0.5,
    }


@pytest.mark.parametrize(
    ("answerable", "text", "correct", "first"),
    [
        (True, "", 0, 0),
        (True, "It is [1] of 2.", 0, 0),
        (True, "Three.|Nobody came.", 1, 0),
        (False, "", 1, 1),
        (False, "Nobody came.", 0, 0),
    ],
)
def test_what_counts_as_correct(answerable: bool, text: str, correct: int, first: int) -> None:
    found = judge(question(answers=["nobody"], answerable=answerable), answer(text)).measures
    assert (found["correct"], found["correct_first"]) == (correct, first)
    assert found["answered_unanswerable"] == (None if answerable else float(bool(text)))
    assert found["refused_answerable"] == (float(not text) if answerable else None)
    assert found["cited"] is None
    assert found["accuracy_answered"] == (correct if text else None)


def test_a_summary_gives_each_figure_with_its_interval() -> None:
    judged = [
        judge(question(answers=["nobody"], kind="fact"), answer("Nobody came.", 0.9)),
        judge(question(answers=["nobody"], kind="fact"), answer("Somebody came.", 0.7)),
        judge(question(answerable=False, kind="none", language="ru"), answer("", 0.2)),
        judge(question(answerable=False, kind="none", language="ru"), answer("Nobody.", 0.8)),
    ]
    summary = summarise(judged)
    assert {name: list(summary[name]) for name in ("by_language", "by_kind")} == {
        "by_language": ["en", "ru"],
        "by_kind": ["fact", "none"],
    }
    assert summary["all"]["correct"] == {"value": 0.5, "low": 0.15, "high": 0.85, "n": 4}
    assert summary["all"]["accuracy_answered"]["value"] == 0.3333
    assert summary["all"]["auroc"] == {"value": 0.75, "low": 0.0, "high": 1.0, "n": 4}
    assert summary["all"]["seconds_p95"] == {"value": 0.5, "low": 0.5, "high": 0.5, "n": 4}
    assert summary["by_kind"]["none"]["answered_unanswerable"]["value"] == 0.5
    nothing = {"value": None, "low": None, "high": None, "n": 0}
    assert summary["by_kind"]["none"]["refused_answerable"] == nothing
    assert [point["accuracy"] for point in summary["coverage_curve"]] == [1, 0.5, 0.333333]
    assert summarise(judged) == summary


def test_where_all_of_a_few_are_right_the_interval_says_how_few() -> None:
    right = judge(question(answers=["nobody"], kind="fact"), answer("Nobody came."))
    alone, many = (summarise([right] * times)["all"] for times in (1, 100))
    assert alone["correct"] == {"value": 1.0, "low": 0.2065, "high": 1.0, "n": 1}
    assert many["correct"] == {"value": 1.0, "low": 0.963, "high": 1.0, "n": 100}
    assert alone["seconds_p50"] == {"value": 0.5, "low": None, "high": None, "n": 1}
