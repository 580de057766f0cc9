"""Which words of a question stand in a text, in other spellings and scripts too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.words import terms, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

ALIKE = 0.84  # Jaro-Winkler: "Песков" and "Peskov", "spoksman" and "spokesman"


def overlaps(question: str, language: str, texts: Sequence[Sequence[str]]) -> Matrix:
    """For each text and question word its weight, or 0 where the word does not stand there.

    Weights sum to 1 over the question's words; words that stand in few of the texts weigh more.

    Args:
        question: of which the `asked_words` count.
        language: of the question.
        texts: each as its words, folded.

    Returns:
        Shape ``(len(texts), question words)``.
    """
    found = found_words(asked_words(question, language), texts)
    if not found.any():
        return found
    weights: Matrix = (found * rarity(found)).astype(np.float32)
    return weights


def asked_words(question: str, language: str) -> list[str]:
    """The stems of a question's content words, each once; all its words where it has none."""
    return list(dict.fromkeys(terms(question, language))) or words(question)


def found_words(asked: Sequence[str], texts: Sequence[Sequence[str]]) -> Matrix:
    """For each text and asked word how alike to it the text's likest word is: 0, or `ALIKE` to 1.

    Returns:
        Shape ``(len(texts), len(asked))``, with one column of zeros for no words at all.
    """
    vocabulary = sorted({word for text in texts for word in text})
    if not asked or not vocabulary:
        return np.zeros((len(texts), max(1, len(asked))), np.float32)
    alike = _alikeness(asked, vocabulary)
    column = {word: i for i, word in enumerate(vocabulary)}
    found: Matrix = np.stack(
        [alike[:, [column[word] for word in text]].max(axis=1, initial=0) for text in texts]
    )
    return found


def rarity(found: Matrix) -> Matrix:
    """What each asked word weighs: the more, the fewer texts it stands in; the sum is 1."""
    unscaled = np.log1p(len(found) / (1 + (found > 0).sum(axis=0)))
    weights: Matrix = unscaled / unscaled.sum()
    return weights


def _alikeness(asked: Sequence[str], vocabulary: Sequence[str]) -> Matrix:
    """How alike each asked word is to each word of the vocabulary: 0, or `ALIKE` to 1."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cdist

    alike = cdist(
        [latin(word) for word in asked],
        [latin(word) for word in vocabulary],
        scorer=JaroWinkler.normalized_similarity,
        score_cutoff=ALIKE,
        dtype=np.float32,
    )
    matrix: Matrix = alike
    return matrix


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """The folded word in Latin letters."""
    from anyascii import anyascii

    return word if word.isascii() else str(anyascii(word)).casefold()
