"""The time of a sentence that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.agreement.asked import Asked
from bot.agreement.values import Moment
from bot.agreement.words import LONGEST, alike, segments, words_in
from bot.question.periods import day_in_year, month_period, year_period
from bot.question.phrases import Phrase, find_phrases
from index.metadata.calendar_words import month_number

Period = tuple[date, date]

NAME = r"[^\W\d_]{3,12}"
# Days and months of years in which there was no article to date: `find_phrases` leaves them out.
LONG_AGO = re.compile(
    rf"(?<![\w.,/-])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{NAME})"
    rf"(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)?,? (?P<year>1\d{{3}}|20\d\d)(?!\d)"
)
YEAR = re.compile(r"(?<![\w.,/–-])(?:1[0-9]|20)\d\d(?![\w/%]|[.,]\d)")
COUNTED_FROM = frozenset({"weekday", "last_weekday", "bare_weekday"})


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    periods: tuple[Period, ...]


def find_moment(
    sentence: str, language: str, asked: Asked, published: date | None
) -> Moment | None:
    """The time that answers; None where there is none, or more than one.

    Args:
        sentence: white space collapsed.
        language: of the sentence.
        asked: a question for a time.
        published: from which "on Monday" and "3 May" are counted.
    """
    found = [
        each
        for each in _moments(sentence[:LONGEST], language, published)
        if sentence[each.start : each.end].strip() not in asked.numbers
    ]
    if len(found) > 1:
        parts = [part for part in segments(sentence) if _tells(sentence, language, asked, part)]
        found = [each for each in found if any(a <= each.start < b for a, b in parts)]
    if len(found) != 1 or not _tells(sentence, language, asked, (0, len(sentence))):
        return None
    text = sentence[found[0].start : found[0].end].strip(" .,")
    return Moment(text, found[0].periods)


def moments_in(sentence: str, language: str, published: date | None) -> list[Period]:
    """Every day or period that a sentence names, the first reading of each."""
    return [each.periods[0] for each in _moments(sentence[:LONGEST], language, published)]


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def _tells(sentence: str, language: str, asked: Asked, part: tuple[int, int]) -> bool:
    """Whether a part of the sentence says of the question's matter what is asked."""
    said = [w.keys for w in words_in(sentence, language) if w.keys and part[0] <= w.start < part[1]]
    predicates = asked.content[-1:] if asked.language in ("en", "de") else asked.content
    return any(alike(keys, each) for keys in predicates for each in said)


def _moments(text: str, language: str, published: date | None) -> list[_Found]:
    """The times that a text names, in order, none within another."""
    every = [*_dates(text), *_phrases(text, language, published), *_years(text)]
    chosen: list[_Found] = []
    for found in sorted(every, key=lambda each: each.start - each.end):
        if all(found.end <= other.start or other.end <= found.start for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda each: each.start)


def _dates(text: str) -> Iterator[_Found]:
    for match in LONG_AGO.finditer(text):
        month, year = month_number(match["month"]), int(match["year"])
        if month is None:
            continue
        day = match["day"] or match["day2"]
        if day is None:
            yield _Found(match.start("month"), match.end(), (month_period(year, month),))
        elif exact := day_in_year(year, month, int(day)):
            yield _Found(match.start(), match.end(), ((exact, exact),))


def _years(text: str) -> Iterator[_Found]:
    for match in YEAR.finditer(text):
        yield _Found(match.start(), match.end(), (year_period(int(match[0])),))


def _phrases(text: str, language: str, published: date | None) -> Iterator[_Found]:
    for phrase in find_phrases(text, language):
        if phrase.kind.endswith("_range") or (published is None and not phrase.complete):
            continue
        if periods := _periods(phrase, published or date.max):
            yield _Found(phrase.start + _leading(text, phrase), phrase.end, periods)


def _leading(text: str, phrase: Phrase) -> int:
    """Characters of the prepositions before the phrase proper, so that "on 3 May" is "3 May"."""
    found = re.match(r"(?:(?:on|in|the|at|pada|tanggal|hari|в|во|am|im)\s)+", text[phrase.start :
                     phrase.end], re.IGNORECASE)  # fmt: skip
    return found.end() if found else 0


def _periods(phrase: Phrase, origin: date) -> tuple[Period, ...]:
    """What a phrase may mean: a weekday or a day without its year lies before or after."""
    period = phrase.count(origin)
    if period is None or phrase.complete:
        return (period,) if period else ()
    first, last = period
    if phrase.kind in COUNTED_FROM:
        week = timedelta(7)
        return period, (first + week, last + week)
    if phrase.lacks_year:
        later = day_in_year(first.year + 1, first.month, first.day)
        length = last - first
        return (period, (later, later + length)) if later else (period,)
    return (period,)
