"""Record a real chat over the example articles as a picture, `examples/session.svg`.

usage: .venv/bin/python -m examples.record_session

It types into `dateline chat` on a pseudo-terminal and draws the screen that this leaves. After a
change of answers, or of how the chat looks, run it again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyte
from pyte.screens import Char
from rich.console import Console
from rich.style import Style
from rich.text import Text

from tests.terminal import CTRL_L, ENTER, Terminal, after, at_prompt

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "examples" / "session.svg"
COLUMNS, ROWS = 88, 53
FAINT = "8a8a8a"  # for what a terminal shows dimmed, which pyte does not know


class Step(NamedTuple):
    """Keys, and what the screen shows once they have had their effect."""

    keys: str
    seen: Callable[[str], bool]


STEPS = (
    Step(CTRL_L, lambda text: text == ">"),
    Step("Who is Dmitry Peskov?" + ENTER, after("Sources")),
    Step("/open 2" + ENTER, after("  > ")),
    Step("/source harbour" + ENTER, lambda text: text.endswith("\nHarbour Wire\n>")),
    Step("/s", lambda text: "/save" in text),
)


class FaintScreen(pyte.Screen):
    """A screen on which dimmed text is grey."""

    def select_graphic_rendition(self, *attrs: int) -> None:
        """Take the attributes of the characters that follow."""
        super().select_graphic_rendition(*attrs)
        if attrs[:1] == (2,):
            self.cursor.attrs = self.cursor.attrs._replace(fg=FAINT)


def main() -> None:
    """Record, and write the picture."""
    with TemporaryDirectory() as folder:
        surroundings = {"DATELINE_INDEX_DIR": f"{folder}/index", "XDG_STATE_HOME": folder}
        index = [sys.executable, "-m", "bot", "index", "examples/articles"]
        subprocess.run(index, cwd=ROOT, env={**os.environ, **surroundings}, check=True)
        written = _recorded(surroundings)
    screen = FaintScreen(COLUMNS, ROWS)
    pyte.ByteStream(screen).feed(written)
    PICTURE.write_text(_picture(screen), encoding="utf-8")


def _recorded(surroundings: dict[str, str]) -> bytes:
    """What the chat writes while the steps are typed."""
    plain = {**surroundings, "BROWSER": "no-browser"}
    terminal = Terminal("chat", folder=ROOT, columns=COLUMNS, rows=ROWS, **plain)
    terminal.wait_for(at_prompt)
    for step in STEPS:
        terminal.press(step.keys)
        terminal.wait_for(step.seen)
    terminal.close()
    return terminal.written


def _picture(screen: pyte.Screen) -> str:
    lines = [_line(screen, row) for row in range(screen.lines)]
    while not lines[-1].plain.strip():
        lines.pop()
    with Path(os.devnull).open("w") as nowhere:
        console = Console(file=nowhere, record=True, width=COLUMNS, force_terminal=True)
        console.print(Text("\n").join(lines))
        picture = console.export_svg(title="dateline chat", unique_id="dateline")
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)  # it loads from the web


def _line(screen: pyte.Screen, row: int) -> Text:
    line = Text()
    cells = (screen.buffer[row][column] for column in range(screen.columns))
    for style, alike in groupby(cells, _style):
        line.append("".join(cell.data for cell in alike), style)
    return line


def _style(cell: Char) -> Style:
    return Style(
        color=_colour(cell.fg),
        bgcolor=_colour(cell.bg),
        bold=cell.bold,
        italic=cell.italics,
        reverse=cell.reverse,
    )


def _colour(name: str) -> str | None:
    """A colour of pyte under its name in rich."""
    if name == "default":
        return None
    if re.fullmatch("[0-9a-f]{6}", name):
        return f"#{name}"
    return name.replace("brown", "yellow").replace("bright", "bright_")


if __name__ == "__main__":
    main()
