"""Dates as machines write them: in addresses, in file names, in what a format states."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from index.metadata.calendar_words import month_number
from index.metadata.dates import Choose, calendar_date, find_date

YEAR = r"(?P<y>(?:19|20)\d\d)"
IN_PATH = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"/{YEAR}[-/](?P<m>[01]?\d)[-/](?P<d>[0-3]?\d)(?!\d)",
        rf"/{YEAR}[-/]?(?P<name>[a-z]{{3,9}})[-/]?(?P<d>[0-3]?\d)(?!\d)",
        rf"/{YEAR}(?P<m>[01]\d)[/-]?(?P<d>[0-3]\d)(?![0-9A-Za-z])",
        rf"[-_]{YEAR}([-_])(?P<m>[01]\d)\2(?P<d>[0-3]\d)(?!\d)",
        rf"[?&](?:[a-z]{{0,12}}_?date|day|d|published)={YEAR}-?(?P<m>[01]\d)-?(?P<d>[0-3]\d)(?!\d)",
    )
)
IN_NAME = (
    re.compile(
        rf"(?<![0-9A-Za-z]){YEAR}([-_.]?)(?P<m>[01]\d)\2(?P<d>[0-3]\d)(?![0-9A-Za-z])", re.ASCII
    ),
)
STATED = re.compile(rf"\s{{0,9}}(?:D:)?{YEAR}(?P<m>\d\d)(?P<d>\d\d)(?!\d\b)", re.ASCII)
EPOCH = re.compile(r"\s{0,9}(1\d{9})(?:\d{3})?(?:\.\d{1,9})?\s{0,9}", re.ASCII)
HOST = re.compile(r"[a-z]+://[^/?#]*", re.IGNORECASE)


def date_in_url(url: str) -> date | None:
    """Return the date in a URL's path or query, as in ``/2021/04/07/`` and ``?date=2021-04-07``."""
    return _first(IN_PATH, HOST.sub("", url[:2000]))


def date_in_name(name: str) -> date | None:
    """Return the date in a file's name, as in ``2021-04-07-zoom.txt``."""
    return _first(IN_NAME, name)


def stated_date(value: str, choose: Choose | None = None) -> date | None:
    """Return the calendar day, as written, of a date that a format states.

    Args:
        value: in words, as RFC 5322 and ISO 8601 have it, as PDF (``D:20210407…``), or the seconds
            since 1970, whose day is that of Greenwich.
        choose: see :func:`~index.metadata.dates.find_date`.
    """
    value = value[:100]
    found = find_date(value, choose)
    if found:
        return found.day
    epoch = EPOCH.fullmatch(value)
    if epoch:
        moment = datetime.fromtimestamp(int(epoch[1]), UTC)
        return calendar_date(moment.year, moment.month, moment.day)
    match = STATED.match(value)
    return _read(match) if match else None


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> date | None:
    matches = (match for pattern in patterns for match in pattern.finditer(text))
    return next(filter(None, map(_read, matches)), None)


def _read(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    month = month_number(groups["name"]) if groups.get("name") else int(groups["m"])
    return calendar_date(int(groups["y"]), month, int(groups["d"])) if month else None
