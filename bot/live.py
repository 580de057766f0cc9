"""What stands on a terminal while an answer is on its way, and goes when it is there."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from bot.schema import Answer
from bot.untrusted import harmless

FRAMES_PER_SECOND = 8


class Draft:
    """A spinner, then the answer as it is written.

    A written answer is checked at its end: sentences may fall away, marks change their numbers.
    So what is shown here is taken away again and the answer printed in its place. Where the output
    is no terminal nothing is shown.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, transient=True, refresh_per_second=FRAMES_PER_SECOND)
        self._doing = ""

    def __enter__(self) -> Draft:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def announce(self, line: str) -> None:
        """Print a line that stays, also where the output is no terminal."""
        self._console.print(line)

    def say(self, doing: str) -> None:
        """Show what is going on, until there is text."""
        if doing != self._doing:
            self._doing = doing
            self._live.update(Spinner("dots", Text(f"{doing} …", "dim")))

    def follow(self, stream: Iterator[str | Answer]) -> Answer:
        """Show the pieces as they come, and return the answer that ends them."""
        text = ""
        for piece in stream:
            if isinstance(piece, Answer):
                return piece
            text += piece
            self._live.update(self._end_of(text))
        raise AssertionError("an Answer ends every stream")

    def _end_of(self, text: str) -> Text:
        """As much of the end as fits on the screen."""
        lines = Text(harmless(text)).wrap(self._console, self._console.width)
        return Text("\n").join(lines[-max(self._console.height - 2, 1) :])
