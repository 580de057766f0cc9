"""Which days a question names: "8 April", "last March", "за последние три дня"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bot.question.phrases import Phrase, find_phrases
from index.metadata.dates import EARLIEST
from prompts import newest_phrases, question_time_words

FALLBACKS = ("en", "id")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
LONGEST = 1000  # characters of a question that are looked at


@dataclass(frozen=True)
class AskedTime:
    """The days that a question names."""

    first: date
    last: date
    words: str  # as it stands in the question: "last March"
    counted_from: date | None  # for what is relative: "yesterday"
    complete: bool = True  # false for what is relative or lacks its year
    as_of: bool = False  # how things stood on these days is asked


def asked_time(question: str, language: str, today: date, days: Sequence[date]) -> AskedTime | None:
    """The days that `question` names; None where it names none that articles can be of.

    What is relative or lacks its year is counted from `today` if that leads to days the articles
    cover, else from the newest article; what only lacks its year, from the latest year in which
    there is an article of it. Of several phrases those count that tell the days most closely, and
    of those the ones with a year; of two days all between them are meant too.

    Args:
        question: in any language; only full dates are found in those without word lists.
        language: of the question; others are tried where it yields nothing, for short questions
            are easily taken for another language.
        today: where the asker is.
        days: of the articles that have one, each once, in order.
    """
    covered = (days[0], days[-1]) if days else None
    question = question[:LONGEST]
    each = (find_phrases(question, tried) for tried in _languages(question, language))
    found = next(filter(None, each), [])
    phrases = [phrase for phrase in found if _tells_when_reported(phrase, today, covered)]
    if not phrases:
        return None
    closest = min(phrase.coarseness for phrase in phrases)
    chosen = [phrase for phrase in phrases if phrase.coarseness == closest]
    chosen = [phrase for phrase in chosen if phrase.complete] or chosen
    return _counted(question, chosen, today, days)


def asks_for_newest(question: str) -> bool:
    """Whether `question` asks for what is newest: "the latest news", "berita terbaru"."""
    return bool(_newest().search(question))


@cache
def _newest() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(newest_phrases())})\b", re.IGNORECASE)


def _languages(question: str, language: str) -> Iterator[str]:
    """The languages whose words are tried, the question's own first."""
    yield language
    if language in question_time_words():
        yield from (other for other in FALLBACKS if other != language)
    if language != "ru" and CYRILLIC.search(question):
        yield "ru"


def _tells_when_reported(phrase: Phrase, today: date, covered: tuple[date, date] | None) -> bool:
    """Whether articles can be of those days.

    A year that none is of tells of what happened, not of when it was reported. How things stand
    today the newest articles tell.
    """
    if phrase.as_of and phrase.kind == "today":
        return False
    if phrase.until or not phrase.complete:
        return not phrase.until
    days = _days(replace(phrase, since=False), today)
    latest = max(today, covered[1]) if covered else today
    if days is None or days[1] < EARLIEST or days[0] > latest:
        return False
    return not phrase.kind.startswith("year") or covered is None or _overlap(days, covered)


def _counted(
    question: str, phrases: Sequence[Phrase], today: date, covered: Sequence[date]
) -> AskedTime | None:
    origin = _origin(phrases, today, covered)
    days = _all_days(phrases, origin)
    if days is None:
        return None
    words = question[phrases[0].start : phrases[-1].end]
    relative = any(not (phrase.complete or phrase.lacks_year) for phrase in phrases)
    complete = all(phrase.complete for phrase in phrases)
    as_of = all(phrase.as_of for phrase in phrases)
    return AskedTime(*days, words, origin if relative else None, complete, as_of)


def _origin(phrases: Sequence[Phrase], today: date, covered: Sequence[date]) -> date:
    """The day that the phrases are counted from."""
    if not covered:
        return today
    newest = covered[-1]
    if all(phrase.lacks_year for phrase in phrases):
        earlier = (date(year, 12, 31) for year in range(newest.year - 1, covered[0].year - 1, -1))
        for origin in (today, newest, *earlier):
            days = _all_days(phrases, origin)
            if days and bisect_left(covered, days[0]) < bisect_right(covered, days[1]):
                return origin
    days = _all_days(phrases, today)
    return today if days and _overlap(days, (covered[0], newest)) else newest


def _all_days(phrases: Sequence[Phrase], origin: date) -> tuple[date, date] | None:
    """From the first day of the phrases to their last."""
    each = [days for phrase in phrases if (days := _days(phrase, origin))]
    if not each:
        return None
    return min(first for first, _ in each), max(last for _, last in each)


def _days(phrase: Phrase, origin: date) -> tuple[date, date] | None:
    try:
        days = phrase.count(origin)
    except (ValueError, OverflowError):  # before the year 1, after 9999
        return None
    return (days[0], max(days[1], origin)) if days and phrase.since else days


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
