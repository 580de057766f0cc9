"""A pseudo-terminal with `dateline` in it: keys go in, the screen is read as a person sees it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

PATIENCE = 30.0  # seconds
ENTER, UP = "\r", "\x1b[A"
CTRL_C, CTRL_D = "\x03", "\x04"


class Terminal:
    """`dateline` with arguments, on a screen; lines that scroll out at the top are kept."""

    def __init__(
        self, *arguments: str, folder: Path, columns: int = 80, rows: int = 60, **environment: str
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._bytes = pyte.ByteStream(self._screen)
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
        self._child.close(force=True)

    def _read(self) -> None:
        try:
            output = self._child.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self._bytes.feed(output)
        if b"\x1b[6n" in output:  # "where is the cursor?"
            cursor = self._screen.cursor
            self._child.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")
