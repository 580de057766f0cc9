"""Why an answer is what it is: what was searched and found, how it was weighed and decided.

It tells what happened; nothing is searched again. Without a language model the same question on the
same day gets the same answer from the same index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

from bot.evidence import FEATURES, PREFERENCE_WEIGHT, WEIGHTS, Evidence
from bot.refusal import Decision
from bot.schema import Answer
from index.schema import ArticleFilter, Preference, ScoredChunk

SHOWN = 8  # sentences; those that are cited always are
FEATURE_WEIGHTS = dict(zip((*FEATURES, "preferred"), (*WEIGHTS, PREFERENCE_WEIGHT), strict=True))


@dataclass(frozen=True)
class FoundChunk:
    """A hit and what it was ordered by."""

    number: int  # from 1, the best first
    hit: ScoredChunk
    read: bool  # whether its sentences were weighed

    @property
    def figures(self) -> dict[str, float]:
        """By name: the score, and what it is made of where no reranker gave it.

        `sentence` is the best sentence's cosine.
        """
        hit = self.hit
        return {
            "score": hit.score,
            "dense": hit.dense,
            "lexical": hit.lexical,
            "sentence": max(hit.sentence_cosines),
            "spelling": hit.spelled,
            "preferred": hit.preferred,
            "gap": hit.gap,
        }


@dataclass(frozen=True)
class WeighedSentence:
    """A sentence of a hit, and the number of the citation that quotes it."""

    evidence: Evidence
    hit: int  # its number
    citation: int | None

    @property
    def features(self) -> dict[str, float]:
        """By name; weighed by `FEATURE_WEIGHTS` they add up to the score."""
        values = (*self.evidence.features, self.evidence.hit.preferred)
        return dict(zip(FEATURE_WEIGHTS, values, strict=True))


@dataclass(frozen=True)
class Why:
    """How an answer came about."""

    question: str  # as it was searched
    language: str
    today: date
    preference: Preference | None
    where: ArticleFilter
    generation: str  # of the index
    fingerprint: str  # of what is in it
    model: str  # that embedded it
    articles: int
    hits: tuple[FoundChunk, ...]
    sentences: tuple[WeighedSentence, ...]  # the best, and those that are cited
    confidence: float
    decision: str
    judgement: Decision
    doubts: tuple[str, ...]
    notes: tuple[str, ...]

    def fields(self) -> dict[str, Any]:
        """All of it in objects that JSON knows. Scripts rely on the names: add, don't rename."""
        return {
            "question": self.question,
            "language": self.language,
            "today": self.today.isoformat(),
            "preference": _preference(self.preference) if self.preference else None,
            "filter": _filter(self.where),
            "index": {
                "generation": self.generation,
                "fingerprint": self.fingerprint,
                "model": self.model,
                "articles": self.articles,
            },
            "hits": [_hit(found) for found in self.hits],
            "weights": FEATURE_WEIGHTS,
            "sentences": [_sentence(sentence) for sentence in self.sentences],
            "confidence": round(self.confidence, 4),
            "threshold": self.judgement.regression.threshold,
            "judgement": _judgement(self.judgement),
            "decision": self.decision,
            "doubts": list(self.doubts),
            "notes": list(self.notes),
        }


def explain(answer: Answer) -> Why:
    """Say how an answer of the engine came about."""
    search = answer.search
    assert search, "the engine fills it"
    read = {one.hit.chunk.id for one in search.evidence}
    return Why(
        question=answer.standalone_question,
        language=answer.language,
        today=search.today,
        preference=search.preference,
        where=search.where,
        generation=search.index.folder.name,
        fingerprint=search.index.fingerprint,
        model=search.index.manifest.model,
        articles=answer.coverage.articles,
        hits=tuple(FoundChunk(n, h, h.chunk.id in read) for n, h in enumerate(answer.hits, 1)),
        sentences=tuple(_weighed(answer, search.evidence)),
        confidence=answer.confidence,
        decision=_decision(answer),
        judgement=answer.decision or Decision(),
        doubts=answer.doubts,
        notes=answer.notes,
    )


def shortened(confidence: float) -> str:
    """With two digits, cut off: what is below the threshold must not be rounded up to it."""
    return f"{floor(confidence * 100) / 100:.2f}"


def _weighed(answer: Answer, evidence: Iterable[Evidence]) -> Iterable[WeighedSentence]:
    cited = {(c.article.id, c.quote_end): c.number for c in answer.citations}
    numbers = {hit.chunk.id: number for number, hit in enumerate(answer.hits, 1)}
    for rank, one in enumerate(evidence):
        citation = cited.get(
            (one.hit.article.id, one.span.end)
        )  # it may begin with the sentence before
        if rank < SHOWN or citation:
            yield WeighedSentence(one, numbers[one.hit.chunk.id], citation)


def _decision(answer: Answer) -> str:
    count = len(answer.sentences)
    sentences = f"{count} sentence{'s' if count != 1 else ''}"
    if answer.answered and answer.mode == "extract":
        return f"quoted {sentences}"
    if answer.answered:
        doubted = f", {len(answer.doubts)} dropped or corrected" if answer.doubts else ""
        return f"written, {sentences}{doubted}"
    if answer.mode == "write":
        return "refused by the language model"
    if answer.nothing_passes:
        return "refused: no article passes the filter"
    threshold = (answer.decision or Decision()).regression.threshold
    return f"refused: {shortened(answer.confidence)} < {threshold:.2f}"


def _preference(prefer: Preference) -> dict[str, Any]:
    return {
        "first": _day(prefer.first),
        "last": _day(prefer.last),
        "sources": list(prefer.sources),
        "newest": prefer.newest,
        "as_of": prefer.as_of,
    }


def _filter(where: ArticleFilter) -> dict[str, Any]:
    return {
        "since": _day(where.since),
        "until": _day(where.until),
        "sources": list(where.sources),
    }


def _hit(found: FoundChunk) -> dict[str, Any]:
    hit = found.hit
    return {
        "number": found.number,
        "article_id": hit.article.id,
        "path": hit.article.path,
        "chunk": hit.chunk.position,
        **_rounded(found.figures),
        "copies": [copy.article.path for copy in hit.copies],
        "read": found.read,
    }


def _sentence(sentence: WeighedSentence) -> dict[str, Any]:
    return {
        "text": sentence.evidence.text,
        "hit": sentence.hit,
        "citation": sentence.citation,
        "score": round(sentence.evidence.score, 4),
        "read": sentence.evidence.read,
        "features": _rounded(sentence.features),
    }


def _judgement(decision: Decision) -> dict[str, Any]:
    """What was seen of the best sentence, and what each sign added to the logit."""
    if decision.signs is None:
        return {}
    return {
        "signs": _rounded(decision.seen),
        "parts": _rounded(decision.regression.parts(decision.signs)),
    }


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(float(figure), 4) for name, figure in figures.items()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
