"""How near a question lies to anything at all that is said in each language.

E5 puts a question nearer to everything in its own language, and to some languages nearer than to
others: over XQuAD's passages, none of them the right one, by 0.03 to 0.05. What a chunk gains or
loses by its language alone is taken out again; or else whatever is said in the asker's language
comes before the answer that stands in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from index.embedding import Vectors
    from index.lexical import LexicalIndex
    from index.sentence_vectors import SentenceVectors

LANGUAGE_GAP = 0.04  # what is expected of a language that the index has little of
# Chosen on XQuAD questions in English and Russian, over passages in three languages and others, the
# right one standing in another language than the question (half of them) or in its own.
TAKEN_OUT = 0.75  # of what was measured; all of it would favour other languages
REMAINDER = 0.03  # of the gap, which is wider at right passages than at others
FAMILIAR = 100  # chunks of a language: then its mean counts as much as the expectation
SAMPLE = 200  # chunks of a language, evenly from all of it


class _Level(NamedTuple):
    mean: Vectors
    chunks: int


class LanguageLevels:
    """The mean vector of what is said in each language."""

    def __init__(self, levels: Mapping[str, _Level]) -> None:
        self._levels = levels

    @classmethod
    def measure(cls, lexical: LexicalIndex, sentences: SentenceVectors) -> LanguageLevels:
        """Take the means of a sample of sentences; `lexical` knows which chunks are in which."""
        levels = {}
        for language in lexical.languages:
            ids = lexical.chunk_ids(language)
            sample = ids[:: max(1, len(ids) // SAMPLE)]
            means = [sentences.of(id_).mean(axis=0) for id_ in sample]
            levels[language] = _Level(np.mean(means, axis=0), len(ids))
        return cls(levels)

    def nearness(self, vector: Vectors) -> dict[str, float]:
        """Return for each language the mean cosine of a question and what is said in it."""
        return {code: float(level.mean @ vector) for code, level in self._levels.items()}

    def gaps(self, vector: Vectors, language: str) -> dict[str, float]:
        """Return for each language what to add to the cosines of what is said in it.

        Args:
            vector: of the question.
            language: of the question; its own gap is 0.
        """
        total = sum(level.chunks for level in self._levels.values())
        nearness = self.nearness(vector)
        mean = sum(nearness[code] * level.chunks / total for code, level in self._levels.items())
        own = self._correction(nearness.get(language, mean) - mean, language, foreign=False)
        return {
            code: 0.0
            if code == language
            else self._correction(nearness[code] - mean, code, foreign=True) - own
            for code in self._levels
        }

    def _correction(self, measured: float, language: str, *, foreign: bool) -> float:
        level = self._levels.get(language)
        chunks = level.chunks if level else 0
        trust = chunks / (chunks + FAMILIAR)
        remainder = REMAINDER * foreign
        expected = (LANGUAGE_GAP - REMAINDER) * foreign
        return remainder + (1 - trust) * expected - trust * TAKEN_OUT * measured
