"""How near a written sentence is in meaning to what stands in a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.support.sources import Source
from bot.support.values import claimed_values
from bot.values.tokens import tokens
from index.metadata.calendar_words import weekday_number
from index.spelling import overlaps
from index.words import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# Over `tests/bot/support_cases.jsonl` the cosine alone parts sentences that a source supports from
# invented ones with an AUROC of 0.91; with the words that they share, of 0.98.
WORDS_WEIGHT = 0.15
VALUE_WEIGHT = 0.02  # for each number or date that they share
MOST_VALUES = 2
# What a translation lacks: E5 puts a sentence nearer to those in its own language by 0.03 to 0.04,
# and the two share no words but names.
FOREIGN = 0.05
HEADING = 0.5  # a word of the title speaks for a sentence half as much as one of its own
NEAR = 0.885
SURE = 0.95  # near enough to give a sentence a citation that it lacks
RIVAL = 0.03  # a sentence so little less near may be the one that is meant
NUMERIC = re.compile(r"-{0,2}\d")


@dataclass(frozen=True)
class Nearness:
    """What of a source is nearest to a sentence, and how near."""

    score: float  # about 0.8 for what has nothing to do with it, above 1 for a copy
    order: tuple[int, ...]  # the source's sentences, the nearest first
    rivals: tuple[int, ...]  # the first of them and those about as near

    @property
    def is_near(self) -> bool:
        """Whether the source may be what the sentence says."""
        return self.score >= NEAR

    @property
    def is_sure(self) -> bool:
        """Whether the source is what the sentence says, as far as this can tell."""
        return self.score >= SURE


def nearness(sentence: str, language: str, vector: Matrix, source: Source) -> Nearness:
    """Compare a sentence with each of a source's, in meaning and in words.

    Args:
        sentence: without citation marks.
        language: of the sentence.
        vector: its unit vector, shape ``(dimension,)``.
        source: one that is cited, or may be.
    """
    cosines = source.vectors @ vector
    shared = _shared(sentence, language, source)
    values = [claimed_values(sentence, language, offer)[0] for offer in source.offers]
    scores = cosines + WORDS_WEIGHT * shared
    scores += np.array([VALUE_WEIGHT * min(len(held), MOST_VALUES) for held in values], np.float32)
    scores += FOREIGN * (language != source.language)
    scores[source.orders] = 0.0
    order = np.argsort(-scores, kind="stable")
    best = float(scores[order[0]])
    rivals = [int(i) for i in order if scores[i] >= best - RIVAL]
    return Nearness(best, tuple(map(int, order)), tuple(rivals))


def _shared(sentence: str, language: str, source: Source) -> Matrix:
    """The share of the sentence's words, by weight, that each of the source's sentences holds.

    Numbers and dates are left out: they are compared by what they mean.
    """
    plain = " ".join(_words_proper(sentence, language))
    if not plain:
        return np.zeros(len(source.sentences), np.float32)
    found = overlaps(plain, language, [*source.words, source.heading_words])
    shared: Matrix = np.maximum(found[:-1], found[-1] * HEADING).sum(axis=1)
    return shared


def _words_proper(sentence: str, language: str) -> list[str]:
    return [
        token.canonical
        for token in tokens(sentence, language)
        if not NUMERIC.match(token.canonical)
        and weekday_number(token.canonical) is None
        and terms(token.canonical, language)
    ]
