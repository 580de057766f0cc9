"""The buttons under messages, and what a pressed one asks for.

A button comes back as up to 64 bytes that anybody could have made up: only what reads as one of
ours is taken, and whose it is the caller must look up.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.texts import Texts

NAMED = 3  # passages that have a button with a word; more have their mark alone
PER_ROW = 6
MOST = 60  # passages; Telegram takes 100 buttons
_DATA = re.compile(r"p:(\d{1,18}):(\d{1,3})|v:(\d{1,18}):(-?1)|s:(\d{1,18})", re.ASCII)


class Passage(NamedTuple):
    """Show the passage behind a citation."""

    answer_id: int
    number: int


class Vote(NamedTuple):
    """An answer was good (1) or bad (-1)."""

    answer_id: int
    value: int


class Stop(NamedTuple):
    """Stop an answer that is under way."""

    run_id: int


def answer_keyboard(
    answer_id: int, citations: int, texts: Texts, vote: int | None = None
) -> InlineKeyboardMarkup:
    """The buttons under an answer: a passage for each citation, and the votes.

    Args:
        answer_id: what the buttons come back with.
        citations: how many passages there are, numbered from 1.
        texts: of the person who asked.
        vote: 1 or -1 where it was given, for its button to be marked.
    """
    label = texts.passage if citations <= NAMED else "[{number}]"
    passages = [
        InlineKeyboardButton(label.format(number=number), callback_data=f"p:{answer_id}:{number}")
        for number in range(1, min(citations, MOST) + 1)
    ]
    votes = [
        InlineKeyboardButton(
            f"✓ {text}" if vote == value else text, callback_data=f"v:{answer_id}:{value}"
        )
        for text, value in ((texts.good, 1), (texts.bad, -1))
    ]
    rows = [passages[at : at + PER_ROW] for at in range(0, len(passages), PER_ROW)]
    return InlineKeyboardMarkup([*rows, votes])


def stop_keyboard(run_id: int, texts: Texts) -> InlineKeyboardMarkup:
    """The button that stops an answer under way."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(texts.stop, callback_data=f"s:{run_id}")]])


def parse(data: object) -> Passage | Vote | Stop | None:
    """What a button asks for; None where it is none of ours."""
    found = _DATA.fullmatch(data) if isinstance(data, str) else None
    if found is None:
        return None
    if found[1]:
        return Passage(int(found[1]), int(found[2]))
    if found[3]:
        return Vote(int(found[3]), int(found[4]))
    return Stop(int(found[5]))
