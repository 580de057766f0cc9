"""The numbers of a sentence: in digits or in words, with their scales and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.agreement.words import LONGEST, units
from bot.question.phrases import find_phrases
from bot.support.words import number_words
from bot.values.numerals import SCALES, VALUES, number_in_words, number_readings
from index.words import fold

DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
# No part of "COVID-19", "12:30", "17-year-old", "A320" or "5.0.1".
IN_DIGITS = re.compile(
    rf"(?:(?<![\w.,:/-])|(?<=\bRp))(?:{DIGITS})(?![\w:/]|[.,]\d|[-–](?!year-old)\w)"
)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
IN_WORDS = re.compile(r"[^\W\d_]+")
CURRENCY_BEFORE = re.compile(
    r"(?:(?<![^\W\d_])(?P<word>Rp|IDR|USD|EUR|US|RUB)\.? ?)?(?P<sign>[$€£])? ?\Z"
)
CURRENCY_AFTER = re.compile(r" ?([$€£₽%])")


@dataclass(frozen=True)
class Number:
    """A number in a sentence and where it stands, its currency and scale included."""

    start: int
    end: int
    shown: int  # the end with the unit that follows
    exact: float
    step: float  # to which it is rounded; 0 for one that is not
    unit: str


def numbers_in(sentence: str, language: str) -> Iterator[Number]:
    """Yield the numbers of a sentence that are no part of a date.

    Args:
        sentence: white space collapsed.
        language: of the sentence: "lima" is a number in Indonesian and a city in English.
    """
    text = sentence[:LONGEST]
    dates = [(phrase.start, phrase.end) for phrase in find_phrases(text, language)]
    for found in (*_in_digits(text), *_in_words(text, language)):
        is_date = any(start < found.end and found.start < end for start, end in dates)
        if not is_date:
            yield found


def _in_digits(text: str) -> Iterator[Number]:
    for match in IN_DIGITS.finditer(text):
        if YEAR.fullmatch(match[0]):
            continue
        readings = [float(each) for each in number_readings(match[0].replace("\u00a0", " "))
                    if re.fullmatch(r"\d+(\.\d+)?", each)]  # fmt: skip
        if len(readings) != 1:
            readings = [max(readings)] if readings else []
        for value in readings:
            yield _scaled(text, match.start(), match.end(), value)


def _in_words(text: str, language: str) -> Iterator[Number]:
    matches = list(IN_WORDS.finditer(text))
    folded = [fold(match[0]) for match in matches]
    at = 0
    while at < len(folded):
        spelled = number_in_words(folded, at)
        german = number_words(language).get(folded[at])
        if spelled and VALUES[folded[at]][0] == language:
            end = spelled[1]
            yield _scaled(text, matches[at].start(), matches[end - 1].end(), float(spelled[0]))
            at = end
        else:
            if german:
                yield _scaled(text, matches[at].start(), matches[at].end(), float(german))
            at += 1


def _scaled(text: str, start: int, end: int, value: float) -> Number:
    """The number with the scale and the unit that stand beside it."""
    scale = 1
    after = IN_WORDS.match(text, end + 1)
    if after and fold(after[0]) in SCALES and text[end] == " ":
        scale, end = SCALES[fold(after[0])], after.end()
        after = IN_WORDS.match(text, end + 1)
    exact = value * scale
    step = _step(value, scale)
    if before := _currency_before(text, start):
        return Number(start - len(before[0]), end, end, exact, step, _currency(before))
    if behind := CURRENCY_AFTER.match(text, end):
        return Number(start, behind.end(), behind.end(), exact, step, _unit_named(behind[1]))
    unit = _unit_named(fold(after[0])) if after else ""
    shown = after.end() if after and unit else end
    is_value = unit.startswith(("money", "percent"))
    return Number(start, shown if is_value else end, shown, exact, step, unit)


def _step(value: float, scale: int) -> float:
    """To what a number is rounded; 0 where nothing tells that it is."""
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    whole = str(int(value))
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    is_rounded = scale > 1 or (value >= 100 and zeros > 0)
    return scale * 10.0 ** (zeros - decimals) if is_rounded else 0.0


def _currency_before(text: str, start: int) -> re.Match[str] | None:
    found = CURRENCY_BEFORE.search(text[max(0, start - 8) : start])
    return found if found and (found["sign"] or found["word"]) else None


def _currency(found: re.Match[str]) -> str:
    """The unit by the sign of currency or the letters before a number: "US $" is dollars."""
    word = fold(found["sign"] or found["word"])
    return _unit_named("usd" if word == "us" else word)


def _unit_named(word: str) -> str:
    for name, (whole, beginnings) in units().items():
        if word in whole or (beginnings and word.startswith(beginnings)):
            return name
    return ""
