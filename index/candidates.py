"""The chunks that may be hits, what speaks for each, and the weights of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from index.schema import Article, ArticleFilter, Chunk, Preference
from index.spelling import overlaps
from index.words import words

if TYPE_CHECKING:
    from index.embedding import Vectors
    from index.snapshot import Snapshot

CANDIDATES = 50  # of each kind, before fusing
RECENCY_MARGIN = 2.5  # what scores so much less than the best is still about the same


@dataclass(frozen=True)
class Weights:
    """How much each sign of a hit counts."""

    dense: float = 20.0  # the cosines of E5 lie close together: a hit 0.85, a miss 0.75
    sentence: float = 12.0  # the best sentence of the chunk
    lexical: float = 6.0
    spelling: float = 1.0  # names in another script, misspelt words
    preference: float = 1.5
    language_gap: float = 1.0  # the share of it that the cosines get back


WEIGHTS = Weights()


@dataclass(frozen=True)
class Candidate:
    """A chunk that may be a hit."""

    chunk: Chunk
    dense: float
    lexical: float
    cosines: tuple[float, ...]
    vectors: Vectors
    gap: float = 0.0  # what the cosines lack because it is in another language than the question
    level: float = 0.0  # mean cosine of the question and all that is said in the chunk's language
    spelled: float = 0.0  # 0 to 1: the share of the question's words in it, however spelled
    preferred: float = 0.0  # 0 to 4: how far it is of the days and outlets asked for, and how new

    @property
    def score(self) -> float:
        """What candidates are ordered by, and hits where there is no reranker."""
        return self.weighed(WEIGHTS)

    def weighed(self, by: Weights) -> float:
        """The score under other weights."""
        return (
            by.dense * self.dense
            + by.sentence * max(self.cosines)
            + by.lexical * self.lexical
            + by.spelling * self.spelled
            + by.preference * self.preferred
            + (by.dense + by.sentence) * by.language_gap * self.gap
        )


def find_candidates(
    snapshot: Snapshot,
    question: str,
    vector: Vectors,
    wheres: Sequence[ArticleFilter],
    language: str | None,
) -> list[Candidate]:
    """Return what is nearest to the question, in meaning or in words, under any of the filters.

    Args:
        snapshot: of the index.
        question: as it was asked.
        vector: its unit vector.
        wheres: each has its own nearest chunks.
        language: of the question, None if that does not matter.
    """
    lexical = snapshot.lexical.scores(question)
    chunks, cosines = {}, {}
    for where, other_than in _searches(snapshot, wheres, language):
        for chunk, cosine in snapshot.store.nearest(vector, CANDIDATES, where, other_than):
            chunks[chunk.id], cosines[chunk.id] = chunk, cosine
    gaps = snapshot.levels.gaps(vector, language) if language else {}
    levels = snapshot.levels.nearness(vector)
    best = sorted(lexical, key=lexical.__getitem__, reverse=True)[:CANDIDATES]
    lexical_only = snapshot.store.chunks([id_ for id_ in best if id_ not in chunks], wheres[0])
    chunks |= lexical_only
    for id_, own in snapshot.store.chunk_vectors(list(lexical_only)).items():
        cosines[id_] = float(own @ vector)
    candidates = []
    for id_, chunk in chunks.items():
        vectors = snapshot.sentences.of(id_)
        candidates.append(
            Candidate(
                chunk,
                cosines[id_],
                lexical.get(id_, 0.0),
                tuple((vectors @ vector).tolist()),
                vectors,
                gap=gaps.get(chunk.language, 0.0),
                level=levels.get(chunk.language, 0.0),
            )
        )
    return candidates


def _searches(
    snapshot: Snapshot, wheres: Sequence[ArticleFilter], language: str | None
) -> Iterator[tuple[ArticleFilter, str | None]]:
    """The filters, the first also without the question's language, which would fill all places."""
    yield from ((where, None) for where in wheres)
    if language and set(snapshot.lexical.languages) > {language}:
        yield wheres[0], language


def with_spelling(
    question: str,
    language: str | None,
    candidates: Sequence[Candidate],
    articles: Mapping[str, Article],
) -> list[Candidate]:
    """Fill in how much of the question stands in each chunk or its heading, in any spelling."""
    texts = [words(f"{_heading(articles[c.chunk.article_id])} {c.chunk.text}") for c in candidates]
    shares = overlaps(question, language or "", texts).sum(axis=1)
    return [replace(c, spelled=float(s)) for c, s in zip(candidates, shares, strict=True)]


def with_preference(
    candidates: Sequence[Candidate], articles: Mapping[str, Article], prefer: Preference
) -> list[Candidate]:
    """Fill in how far each chunk's article is one of those that are asked for."""
    degrees = {id_: prefer.degree(article) for id_, article in articles.items()}
    return [replace(c, preferred=degrees[c.chunk.article_id]) for c in candidates]


def with_recency(
    candidates: Sequence[Candidate], articles: Mapping[str, Article]
) -> list[Candidate]:
    """Put the newest first of those that score about as well as the best."""
    if not candidates:
        return []
    enough = max(c.score for c in candidates) - RECENCY_MARGIN
    near = {c.chunk.article_id for c in candidates if c.score >= enough}
    days = sorted({day for id_ in near if (day := articles[id_].published)})
    newer = {id_: _place(articles[id_].published, days) for id_ in near}
    most = RECENCY_MARGIN / WEIGHTS.preference
    return [
        replace(c, preferred=c.preferred + most * newer[c.chunk.article_id])
        if c.score >= enough
        else c
        for c in candidates
    ]


def _heading(article: Article) -> str:
    return f"{article.title} {article.source or ''}"


def _place(day: date | None, days: Sequence[date]) -> float:
    """From 0 for the first of `days`, and for none, to 1 for the last."""
    return days.index(day) / (len(days) - 1) if day and len(days) > 1 else 0.0
