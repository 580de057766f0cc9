"""Which days a question names: "8 April", "last March", "за последние три дня"."""

from __future__ import annotations

import re
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
    counted_from: date | None  # for what is relative or lacks its year; None where it is complete


def asked_time(
    question: str, language: str, today: date, oldest: date | None, newest: date | None
) -> AskedTime | None:
    """The days that `question` names; None where it names none that articles can be of.

    What is relative or lacks its year is counted from `today` if that leads to days the articles
    cover, else from the newest article. Of several phrases those count that tell the days most
    closely, and of those the ones with a year; of two days all between them are meant too.

    Args:
        question: in any language; only full dates are found in those without word lists.
        language: of the question; others are tried where it yields nothing, for short questions
            are easily taken for another language.
        today: where the asker is.
        oldest: the day of the oldest article; None where no article has a date.
        newest: the day of the newest article, likewise.
    """
    covered = (oldest, newest) if oldest and newest else None
    question = question[:LONGEST]
    each = (find_phrases(question, tried) for tried in _languages(question, language))
    found = next(filter(None, each), [])
    phrases = [phrase for phrase in found if _tells_when_reported(phrase, today, covered)]
    if not phrases:
        return None
    closest = min(phrase.coarseness for phrase in phrases)
    chosen = [phrase for phrase in phrases if phrase.coarseness == closest]
    chosen = [phrase for phrase in chosen if phrase.complete] or chosen
    return _counted(question, chosen, today, covered)


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

    A year that none is of tells of what happened, not of when it was reported.
    """
    if phrase.until or not phrase.complete:
        return not phrase.until
    days = _days(replace(phrase, since=False), today)
    latest = max(today, covered[1]) if covered else today
    if days is None or days[1] < EARLIEST or days[0] > latest:
        return False
    return not phrase.kind.startswith("year") or covered is None or _overlap(days, covered)


def _counted(
    question: str, phrases: Sequence[Phrase], today: date, covered: tuple[date, date] | None
) -> AskedTime | None:
    origin = today
    days = _all_days(phrases, today)
    if covered and not (days and _overlap(days, covered)):
        origin = covered[1]
        days = _all_days(phrases, origin)
    if days is None:
        return None
    words = question[phrases[0].start : phrases[-1].end]
    complete = all(phrase.complete for phrase in phrases)
    return AskedTime(*days, words, None if complete else origin)


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
