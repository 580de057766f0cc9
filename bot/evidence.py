"""How well each retrieved sentence answers the question.

A sentence is weighed by what can be seen of it: its nearness in meaning, its chunk's, the share of
the question's words that stand in it or in the sentence before (in other spellings and scripts
too), whether it holds the wanted kind of answer, and by how much the reader, where there is one,
thinks that it answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.question.kind import holds_kind, wanted_kind
from bot.wording import wording
from index.schema import Article, ScoredChunk, Span
from index.spelling import overlaps
from index.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Evidence:
    """One sentence of a hit and what speaks for it."""

    hit: ScoredChunk
    position: int  # in the chunk
    text: str  # the sentence, white space collapsed
    cosine: float  # of the question and the sentence
    overlap: float  # 0 to 1: weight of the question's words that stand in the sentence
    before: float  # 0 to 1: … only in the sentence before or in the title
    kind: float  # 0, or how telling it is that the sentence holds the wanted kind of answer
    score: float = 0.0
    margin: float | None = None  # logits: the reader's, of its best words; None without a reader
    read: bool = False  # by the reader; else the margin is a guess
    answer: Span | None = None  # its words, in the article's stored text, if it is sure of them

    @property
    def span(self) -> Span:
        """Where the sentence stands in the article's stored text."""
        return self.hit.chunk.sentences[self.position]

    @property
    def vector(self) -> Matrix:
        """The sentence's unit vector."""
        assert self.hit.sentence_vectors is not None
        vector: Matrix = self.hit.sentence_vectors[self.position]
        return vector

    @property
    def features(self) -> tuple[float, ...]:
        """What the score is made of, in the order of `FEATURES` and `WEIGHTS`."""
        gap = OF_THE_GAP * self.hit.gap
        return (
            self.cosine + gap,
            self.hit.dense + gap,
            self.hit.lexical,
            self.overlap,
            self.before,
            self.kind,
            self.margin or 0.0,
        )


# Half of what the embedding model takes from sentences in another language than the question: where
# the articles say a thing in both, the asker's own comes first.
OF_THE_GAP = 0.5

FEATURES = ("cosine", "chunk_cosine", "chunk_lexical", "overlap", "before", "kind", "margin")
WEIGHTS = (30.0, 25.0, 4.5, 6.0, 5.0, 2.0, 0.3)
PREFERENCE_WEIGHT = 3.0  # twice what it has among chunks, for the scores lie twice as far apart


def weigh(question: str, language: str, hits: Sequence[ScoredChunk]) -> list[Evidence]:
    """Return every sentence of `hits`, the best evidence first; none for a question of no words."""
    if not words(question):
        return []
    places = [(hit, i) for hit in hits for i in range(len(hit.chunk.sentences))]
    texts = [sentence_text(hit, i) for hit, i in places]
    titles = [words(heading(hit.article, language)) for hit, _ in places]
    own_overlaps = overlaps(question, language, [words(text) for text in texts])
    title_overlaps = overlaps(question, language, titles)
    kinds = _kinds(question, texts)
    evidence = []
    for k, ((hit, i), text) in enumerate(zip(places, texts, strict=True)):
        context = np.maximum(title_overlaps[k], own_overlaps[k - 1] if i else 0)
        own = own_overlaps[k]
        evidence.append(
            Evidence(
                hit,
                i,
                text,
                hit.sentence_cosines[i],
                float(own.sum()),
                float(np.maximum(context - own, 0).sum()),
                float(kinds[k]),
            )
        )
    return ranked(evidence)


def ranked(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence with its scores, the best first."""
    return sorted(map(_scored, evidence), key=lambda one: one.score, reverse=True)


def chunk_margins(evidence: Iterable[Evidence]) -> dict[str, float]:
    """By chunk id, the highest margin of its sentences; of the chunks that were read."""
    found: dict[str, float] = {}
    for one in evidence:
        if one.read and one.margin is not None:
            key = one.hit.chunk.id
            found[key] = max(found.get(key, one.margin), one.margin)
    return found


def heading(article: Article, language: str) -> str:
    """What stands above every sentence of an article: title, outlet and, in `language`, the day."""
    day = wording(language).day(article.published) if article.published else ""
    return f"{article.title} {article.source or ''} {day}"


def sentence_text(hit: ScoredChunk, position: int) -> str:
    """The sentence as people read it: white space collapsed."""
    span = hit.chunk.sentences[position]
    return " ".join(hit.article.text[span.start : span.end].split())


def _scored(evidence: Evidence) -> Evidence:
    score = sum(w * f for w, f in zip(WEIGHTS, evidence.features, strict=True))
    return replace(evidence, score=score + PREFERENCE_WEIGHT * evidence.hit.preferred)


def _kinds(question: str, texts: Sequence[str]) -> Matrix:
    """For each text how telling it is that it holds the wanted kind of answer, 0 where it does not.

    The fewer hold it, the more it tells: the logarithm of all texts over those that do.
    """
    kind = wanted_kind(question)
    held = np.array([holds_kind(text, kind) for text in texts], np.float32)
    telling: Matrix = held * np.log(max(1, len(held)) / max(1.0, held.sum()))
    return telling
