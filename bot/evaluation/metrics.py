"""The measures, as pure functions over plain values. None stands for "not defined here"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from math import floor, log2, sqrt
from typing import NamedTuple

from bot.values.tokens import Token, stemmed, tokens

Z = 1.96  # standard deviations on either side hold 95 % of a normal distribution


class CurvePoint(NamedTuple):
    """What answering only from this confidence on would give."""

    threshold: float
    coverage: float  # of all questions, the share answered
    accuracy: float  # of those answered, the share answered rightly


class Quote(NamedTuple):
    """A quote, and the text that it says it stands in from `start` to `end`."""

    quote: str
    text: str
    start: int
    end: int


def hit_at(relevant: Sequence[bool], k: int) -> float:
    """1 if one of the first `k` of a ranking is relevant, else 0."""
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant one, 0 where none is; its mean is the MRR (Voorhees 1999)."""
    return next((1 / rank for rank, is_so in enumerate(relevant, 1) if is_so), 0.0)


def ndcg_at(relevant: Sequence[bool], wanted: int, k: int) -> float | None:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), gains being 0 or 1.

    DCG is the sum of gain / log2(rank + 1) over the first `k`; it is divided by the DCG of a
    ranking that begins with all `wanted` relevant ones.
    """
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(wanted, k) + 1))
    gained = sum(1 / log2(rank + 1) for rank, is_so in enumerate(relevant[:k], 1) if is_so)
    return gained / ideal if ideal else None


def contains(answer: str, right: str, languages: Sequence[str] = ("en",)) -> bool:
    """Whether the words of `right` stand in `answer`, side by side and in order.

    First as they are, but for Unicode compatibility (NFKC), case, punctuation, English articles
    and the spelling of numbers, dates and shares. Then by their stems, for names are inflected.

    Args:
        answer: the text that is judged.
        right: what must stand in it.
        languages: whose stems to compare; the first is the right answer's.
    """
    for spaced in (True, False):
        inside = tokens(answer, spaced=spaced)
        wanted = tokens(right, languages[0] if languages else "", spaced=spaced)
        if _stands_in(wanted, inside):
            return True
        if any(_stands_in(stemmed(wanted, one), stemmed(inside, one)) for one in languages):
            return True
    return False


def token_f1(answer: str, right: Iterable[str], language: str = "en") -> float:
    """The best F1 of the answer's tokens and those of a right answer (Rajpurkar et al. 2016).

    F1 is 2PR / (P + R), with P the share of the answer's tokens that are in the right one, R the
    share of the right one's that are in the answer, each counted as often as it stands there.
    """
    given = Counter(token.canonical for token in tokens(answer, language))
    return max((_f1(given, one, language) for one in right), default=0.0)


def precision(right: Sequence[bool]) -> float | None:
    """The share of what was given that is right; None where nothing was given."""
    return sum(right) / len(right) if right else None


def recall(found: int, wanted: int) -> float | None:
    """The share of what was wanted that was found; None where nothing was wanted."""
    return found / wanted if wanted else None


def quote_fidelity(quotes: Sequence[Quote]) -> float | None:
    """The share of quotes that are, character by character, where they say they are."""
    return precision([bool(q.quote) and q.text[q.start : q.end] == q.quote for q in quotes])


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The area under the ROC curve (Hanley & McNeil 1982).

    It is the share of pairs in which the positive one scores higher, a tie counting as half.
    """
    if not positive or not negative:
        return None
    below = sorted(negative)
    wins = sum(bisect_left(below, s) + bisect_right(below, s) for s in positive) / 2
    return wins / (len(positive) * len(negative))


def coverage_curve(
    confidences: Sequence[float], correct: Sequence[bool], asked: int
) -> list[CurvePoint]:
    """Coverage against accuracy (El-Yaniv & Wiener 2010), a point for each confidence.

    Args:
        confidences: of the questions that were answered.
        correct: whether each of these answers is right; one to an unanswerable question is not.
        asked: how many questions there were, the refused ones included.
    """
    ranked = sorted(zip(confidences, correct, strict=True), reverse=True)
    points, answered, right = [], 0, 0
    for threshold, group in groupby(ranked, key=lambda pair: pair[0]):
        outcomes = [is_right for _, is_right in group]
        answered += len(outcomes)
        right += sum(outcomes)
        points.append(CurvePoint(threshold, answered / asked, right / answered))
    return points


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value below which `percent` of them lie, linear between neighbours (Hyndman & Fan, 7)."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def wilson_interval(share: float, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share of `n` (Wilson 1927).

    Unlike a bootstrap it does not vanish where all of a few are right.
    """
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _stands_in(wanted: Sequence[Token], inside: Sequence[Token]) -> bool:
    if not wanted:
        return False
    return any(
        all(want.wanted & inside[start + i].offered for i, want in enumerate(wanted))
        for start in range(len(inside) - len(wanted) + 1)
    )


def _f1(given: Counter[str], right: str, language: str) -> float:
    wanted = Counter(token.canonical for token in tokens(right, language))
    common = (given & wanted).total()
    return 2 * common / (given.total() + wanted.total()) if common else 0.0
