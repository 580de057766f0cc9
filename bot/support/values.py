"""The numbers, dates and weekdays of a written sentence, and those that a source offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.question.periods import day_in_year
from bot.question.phrases import find_phrases
from bot.support.times import plain_times
from bot.support.words import number_words, ordinals
from bot.values.numerals import VALUES
from bot.values.tokens import Token, tokens
from index.metadata.calendar_words import weekday_number
from index.words import fold
from prompts import question_time_words

NUMERIC = re.compile(r"-{0,2}\d")
YEARLESS = re.compile(r"--(\d\d)(?:-(\d\d))?")
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
YEAR = re.compile(r"(?:19|20)\d\d")
WORD = re.compile(r"[^\W\d_]+")
DAY_SLASH_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
NO_MONTH = re.compile(r"\b(?:may|march|mars)\b")  # written small: a verb, a planet
SHORTEST_WEEKDAY = 4  # letters; "sat" and "sun" are other words as well
NO_WEEKDAY = frozenset({"среда", "среды", "среде"})  # "environment"
CAPITALISED = frozenset({"en", "id", "de"})  # languages that write weekdays so
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PERIODS = frozenset({"last", "this", "ago", "last_month"})  # phrases for months and years


@dataclass(frozen=True)
class Offer:
    """The numbers and dates that a text offers, in one spelling each."""

    readings: frozenset[str] = frozenset()  # "412", "2021-04-07", "2021-04", "--04-07", "--04"
    weekdays: frozenset[int] = frozenset()  # 0 is Monday

    def __add__(self, other: Offer) -> Offer:
        return Offer(self.readings | other.readings, self.weekdays | other.weekdays)


def claimed_values(sentence: str, language: str, offer: Offer) -> tuple[list[str], list[str]]:
    """The numbers and dates of a sentence that are offered, and those that are not.

    "April 7 100 people" may hold 7100, or 7 and 100: the reading that lacks less is taken.

    Args:
        sentence: without citation marks.
        language: of the sentence: "lima" is a number in Indonesian and a city in English.
        offer: of the sources.
    """
    readings = []
    for claims in _claims(sentence, language):
        held = [max(claim, key=len) for claim in claims if not claim.isdisjoint(offer.readings)]
        lacking = [max(claim, key=len) for claim in claims if claim.isdisjoint(offer.readings)]
        readings.append((held, lacking))
    return min(readings, key=lambda reading: len(reading[1]))


@lru_cache(maxsize=512)
def _claims(sentence: str, language: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """What each number and date of a sentence may mean, spaces parting thousands or not."""
    text = plain_times(NO_MONTH.sub("…", sentence) if language in ("en", "fr") else sentence)
    return tuple(
        tuple(
            token.wanted
            for token in _with_words(tokens(text, language, spaced=spaced), language)
            if _is_claim(token)
        )
        for spaced in (True, False)
    )


def missing_values(sentence: str, language: str, offer: Offer) -> list[str]:
    """The numbers, dates and weekdays of a sentence that are not offered, as a person reads them.

    The arguments are those of :func:`claimed_values`.
    """
    _, lacking = claimed_values(sentence, language, offer)
    days = _weekdays(sentence, language) - offer.weekdays
    return [
        *(("date " if "-" in each else "number ") + each for each in lacking),
        *(WEEKDAYS[day] for day in sorted(days)),
    ]


def offered(sentence: str, language: str, published: date | None) -> Offer:
    """The numbers and dates of a sentence in a source.

    Args:
        sentence: of the source.
        language: of the source, to which "вчера" belongs.
        published: the day from which it counts "yesterday" and "on Wednesday".
    """
    own = _offered(sentence, language, published)
    return own + _counted(sentence, language, published) if published else own


def _offered(sentence: str, language: str, published: date | None) -> Offer:
    text = plain_times(sentence)
    readings = set(_compounds(text))
    yearless = {f"--{int(m[2]):02}-{int(m[1]):02}" for m in DAY_SLASH_MONTH.finditer(text)}
    for variant in dict.fromkeys((sentence, text)):
        for spaced in (True, False):
            for token in _with_words(tokens(variant, spaced=spaced), language):
                readings |= token.offered
                yearless |= {each for each in token.wanted if YEARLESS.fullmatch(each)}
    readings |= {str(int(each[-2:])) for each in readings | yearless if each.count("-") > 1}
    years = {each for each in readings if YEAR.fullmatch(each)}
    for each in yearless:
        readings |= {each} | {year + each[1:] for year in years or _nearest_year(each, published)}
    return Offer(frozenset(readings), frozenset(_weekdays(sentence, language) | _fall_on(readings)))


def _fall_on(readings: Iterable[str]) -> set[int]:
    """The weekdays of full dates."""
    days = (
        day_in_year(*map(int, found.groups())) for found in map(DATE.fullmatch, readings) if found
    )
    return {day.weekday() for day in days if day}


def _nearest_year(yearless: str, published: date | None) -> set[str]:
    """The year in which a day or month without one lies nearest to the day of publication."""
    found = YEARLESS.fullmatch(yearless)
    if published is None or found is None:
        return set()
    years = (published.year - 1, published.year, published.year + 1)
    days = (day_in_year(year, int(found[1]), int(found[2] or 15)) for year in years)
    nearest = min(filter(None, days), key=lambda day: abs(day - published), default=None)
    return {str(nearest.year)} if nearest else set()


def offered_by(day: date) -> Offer:
    """A day, its month, its year and its weekday."""
    return Offer(tokens(day.isoformat())[0].offered, frozenset({day.weekday()}))


def _counted(sentence: str, language: str, published: date) -> Offer:
    """The days that "yesterday" and "on Wednesday" mean in a text of that day."""
    offer = Offer()
    for weekday in _weekdays(sentence, language):
        back = (published.weekday() - weekday) % 7
        offer += offered_by(published - timedelta(back))
        offer += offered_by(published + timedelta(-back % 7))
    if language not in question_time_words():
        return offer
    for phrase in find_phrases(sentence, language):
        period = None if phrase.complete else phrase.count(published)
        if period and period[0] == period[1]:
            offer += offered_by(period[0])
        elif period and phrase.kind in PERIODS:
            first, last = (day.isoformat() for day in period)
            year = {first[:4]} if first[:4] == last[:4] else set()
            month = {first[:7], f"--{first[5:7]}"} if first[:7] == last[:7] else set()
            offer += Offer(frozenset(year | month))
    return offer


def _with_words(found: Iterable[Token], language: str) -> Iterator[Token]:
    """The tokens, with more words read as numbers: "third", "fünf"."""
    for token in found:
        word = token.canonical
        number = number_words(language).get(word) or _ordinal(word, language)
        if number and not NUMERIC.match(word):
            yield Token(frozenset({str(number)}), frozenset({str(number), word}))
        else:
            yield token


def _ordinal(word: str, language: str) -> int:
    return next((n for n, start in enumerate(ordinals(language), 3) if word.startswith(start)), 0)


def _is_claim(token: Token) -> bool:
    """Whether the token is a number or date that must be offered; the word "one" need not."""
    word = token.canonical
    return bool(NUMERIC.match(word)) and not (word == "1" and len(token.offered) > 1)


def _compounds(text: str) -> Iterator[str]:
    """The numbers that begin Russian words: "двадцатидвухлетняя"."""
    for word in WORD.findall(fold(text)):
        total, at = 0, 0
        while part := _numeral_at(word, at):
            total, at = total + VALUES[part][1], at + len(part)
        if 0 < at < len(word) and total > 1:
            yield str(total)


def _numeral_at(word: str, at: int) -> str:
    """The longest Russian numeral in the genitive that begins at `at`, "" where none does."""
    for end in range(min(len(word) - 3, at + 14), at + 2, -1):
        if word[end - 1] in "аиух" and VALUES.get(word[at:end], ("",))[0] == "ru":
            return word[at:end]
    return ""


def _weekdays(text: str, language: str) -> set[int]:
    days = set()
    for word in WORD.findall(text):
        is_written_so = word[0].isupper() or language not in CAPITALISED
        if len(word) >= SHORTEST_WEEKDAY and is_written_so and fold(word) not in NO_WEEKDAY:
            days.add(weekday_number(word))
    return {day for day in days if day is not None}
