"""How a question was understood, in a sentence for the person who asked it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.question.dates import AskedTime
from bot.wording import Wording, wording

LONGEST_WORDS = 60  # characters of the question that are repeated
MOST_OUTLETS = 4


def understood(
    time: AskedTime | None,
    outlets: Sequence[str],
    newest_first: bool,
    language: str,
    missing_time: bool = False,
    missing_outlets: bool = False,
) -> str | None:
    """How a question's time and outlets were understood, and which articles come first for it.

    Args:
        time: the days that it names.
        outlets: the stored outlets that it names.
        newest_first: whether it asks for what is newest.
        language: of the sentence; English where there are no words for it.
        missing_time: nothing was found that is of these days.
        missing_outlets: nothing was found that is from these outlets.

    Returns:
        One sentence; None where nothing was understood.
    """
    said = wording(language)
    of_time = [_of_time(said, time)] if time else []
    of_outlets = [_of_outlets(said, outlets)] if outlets else []
    newest = [said.newest] if newest_first else []
    first = [*([] if missing_time else of_time), *([] if missing_outlets else of_outlets), *newest]
    lacking = [*(of_time if missing_time else []), *(of_outlets if missing_outlets else [])]
    parts = [said.come_first.format(what=said.listing(first)).rstrip(".")] if first else []
    parts += [said.not_found.format(what=said.listing(lacking)).rstrip(".")] if lacking else []
    if not parts:
        return None
    what = "; ".join(parts) + "."
    days = said.period(time.first, time.last) if time else ""
    if time is None or days in time.words:  # "8 April 2021" needs no explaining
        return what[0].upper() + what[1:]
    origin = said.counted_from.format(day=said.day(time.counted_from)) if time.counted_from else ""
    return said.understood.format(words=_short(time.words), days=days, origin=origin, what=what)


def _of_time(said: Wording, time: AskedTime) -> str:
    if time.as_of:
        return said.until_then
    return said.that_day if time.first == time.last else said.those_days


def _of_outlets(said: Wording, outlets: Sequence[str]) -> str:
    more = ["…"] if len(outlets) > MOST_OUTLETS else []
    return said.from_outlets.format(outlets=said.listing([*outlets[:MOST_OUTLETS], *more]))


def _short(words: str) -> str:
    """The words without their middle where they are many, white space as blanks."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_WORDS:
        return line
    first, last = line[:24].rpartition(" ")[0], line[-24:].partition(" ")[2]
    return f"{first} … {last}"
