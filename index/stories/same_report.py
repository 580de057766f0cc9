"""Whether two articles tell one report: a reprint, an abridgement or a translation of each other.

Their sentences are aligned in order, by letters within a language and by vectors across languages.
They are one report if the alignment covers most of one and a good part of the other, and if the
facts in it agree: notices made from a template (an earthquake) differ in nothing but these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.stories.agreement import (
    Agreement,
    compare_facts,
    compare_names,
    names_in,
    numbers_in,
    romanise,
)
from index.stories.alignment import Alignment, align
from index.words import fold, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Matrix = NDArray[np.float64]
    Facts = frozenset[str]

# Fitted on tests/index/stories/dev.jsonl and, for pairs of languages, on XQuAD's paragraphs.
REPRINTED = 0.7  # the share of one article that a reprint has in common with it
TRANSLATED = 0.8  # the same of a translation
OTHER_COVERED = 0.4  # and of the other article
WHOLE = 0.9  # of both: other reports of the same event are never aligned as fully as that
ALIKE = 0.6  # similarity by letters of two sentences that may be aligned; of strangers: 0.45
UNRELATED = 0.79  # cosine of two sentences that have nothing to do with each other
PRIOR = 8  # as many cosines of the two articles weigh as much as UNRELATED
CLOSER = 0.05  # by how much the cosine of two aligned sentences exceeds that of unrelated ones
CLOSER_ON_AVERAGE = 0.085  # what is not covered counting as 0
EVIDENCE = 0.015  # how much less is asked where something else speaks for it, and more if against
LONGEST = 200  # sentences; what follows in a longer article is not looked at


@dataclass(frozen=True, eq=False)
class Version:
    """What telling stories apart needs of one article: its sentences, at least one."""

    id: str
    language: str  # ISO 639-1
    sentences: tuple[str, ...]
    vectors: Vectors  # of the sentences as passages, each of length 1; (sentences, dimension)

    @cached_property
    def folded(self) -> list[str]:
        """The sentences in one spelling."""
        return [fold(sentence) for sentence in self.sentences]

    @cached_property
    def weights(self) -> Matrix:
        """The share of each sentence in the article's letters."""
        lengths = np.array([len(sentence) for sentence in self.sentences], np.float64)
        shares: Matrix = lengths / lengths.sum()
        return shares

    @cached_property
    def words(self) -> list[Facts]:
        """The words of each sentence."""
        return [frozenset(words(sentence)) for sentence in self.sentences]

    @cached_property
    def romanised(self) -> list[Facts]:
        """The words of each sentence in Latin letters."""
        return [romanise(each) for each in self.words]

    @cached_property
    def numbers(self) -> list[Facts]:
        """The numbers of each sentence."""
        return [numbers_in(sentence) for sentence in self.sentences]

    @cached_property
    def names(self) -> list[Facts]:
        """The names of each sentence in Latin letters; none in a script without capitals."""
        return names_in(self.sentences)


def same_report(one: Version, other: Version) -> bool:
    """Whether the two are copies of one report.

    Two reports about one event are not, nor is a follow-up that repeats half of the first report.
    Two translations of a third article into one language are held to be different.
    """
    one, other = _shortened(one), _shortened(other)
    if one.language == other.language:
        return _is_reprint(one, other)
    return _is_translation(one, other)


def _shortened(version: Version) -> Version:
    if len(version.sentences) <= LONGEST:
        return version
    sentences, vectors = version.sentences[:LONGEST], version.vectors[:LONGEST]
    return Version(version.id, version.language, sentences, vectors)


def _is_short(one: Version, other: Version) -> bool:
    """Whether there are too few sentences for their likeness alone to tell."""
    return min(len(one.sentences), len(other.sentences)) < 3


def _covers(alignment: Alignment, share: float) -> bool:
    return max(alignment.shares) >= share and min(alignment.shares) >= OTHER_COVERED


# --- within a language


def _is_reprint(one: Version, other: Version) -> bool:
    alignment = align({(1, 1): _likeness(one, other) - ALIKE}, one.weights, other.weights)
    if not _covers(alignment, REPRINTED):
        return False
    said = compare_facts(one.words, other.words, alignment.matches)
    numbers = compare_facts(one.numbers, other.numbers, alignment.matches)
    names = compare_facts(one.names, other.names, alignment.matches)
    if not (said.outweighs(8) and numbers.outweighs(2) and names.outweighs(4)):
        return False
    if _is_short(one, other):
        return min(alignment.shares) >= REPRINTED and not (names.opposed or numbers.opposed)
    return True


def _likeness(one: Version, other: Version) -> Matrix:
    """The share of letters that each two sentences have in common, in order."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    return cdist(one.folded, other.folded, scorer=Indel.normalized_similarity, dtype=np.float64)


# --- across languages


def _is_translation(one: Version, other: Version) -> bool:
    alignment = align(_semantic_gains(one.vectors, other.vectors), one.weights, other.weights)
    if not _covers(alignment, TRANSLATED):
        return False
    matches = alignment.matches
    numbers = compare_facts(one.numbers, other.numbers, matches)
    names = compare_names(one.names, one.romanised, other.names, other.romanised, matches)
    if not numbers.outweighs(3) or names.opposed > 4 * names.agreed + 3:
        return False
    closeness = (alignment.gain + CLOSER) * max(alignment.shares)
    if _is_short(one, other):
        if names.agreed + numbers.agreed < 3 or not names.outweighs(2):
            return False
        return closeness >= CLOSER_ON_AVERAGE - EVIDENCE
    return closeness >= _asked_closeness(alignment, numbers, names)


def _asked_closeness(alignment: Alignment, numbers: Agreement, names: Agreement) -> float:
    if numbers.agreed >= 3 and numbers.outweighs(4):
        return CLOSER_ON_AVERAGE - EVIDENCE
    if names.opposed > names.agreed + 1:
        return CLOSER_ON_AVERAGE + EVIDENCE
    if min(alignment.shares) >= WHOLE:
        return CLOSER_ON_AVERAGE - EVIDENCE
    return CLOSER_ON_AVERAGE


def _semantic_gains(one: Vectors, other: Vectors) -> dict[tuple[int, int], Matrix]:
    """What aligning a sentence, or two with one, gains: its cosine above that of unrelated ones."""
    cosines = (one @ other.T).astype(np.float64)
    unrelated = (_unrelated(cosines)[:, None] + _unrelated(cosines.T)) / 2
    asked = unrelated + CLOSER
    return {
        (1, 1): cosines - asked,
        (2, 1): _joined(one, other, cosines) - (asked[:-1] + asked[1:]) / 2,
        (1, 2): _joined(other, one, cosines.T).T - (asked[:, :-1] + asked[:, 1:]) / 2,
    }


def _unrelated(cosines: Matrix) -> Matrix:
    """The cosine of each row's sentence with sentences that have nothing to do with it.

    It differs by the pair of languages and by the subject; in a short article it is a guess.
    """
    others = np.sort(cosines, axis=1)[:, :-1]
    mean: Matrix = (others.sum(axis=1) + PRIOR * UNRELATED) / (others.shape[1] + PRIOR)
    return mean


def _joined(one: Vectors, other: Vectors, cosines: Matrix) -> Matrix:
    """The cosines of each two neighbours of the one, -1 where either alone is as close."""
    pairs = one[:-1] + one[1:]
    pairs /= np.linalg.norm(pairs, axis=1, keepdims=True)
    joined = pairs @ other.T
    return np.where(joined > np.maximum(cosines[:-1], cosines[1:]), joined, -1.0)
