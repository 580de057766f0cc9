"""A run on a terminal: its figures in tables of at most 100 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.evaluation.comparison import Change, Comparison, Difference
from bot.evaluation.figures import BY_NAME, FIGURES, Figure, shown
from bot.untrusted import one_line

WIDEST = 100  # columns
LISTED = 20  # questions that got better, and as many that got worse
LONGEST_NAME = 24  # of a language or kind
# By language and kind, under shorter names.
HEADLINES = {
    "correct": "correct",
    "correct_first": "at once",
    "cited_story": "source",
    "hit@1_story": "hit@1",
    "ndcg@10_story": "nDCG@10",
    "answered_unanswerable": "answered",
    "refused_answerable": "refused",
    "seconds_p50": "median",
}
LEGEND = (
    "source, hit@1, nDCG@10: by story; answered: though unanswerable; refused: though answerable"
)

Fields = Mapping[str, Any]


def print_summary(summary: Fields, console: Console) -> None:
    """Print the figures over all questions, then the headlines by language and by kind."""
    console.print(_overall(summary))
    for name, title in (("by_language", "Language"), ("by_kind", "Kind")):
        if summary[name]:
            console.print(_grouped(summary[name], title))
    console.print(Text(LEGEND, "dim"), soft_wrap=True)


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print which figures changed, and which questions got better or worse."""
    better, worse = comparison.better, comparison.worse
    asked = f"{comparison.common} question{'' if comparison.common == 1 else 's'} in both"
    console.print(
        Text(
            f"Compared with the run of {one_line(comparison.old_date)}: {asked}, "
            f"{len(better)} better, {len(worse)} worse, {len(comparison.only_new)} new, "
            f"{len(comparison.only_old)} gone",
            "bold",
        )
    )
    changed = [one for one in comparison.differences if one.old != one.new]
    if changed:
        console.print(_differences(changed))
    for title, changes, style in (("Worse", worse, "red"), ("Better", better, "green")):
        _print_changes(title, changes, style, console)


def interval(fields: Fields, figure: Figure) -> str:
    """The two ends of a figure's interval."""
    if fields["low"] is None:
        return "–"
    return f"{shown(fields['low'], figure)} … {shown(fields['high'], figure)}"


def signed(value: float | None, figure: Figure) -> str:
    """A difference with its sign."""
    if value is None:
        return "–"
    text = shown(abs(value), figure)
    return text if value == 0 else f"{'+' if value > 0 else '−'}{text}"


def _overall(summary: Fields) -> Table:
    table = _table("All questions", right=["", "95 % interval", "n"])
    for figure in FIGURES:
        fields = summary["all"][figure.name]
        table.add_row(
            f"{figure.title} ({figure.name})",
            shown(fields["value"], figure),
            interval(fields, figure),
            str(fields["n"]),
        )
    return table


def _grouped(groups: Mapping[str, Fields], title: str) -> Table:
    table = _table(title, right=["n", *HEADLINES.values()])
    for group, fields in groups.items():
        name = Text(one_line(group))
        name.truncate(LONGEST_NAME, overflow="ellipsis")
        values = (shown(fields[figure]["value"], BY_NAME[figure]) for figure in HEADLINES)
        table.add_row(name, str(fields["correct"]["n"]), *values)
    return table


def _differences(differences: Sequence[Difference]) -> Table:
    table = _table("Questions in both", right=["before", "now", "difference", "95 % interval"])
    for one in differences:
        figure = BY_NAME[one.figure]
        low, high = (signed(end, figure) for end in (one.difference.low, one.difference.high))
        table.add_row(
            figure.title,
            shown(one.old, figure),
            shown(one.new, figure),
            signed(one.difference.value, figure),
            f"{low} … {high}",
        )
    return table


def _print_changes(title: str, changes: Sequence[Change], style: str, console: Console) -> None:
    if not changes:
        return
    console.print(Text(f"{title}:", f"bold {style}"))
    for change in changes[:LISTED]:
        line = f"  {one_line(change.id)}: {change.text()}: {one_line(change.question)}"
        text = Text(line)
        text.truncate(max(console.width, 40), overflow="ellipsis")
        console.print(text, soft_wrap=True)
    if len(changes) > LISTED:
        console.print(f"  and {len(changes) - LISTED} more; --json and --report name them all")


def _table(title: str, right: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(title, overflow="ellipsis", no_wrap=True)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table
