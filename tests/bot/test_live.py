import time
from collections.abc import Iterator
from io import StringIO

import pyte
from rich.console import Console

from bot.live import FRAMES_PER_SECOND, Draft
from bot.schema import Answer, Coverage

ANSWER = Answer("?", "?", "en", True, "write", "Done.", (), (), Coverage(0, ()))
COLUMNS, ROWS = 40, 6


class Screen:
    """What a terminal makes of what was written to it."""

    def __init__(self, *, terminal: bool = True) -> None:
        self.written = StringIO()
        self.console = Console(
            file=self.written, force_terminal=terminal, width=COLUMNS, height=ROWS
        )

    @property
    def lines(self) -> list[str]:
        time.sleep(3 / FRAMES_PER_SECOND)
        screen = pyte.Screen(COLUMNS, ROWS)
        pyte.Stream(screen).feed(self.written.getvalue().replace("\n", "\r\n"))
        return [line.rstrip() for line in screen.display if line.strip()]


def test_a_draft_grows_and_goes() -> None:
    screen = Screen()
    seen = []

    def stream() -> Iterator[str | Answer]:
        seen.append(screen.lines)
        yield "Zoom \x1b[31mstopped"
        seen.append(screen.lines)
        yield " selling [1].\n"
        yield "And more. " * 30
        seen.append(screen.lines)
        yield ANSWER

    with Draft(screen.console) as draft:
        draft.say("Searching")
        assert draft.follow(stream()) is ANSWER
    assert seen[0][0].endswith("Searching …")
    assert seen[1] == ["Zoom stopped"]
    assert len(seen[2]) == ROWS - 2  # the end of it
    assert seen[2][-1].endswith("And more.")
    assert screen.lines == []


def test_where_there_is_no_terminal_only_announcements_are_shown() -> None:
    screen = Screen(terminal=False)
    with Draft(screen.console) as draft:
        draft.say("Loading")
        draft.announce("Unpacking, this once")
        draft.follow(iter(["Zoom", ANSWER]))
    assert screen.written.getvalue() == "Unpacking, this once\n"
