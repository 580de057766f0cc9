"""Whether two statements are about the same thing: the same place, time and event."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from bot.agreement.asked import Asked, Wanted
from bot.agreement.moments import Period, moments_in, overlap
from bot.agreement.statements import Statement
from bot.agreement.words import word_set, words_in
from bot.support.spelling import latin, same_name
from index.metadata.calendar_words import month_number, weekday_number
from index.words import fold, words

REPORTED_WITHIN = timedelta(days=30)  # of what they report, where they name no day themselves
LONGEST_EVENT = timedelta(days=60)  # counts that lie further apart are of two events
GAP = re.compile(r"[ \"«“„]{1,3}(?:the |den |der )?\Z")


def same_matter(asked: Asked, one: Statement, other: Statement) -> bool:
    """Whether what both say of the question's matter can be compared."""
    if not _places_agree(asked, one, other) or not _places_agree(asked, other, one):
        return False
    if asked.wanted is Wanted.TIME:
        return True
    if not (_is_of_asked_time(asked, one) and _is_of_asked_time(asked, other)):
        return False
    return _times_agree(one, other) and not _are_two_events(asked, one, other)


def _places_agree(asked: Asked, one: Statement, other: Statement) -> bool:
    """Whether the places that the one is about are named by the other's article too."""
    known = {latin(word) for word in words(f"{other.article.title} {other.article.text}")}
    return all(
        asked.names_word(place) or any(same_name(place, word) for word in known)
        for place in _places(one)
    )


def _places(statement: Statement) -> list[str]:
    """The names that stand after "in", "near" and the like, romanised."""
    found = []
    each = words_in(statement.text, statement.article.language)
    for before, word in pairwise(each):
        between = statement.text[before.end : word.start]
        is_plain = any(key.startswith("=") for key in word.keys)  # "в ДТП"
        is_place = (
            not is_plain
            and fold(before.text) in word_set("locators", "words")
            and GAP.fullmatch(between)
        )
        is_calendar = month_number(word.text) is not None or weekday_number(word.text) is not None
        if is_place and word.has_capital and not is_calendar:
            found.append(latin(word.text))
    return found


def _times_agree(one: Statement, other: Statement) -> bool:
    """Whether the years that the sentences name can be the same; one names none: of its day."""
    days, others = (
        _days(moments_in(s.text, s.article.language, s.article.published)) for s in (one, other)
    )
    if days and others and days.isdisjoint(others):  # "rose to 17 on Friday"
        return one.tells_change or other.tells_change
    first, second = _years(one), _years(other)
    if first and second:
        return not first.isdisjoint(second)
    named, day = (first, other.article.published) if first else (second, one.article.published)
    return not named or day is None or day.year in named


def _is_of_asked_time(asked: Asked, statement: Statement) -> bool:
    """Whether a sentence may be about the days that the question names."""
    article = statement.article
    named = moments_in(statement.text, article.language, article.published)
    for phrase in asked.times:
        if article.published is None and not phrase.complete:
            continue
        period = phrase.count(article.published or date.max)
        if period is None or any(overlap(period, other) for other in named):
            continue
        day = article.published
        if _days(named) or (day and not period[0] <= day <= period[1] + REPORTED_WITHIN):
            return False
    return True


def _days(periods: Iterable[Period]) -> set[date]:
    """Those of the periods that are single days."""
    return {first for first, last in periods if first == last}


def _years(statement: Statement) -> set[int]:
    """The years that a sentence names outright."""
    article = statement.article
    periods = moments_in(statement.text, article.language, article.published)
    named = set(re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", statement.text))
    return {first.year for first, last in periods if str(first.year) in named}


def _are_two_events(asked: Asked, one: Statement, other: Statement) -> bool:
    """Whether what is told lies too far apart to be of one event."""
    first, second = one.article.published or date.min, other.article.published or date.min
    if date.min in (first, second) or not asked.concepts("events"):
        return False
    return abs(first - second) > LONGEST_EVENT
