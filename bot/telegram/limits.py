"""How much one user may ask: a token bucket each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

USERS_KEPT = 10_000
MINUTE = 60.0


class Limits:
    """Token buckets by user: each holds a minute's questions and fills at that rate."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(per_minute)
        self._clock = clock
        self._buckets: dict[int, tuple[float, float]] = {}  # tokens, and when there were so many
        self._warned: set[int] = set()

    def take(self, user: int) -> int:
        """Take a token; 0 if there was one, else the seconds until there is."""
        now = self._clock()
        tokens, then = self._buckets.pop(user, (self._capacity, now))
        tokens = min(self._capacity, tokens + (now - then) * self._capacity / MINUTE)
        spent = tokens - 1 if tokens >= 1 else tokens
        self._buckets[user] = (spent, now)
        if len(self._buckets) > USERS_KEPT:
            oldest = next(iter(self._buckets))
            del self._buckets[oldest]
            self._warned.discard(oldest)
        if spent < tokens:
            self._warned.discard(user)
            return 0
        return math.ceil((1 - tokens) * MINUTE / self._capacity)

    def warns(self, user: int) -> bool:
        """Whether the user is to be told; once until they can ask again."""
        if user in self._warned:
            return False
        self._warned.add(user)
        return True
