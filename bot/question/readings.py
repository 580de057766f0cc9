"""Which days a phrase stands for, counted from a given day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.question.periods import (
    Period,
    day_in_year,
    latest_day,
    month_period,
    quarter_period,
    unit_before,
    units_until,
    year_period,
)

Reading = Callable[[date], Period | None]
"""The days, counted from one; None where the calendar has no such day."""

DAYS_BACK = {"today": 0, "yesterday": 1, "before_yesterday": 2}
UNITS_BACK = {"this": 0, "last": 1}


def always(day: date) -> Reading:
    """The one day, whichever it is counted from."""
    return lambda _: (day, day)


def reading(kind: str, unit: str, slots: Mapping[str, int], last_year: bool) -> Reading:
    """How a phrase is counted.

    Args:
        kind: one of `templates.KINDS`.
        unit: "day", "week", "month" or "year" where the phrase holds one, else "".
        slots: the numbers that stand in it, by slot.
        last_year: whether it says that the year before is meant.
    """
    if kind in DAYS_BACK:
        return lambda day: unit_before("day", day, DAYS_BACK[kind])
    if kind in UNITS_BACK:
        return lambda day: unit_before(unit, day, UNITS_BACK[kind])
    if kind == "ago":
        return lambda day: unit_before(unit, day, slots.get("n", 1))
    if kind == "within":
        return lambda day: units_until(unit, day, max(slots.get("n", 1), 1))
    if kind.endswith("weekday"):
        return lambda day: _weekday(slots["weekday"], day, kind == "last_weekday")
    if kind in ("day", "day_range"):
        return lambda day: _days(slots, day, last_year)
    if kind in ("year", "year_range", "quarter"):
        return lambda _day: _years(slots)
    return lambda day: _months(slots, day, last_year, past=kind == "last_month")


def _weekday(weekday: int, day: date, past: bool) -> Period:
    back = (day.weekday() + 1 - weekday) % 7
    found = day - timedelta(days=back or (7 if past else 0))
    return found, found


def _days(slots: Mapping[str, int], day: date, last_year: bool) -> Period | None:
    first_month, first_day = slots["month"], slots["day"]
    last_month, last_day = slots.get("month2", first_month), slots.get("day2", first_day)
    year = slots.get("year", day.year - 1 if last_year else None)
    if year is None:
        last = latest_day(last_month, last_day, day)
    else:
        last = day_in_year(year, last_month, last_day)
    first = last and day_in_year(last.year - (first_month > last_month), first_month, first_day)
    return (first, last) if first and last and first <= last else None


def _months(slots: Mapping[str, int], day: date, last_year: bool, past: bool) -> Period:
    first, last = slots["month"], slots.get("month2", slots["month"])
    latest = day.year - (last > day.month or (past and last == day.month))
    year = slots.get("year", day.year - 1 if last_year else latest)
    return month_period(year - (first > last), first)[0], month_period(year, last)[1]


def _years(slots: Mapping[str, int]) -> Period:
    if "quarter" in slots:
        return quarter_period(slots["year"], slots["quarter"])
    first, last = sorted((slots["year"], slots.get("year2", slots["year"])))
    return year_period(first)[0], year_period(last)[1]
