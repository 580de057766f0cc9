"""Figures over many questions, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.evaluation.figures import FIGURES, Figure
from bot.evaluation.judge import Judged, rounded
from bot.evaluation.metrics import auroc, coverage_curve, percentile, wilson_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]

RESAMPLES = 1000
SEED = 20210407
AT_ONCE = 2_000_000  # numbers drawn
_SHARES = ({0}, {1}, {0, 1})  # values that only say yes or no
UNNAMED = "(none)"  # the kind of questions that state none


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval over `n` questions.

    The interval of a share is Wilson's, any other a percentile bootstrap (Efron 1979).
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    def fields(self) -> dict[str, float | None]:
        """The estimate as JSON has it."""
        ends = {"value": self.value, "low": self.low, "high": self.high}
        return {**{name: rounded(end) for name, end in ends.items()}, "n": self.n}


Estimates = dict[str, Estimate]


def summarise(judged: Sequence[Judged]) -> dict[str, Any]:
    """Every figure overall, by language and by kind, and the curve of coverage and accuracy."""
    languages = {one.question.language for one in judged}
    kinds = {one.question.kind for one in judged}
    return {
        "all": _fields(estimates(judged)),
        "by_language": {
            language: _fields(estimates([j for j in judged if j.question.language == language]))
            for language in sorted(languages)
        },
        "by_kind": {
            kind or UNNAMED: _fields(estimates([j for j in judged if j.question.kind == kind]))
            for kind in (sorted(kinds) if any(kinds) else ())
        },
        "coverage_curve": _curve(judged),
    }


def estimates(judged: Sequence[Judged]) -> Estimates:
    """Every figure over these questions, under its name."""
    return {figure.name: _estimate(figure, judged) for figure in FIGURES}


def mean_estimate(values: Sequence[float]) -> Estimate:
    """The mean of these values."""
    mean = sum(values) / len(values) if values else None
    return Estimate(mean, *_interval(values, lambda drawn: drawn.mean(axis=1)), len(values))


def _estimate(figure: Figure, judged: Sequence[Judged]) -> Estimate:
    if figure.statistic == "auroc":
        return _auroc_estimate(judged)
    values = _values(figure, judged)
    if figure.statistic == "mean":
        return _share_estimate(values) if set(values) in _SHARES else mean_estimate(values)
    percent = 50 if figure.statistic == "p50" else 95

    def statistic(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        return np.percentile(drawn, percent, axis=1)

    return Estimate(percentile(values, percent), *_interval(values, statistic), len(values))


def _share_estimate(values: Sequence[float]) -> Estimate:
    share = sum(values) / len(values)
    return Estimate(share, *wilson_interval(share, len(values)), len(values))


def _values(figure: Figure, judged: Sequence[Judged]) -> list[float]:
    """The measure of each question that it applies to."""
    found = (one.measures[figure.of] for one in judged)
    return [value for value in found if value is not None]


def _interval(values: Sequence[float], statistic: Statistic) -> tuple[float | None, float | None]:
    import numpy as np

    if len(values) < 2:
        return None, None
    sample = np.array(values)
    random = np.random.default_rng(SEED)
    rows = min(RESAMPLES, max(1, AT_ONCE // len(sample)))
    drawn = [
        statistic(sample[random.integers(len(sample), size=(rows, len(sample)))])
        for _ in range(0, RESAMPLES, rows)
    ]
    low, high = np.percentile(np.concatenate(drawn), [2.5, 97.5])
    return float(low), float(high)


def _auroc_estimate(judged: Sequence[Judged]) -> Estimate:
    """Answerable and unanswerable questions are drawn apart, so that there are always both."""
    import numpy as np

    sides = [
        [one.answer.confidence for one in judged if one.question.answerable is wanted]
        for wanted in (True, False)
    ]
    value = auroc(*sides)
    if value is None:
        return Estimate(None, None, None, 0)
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        positive, negative = (random.choice(side, len(side)).tolist() for side in sides)
        drawn.append(auroc(positive, negative) or 0.0)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(value, float(low), float(high), len(judged))


def _curve(judged: Sequence[Judged]) -> list[dict[str, float]]:
    answered = [one for one in judged if one.answer.answered]
    points = coverage_curve(
        [one.answer.confidence for one in answered],
        [bool(one.measures["correct"]) for one in answered],
        len(judged),
    )
    return [{name: round(value, 6) for name, value in point._asdict().items()} for point in points]


def _fields(found: Estimates) -> dict[str, dict[str, Any]]:
    return {name: estimate.fields() for name, estimate in found.items()}
