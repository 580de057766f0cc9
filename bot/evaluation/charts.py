"""Which plots a report has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.evaluation.metrics import CurvePoint, percentile, wilson_interval
from bot.evaluation.plots import Bar, Plot, Series, bars, coverage, histogram, round_up

LEVELS = 10  # of confidence

Document = Mapping[str, Any]


def charts(document: Document) -> Iterator[Plot]:
    """Yield the plots that there are values for."""
    summary, questions = document["summary"], document["questions"]
    for name in ("language", "kind"):
        if groups := summary[f"by_{name}"]:
            yield _groups(f"Right, by {name}", groups)
    if summary["coverage_curve"]:
        yield _coverage(summary, len(questions))
        yield _reliability(questions)
    yield _confidence(questions)
    yield _latency(questions)


def _groups(title: str, groups: Mapping[str, Any]) -> Plot:
    found = [Bar(name=name, **fields["correct"]) for name, fields in groups.items()]
    return bars(
        title,
        "The share of questions answered rightly, or rightly refused; the worst first. "
        "Whiskers: 95 % interval.",
        sorted(found, key=lambda bar: bar.value),
    )


def _coverage(summary: Document, asked: int) -> Plot:
    return coverage(
        "Coverage and accuracy",
        "If only the surest questions were answered: how many that would be, and how many of them "
        "rightly. The shade is the 95 % interval.",
        [CurvePoint(**point) for point in summary["coverage_curve"]],
        asked,
    )


def _reliability(questions: Sequence[Document]) -> Plot:
    """The share of right ones among the answers of each level of confidence."""
    levels: dict[int, list[bool]] = {}
    for question in questions:
        if question["answered"]:
            level = min(int(question["answer"]["confidence"] * LEVELS), LEVELS - 1)
            levels.setdefault(level, []).append(question["correct"])
    return bars(
        "Right, by confidence",
        "Of the answers given with such a confidence, how many are right. A confidence that can "
        "be relied on has the longest bar at the top. Whiskers: 95 % interval.",
        [_level(level, levels[level]) for level in sorted(levels, reverse=True)],
    )


def _level(level: int, right: Sequence[bool]) -> Bar:
    share = sum(right) / len(right)
    name = f"{level / LEVELS:.1f} to {(level + 1) / LEVELS:.1f}"
    return Bar(name, share, *wilson_interval(share, len(right)), len(right))


def _confidence(questions: Sequence[Document]) -> Plot:
    sides = [
        Series(name, [q["answer"]["confidence"] for q in questions if q["answerable"] is wanted])
        for name, wanted in (("answerable", True), ("unanswerable", False))
    ]
    return histogram(
        "Confidence",
        "Which share of the questions of each sort has which confidence; the better it tells them "
        "apart, the less they overlap.",
        [side for side in sides if side.values],
        most=1.0,
        across="confidence",
    )


def _latency(questions: Sequence[Document]) -> Plot:
    seconds = [question["answer"]["seconds"] for question in questions]
    half, most = (percentile(seconds, percent) or 0.0 for percent in (50, 95))
    end = round_up(percentile(seconds, 99) or 0.0)
    beyond = sum(value > end for value in seconds)
    return histogram(
        "Latency",
        f"Which share of the answers took how long: half of them at most {half:.2f} s, "
        f"95 % at most {most:.2f} s."
        + (f" The last column holds the {beyond} beyond {end:.4g} s too." if beyond else ""),
        [Series("answers", seconds)],
        most=end,
        across="seconds from the question to the whole answer",
    )
