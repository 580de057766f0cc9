"""An answer before it is delivered, and as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kept:
    """An answer that was given, and the messages that hold it."""

    id: int
    conversation: str
    chat: int
    question_message: int
    message_ids: tuple[int, ...]
    question: str
    body: dict[str, Any]  # as `bot.telegram.record` makes it
    sent: int  # when the question was, in Unix time; 0 where that is not known
    edited: int  # when it got this text; 0 if it always had it
    delivered: bool


@dataclass(frozen=True)
class Given:
    """An answer that is about to be delivered."""

    conversation: str
    chat: int
    question_message: int
    question: str
    told: str
    body: dict[str, Any]
    sent: int = 0
    edited: int = 0
