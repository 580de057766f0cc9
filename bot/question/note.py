"""How a question was understood, in a sentence for the person who asked it."""

from __future__ import annotations

from bot.question.dates import AskedTime
from bot.wording import Wording, wording

LONGEST_WORDS = 60  # characters of the question that are repeated
MOST_OUTLETS = 4


def understood(
    time: AskedTime | None, outlets: tuple[str, ...], newest_first: bool, language: str
) -> str | None:
    """How a question's time and outlets were understood, and which articles come first for it.

    Args:
        time: the days that it names.
        outlets: the stored outlets that it names.
        newest_first: whether it asks for what is newest.
        language: of the sentence; English where there are no words for it.

    Returns:
        One sentence; None where nothing was understood.
    """
    said = wording(language)
    preferred = _preferred(said, time, outlets, newest_first)
    if not preferred:
        return None
    what = said.come_first.format(what=said.listing(preferred))
    days = said.period(time.first, time.last) if time else ""
    if time is None or days in time.words:  # "8 April 2021" needs no explaining
        return what[0].upper() + what[1:]
    origin = said.counted_from.format(day=said.day(time.counted_from)) if time.counted_from else ""
    return said.understood.format(words=_short(time.words), days=days, origin=origin, what=what)


def _preferred(
    said: Wording, time: AskedTime | None, outlets: tuple[str, ...], newest_first: bool
) -> list[str]:
    preferred = []
    if time:
        preferred.append(said.that_day if time.first == time.last else said.those_days)
    if outlets:
        more = ["…"] if len(outlets) > MOST_OUTLETS else []
        named = said.listing([*outlets[:MOST_OUTLETS], *more])
        preferred.append(said.from_outlets.format(outlets=named))
    if newest_first:
        preferred.append(said.newest)
    return preferred


def _short(words: str) -> str:
    """The words without their middle where they are many, white space as blanks."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_WORDS:
        return line
    first, last = line[:24].rpartition(" ")[0], line[-24:].partition(" ")[2]
    return f"{first} … {last}"
