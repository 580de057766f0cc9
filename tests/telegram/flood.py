"""How many messages Telegram takes, and the faults that a test puts in the way."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """An answer of the Bot API that is not `ok`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Bucket:
    """So many at once, and then so many a second."""

    burst: float
    rate: float
    left: float = field(init=False)
    _since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left = self.burst

    def take(self) -> None:
        """Count one.

        Raises:
            Refused: that was one too many.
        """
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self._since) * self.rate)
        self._since = now
        if self.left < 1:
            seconds = math.ceil((1 - self.left) / self.rate)
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self.left -= 1


PER_CHAT = {"private": (3, 1.0), "group": (3, 1.0), "supergroup": (3, 1.0)}
PER_GROUP_AND_MINUTE = 20
DRAFTS = (4, 2.0)
ALL_CHATS = (30, 30.0)


class Flood:
    """The limits: one message a second to a chat, 20 a minute to a group, 30 a second to all."""

    def __init__(self) -> None:
        self.on = True
        self._all = Bucket(*ALL_CHATS)
        self._chats: dict[tuple[int, str], Bucket] = {}

    def message(self, chat: int, kind: str) -> None:
        """Count a message, or an edit of one."""
        if self.on:
            self._bucket(chat, "second", *PER_CHAT[kind]).take()
            if kind != "private":
                burst = PER_GROUP_AND_MINUTE
                self._bucket(chat, "minute", burst, burst / 60).take()
            self._all.take()

    def draft(self, chat: int) -> None:
        """Count a frame of a preview."""
        if self.on:
            self._bucket(chat, "draft", *DRAFTS).take()

    def _bucket(self, chat: int, name: str, burst: float, rate: float) -> Bucket:
        return self._chats.setdefault((chat, name), Bucket(burst, rate))


@dataclass
class Fault:
    """What happens instead of an answer, `times` times; -1: until it is taken out."""

    method: str = ""  # none: every method but getUpdates
    status: int = 0
    description: str = ""
    retry_after: int = 0
    page: str = ""  # sent instead of JSON, as a proxy in between would
    wait: float = 0.0  # seconds before anything else
    drop: bool = False  # the connection breaks
    done: bool = False  # the method is carried out all the same
    times: int = 1
    where: Callable[[dict[str, Any]], bool] = lambda _: True

    def fits(self, method: str, parameters: dict[str, Any]) -> bool:
        named = method == self.method.lower() if self.method else method != "getupdates"
        return self.times != 0 and named and self.where(parameters)

    @property
    def refusal(self) -> Refused | None:
        """The answer that it gives, if it gives one in JSON."""
        if self.retry_after:
            words = f"Too Many Requests: retry after {self.retry_after}"
            return Refused(429, words, retry_after=self.retry_after)
        return Refused(self.status, self.description) if self.status and not self.page else None
