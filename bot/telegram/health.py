"""A sign of life in a file, by which `dateline telegram --healthy` tells whether the bot lives."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from bot.settings import Settings
from bot.telegram.store import state_path
from index.errors import UserFacingError

BEAT_SECONDS = 10.0
DEAD_SECONDS = 60.0


def heartbeat_path(settings: Settings) -> Path:
    """The file, beside the bot's memory."""
    return state_path(settings).with_suffix(".heartbeat")


async def beat(path: Path, is_well: Callable[[], bool]) -> None:
    """Touch the file every ten seconds while all is well, until cancelled."""
    while True:
        if is_well():
            path.touch(mode=0o600)
        await asyncio.sleep(BEAT_SECONDS)


def check_health(settings: Settings) -> str:
    """Say that the bot lives.

    Raises:
        UserFacingError: it does not, or has not reached Telegram for a minute.
    """
    path = heartbeat_path(settings)
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError as error:
        raise UserFacingError("the bot is not running: start it with dateline telegram") from error
    if age > DEAD_SECONDS:
        raise UserFacingError(
            f"no sign of life for {age:.0f} s: the bot hangs, or cannot reach Telegram"
        )
    return f"The bot is well: a sign of life {age:.0f} s ago."
