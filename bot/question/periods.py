"""Days, weeks, months and years on the calendar: the first and the last day of each."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta

Period = tuple[date, date]
"""The first and the last day."""


def month_period(year: int, month: int) -> Period:
    """The month; 1 is January."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_period(year: int) -> Period:
    """The whole year."""
    return date(year, 1, 1), date(year, 12, 31)


def quarter_period(year: int, quarter: int) -> Period:
    """Three months; 1 is January to March."""
    return date(year, 3 * quarter - 2, 1), month_period(year, 3 * quarter)[1]


def unit_before(unit: str, day: date, count: int) -> Period:
    """The day, week, month or year that lies `count` of them before that of `day`."""
    if unit == "day":
        found = day - timedelta(days=count)
        return found, found
    if unit == "week":
        monday = day - timedelta(days=day.weekday(), weeks=count)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_period(*_months_before(day, count))
    return year_period(day.year - count)


def units_until(unit: str, day: date, count: int) -> Period:
    """The last `count` days, weeks, months or years, `day` being the last of their days."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1) - 1), day
    year, month = _months_before(day, count * (12 if unit == "year" else 1))
    end = min(day.day, monthrange(year, month)[1])
    return date(year, month, end) + timedelta(days=1), day


def latest_day(month: int, day: int, until: date) -> date | None:
    """The latest such day of a year that is not after `until`; None for 31 February."""
    for year in range(until.year, until.year - 9, -1):  # between two of 29 February lie up to 8
        if day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= until:
                return found
    return None


def day_in_year(year: int, month: int, day: int) -> date | None:
    """The day, None if that year has no such day."""
    longest = 29 if month == 2 and isleap(year) else monthrange(year, month)[1]
    return date(year, month, day) if 1 <= day <= longest else None


def _months_before(day: date, count: int) -> tuple[int, int]:
    """The year and the month that lies `count` months before that of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return years, month + 1
