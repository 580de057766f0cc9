"""Lines that many files of one outlet share: no phrase tells them, only the other files do.

A line is a leftover if unlike reports bear it. Sentences that reports may share, "Nobody was hurt."
or an agency's background ("The war began in 2014 …"), are told from it by how many bear them and
by where they stand: what an outlet adds stands at an article's edge. Digits count: where only they
differ, they are scores and prices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from heapq import nsmallest
from typing import NamedTuple

from index.leftovers.appeals import promotes
from index.leftovers.furniture import NOT_WORDS, plain
from index.schema import Article

FIRST, LAST = 2, 3  # so many lines are an article's edges
LONG = 8  # words; an agency's background has as many
LARGEST_SAMPLE = 300  # files of a group; shares are found in it as well as in 10,000
MASK = (1 << 64) - 1
COPY_SHARE = 0.5  # of the shorter file's lines: two files that share more are one report
MOSTLY = 0.9


class _Evidence(NamedTuple):
    """How many reports of a group must bear a line for it to be a leftover."""

    reports: int
    share: float


SHORT_AT_EDGE = _Evidence(4, 0.3)
SHORT_ANYWHERE = _Evidence(5, 0.5)
BACKGROUND_AT_EDGE = _Evidence(8, 0.8)


def line_key(text: str) -> int:
    """Return a 64-bit signed key of a line; the same in every process.

    Case, markup and punctuation are set aside. The lowest bit is set for sentences that could be
    background: of eight words and more, without an address, a medium or a word to the reader.
    """
    words = NOT_WORDS.sub(" ", plain(text).casefold()).split()
    digest = blake2b(" ".join(words).encode(), digest_size=8).digest()
    key = int.from_bytes(digest, "big", signed=True)
    return key | 1 if len(words) >= LONG and not promotes(text) else key & ~1


def paragraph_keys(article: Article) -> tuple[int, ...]:
    """Return the key of each paragraph of the article's body, in order."""
    return tuple(line_key(article.text[start:end]) for start, end in article.body)


def repeated_lines(articles: Iterable[tuple[str, Sequence[int]]]) -> set[tuple[str, int]]:
    """Return the lines that are leftovers by their repetition, each with its group.

    Args:
        articles: each one's group (the outlet or, if unknown, the folder) and its
            `paragraph_keys`.
    """
    groups: dict[str, list[Sequence[int]]] = defaultdict(list)
    for group, keys in articles:
        if keys:
            groups[group].append(keys)
    return {(group, key) for group, files in groups.items() for key in _repeated(_sample(files))}


def left_out(keys: Sequence[int], repeated: Collection[int]) -> tuple[int, ...]:
    """Return which of an article's lines are leftovers: background at its edges alone, never all.

    Args:
        keys: the article's, all of them and in order.
        repeated: the repeated lines of its group.
    """
    edges = {keys[at] for at in _edges(keys)}
    gone = tuple(
        key for key in keys if key in repeated and (key in edges or not _could_be_background(key))
    )
    return gone if len(gone) < len(keys) else ()


def _could_be_background(key: int) -> bool:
    return bool(key & 1)


def _edges(keys: Sequence[int]) -> set[int]:
    """Return the positions of a file's first and last lines."""
    return {*range(min(FIRST, len(keys))), *range(max(0, len(keys) - LAST), len(keys))}


def _sample(files: Sequence[Sequence[int]]) -> Sequence[Sequence[int]]:
    """Take the files with the smallest sum of keys: one file more changes at most one of them."""
    if len(files) <= LARGEST_SAMPLE:
        return files
    return nsmallest(LARGEST_SAMPLE, files, key=lambda keys: sum(keys) & MASK)


def _repeated(files: Sequence[Sequence[int]]) -> set[int]:
    reports = _reports(files)
    bearing: dict[int, set[int]] = defaultdict(set)
    at_edge: dict[int, set[int]] = defaultdict(set)
    for keys, report in zip(files, reports, strict=True):
        edges = _edges(keys)
        for position, key in enumerate(keys):
            bearing[key].add(report)
            if position in edges:
                at_edge[key].add(report)
    total = len(set(reports))
    return {
        key
        for key, where in bearing.items()
        if _is_leftover(key, len(where), len(at_edge.get(key, ())), total)
    }


def _is_leftover(key: int, bearing: int, at_edge: int, total: int) -> bool:
    def suffices(evidence: _Evidence) -> bool:
        return bearing >= evidence.reports and bearing >= evidence.share * total

    edge = at_edge >= MOSTLY * bearing
    if _could_be_background(key):
        return edge and suffices(BACKGROUND_AT_EDGE)
    return suffices(SHORT_ANYWHERE) or (edge and suffices(SHORT_AT_EDGE))


def _reports(files: Sequence[Sequence[int]]) -> list[int]:
    """Return which report each file is: copies and versions of one have one number."""
    firsts: list[frozenset[int]] = []
    reports = []
    for keys in files:
        lines = frozenset(keys)
        same = (at for at, first in enumerate(firsts) if _are_copies(lines, first))
        report = next(same, len(firsts))
        if report == len(firsts):
            firsts.append(lines)
        reports.append(report)
    return reports


def _are_copies(lines: frozenset[int], others: frozenset[int]) -> bool:
    return len(lines & others) > COPY_SHARE * min(len(lines), len(others))
