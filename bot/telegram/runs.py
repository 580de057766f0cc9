"""The answers under way, so that they can be stopped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count


@dataclass
class Run:
    """An answer under way; `stopped` may be read from any thread."""

    id: int
    chat: int
    question_message: int
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    superseded: bool = False  # stopped because the question was edited


class Runs:
    """All that are under way."""

    def __init__(self) -> None:
        self._runs: dict[int, Run] = {}
        self._ids = count(time.time_ns() // 1000)  # buttons of an earlier start stop nothing

    def __len__(self) -> int:
        return len(self._runs)

    @contextmanager
    def begin(self, chat: int, question_message: int) -> Iterator[Run]:
        """Enter an answer for as long as it is worked on."""
        run = Run(next(self._ids), chat, question_message)
        self._runs[run.id] = run
        try:
            yield run
        finally:
            del self._runs[run.id]

    def stop(self, run_id: int, chat: int) -> bool:
        """Stop an answer; false if no such one is under way in this chat."""
        run = self._runs.get(run_id)
        if run is None or run.chat != chat:
            return False
        run.stopped.set()
        return True

    def supersede(self, chat: int, question_message: int) -> None:
        """Stop the answer to a message that was edited."""
        for run in self._runs.values():
            if (run.chat, run.question_message) == (chat, question_message):
                run.superseded = True
                run.stopped.set()
