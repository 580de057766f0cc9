"""A `Why` for people: the decision, then the figures behind it.

They stand in tables of up to 80 columns; on a narrower terminal each row is a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from bot.paragraphs import print_line
from bot.refusal import Decision
from bot.schema import Answer
from bot.untrusted import one_line
from bot.why import FoundChunk, WeighedSentence, Why, explain, shortened
from index.schema import ArticleFilter, Preference

BROADEST = 200  # columns; no table comes near it
QUIET = "dim"
# What the names of a sentence's features are shortened to, so that its table fits.
HEADINGS = {"chunk_cosine": "chunk", "chunk_lexical": "lexical"}


@dataclass(frozen=True)
class _Row:
    """Figures by name, and what they are of."""

    name: str
    figures: dict[str, str]


def print_why(answer: Answer, console: Console) -> None:
    """Print how an answer of the engine came about, under the names that `--json` has."""
    why = explain(answer)
    console.print()
    for label, text in _told(why):
        print_line(console, Text(one_line(text)), label=Text(f"{label:<11}", "bold"))
    _print_judgement(why.judgement, console)
    if why.hits:
        _print_hits(why.hits, console)
    if why.sentences:
        _print_sentences(why.sentences, console)


def _told(why: Why) -> Iterable[tuple[str, str]]:
    """What is told in a line each, under its label."""
    yield "Decision", why.decision
    threshold = why.judgement.regression.threshold
    yield "Confidence", f"{shortened(why.confidence)}, threshold {threshold:.2f}"
    yield "Question", f"{why.question} ({why.language}), asked on {why.today}"
    yield "Preferred", _preference(why.preference)
    yield "Filter", _filter(why.where)
    yield "Index", f"{why.generation}, {why.articles} articles, fingerprint {why.fingerprint}"
    yield "Model", why.model
    yield from (("Doubt", doubt) for doubt in why.doubts)
    yield from (("Note", note) for note in why.notes)


def _preference(prefer: Preference | None) -> str:
    if prefer is None:
        return "nothing"
    days = f"{prefer.first} – {prefer.last}" if prefer.first else ""
    days = f"as of {prefer.last}" if prefer.as_of else days
    newest = "the newest" if prefer.newest else ""
    return "; ".join(filter(None, [days, ", ".join(prefer.sources), newest]))


def _filter(where: ArticleFilter) -> str:
    since = f"since {where.since}" if where.since else ""
    until = f"until {where.until}" if where.until else ""
    return "; ".join(filter(None, [since, until, ", ".join(where.sources)])) or "none"


def _print_judgement(decision: Decision, console: Console) -> None:
    """What was seen of the best sentence, and what each sign added to the logit."""
    if decision.signs is None:
        return
    parts = decision.regression.parts(decision.signs)
    rows = [
        _Row(name, {"seen": f"{value:.3f}", "part": _signed(parts[name])})
        for name, value in decision.seen.items()
    ]
    rows.append(_Row("intercept", {"seen": "", "part": _signed(decision.regression.intercept)}))
    table = _table("sign", rows)
    table.columns[0].justify = "left"
    for row in rows:
        table.add_row(row.name, *row.figures.values())
    if not _print_table("Signs", table, console):
        for row in rows:
            print_line(console, Text(row.name))
            _print_figures(row, console)


def _print_hits(hits: Sequence[FoundChunk], console: Console) -> None:
    rows = [
        _Row(
            f"{found.hit.article.path}, chunk {found.hit.chunk.position}"
            + ("" if found.read else " (not weighed)"),
            {name: _shown(name, figure) for name, figure in found.figures.items()}
            | {"copies": str(len(found.hit.copies))},
        )
        for found in hits
    ]
    _print_numbered("Hits", rows, console)


def _print_sentences(sentences: Sequence[WeighedSentence], console: Console) -> None:
    rows = [
        _Row(
            sentence.evidence.text,
            {
                "hit": str(sentence.hit),
                "cited": f"[{sentence.citation}]" if sentence.citation else "",
                "score": f"{sentence.evidence.score:.2f}",
            }
            | {
                HEADINGS.get(name, name): _shown(name, value)
                for name, value in sentence.features.items()
            }
            | ({} if sentence.evidence.read else {"margin": "–"}),
        )
        for sentence in sentences
    ]
    _print_numbered("Sentences", rows, console)


def _shown(name: str, figure: float) -> str:
    return f"{figure:.2f}" if name in ("score", "preferred") else f"{figure:.3f}"


def _signed(figure: float) -> str:
    """With its sign, which nothing has none of."""
    text = f"{figure:+.2f}"
    return text if float(text) else "0.00"


def _print_numbered(title: str, rows: Sequence[_Row], console: Console) -> None:
    """Print the figures in a table, and below it what each row is of."""
    table = _table("#", rows)
    table.columns[0].min_width = 2
    for number, row in enumerate(rows, 1):
        table.add_row(str(number), *row.figures.values())
    printed = _print_table(title, table, console)
    for number, row in enumerate(rows, 1):
        print_line(console, Text(one_line(row.name)), label=Text(f"{number:>2}  ", QUIET))
        if not printed:
            _print_figures(row, console)


def _table(first: str, rows: Sequence[_Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in (first, *rows[0].figures):
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _print_table(title: str, table: Table, console: Console) -> bool:
    """Print the title, and the table unless the terminal is too narrow: then return False."""
    console.print(Text(f"\n{title}", "bold"))
    broad = console.options.update(width=BROADEST)
    table.width = Measurement.get(console, broad, table).maximum
    fits = table.width <= console.width or not console.is_terminal
    if fits:
        console.print(table, crop=False, soft_wrap=True)
    return fits


def _print_figures(row: _Row, console: Console) -> None:
    # With a space for the equals sign a line might end between the two.
    figures = "  ".join(f"{name}={figure}" for name, figure in row.figures.items() if figure)
    print_line(console, Text(figures, QUIET), indent=4)
