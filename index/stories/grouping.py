"""Which articles tell one story, that is, are copies of one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Neighbours = Mapping[str, set[str]]

BLOCK = 64  # articles compared with all others by one product of matrices
PRIOR = 10  # articles that a language must have for its own mean to count half


def candidates(
    vectors: Vectors, languages: Sequence[str], of: Sequence[int], limit: int = 20
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of articles that are worth comparing, each once.

    An article is paired with those that are nearest to it after the mean vector of each language
    is taken away: without that, hundreds of articles in its own language come before a translation.

    Args:
        vectors: one for each article, the mean of its sentences', of any length; shape
            (articles, dimension).
        languages: of the articles.
        of: the positions of the articles to find pairs for.
        limit: pairs of one article.
    """
    count = min(limit, len(vectors) - 1)
    if count < 1:
        return
    codes = np.unique(np.asarray(languages), return_inverse=True)[1]
    centres = _centres(vectors, codes)
    lengths = _lengths(vectors, centres, codes)
    seen: set[tuple[int, int]] = set()
    for start in range(0, len(of), BLOCK):
        block = np.asarray(of[start : start + BLOCK])
        centred = vectors[block] - centres[codes[block]]
        near = (centred @ vectors.T - (centred @ centres.T)[:, codes]) / lengths
        near[np.arange(len(block)), block] = -np.inf
        nearest = np.argpartition(-near, count - 1, axis=1)[:, :count]
        for one, others in zip(block.tolist(), nearest.tolist(), strict=True):
            for other in others:
                pair = (min(one, other), max(one, other))
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _centres(vectors: Vectors, codes: NDArray[np.intp]) -> Vectors:
    """The mean of each language, near the mean of all where there are few articles in it."""
    member = (np.arange(codes.max(initial=0) + 1)[:, None] == codes).astype(np.float32)
    sums = member @ vectors + PRIOR * vectors.mean(axis=0)
    centres: Vectors = sums / (member.sum(axis=1, keepdims=True) + PRIOR)
    return centres


def _lengths(vectors: Vectors, centres: Vectors, codes: NDArray[np.intp]) -> Vectors:
    """The length of each article's vector without its language's mean."""
    squares = (
        (vectors**2).sum(axis=1)
        - 2 * (vectors @ centres.T)[np.arange(len(codes)), codes]
        + (centres**2).sum(axis=1)[codes]
    )
    lengths: Vectors = np.sqrt(np.maximum(squares, 1e-6))
    return lengths


def group(
    ids: Sequence[str],
    same: Iterable[tuple[str, str]],
    different: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """Return the story of each article: the first article, in the order of `ids`, that tells it.

    Two groups become one story if at least half of what was compared between them is the same, so
    that a chain of copies of copies does not join what has little in common, and one pair judged
    wrongly does not join two stories.

    Args:
        ids: of all articles.
        same: pairs of them that tell one report.
        different: pairs that were compared and do not.
    """
    alike, apart = _neighbours(same), _neighbours(different)
    position = {article: place for place, article in enumerate(ids)}
    links = sorted(
        {(one, other) for one in alike for other in alike[one] if position[one] < position[other]},
        key=lambda link: (
            -len(alike[link[0]] & alike[link[1]]),
            position[link[0]],
            position[link[1]],
        ),
    )
    groups = {article: {article} for article in ids}
    while sum(_join(groups, link, alike, apart) for link in links):
        pass
    return {article: min(groups[article], key=position.__getitem__) for article in ids}


def _neighbours(pairs: Iterable[tuple[str, str]]) -> Neighbours:
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    return neighbours


def _join(
    groups: dict[str, set[str]], link: tuple[str, str], alike: Neighbours, apart: Neighbours
) -> bool:
    """Join the groups of two linked articles if more speaks for it than against it."""
    fewer, more = sorted((groups[link[0]], groups[link[1]]), key=len)
    if fewer is more or _count(fewer, more, alike) < _count(fewer, more, apart):
        return False
    more |= fewer
    groups.update(dict.fromkeys(fewer, more))
    return True


def _count(fewer: set[str], more: set[str], neighbours: Neighbours) -> int:
    return sum(len(neighbours[article] & more) for article in fewer if article in neighbours)
