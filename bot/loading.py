"""Building something slow in the background while a person types."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

T = TypeVar("T")

LOOKS_PER_SECOND = 10


class Loading(Generic[T]):
    """Something that is built in a thread; after a failure the next wait tries again."""

    def __init__(self, build: Callable[[Callable[[str], None]], T]) -> None:
        """Take the function that builds; it is given a function that takes what it is doing."""
        self._build = build
        self._threads = ThreadPoolExecutor(1, "loading")
        self._future: Future[T] | None = None
        self._doing = "Loading"

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._future is None:
            self._future = self._threads.submit(self._build, self._note)

    @property
    def built(self) -> T | None:
        """What was built, None as long as it is not there."""
        future = self._future
        if future is None or not future.done() or future.exception():
            return None
        return future.result()

    def result(self, say: Callable[[str], None]) -> T:
        """Return what was built; `say` is told what is being done as long as it is not there.

        Raises what building raised.
        """
        self.start()
        future = self._future
        assert future is not None
        while not wait([future], 1 / LOOKS_PER_SECOND).done:
            say(self._doing)
        if future.exception():
            self._future = None
        return future.result()

    def _note(self, doing: str) -> None:
        self._doing = doing
