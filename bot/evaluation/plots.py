"""Plots as inline SVG: bars with intervals, a curve, histograms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import floor, log10

from markupsafe import Markup
from rich.text import Text

from bot.evaluation.figures import percent
from bot.evaluation.metrics import CurvePoint, wilson_interval
from bot.evaluation.svg import (
    WIDTH,
    Place,
    band,
    dot,
    drawing,
    line,
    path,
    rectangle,
    text,
)

LEFT, RIGHT, TOP, BOTTOM = 56, 22, 30, 48  # pixels around a plot
HEIGHT = 280
ROW = 26
ABOVE_BARS = 4
NAMES = 132  # pixels for the names of bars
VALUES = 108  # and for what is written at their ends
LONGEST_NAME = 15  # columns of a terminal, which letters of every script fill alike
BINS = 20
DOTS = 25  # on a curve, and rows of its table
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
ROUND = (1, 2, 4, 6, 8, 10)  # their quarters are short to write


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
    bottom = ABOVE_BARS + ROW * len(values)
    right = WIDTH - VALUES
    ticks = [(tick, NAMES + (right - NAMES) * tick) for tick in TICKS]
    marks = chain(
        (line(x, ABOVE_BARS, x, bottom, "grid") for _, x in ticks),
        (text(x, bottom + 18, percent(tick)) for tick, x in ticks[::2]),
        *map(_bar, range(len(values)), values),
    )
    return Plot(
        title,
        description,
        drawing(title, bottom + BOTTOM / 2, marks),
        ("", "share", "95 % from", "to", "of"),
        tuple(
            (bar.name, *map(percent, (bar.value, bar.low, bar.high)), str(bar.n)) for bar in values
        ),
    )


def coverage(title: str, description: str, points: Sequence[CurvePoint], asked: int) -> Plot:
    """The share of the `asked` that is answered (across) against the share of right ones (up)."""
    intervals = [wilson_interval(p.accuracy, round(p.coverage * asked)) for p in points]
    chosen = _thinned(points)
    marks = chain(
        _frame(list(map(percent, TICKS)), list(map(percent, TICKS))),
        [
            band(
                [_place(p.coverage, high) for p, (_, high) in zip(points, intervals, strict=True)],
                [_place(p.coverage, low) for p, (low, _) in zip(points, intervals, strict=True)],
                "band",
            ),
            path((_place(p.coverage, p.accuracy) for p in points), "curve"),
        ],
        (dot(*_place(p.coverage, p.accuracy), _point_text(p)) for p in chosen),
        _axis_titles("share of all questions that is answered", "of these, right"),
    )
    return Plot(
        title,
        description,
        drawing(title, HEIGHT, marks),
        ("confidence from", "answered", "of these, right"),
        tuple((f"{p.threshold:.2f}", percent(p.coverage), percent(p.accuracy)) for p in chosen),
    )


def histogram(
    title: str, description: str, series: Sequence[Series], most: float, across: str
) -> Plot:
    """Which share of each series lies where, from 0 to `most`; all beyond is in the last bin."""
    step = most / BINS or 1.0
    counts = [_counts(one.values, step) for one in series]
    shares = [[count / (sum(one) or 1) for count in one] for one in counts]
    highest = round_up(max(chain(*shares), default=0.0))
    marks = chain(
        _frame(
            [f"{step * BINS * tick:.4g}" for tick in TICKS],
            [percent(highest * tick) for tick in TICKS],
        ),
        _columns(shares, highest),
        _axis_titles(across, "share"),
    )
    ends = [f"{step * number:.4g}" for number in range(BINS + 1)]
    names = tuple(one.name for one in series)
    return Plot(
        title,
        description,
        drawing(title, HEIGHT, marks),
        ("from", "to", *names),
        tuple(
            (ends[at], ends[at + 1], *(str(count[at]) for count in counts)) for at in range(BINS)
        ),
        names,
    )


def round_up(value: float) -> float:
    """The next round number, such as 0.2 for 0.13; 1 for nothing."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(value))
    return next((step * unit for step in ROUND if step * unit >= value), 10 * unit)


def _place(across: float, up: float) -> Place:
    """Where a point of the unit square stands in the drawing."""
    bottom = HEIGHT - BOTTOM
    return LEFT + (WIDTH - RIGHT - LEFT) * across, bottom - (bottom - TOP) * up


def _frame(across: Sequence[str], up: Sequence[str]) -> Iterator[Markup]:
    """Lines at the quarters of both axes, with what these are called."""
    for tick, name in zip(TICKS, across, strict=True):
        x, y = _place(tick, 0)
        yield line(x, TOP, x, y, "grid")
        yield text(x, y + 18, name)
    for tick, name in zip(TICKS, up, strict=True):
        x, y = _place(0, tick)
        yield line(x, y, WIDTH - RIGHT, y, "grid" if tick else "axis")
        yield text(x - 8, y + 5, name, "end")


def _axis_titles(across: str, up: str) -> list[Markup]:
    return [
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, across),
        text(0, 14, up, "start"),
    ]


def _point_text(point: CurvePoint) -> str:
    return f"{percent(point.coverage)} answered, {percent(point.accuracy)} of these right"


def _bar(row: int, bar: Bar) -> Iterator[Markup]:
    top, space = ABOVE_BARS + ROW * row, WIDTH - NAMES - VALUES
    middle = top + ROW / 2
    low, high = (NAMES + space * end for end in (bar.low, bar.high))
    name = Text(bar.name)
    name.truncate(LONGEST_NAME, overflow="ellipsis")
    yield text(NAMES - 8, middle + 5, name.plain, "end")
    yield rectangle(NAMES, top + 4, space * bar.value, ROW - 8, "bar series0")
    yield line(low, middle, high, middle, "whisker")
    for end in (low, high):
        yield line(end, middle - 4, end, middle + 4, "whisker")
    yield text(WIDTH - 2, middle + 5, f"{percent(bar.value)} of {bar.n}", "end")


def _columns(shares: Sequence[Sequence[float]], highest: float) -> Iterator[Markup]:
    slot = (WIDTH - LEFT - RIGHT) / BINS
    thick = (slot - 2) / len(shares)
    for number, one in enumerate(shares):
        for at, share in enumerate(one):
            x, y = _place(at / BINS, share / highest)
            high = HEIGHT - BOTTOM - y
            if share:
                yield rectangle(x + 1 + thick * number, y, thick, high, f"bar series{number}")


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
