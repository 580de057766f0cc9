"""How paragraphs stand on a terminal: broken between words, further lines below the first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from shutil import get_terminal_size

from rich.console import Console, ConsoleDimensions
from rich.text import Text

from bot.untrusted import one_line
from index.errors import UserFacingError

WIDEST = 100  # columns; longer lines are hard to read
NARROWEST = 16  # columns beside a label; with fewer the text begins anew below it


def make_console(*, stderr: bool = False) -> Console:
    """The console of standard output, or of standard error.

    Markup, emoji codes and highlighting are off: what articles say is shown as it is.
    """
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if console.is_dumb_terminal:  # rich takes all of them for 80 columns wide
        console.size = ConsoleDimensions(*get_terminal_size())
    return console


def print_error(error: UserFacingError, console: Console) -> None:
    """Say what went wrong; in one line where a program reads it."""
    print_line(console, Text(f"Error: {one_line(str(error))}"))


def print_line(
    console: Console,
    text: Text,
    *,
    label: Text | None = None,
    indent: int = 0,
    hang: int | None = None,
) -> None:
    """Print a paragraph after its label; on a terminal further lines begin where the first does.

    What has no spaces, such as a path, is left for the terminal to wrap: it can be copied then.

    Args:
        console: where; what is no terminal gets one line.
        text: may have line ends of its own, but not together with `hang`.
        label: before the first line, after the indent.
        indent: columns before the paragraph.
        hang: columns before the further lines, where that is not where the text begins.
    """
    start = Text(" " * indent) + (label or Text(""))
    if label and console.width - start.cell_len < NARROWEST:
        start, text = Text(" " * indent), Text.assemble(label, text)
    further = Text(" " * (start.cell_len if hang is None else hang))
    lines: Iterator[Text] = iter([text])
    if console.is_terminal and " " in text.plain:
        lines = _wrapped(text, console, start.cell_len, further.cell_len)
    for line in lines:
        line.rstrip()
        console.print(start + line, soft_wrap=True)
        start = further


def _wrapped(text: Text, console: Console, first: int, further: int) -> Iterator[Text]:
    """The text's lines, for so many columns before the first and before the others."""
    width = min(console.width, WIDEST)
    lines = text.wrap(console, max(width - first, 10))
    if first == further or len(lines) < 2:
        return iter(lines)
    end = len(lines[0].plain.rstrip())
    rest = text[end + text.plain[end:].startswith(" ") :]
    return chain(lines[:1], rest.wrap(console, max(width - further, 10)))
