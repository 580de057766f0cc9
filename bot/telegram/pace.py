"""How often a chat is shown that an answer is on its way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds between signs of life."""

    typing: float = 4.5  # Telegram shows it for five
    draft: float = 1.0  # between frames at least, as the next
    edit: float = 3.0
    renewal: float = 20.0  # of an unchanged draft, which is gone after 30
    notice: float = 1.5  # an answer that is there by then comes unannounced
    last_frame: float = 3.0  # for one that is under way when the answer is there


PACE = Pace()
