"""A `Why` for people: the decision, then the figures behind it in tables of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.refusal import Decision, fitted
from bot.schema import Answer
from bot.untrusted import one_line
from bot.why import FEATURE_WEIGHTS, FoundChunk, WeighedSentence, Why, explain, shortened
from index.schema import ArticleFilter, Preference

NARROWEST = 78  # columns; below it the terminal breaks the lines, and no number is cut
QUIET = "dim"
# What the names of a sentence's features are shortened to, so that its table fits.
HEADINGS = {"chunk_cosine": "chunk", "chunk_lexical": "lexical"}


def print_why(answer: Answer, console: Console) -> None:
    """Print how an answer of the engine came about, under the names that `--json` has."""
    why = explain(answer)
    console.print()
    for label, text in _told(why):
        line = Text.assemble((f"{label:<11}", "bold"), one_line(text))
        console.print(line, soft_wrap=True)
    _print_judgement(why.judgement, console)
    if why.hits:
        _print_hits(why.hits, console)
    if why.sentences:
        _print_sentences(why.sentences, console)


def _told(why: Why) -> Iterable[tuple[str, str]]:
    """What is told in a line each, under its label."""
    yield "Decision", why.decision
    threshold = fitted().threshold
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
    parts = fitted().parts(decision.signs)
    rows = [
        [name, f"{value:.3f}", f"{parts[name]:+.2f}"]
        for name, value in decision.signs._asdict().items()
    ]
    rows.append(["intercept", "", f"{fitted().intercept:+.2f}"])
    _print_table("Signs", ["sign", "seen", "part"], rows, console)


def _print_hits(hits: Sequence[FoundChunk], console: Console) -> None:
    rows = [
        [_shown(name, figure) for name, figure in found.figures.items()]
        + [str(len(found.hit.copies))]
        for found in hits
    ]
    _print_table("Hits", [*hits[0].figures, "copies"], rows, console)
    for found in hits:
        unread = "" if found.read else " (not read)"
        where = f"{found.hit.article.path}, chunk {found.hit.chunk.position}{unread}"
        _print_named(found.number, where, console)


def _print_sentences(sentences: Sequence[WeighedSentence], console: Console) -> None:
    rows = [
        [
            str(sentence.hit),
            f"[{sentence.citation}]" if sentence.citation else "",
            f"{sentence.evidence.score:.2f}",
            *(_shown(name, value) for name, value in sentence.features.items()),
        ]
        for sentence in sentences
    ]
    names = [HEADINGS.get(name, name) for name in FEATURE_WEIGHTS]
    _print_table("Sentences", ["hit", "cited", "score", *names], rows, console)
    for number, sentence in enumerate(sentences, 1):
        _print_named(number, sentence.evidence.text, console)


def _shown(name: str, figure: float) -> str:
    return f"{figure:.2f}" if name in ("score", "preferred") else f"{figure:.3f}"


def _print_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], console: Console
) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("#", justify="right")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for number, row in enumerate(rows, 1):
        table.add_row(str(number), *row)
    console.print(Text(f"\n{title}", "bold"))
    table.width = None if console.width >= NARROWEST else NARROWEST
    console.print(table, crop=False, soft_wrap=console.width < NARROWEST)


def _print_named(number: int, text: str, console: Console) -> None:
    console.print(Text.assemble((f"{number:>3} ", QUIET), one_line(text)), soft_wrap=True)
