"""An answer held against the right one: every measure of one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer_json import answer_fields
from bot.evaluation.matching import found_names, relevance
from bot.evaluation.metrics import (
    Quote,
    contains,
    hit_at,
    ndcg_at,
    precision,
    quote_fidelity,
    recall,
    reciprocal_rank,
    token_f1,
)
from bot.evaluation.question_set import Question
from bot.schema import Answer
from bot.wording import wording
from index.schema import ScoredChunk

CUTS = (1, 4, 10)
DIGITS = 4  # in the JSON

Measures = Mapping[str, float | None]


@dataclass(frozen=True)
class Retrieved:
    """An article that was found, and the others of its story."""

    path: str
    score: float  # of its best chunk
    copies: tuple[str, ...]  # paths


@dataclass(frozen=True)
class Judged:
    """A question, its answer, and what each measure says; None where it does not apply."""

    question: Question
    answer: Answer
    retrieved: tuple[Retrieved, ...]  # best first
    measures: Measures

    def fields(self) -> dict[str, Any]:
        """The question as JSON has it."""
        return {
            **self.question.model_dump(
                include={"id", "question", "language", "kind", "answerable"}, mode="json"
            ),
            "history": list(self.question.history),
            "answers": list(self.question.answers),
            "articles": list(self.question.articles),
            "today": self.question.today and self.question.today.isoformat(),
            "since": self.question.since,
            "until": self.question.until,
            "source": list(self.question.source),
            "correct": bool(self.measures["correct"]),
            "correct_first": bool(self.measures["correct_first"]),
            "cited": bool(self.measures["cited"]),
            "answered": self.answer.answered,
            "measures": {name: rounded(value) for name, value in self.measures.items()},
            "retrieved": [
                {"path": one.path, "score": round(one.score, DIGITS), "copies": list(one.copies)}
                for one in self.retrieved
            ],
            "answer": answer_fields(self.answer),
        }


def judge(question: Question, answer: Answer) -> Judged:
    """Hold an answer against the right ones."""
    retrieved = _retrieved(answer.hits)
    answering = _answering(question, answer)
    measures = {
        **answering,
        **_citing(question, answer),
        **_retrieving(question, retrieved),
        "coverage": float(answer.answered),
        "accuracy_answered": answering["correct"] if answer.answered else None,
        "confidence": answer.confidence,
        "seconds": answer.seconds,
    }
    return Judged(question, answer, retrieved, measures)


def rounded(value: float | None) -> float | None:
    """The value as it stands in the JSON."""
    return None if value is None else round(value, DIGITS)


def _answering(question: Question, answer: Answer) -> dict[str, float | None]:
    if not question.answerable:
        return {
            "correct": float(not answer.answered),
            "correct_first": float(not answer.answered),
            "answer_contained": None,
            "token_f1": None,
            "answered_unanswerable": float(answer.answered),
            "refused_answerable": None,
        }
    # The answer's own text carries citation marks, and "[1]" is no number of an answer.
    sentences = [sentence.text for sentence in answer.sentences] if answer.answered else []
    if answer.verdict:
        word = getattr(wording(answer.language), answer.verdict)
        sentences[0] = f"{word}: {sentences[0]}"
    shown = " ".join(sentences)
    languages = _languages(question, answer)
    contained = _holds_one(shown, question.answers, languages)
    return {
        "correct": contained,
        "correct_first": _holds_one(" ".join(sentences[:1]), question.answers, languages),
        "answer_contained": contained,
        "token_f1": token_f1(shown, question.answers, question.language),
        "answered_unanswerable": None,
        "refused_answerable": float(not answer.answered),
    }


def _holds_one(text: str, right: Sequence[str], languages: Sequence[str]) -> float:
    return float(any(contains(text, one, languages) for one in right))


def _languages(question: Question, answer: Answer) -> list[str]:
    """The question's, then those that the quotes are in."""
    quoted = (citation.article.language for citation in answer.citations)
    return list(dict.fromkeys((question.language, answer.language, *quoted)))


def _citing(question: Question, answer: Answer) -> dict[str, float | None]:
    sources = [[citation.article.path] for citation in answer.citations]
    with_copies = [
        [citation.article.path, *(other.article.path for other in citation.also_in)]
        for citation in answer.citations
    ]
    quotes = [
        Quote(citation.quote, citation.article.text, citation.quote_start, citation.quote_end)
        for citation in answer.citations
    ]
    return {
        **_cited(question, sources, ""),
        **_cited(question, with_copies, "_story"),
        "quote_fidelity": quote_fidelity(quotes),
    }


def _cited(
    question: Question, sources: Sequence[Sequence[str]], of: str
) -> dict[str, float | None]:
    names = question.articles if question.answerable else ()
    right = [bool(found_names(paths, names)) for paths in sources]
    found = found_names((path for paths in sources for path in paths), names)
    return {
        f"cited{of}": float(bool(found)) if names else None,
        f"citation_precision{of}": precision(right) if names else None,
        f"citation_recall{of}": recall(len(found), len(set(names))),
    }


def _retrieving(question: Question, retrieved: Sequence[Retrieved]) -> dict[str, float | None]:
    articles = [[one.path] for one in retrieved]
    stories = _stories(retrieved)
    return {**_ranked(question, articles, ""), **_ranked(question, stories, "_story")}


def _ranked(
    question: Question, ranking: Sequence[Sequence[str]], of: str
) -> dict[str, float | None]:
    hits = [f"hit@{cut}{of}" for cut in CUTS]
    if not (question.answerable and question.articles):
        return dict.fromkeys((*hits, f"mrr{of}", f"ndcg@10{of}"))
    relevant, wanted = relevance(ranking, question.articles)
    return {
        **{name: hit_at(relevant, cut) for name, cut in zip(hits, CUTS, strict=True)},
        f"mrr{of}": reciprocal_rank(relevant),
        f"ndcg@10{of}": ndcg_at(relevant, wanted, 10),
    }


def _retrieved(hits: Sequence[ScoredChunk]) -> tuple[Retrieved, ...]:
    """The articles of the hits, each at its best one's place."""
    found: dict[str, Retrieved] = {}
    for hit in hits:
        copies = tuple(copy.article.path for copy in hit.copies)
        found.setdefault(hit.article.path, Retrieved(hit.article.path, hit.score, copies))
    return tuple(found.values())


def _stories(retrieved: Sequence[Retrieved]) -> list[list[str]]:
    """The articles and their copies; what shares an article is one story."""
    stories: list[list[str]] = []
    for one in retrieved:
        paths = [one.path, *one.copies]
        known = next((story for story in stories if not set(story).isdisjoint(paths)), None)
        if known is None:
            stories.append(paths)
        else:
            known.extend(path for path in paths if path not in known)
    return stories
