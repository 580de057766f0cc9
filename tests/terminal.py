"""A pseudo-terminal with `dateline` in it: keys go in, the screen is read as a person sees it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pexpect
import pyte
import pytest
from rich.console import Console

from bot.untrusted import harmless

PATIENCE = 30.0  # seconds
ENTER, ALT_ENTER, TAB = "\r", "\x1b\r", "\t"
UP, DOWN = "\x1b[A", "\x1b[B"
CTRL_C, CTRL_D, CTRL_L = "\x03", "\x04", "\x0c"

Open = Callable[..., "Terminal"]


def pasted(text: str) -> str:
    """What a terminal sends when a text is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


class Terminal:
    """`dateline` with arguments, on a screen; lines that scroll out at the top are kept."""

    def __init__(
        self, *arguments: str, folder: Path, columns: int = 80, rows: int = 60, **environment: str
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._bytes = pyte.ByteStream(self._screen)
        self.written = b""  # everything that came, with its escape sequences
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "bot", *arguments],
            cwd=str(folder),
            env={**os.environ, "TERM": "xterm-256color", **environment},  # type: ignore[arg-type]
            dimensions=(rows, columns),
        )

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, without the empty lines at its end."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip().split("\n")

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def press(self, keys: str) -> None:
        """Type keys; some have names above."""
        self._child.send(keys)

    def wait_for(self, seen: Callable[[str], bool], patience: float = PATIENCE) -> str:
        """Return the screen's text once `seen` is true of it."""
        end = time.monotonic() + patience
        while not seen(self.text):
            assert time.monotonic() < end, f"still not there:\n{self.text}"
            self._read()
        return self.text

    def wait_for_end(self) -> int:
        """Return the exit code."""
        end = time.monotonic() + PATIENCE
        while self._child.isalive() and time.monotonic() < end:
            self._read()
        self._read()
        self._child.close()
        assert self._child.exitstatus is not None, f"did not end by itself:\n{self.text}"
        return int(self._child.exitstatus)

    def close(self) -> None:
        """End the program if it still runs."""
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
            self._child.wait()
        self._child.close()

    def _read(self) -> None:
        try:
            output = self._child.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.written += output
        self._bytes.feed(output)
        if b"\x1b[6n" in output:  # "where is the cursor?"
            cursor = self._screen.cursor
            self._child.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where a chat keeps its history."""
    return tmp_path / "home"


@pytest.fixture
def chat(indexed: Path, home: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens `dateline chat` over the example articles, without browser or system clipboard."""
    opened: list[Terminal] = []
    surroundings = {
        "XDG_STATE_HOME": str(home),
        "DATELINE_INDEX_DIR": str(indexed),
        "BROWSER": "no-browser",
        "PATH": str(tmp_path),
    }

    def open_chat(*arguments: str, columns: int = 80, **environment: str) -> Terminal:
        environment = {**surroundings, **environment}
        terminal = Terminal(
            *("chat", *arguments), folder=tmp_path, columns=columns, rows=60, **environment
        )
        opened.append(terminal)
        terminal.wait_for(at_prompt)
        return terminal

    yield open_chat
    for terminal in opened:
        terminal.close()


def at_prompt(text: str) -> bool:
    """Whether the next line can be typed."""
    return text.endswith("\n>")


def after(text: str) -> Callable[[str], bool]:
    """Whether the next line can be typed, and this is there."""
    return lambda screen: text in screen and at_prompt(screen)


def on_screen(print_it: Callable[..., None], *printed: object, **options: bool) -> str:
    """What printing it leaves on a terminal, colours and links aside."""
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=80, highlight=False, emoji=False)
    print_it(*printed, console, **options)
    return harmless(out.getvalue())
