"""Which articles may answer in a chat, and in which language the words around an answer are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.filters import UsageError, match_sources, read_filter
from bot.untrusted import one_line
from bot.wording import languages, wording
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from bot.repl import Chat

NAMED = 3  # outlets that a scope names
OFFERED = 24  # dates in a menu; of more, their months are offered, or years

Offer = tuple[str, str]
"""What an argument may be, and what is said of it beside it."""


def scope_text(where: ArticleFilter) -> str:
    """What the filter lets through, as short as can be: ``since 2021-04-08 · Harbour Wire``."""
    parts = [f"since {where.since}"] if where.since else []
    if where.until:
        parts.append(f"until {where.until}")
    named = ", ".join(where.sources[:NAMED])
    more = len(where.sources) - NAMED
    if named:
        parts.append(named + (f" and {more} more" if more > 0 else ""))
    return one_line(" · ".join(parts))


def set_since(chat: Chat, day: str) -> None:
    """Let only articles from `day` on answer; from any day if it is empty."""
    until = _typed(chat.where.until)
    since = read_filter(day or None, until, ()).since
    _change(chat, replace(chat.where, since=since))


def set_until(chat: Chat, day: str) -> None:
    """Let only articles up to `day` answer; up to any if it is empty."""
    since = _typed(chat.where.since)
    until = read_filter(since, day or None, ()).until
    _change(chat, replace(chat.where, until=until))


def set_sources(chat: Chat, names: str) -> None:
    """Let only these outlets answer, with commas between; all of them if `names` is empty.

    Raises:
        UserFacingError: there is no such outlet.
    """
    where = replace(chat.where, sources=())
    if names:
        outlets = chat.engine().coverage().outlets
        is_one = any(names.casefold() in outlet.casefold() for outlet in outlets)
        wanted = [names] if is_one else filter(None, map(str.strip, names.split(",")))
        where = match_sources(replace(where, sources=tuple(wanted)), outlets)
    _change(chat, where)


def set_language(chat: Chat, code: str) -> None:
    """Put the words around answers into one language; into the question's if `code` is empty.

    Raises:
        UsageError: there are no words in that language.
    """
    code = code.lower()
    if code and code not in languages():
        raise UsageError(f"there are no words in {code!r}; there are in {', '.join(languages())}")
    chat.language = code or None
    meant = wording("en").naming(code) if code else "in the language of the question"
    chat.console.print(f"The words around an answer are {meant}.")


def offer_days(chat: Chat, typed: str) -> Iterator[Offer]:
    """The days of the index, the newest first; where they are too many, months or years."""
    coverage = chat.coverage
    days = [str(day) for day in coverage.days] if coverage else []
    for size in (len("2021-04-07"), len("2021-04"), len("2021")):
        found = sorted({day[:size] for day in days if day[:size].startswith(typed)}, reverse=True)
        if len(found) <= OFFERED:
            break
    for day in found:
        articles = sum(other.startswith(day) for other in days)
        yield day, "" if len(day) == len("2021-04-07") else f"{articles} days with articles"


def offer_outlets(chat: Chat, typed: str) -> Iterator[Offer]:
    """The outlets of the index that contain what stands after the last comma."""
    before, comma, last = typed.rpartition(",")
    kept = f"{before}, " if comma else ""
    coverage = chat.coverage
    for outlet in sorted(coverage.outlets if coverage else (), key=str.casefold):
        if last.strip().casefold() in outlet.casefold():
            yield kept + one_line(outlet), ""


def offer_languages(_: Chat, typed: str) -> Iterator[Offer]:
    """The languages that we have words in."""
    for code in languages():
        if code.startswith(typed.lower()):
            yield code, wording("en").naming(code)


def _change(chat: Chat, where: ArticleFilter) -> None:
    chat.where = where
    scope = scope_text(where)
    if not scope:
        chat.console.print("Asking all articles.")
    elif not chat.console.is_terminal:  # there the prompt says so
        chat.console.print(f"Asking only: {scope}", soft_wrap=True)


def _typed(day: date | None) -> str | None:
    return day.isoformat() if day else None
