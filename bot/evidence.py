"""How well each retrieved sentence answers the question.

A sentence is weighed by what can be seen of it: its nearness in meaning, its chunk's, the share of
the question's words that stand in it or in the sentence before (in other spellings and scripts
too), and whether it holds the wanted kind of answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.question.kind import holds_kind, wanted_kind
from index.retriever import LANGUAGE_GAP
from index.schema import ScoredChunk, Span
from index.words import terms, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

ALIKE = 0.84  # Jaro-Winkler: "Песков" and "Peskov", "spoksman" and "spokesman"


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
        """What the score is made of, in the order of `WEIGHTS`."""
        gap = FOREIGN_BONUS * self.hit.foreign
        return (
            self.cosine + gap,
            self.hit.dense + gap,
            self.hit.lexical,
            self.overlap,
            self.before,
            self.kind,
        )


# Half of what the embedding model takes from sentences in another language than the question: where
# the articles say a thing in both, the asker's own comes first.
FOREIGN_BONUS = LANGUAGE_GAP / 2

# cosine, chunk's cosine, chunk's BM25, overlap, overlap before, kind
WEIGHTS = (30.0, 25.0, 4.5, 6.0, 5.0, 2.0)


def weigh(question: str, language: str, hits: Sequence[ScoredChunk]) -> list[Evidence]:
    """Return every sentence of `hits`, the best evidence first; none for a question of no words."""
    if not words(question):
        return []
    places = [(hit, i) for hit in hits for i in range(len(hit.chunk.sentences))]
    texts = [sentence_text(hit, i) for hit, i in places]
    titles = [words(hit.article.title) for hit, _ in places]
    overlaps = _overlaps(question, language, [words(text) for text in texts])
    title_overlaps = _overlaps(question, language, titles)
    kinds = _kinds(question, texts)
    evidence = []
    for k, ((hit, i), text) in enumerate(zip(places, texts, strict=True)):
        context = np.maximum(title_overlaps[k], overlaps[k - 1] if i else 0)
        own = overlaps[k]
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
    return sorted(map(_scored, evidence), key=lambda e: e.score, reverse=True)


def sentence_text(hit: ScoredChunk, position: int) -> str:
    """The sentence as people read it: white space collapsed."""
    span = hit.chunk.sentences[position]
    return " ".join(hit.article.text[span.start : span.end].split())


def _scored(evidence: Evidence) -> Evidence:
    score = sum(w * f for w, f in zip(WEIGHTS, evidence.features, strict=True))
    return replace(evidence, score=score)


def _kinds(question: str, texts: Sequence[str]) -> Matrix:
    """For each text how telling it is that it holds the wanted kind of answer, 0 where it does not.

    The fewer hold it, the more it tells: the logarithm of all texts over those that do.
    """
    kind = wanted_kind(question)
    held = np.array([holds_kind(text, kind) for text in texts], np.float32)
    telling: Matrix = held * np.log(max(1, len(held)) / max(1.0, held.sum()))
    return telling


def _overlaps(question: str, language: str, texts: Sequence[Sequence[str]]) -> Matrix:
    """For each text and question word its weight, or 0 where the word does not stand there.

    Weights sum to 1 over the question's words; rare words weigh more. Shape
    ``(texts, question words)``.
    """
    asked = list(dict.fromkeys(terms(question, language))) or words(question)
    vocabulary = sorted({word for text in texts for word in text})
    if not asked or not vocabulary:
        return np.zeros((len(texts), max(1, len(asked))), np.float32)
    alike = _alikeness(asked, vocabulary)
    column = {word: i for i, word in enumerate(vocabulary)}
    found = np.stack(
        [alike[:, [column[word] for word in text]].max(axis=1, initial=0) for text in texts]
    )
    rarity = np.log1p(len(texts) / (1 + (found > 0).sum(axis=0)))
    weights: Matrix = (found * rarity / rarity.sum()).astype(np.float32)
    return weights


def _alikeness(asked: Sequence[str], vocabulary: Sequence[str]) -> Matrix:
    """How alike each asked word is to each word of the vocabulary: 0, or `ALIKE` to 1."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cdist

    alike = cdist(
        [_latin(word) for word in asked],
        [_latin(word) for word in vocabulary],
        scorer=JaroWinkler.normalized_similarity,
        score_cutoff=ALIKE,
        dtype=np.float32,
    )
    matrix: Matrix = alike
    return matrix


def _latin(word: str) -> str:
    from anyascii import anyascii

    return str(anyascii(word)).casefold()
