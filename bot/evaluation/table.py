"""A run on a terminal: its figures in tables that fit 80 columns, and say more in 100."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.evaluation.comparison import Change, Comparison, Difference
from bot.evaluation.failures import counted, verdict
from bot.evaluation.figures import (
    BY_NAME,
    FIGURES,
    Figure,
    percent,
    shown,
    shown_change,
    shown_interval,
)
from bot.untrusted import one_line

WIDEST = 100  # columns
ROOMY = 92  # from here on, figures stand with the names that --fail-under knows
NARROWEST = 78  # below it the terminal breaks the lines, and no number is cut
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
    _print_table(_overall(summary, named=console.width >= ROOMY), console)
    for name, title in (("by_language", "Language"), ("by_kind", "Kind")):
        if summary[name]:
            _print_table(_grouped(summary[name], title), console)
    console.print(Text(LEGEND, "dim"), soft_wrap=True)


def print_verdict(document: Fields, console: Console) -> None:
    """Print how many questions were answered rightly, and what went wrong with the others."""
    console.print(Text(verdict(document["questions"]), "bold"), soft_wrap=True)
    for why, times in counted(document["questions"]).items():
        console.print(Text(f"  {times:>4}  {why}"))


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print which figures changed, and which questions got better or worse."""
    better, worse = comparison.better, comparison.worse
    for line in comparison.lines():
        console.print(Text(one_line(line), "bold"), soft_wrap=True)
    changed = [one for one in comparison.differences if one.is_visible]
    if changed:
        _print_table(_differences(changed), console)
    for title, changes, style in (("Worse", worse, "red"), ("Better", better, "green")):
        _print_changes(title, changes, style, console)


def _overall(summary: Fields, *, named: bool) -> Table:
    table = _table("All questions", right=["", "95 % interval", "of"])
    for figure in FIGURES:
        fields = summary["all"][figure.name]
        table.add_row(
            f"{figure.title} ({figure.name})" if named else figure.title,
            shown(fields["value"], figure),
            shown_interval(fields["low"], fields["high"], figure),
            str(fields["n"]),
        )
    return table


def _grouped(groups: Mapping[str, Fields], title: str) -> Table:
    table = _table(title, right=["of", *HEADLINES.values()], gap=0)
    for group, fields in groups.items():
        name = Text(one_line(group))
        name.truncate(LONGEST_NAME, overflow="ellipsis")
        values = (_short(fields[figure]["value"], BY_NAME[figure]) for figure in HEADLINES)
        table.add_row(name, str(fields["correct"]["n"]), *values)
    return table


def _short(value: float | None, figure: Figure) -> str:
    return percent(value) if value is not None and figure.unit == "share" else shown(value, figure)


def _differences(differences: Sequence[Difference]) -> Table:
    table = _table("Questions in both", right=["before", "now", "change", "95 % interval"])
    for one in differences:
        figure = BY_NAME[one.figure]
        change = one.difference
        table.add_row(
            figure.title,
            shown(one.old, figure),
            shown(one.new, figure),
            shown_change(change.value, figure),
            f"{shown_change(change.low, figure)} … {shown_change(change.high, figure)}",
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


def _print_table(table: Table, console: Console) -> None:
    table.width = None if console.width >= NARROWEST else NARROWEST
    console.print(table, crop=False, soft_wrap=console.width < NARROWEST)
    console.print()


def _table(title: str, right: Sequence[str], gap: int = 1) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap, 0, 0))
    table.add_column(title, overflow="fold")  # the only column that gives way
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table
