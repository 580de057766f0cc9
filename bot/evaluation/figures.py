"""The figures of a summary: their names, what they say, and how they come from the measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Statistic = Literal["mean", "p50", "p95", "auroc"]
Unit = Literal["share", "seconds", "score"]


@dataclass(frozen=True)
class Figure:
    """One figure. `name` is its key in the JSON and in ``--fail-under``."""

    name: str
    title: str
    explanation: str
    measure: str = ""  # of each question, where it has another name
    statistic: Statistic = "mean"
    unit: Unit = "share"
    less_is_better: bool = False

    @property
    def of(self) -> str:
        """The measure it is made of."""
        return self.measure or self.name


def _both(name: str, title: str, explanation: str, unit: Unit = "share") -> tuple[Figure, Figure]:
    """A figure that counts articles, and its twin that counts a report and its copies as one."""
    return (
        Figure(name, title, explanation, unit=unit),
        Figure(
            f"{name}_story",
            f"{title}, by story",
            f"{explanation}; reprints and translations count as one",
            unit=unit,
        ),
    )


FIGURES = (
    Figure("correct", "Correct", "the answer shown contains a right one, or it is rightly refused"),
    Figure("correct_first", "Correct at once", "the same of the first sentence alone"),
    Figure("answer_contained", "Answer contained", "of answerable questions: a right answer shown"),
    Figure(
        "token_f1", "Token F1", "of answerable questions: overlap with a right answer", unit="score"
    ),
    *_both("cited", "Right source cited", "a citation is one of the wanted articles"),
    *_both("citation_precision", "Citation precision", "of the citations, how many are wanted"),
    *_both("citation_recall", "Citation recall", "of the wanted articles, how many are cited"),
    Figure("quote_fidelity", "Quote fidelity", "quotes that stand verbatim where they say"),
    Figure(
        "answered_unanswerable",
        "Answered, though unanswerable",
        "of unanswerable questions",
        less_is_better=True,
    ),
    Figure(
        "refused_answerable",
        "Refused, though answerable",
        "of answerable questions",
        less_is_better=True,
    ),
    Figure("coverage", "Coverage", "the share of questions that is answered at all"),
    Figure("accuracy_answered", "Accuracy when answering", "of answers given, how many are right"),
    Figure(
        "auroc",
        "AUROC of the confidence",
        "how well it tells answerable from unanswerable questions; 0.5 is chance",
        statistic="auroc",
        measure="confidence",
        unit="score",
    ),
    *_both("hit@1", "Hit@1", "the first article retrieved is wanted"),
    *_both("hit@4", "Hit@4", "a wanted article is among the first 4"),
    *_both("hit@10", "Hit@10", "a wanted article is among the first 10"),
    *_both("mrr", "MRR", "mean of 1 / rank of the first wanted article", "score"),
    *_both("ndcg@10", "nDCG@10", "how near the ranking is to the best possible", "score"),
    Figure(
        "seconds_p50",
        "Seconds, median",
        "from the question to the whole answer",
        statistic="p50",
        measure="seconds",
        unit="seconds",
        less_is_better=True,
    ),
    Figure(
        "seconds_p95",
        "Seconds, 95th percentile",
        "one answer in twenty takes longer",
        statistic="p95",
        measure="seconds",
        unit="seconds",
        less_is_better=True,
    ),
)
_UNITS = {"share": " %", "seconds": " s", "score": ""}
BY_NAME = {figure.name: figure for figure in FIGURES}


def numbered(number: int, noun: str) -> str:
    """The number with its noun: "1 question", "2 questions"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """The share for people: "74 %", but "2.5 %" and "99.6 %", where a point is much."""
    whole = 0.1 <= share < 0.995 or f"{100 * share:.1f}".endswith(".0")
    return f"{100 * share:.{0 if whole else 1}f} %"


def shown(value: float | None, figure: Figure) -> str:
    """A value for people: "84.0 %", "0.91", "0.14 s"; a dash where it is not defined."""
    return "–" if value is None else f"{_number(value, figure)}{_UNITS[figure.unit]}"


def shown_interval(low: float | None, high: float | None, figure: Figure) -> str:
    """The two ends of an interval: "80.1 … 87.3 %"."""
    return "–" if low is None else f"{_number(low, figure)} … {shown(high, figure)}"


def shown_change(value: float | None, figure: Figure) -> str:
    """A difference with its sign, in percentage points for shares: "+1.5 pp"."""
    if value is None:
        return "–"
    number = _number(abs(value), figure)
    sign = "" if float(number) == 0 else "+" if value > 0 else "−"
    return f"{sign}{number}{' pp' if figure.unit == 'share' else _UNITS[figure.unit]}"


def _number(value: float, figure: Figure) -> str:
    return f"{100 * value:.1f}" if figure.unit == "share" else f"{value:.2f}"
