"""Whether the facts of aligned sentences agree: their words, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.stories.alignment import Match

Facts = frozenset[str]

SAME_NAME = 0.84  # Jaro-Winkler similarity of a name in two transliterations
NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+|:\d\d)*")
NAME = re.compile(r"[^\W\d_a-zа-яё]\w+")


class Agreement(NamedTuple):
    """How many facts of aligned sentences agree, and how many stand against each other."""

    agreed: int
    opposed: int

    def outweighs(self, times: int) -> bool:
        """Whether at least `times` as many agree as do not."""
        return self.agreed >= times * self.opposed


def numbers_in(sentence: str) -> Facts:
    """Return the numbers of a sentence, spelled so that those of a translation are the same."""
    return frozenset(map(_digits, NUMBER.findall(sentence)))


def names_in(sentences: Iterable[str]) -> list[Facts]:
    """Return the words of each sentence that bear a capital in mid-sentence, in Latin letters."""
    from anyascii import anyascii

    found = [
        [(match.start(), match[0]) for match in NAME.finditer(sentence) if match[0][0].isupper()]
        for sentence in sentences
    ]
    sure = {name for sentence in found for start, name in sentence if start > 1}
    return [
        frozenset(anyascii(name).casefold() for _, name in sentence if name in sure)
        for sentence in found
    ]


def romanise(words: Facts) -> Facts:
    """Return the words in Latin letters."""
    from anyascii import anyascii

    return frozenset(map(anyascii, words))


def compare_facts(
    one: Sequence[Facts], other: Sequence[Facts], matches: Iterable[Match]
) -> Agreement:
    """Count the facts that aligned sentences share, and those that one has instead of another."""
    agreed = opposed = 0
    for match in matches:
        facts, other_facts = _union(one[match.one]), _union(other[match.other])
        agreed += len(facts & other_facts)
        opposed += min(len(facts - other_facts), len(other_facts - facts))
    return Agreement(agreed, opposed)


def compare_names(
    one: Sequence[Facts],
    one_words: Sequence[Facts],
    other: Sequence[Facts],
    other_words: Sequence[Facts],
    matches: Iterable[Match],
) -> Agreement:
    """Do so with names, which may be inflected, transliterated or no longer names in the other.

    Args:
        one: the names of each sentence of the one.
        one_words: the words of each of its sentences, romanised.
        other: the names of the other.
        other_words: the words of the other.
        matches: the sentences that are aligned.
    """
    agreed = opposed = 0
    for match in matches:
        names, other_names = _union(one[match.one]), _union(other[match.other])
        found = _count_found(names, _union(other_words[match.other]))
        other_found = _count_found(other_names, _union(one_words[match.one]))
        agreed += min(found, other_found)
        opposed += min(len(names) - found, len(other_names) - other_found)
    return Agreement(agreed, opposed)


def _union(facts: Sequence[Facts]) -> Facts:
    return facts[0].union(*facts[1:])


def _count_found(names: Facts, words: Facts) -> int:
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cdist

    if not names or not words:
        return 0
    alike = cdist(sorted(names), sorted(words), scorer=JaroWinkler.normalized_similarity)
    return int((alike.max(axis=1) > SAME_NAME).sum())


def _digits(number: str) -> str:
    """The digits without noughts around: "15,000" is "15 тысяч" elsewhere, and "04:17" "4.17"."""
    return "".join(str(int(sign)) for sign in number if sign.isdecimal()).strip("0")
