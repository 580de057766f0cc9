"""Plots as inline SVG: bars with intervals, a curve, histograms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from bot.evaluation.metrics import CurvePoint
from bot.evaluation.svg import WIDTH, dot, drawing, line, path, rectangle, text

LEFT, RIGHT, TOP, BOTTOM = 60, 28, 16, 40  # pixels around a plot
ROW = 26
NAMES = 170  # pixels for the names of bars
VALUES = 110  # and for what is written at their ends
LONGEST_NAME = 24  # characters
HEIGHT = 280
BINS = 20
DOTS = 60  # on a curve, and rows of its table
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Bar:
    """A share from 0 to 1 with its interval, over `n` questions."""

    name: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Series:
    """Values, none below 0, under one name."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Plot:
    """A drawing, what it shows, and the same as a table for those who cannot see it."""

    title: str
    description: str
    svg: Markup
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[str, ...] = ()


def bars(title: str, description: str, values: Sequence[Bar]) -> Plot:
    """Horizontal bars with whiskers for their intervals."""
    height = TOP + ROW * len(values) + BOTTOM
    marks = chain(_grid(NAMES, WIDTH - VALUES, height), *map(_bar, range(len(values)), values))
    return Plot(
        title,
        description,
        drawing(title, height, marks),
        ("", "value", "95 % from", "to", "questions"),
        tuple(
            (bar.name, *map(percent, (bar.value, bar.low, bar.high)), str(bar.n)) for bar in values
        ),
    )


def coverage(title: str, description: str, points: Sequence[CurvePoint]) -> Plot:
    """The share of questions that is answered (across) against the share of right ones (up)."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(point: CurvePoint) -> tuple[float, float]:
        across = LEFT + (right - LEFT) * point.coverage
        return across, bottom - (bottom - TOP) * point.accuracy

    chosen = _thinned(points)
    levels = [(tick, bottom - (bottom - TOP) * tick) for tick in TICKS]
    marks = chain(
        _grid(LEFT, right, HEIGHT),
        (line(LEFT, y, right, y, "grid") for _, y in levels),
        (text(LEFT - 8, y + 4, percent(tick, 0), "end") for tick, y in levels),
        [path(map(place, points), "curve")],
        (dot(*place(p), f"{percent(p.coverage)}, {percent(p.accuracy)} right") for p in chosen),
        [text((LEFT + right) / 2, HEIGHT - 4, "share of questions answered")],
    )
    return Plot(
        title,
        description,
        drawing(title, HEIGHT, marks),
        ("confidence from", "answered", "right of these"),
        tuple((f"{p.threshold:.3f}", percent(p.coverage), percent(p.accuracy)) for p in chosen),
    )


def histogram(
    title: str, description: str, series: Sequence[Series], most: float, unit: str = ""
) -> Plot:
    """How many values lie where, from 0 to `most`; what lies beyond is in the last bin."""
    step = most / BINS or 1.0
    counts = [_counts(one.values, step) for one in series]
    highest = max(chain(*counts), default=0) or 1
    bottom, slot = HEIGHT - BOTTOM, (WIDTH - LEFT - RIGHT) / BINS
    marks = chain(
        [text(LEFT - 8, TOP + 8, str(highest), "end"), text(LEFT - 8, bottom, "0", "end")],
        [line(LEFT, bottom, WIDTH - RIGHT, bottom, "axis")],
        _columns(counts, slot, (bottom - TOP) / highest),
        (
            text(LEFT + slot * BINS * tick, bottom + 16, f"{step * BINS * tick:.3g}{unit}")
            for tick in TICKS
        ),
    )
    ends = [f"{step * number:.3g}{unit}" for number in range(BINS + 1)]
    names = tuple(one.name for one in series)
    return Plot(
        title,
        description,
        drawing(title, HEIGHT, marks),
        ("from", "to", *names),
        tuple(
            (ends[at], ends[at + 1], *(str(count[at]) for count in counts)) for at in range(BINS)
        ),
        names if len(names) > 1 else (),
    )


def percent(share: float, digits: int = 1) -> str:
    """The share for people."""
    return f"{100 * share:.{digits}f} %"


def _grid(left: float, right: float, height: float) -> Iterator[Markup]:
    """Upright lines at the quarters of 0 to 1, with their values below."""
    for tick in TICKS:
        x = left + (right - left) * tick
        yield line(x, TOP, x, height - BOTTOM, "grid")
        yield text(x, height - BOTTOM + 16, percent(tick, 0))


def _bar(row: int, bar: Bar) -> Iterator[Markup]:
    top, space = TOP + ROW * row, WIDTH - NAMES - VALUES
    middle = top + ROW / 2
    low, high = (NAMES + space * end for end in (bar.low, bar.high))
    name = bar.name if len(bar.name) <= LONGEST_NAME else bar.name[: LONGEST_NAME - 1] + "…"
    yield text(NAMES - 8, middle + 4, name, "end")
    yield rectangle(NAMES, top + 4, space * bar.value, ROW - 8, "bar series0")
    yield line(low, middle, high, middle, "whisker")
    for end in (low, high):
        yield line(end, middle - 4, end, middle + 4, "whisker")
    yield text(WIDTH - 4, middle + 4, f"{percent(bar.value)} of {bar.n}", "end")


def _columns(counts: Sequence[Sequence[int]], slot: float, scale: float) -> Iterator[Markup]:
    thick = (slot - 2) / len(counts)
    for number, one in enumerate(counts):
        for at, count in enumerate(one):
            x, high = LEFT + slot * at + thick * number, scale * count
            yield rectangle(x, HEIGHT - BOTTOM - high, thick, high, f"bar series{number}")


def _counts(values: Iterable[float], step: float) -> list[int]:
    counts = [0] * BINS
    for value in values:
        counts[min(int(value / step), BINS - 1)] += 1
    return counts


def _thinned(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """Some of the points, evenly, the first and the last among them."""
    if len(points) <= DOTS:
        return list(points)
    return [points[round(at * (len(points) - 1) / (DOTS - 1))] for at in range(DOTS)]
