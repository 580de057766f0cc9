"""Times of day and numbers in one spelling, before their values are read."""

from __future__ import annotations

import re
from functools import cache

from index.metadata.calendar_words import month_number
from prompts import question_time_words

HUNDRED_AND = re.compile(r"\bhundred and (?=[a-z])", re.IGNORECASE)
CLOCK_POINT = re.compile(r"\b(pukul|jam|um|kl|alle|ore) (\d{1,2})\.(\d\d)(?![.\d])", re.IGNORECASE)
FULL_HOUR = re.compile(r"\b(\d{1,2}):00\b")
AFTERNOON = re.compile(r"\b(\d{1,2})(:\d\d)? ?p\.?m\b", re.IGNORECASE)


def plain_times(text: str) -> str:
    """The text with "2:20 p.m." as "14:20", "pukul 09.00" as "9" and "в январе" as "в январь"."""
    text = HUNDRED_AND.sub("hundred ", text)
    text = CLOCK_POINT.sub(r"\1 \2:\3", text)
    text = AFTERNOON.sub(lambda m: f"{int(m[1]) % 12 + 12}{m[2] or ''}", text)
    text = FULL_HOUR.sub(lambda m: str(int(m[1])), text)
    return _months().sub(lambda m: _nominatives()[m[0].lower()], text)


@cache
def _months() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_nominatives())})\b", re.IGNORECASE)


@cache
def _nominatives() -> dict[str, str]:
    """Forms of months' names that dateparser's tables lack, with the first form of each."""
    return {
        form: forms[0]
        for words in question_time_words().values()
        for forms in words.months
        for form in forms
        if month_number(form) is None
    }
