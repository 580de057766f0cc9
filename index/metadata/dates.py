"""Dates as newspapers print them: a day, a month and a year, in words or in numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from index.metadata.calendar_words import month_number, weekday_number

EARLIEST = date(1990, 1, 1)
TOLERANCE = timedelta(days=2)  # for time zones, and for papers that date ahead
BUDDHIST_ERA = 543  # years ahead of ours; Thai papers count so

GAP = r"[ \t\n\u00a0\u202f]{0,3}"
BLANK = r"[ \t\n\u00a0\u202f]{1,3}"
DAY = r"(?P<day>\d{1,2})"
YEAR = r"(?P<year>\d{4})(?!\d)"
ORDINAL = r"(?:st\b|nd\b|rd\b|th\b|er\b|[.º°ª]|-?(?:го|е)\b)?"
OF = r"(?:(?:of|de|del|den)[ \u00a0]|d['’])?"
# Combining vowels of Hindi and Thai are no \w, so that it is said what a name does not hold.
NAME = r"[^\s\d,;:|/()\[\]<>«»\"“”–—_-]{2,20}"
NOT_BEFORE = r"(?<![\d.,/-])"
CLOCK = r"(?:,?[ \u00a0]\d{1,2}:\d\d(?::\d\d)?(?:[ \u00a0](?:[+-]\d{4}|[A-Z]{3,4}))?)?"
DAY_MONTH = rf"{NOT_BEFORE}{DAY}{ORDINAL}(?:{GAP}|[-/]){OF}(?P<name>{NAME})(?:/{NAME})?"
MONTH_DAY = rf"(?<![^\W\d_])(?P<name>{NAME}){BLANK}{DAY}{ORDINAL}(?!\d)"

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{NOT_BEFORE}(?P<year>\d{{4}})(?P<sep>[-/.] ?)(?P<month>\d{{1,2}})(?P=sep){DAY}(?!\d)",
        rf"{NOT_BEFORE}(?P<first>\d{{1,2}})(?P<sep>[./-] ?)(?P<second>\d{{1,2}})(?P=sep){YEAR}",
        rf"{DAY_MONTH}(?:[,.]?{GAP}|[-/]){OF}{YEAR}",
        rf"{MONTH_DAY}{CLOCK},?{BLANK}{OF}{YEAR}",
        rf"{NOT_BEFORE}(?P<year>\d{{4}})\.?{BLANK}(?:m\. )?(?P<name>{NAME}){BLANK}{DAY}(?!\d)",
        rf"{NOT_BEFORE}(?P<year>\d{{4}}) ?[年년] ?(?P<month>\d{{1,2}}) ?[月월] ?{DAY} ?[日일]",
        rf"{NOT_BEFORE}{DAY} [Tt]háng (?P<month>\d{{1,2}})(?:,|,? năm)? {YEAR}",
    )
)
WITHOUT_YEAR = tuple(
    re.compile(pattern)
    for pattern in (rf"{DAY_MONTH}(?!{GAP}\d{{4}})", rf"{MONTH_DAY}(?![\d:.,]?\d)")
)
FOUR_DIGITS = re.compile(r"\d{4}(?!\d)")
WEEKDAY = rf"(?P<two>(?:{NAME} )?(?P<one>{NAME}(?:-{NAME})?))"
WEEKDAY_BEFORE = re.compile(rf"(?<![^\W\d_]){WEEKDAY}(?P<mark>[,.]?){BLANK}\(?$")
DAY_FIRST_ZONE = re.compile(
    r"\b(?:WIB|WITA|WIT|MSK|МСК|мск|CET|CEST|MEZ|MESZ|EET|EEST|TRT|SGT|GST|BST|ICT|PKT)\b"
)
MONTH_FIRST_ZONE = re.compile(r"\b(?:ET|EST|EDT|CDT|MST|MDT|PT|PST|PDT)\b")


class FoundDate(NamedTuple):
    """A date and where in the searched text it stands, the weekday before it included."""

    day: date
    start: int
    end: int


class DayOfYear(NamedTuple):
    """A day and a month without a year, and where they stand."""

    month: int
    day: int
    weekday: int | None  # 0 is Monday
    start: int
    end: int


Choose = Callable[[date, date], date | None]
"""Decides what 04/07/2021 is, given 4 July and 7 April."""


def find_date(text: str, choose: Choose | None = None) -> FoundDate | None:
    """Return the first full calendar date (day, month and year) in `text`.

    Args:
        text: a line or a part of one; a year's digits in it make the search slow, not its length.
        choose: asked about dates like 04/07/2021, unless weekday or time zone tell. By default
            they are none: better none than the wrong one.
    """
    return next(find_dates(text, choose), None)


def find_dates(text: str, choose: Choose | None = None) -> Iterator[FoundDate]:
    """Yield the full calendar dates in `text`, in order; see :func:`find_date`."""
    if not FOUR_DIGITS.search(text):
        return
    matches = (match for pattern in PATTERNS for match in pattern.finditer(text))
    end = 0
    for match in sorted(matches, key=re.Match.start):
        found = _read_match(match, choose) if match.start() >= end else None
        if found is not None:
            end = found.end
            yield found


def find_day_of_year(text: str) -> DayOfYear | None:
    """Return the first day with a month's name, as in "Wednesday, April 7"."""
    for pattern in WITHOUT_YEAR:
        for match in pattern.finditer(text):
            month = month_number(match["name"])
            if month and 1 <= int(match["day"]) <= 31:
                weekday, start = _weekday_before(text, match.start())
                return DayOfYear(month, int(match["day"]), weekday, start, match.end())
    return None


