"""Dates as newspapers print them: found by a cheap pattern, read by dateparser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

LANGUAGES = ["en", "id", "ru", "de"]
EARLIEST = date(1990, 1, 1)
TOLERANCE = timedelta(days=2)  # for time zones, and for papers that date ahead

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "sept|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|"
    "januari|februari|maret|mei|juni|juli|agustus|oktober|desember|agu|agt|okt|nop|des|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "янв|фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|дек|"
    "januar|februar|märz|mai|jänner|dezember|mrz|dez"
)
GAP = r"[ \u00a0]{1,3}"
DAY = r"[0-3]?[0-9]"
YEAR = r"(?:19|20)[0-9]{2}"

DATE = re.compile(
    rf"(?<![0-9.,/-])(?:"
    rf"(?P<iso>{YEAR}[-/][01]?[0-9][-/]{DAY})"
    rf"|(?P<dots>{DAY}\.[01]?[0-9]\.{YEAR})"
    rf"|(?P<slashes>{DAY}/{DAY}/{YEAR})"
    rf"|(?P<words>{DAY}(?:st|nd|rd|th|\.)?(?:{GAP}|-)(?:of )?(?:{MONTHS})(?:[.,]?{GAP}|-){YEAR}"
    rf"|\b(?:{MONTHS})\.?{GAP}{DAY}(?:st|nd|rd|th)?,?{GAP}{YEAR})"
    rf"|(?P<han>{YEAR}年[01]?[0-9]月{DAY}日)"
    rf")(?![0-9])",
    re.IGNORECASE,
)
DATE_IN_URL = re.compile(
    rf"/(?P<dashed>{YEAR}[-/][01][0-9][-/][0-3][0-9])(?![0-9])|/(?P<plain>{YEAR}[01][0-9][0-3][0-9])/"
)
DATE_IN_NAME = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?P<dashed>{YEAR}([-_.])[01][0-9]\2[0-3][0-9])|(?P<plain>{YEAR}[01][0-9][0-3][0-9]))"
    r"(?![0-9A-Za-z])"
)


class FoundDate(NamedTuple):
    """A date and where in the searched text it stands."""

    day: date
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """Return the first full calendar date (day, month and year) in `text`."""
    for match in DATE.finditer(text):
        day = _read_match(match)
        if day is not None:
            return FoundDate(day, *match.span())
    return None


def date_in_url(url: str) -> date | None:
    """Return the date in a URL's path, as in ``/2021/04/07/``."""
    return _first_compact_date(DATE_IN_URL, url)


def date_in_name(name: str) -> date | None:
    """Return the date in a file's name, as in ``2021-04-07-zoom.txt``."""
    return _first_compact_date(DATE_IN_NAME, name)


def _first_compact_date(pattern: re.Pattern[str], text: str) -> date | None:
    for match in pattern.finditer(text):
        digits = re.sub(r"[^0-9]", "", match["dashed"] or match["plain"])
        day = _calendar_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        if day is not None:
            return day
    return None


def _read_match(match: re.Match[str]) -> date | None:
    if match["words"]:
        return _parse_words(match["words"])
    first, second, third = (int(number) for number in re.findall(r"[0-9]+", match[0]))
    if match["iso"] or match["han"]:
        return _calendar_date(first, second, third)
    if match["dots"]:
        return _calendar_date(third, second, first)
    return _read_slashes(first, second, third)


def _read_slashes(first: int, second: int, year: int) -> date | None:
    # 04/07/2021 is two dates, one on each side of the Atlantic: better none than the wrong one.
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return _calendar_date(year, month, day)


@lru_cache(maxsize=4096)
def _parse_words(words: str) -> date | None:
    import dateparser  # type: ignore[import-untyped]

    moment = dateparser.parse(
        words,
        languages=LANGUAGES,
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY",
        },
    )
    return _sane(moment.date()) if moment else None


def _calendar_date(year: int, month: int, day: int) -> date | None:
    try:
        return _sane(date(year, month, day))
    except ValueError:  # 31 February
        return None


def _sane(day: date) -> date | None:
    latest = datetime.now(UTC).date() + TOLERANCE
    return day if EARLIEST <= day <= latest else None
