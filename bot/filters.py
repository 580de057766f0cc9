"""Which articles may answer: dates and outlets as a person types them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from index.errors import UserFacingError
from index.schema import ArticleFilter

NAMED = 12  # outlets in a message; more help nobody

_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class UsageError(UserFacingError):
    """What was typed cannot be meant."""


def read_filter(since: str | None, until: str | None, sources: Sequence[str]) -> ArticleFilter:
    """Return the filter that was typed; its outlets still need :func:`match_sources`.

    Args:
        since: a day, or a month or year, of which the first day is taken.
        until: a day, or a month or year, of which the last day is taken.
        sources: outlets, or parts of their names.

    Raises:
        UsageError: a date cannot be read, or the two are the wrong way round.
    """
    first = _period(since)[0] if since else None
    last = _period(until)[1] if until else None
    if first and last and first > last:
        raise UsageError(f"nothing lies between {since} and {until}: the first date is the later")
    return ArticleFilter(first, last, tuple(sources))


def match_sources(where: ArticleFilter, outlets: Collection[str]) -> ArticleFilter:
    """Replace each outlet in `where` by all known ones that contain it, whatever the case.

    Raises:
        UserFacingError: no known outlet contains one of them.
    """
    matched: list[str] = []
    for wanted in where.sources:
        found = [outlet for outlet in outlets if wanted.strip().casefold() in outlet.casefold()]
        if not found:
            raise UserFacingError(f"no outlet in the index is called {wanted!r}; {_known(outlets)}")
        matched.extend(found)
    return replace(where, sources=tuple(dict.fromkeys(matched)))


def _period(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day."""
    found = _PERIOD.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last_day = day or monthrange(first.year, last_month)[1]
        return first, date(first.year, last_month, last_day)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is no date: write 2021-04-07, or 2021-04 or 2021 for a whole month or year"
        ) from error


def _known(outlets: Collection[str]) -> str:
    if not outlets:
        return "none of its articles names its outlet"
    names = sorted(outlets, key=str.casefold)
    more = len(names) - NAMED
    return "it has " + ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