def in_year_of(found: DayOfYear, other: date) -> date | None:
    """Return the day next to `other`; None where it has another weekday there."""
    days = (
        calendar_date(year, found.month, found.day)
        for year in (other.year - 1, other.year, other.year + 1)
    )
    nearest = min(filter(None, days), key=lambda day: abs(day - other), default=None)
    if nearest is None or found.weekday not in (None, nearest.weekday()):
        return None
    return nearest


def calendar_date(year: int, month: int, day: int) -> date | None:
    """Return the date, None if there is no such day or no article can be of that day."""
    try:
        found = date(year, month, day)
    except ValueError:  # 31 February
        return None
    latest = datetime.now(UTC).date() + TOLERANCE
    return found if EARLIEST <= found <= latest else None


def _read_match(match: re.Match[str], choose: Choose | None) -> FoundDate | None:
    groups = match.groupdict()
    year = _common_era(int(groups["year"]), match)
    weekday, start = _weekday_before(match.string, match.start())
    if groups.get("first"):
        first, second = int(groups["first"]), int(groups["second"])
        day_first = calendar_date(year, second, first)
        month_first = calendar_date(year, first, second)
        if "." in groups["sep"]:
            month_first = None
        after = match.string[match.end() : match.end() + 30]
        day = _one_of(day_first, month_first, weekday, after, choose)
    else:
        month = int(groups["month"]) if groups.get("month") else month_number(groups["name"])
        day = calendar_date(year, month, int(groups["day"])) if month else None
    return FoundDate(day, start, match.end()) if day else None


def _one_of(
    day_first: date | None,
    month_first: date | None,
    weekday: int | None,
    after: str,
    choose: Choose | None,
) -> date | None:
    """Decide between 7 April and 4 July."""
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if weekday is not None and day_first.weekday() != month_first.weekday():
        fitting = [day for day in (day_first, month_first) if day.weekday() == weekday]
        if fitting:
            return fitting[0]
    if DAY_FIRST_ZONE.search(after):
        return day_first
    if MONTH_FIRST_ZONE.search(after):
        return month_first
    return choose(day_first, month_first) if choose else None


def _common_era(year: int, match: re.Match[str]) -> int:
    around = match.string[max(0, match.start() - 40) : match.end() + 40]
    is_thai = year > 2400 and any("\u0e00" <= sign <= "\u0e7f" for sign in around)
    return year - BUDDHIST_ERA if is_thai else year


def _weekday_before(text: str, start: int) -> tuple[int | None, int]:
    """Return the weekday that stands before a date, and where the two of them start."""
    begin = max(0, start - 40)
    match = WEEKDAY_BEFORE.search(text[begin:start])
    if match is None:
        return None, start
    for name in ("two", "one"):
        number = weekday_number(match[name])
        # "di 7 April" is no Tuesday in Indonesian, nor "do" a Thursday in Portuguese.
        if number is not None and (len(match[name]) > 2 or match["mark"] or "." in match[name]):
            return number, begin + match.start(name)
    return None, start
