"""The memory of a chat: its last few turns."""

from __future__ import annotations

from collections import deque

from bot.citations import strip_citation_marks
from bot.schema import Turn


class Conversation:
    """The last turns of one chat, oldest first; older ones are forgotten."""

    def __init__(self, limit: int = 6) -> None:
        self._turns: deque[Turn] = deque(maxlen=limit)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns that are remembered."""
        return tuple(self._turns)

    def add(self, question: str, answer_text: str = "") -> None:
        """Remember an exchange.

        Citation marks are taken out: their numbers belong to one answer, and a model that read
        them would write them into the next.
        """
        self._turns.append(Turn(question, strip_citation_marks(answer_text)))

    def reset(self) -> None:
        """Forget everything."""
        self._turns.clear()
