"""``--fail-under``: figures that must not be worse than said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import Any

from bot.evaluation.figures import BY_NAME, Figure
from bot.filters import UsageError


@dataclass(frozen=True)
class Threshold:
    """The worst value that a figure over all questions may have."""

    figure: Figure
    value: float


def read_thresholds(typed: Sequence[str]) -> list[Threshold]:
    """Read ``METRIC=VALUE``, as often as it was typed.

    Raises:
        UsageError: there is no such figure, or the value is no number.
    """
    return [_read(one) for one in typed]


def missed(thresholds: Sequence[Threshold], summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each figure that is worse: under, or, where less is better, over.

    Args:
        thresholds: to hold it against.
        summary: of the run, as in the JSON.
    """
    for threshold in thresholds:
        figure, limit = threshold.figure, threshold.value
        value = summary["all"][figure.name]["value"]
        if value is None:
            yield f"{figure.name} is not defined: no question of the set measures it"
        elif value > limit if figure.less_is_better else value < limit:
            side = "over" if figure.less_is_better else "under"
            yield f"{figure.name} is {value:g}, {side} {limit:g}"


def _read(typed: str) -> Threshold:
    name, _, number = (part.strip() for part in typed.partition("="))
    if name not in BY_NAME:
        near = get_close_matches(name, BY_NAME, 1)
        known = f"did you mean {near[0]}?" if near else f"there are {', '.join(BY_NAME)}"
        raise UsageError(f"no figure is called {name!r}: {known}")
    try:
        value = float(number)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise UsageError(f"--fail-under {typed!r}: write {name}=0.8")
    figure = BY_NAME[name]
    if figure.unit != "seconds" and not 0 <= value <= 1:
        raise UsageError(f"--fail-under {typed!r}: {name} lies between 0 and 1; write {name}=0.8")
    return Threshold(figure, value)
