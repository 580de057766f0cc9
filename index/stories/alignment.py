"""Which sentences of one article say the same as which of another, in the order of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Gains = Mapping[tuple[int, int], Matrix]


class Match(NamedTuple):
    """One or two neighbouring sentences of an article, and what says the same in the other."""

    one: slice
    other: slice


@dataclass(frozen=True)
class Alignment:
    """The matches of two articles."""

    matches: tuple[Match, ...]
    shares: tuple[float, float]  # how much of each article is covered
    gain: float  # of what is covered, on average


def align(gains: Gains, weights: Matrix, other_weights: Matrix) -> Alignment:
    """Align so that the sum of the gains, each times the weight it covers, is greatest.

    Args:
        gains: for each number of sentences of the one and of the other that may be aligned, what
            aligning them gains, by the first sentence of each: `gains[2, 1][5, 7]` is for the
            sentences 5 and 6 of the one with the sentence 7 of the other. What is not above 0 is
            never aligned.
        weights: of the one's sentences, their sum 1.
        other_weights: the same of the other.
    """
    weighted = {
        (rows, columns): gain * (_runs(weights, rows)[:, None] + _runs(other_weights, columns))
        for (rows, columns), gain in gains.items()
    }
    best = _best_sums(weighted)
    matches = tuple(_trace(best, weighted))[::-1]
    covered = float(sum(weights[match.one].sum() for match in matches))
    other_covered = float(sum(other_weights[match.other].sum() for match in matches))
    gain = float(best[-1, -1]) / (covered + other_covered) if matches else 0.0
    return Alignment(matches, (covered, other_covered), gain)


def _runs(weights: Matrix, length: int) -> Matrix:
    return np.convolve(weights, np.ones(length), "valid") if length <= len(weights) else weights[:0]


def _best_sums(gains: Gains) -> Matrix:
    """The greatest sum for each beginning of the one with each beginning of the other."""
    rows, columns = gains[1, 1].shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(1, rows + 1):
        here = best[row - 1].copy()
        for (down, right), gain in gains.items():
            if down <= row and right <= columns:
                reached = best[row - down, : columns + 1 - right] + gain[row - down]
                here[right:] = np.maximum(here[right:], reached)
        best[row] = np.maximum.accumulate(here)
    return best


def _trace(best: Matrix, gains: Gains) -> Iterator[Match]:
    """Yield the matches that make up the greatest sum, the last first."""
    row, column = best.shape[0] - 1, best.shape[1] - 1
    while row and column:
        if best[row, column] == best[row, column - 1]:
            column -= 1
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            down, right = _step(best, gains, row, column)
            row, column = row - down, column - right
            yield Match(slice(row, row + down), slice(column, column + right))


def _step(best: Matrix, gains: Gains, row: int, column: int) -> tuple[int, int]:
    """Return how many sentences of each the match has that ends at `row` and `column`."""

    def reached(step: tuple[int, int]) -> float:
        start, other_start = row - step[0], column - step[1]
        if start < 0 or other_start < 0:
            return -np.inf
        return float(best[start, other_start] + gains[step][start, other_start])

    return max(gains, key=reached)
