"""The number of a sentence that a question asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from bot.agreement.asked import PEOPLE, PERCENT, Asked
from bot.agreement.numbers import Number, numbers_in
from bot.agreement.values import Quantity
from bot.agreement.words import Word, alike, phrases, segments, word_set, words_in
from index.words import fold

BEFORE = 30  # characters before a number that may say "at least"
PART = frozenset(["of", "из", "dari", "von", "de"])
OLD = frozenset(["from", "dari", "с", "со", "von"])
ROUNDED = 0.1  # of itself: no rounding goes further
HEDGED = 0.1  # nor does "about" a round number
HEDGED_EXACT = 0.05  # … or another


def find_quantity(sentence: str, language: str, asked: Asked) -> Quantity | None:
    """The number that answers, with what hedges it; None where there is none or it is not sure.

    Args:
        sentence: white space collapsed.
        language: of the sentence.
        asked: a question for a number.
    """
    if _is_of_a_period(sentence, asked):
        return None
    words = words_in(sentence, language)
    single = list(_single(sentence, language))
    for found in single:
        if _corrects(found, sentence):
            return _hedged(found, sentence)
    fits = [
        found
        for found in single
        if sentence[found.start : found.end] not in asked.numbers
        and not _is_further(found, words)
        and _is_counted(found, words, asked)
        and _is_of_predicate(found, sentence, words, asked)
    ]
    fresh = [found for found in fits if not _follows(found, words, OLD)]
    chosen = fresh or fits
    if not chosen or len({(found.exact, found.unit) for found in chosen}) > 1:
        return None
    return _hedged(chosen[0], sentence)


def _corrects(found: Number, sentence: str) -> bool:
    """Whether it is the number that a correction puts in place of another."""
    before = fold(sentence[max(0, found.start - BEFORE) : found.start])
    return any(
        not before[match.end() :].strip(" —-:")
        for match in phrases("ranges", "corrected").finditer(before)
    )


def _is_of_a_period(sentence: str, asked: Asked) -> bool:
    """Whether the sentence counts what happened each day or in a year, and this is not asked."""
    found = phrases("spans", "words").search(fold(sentence))
    return bool(found) and not phrases("spans", "words").search(" ".join(asked.words))


def _single(sentence: str, language: str) -> Iterator[Number]:
    """The numbers that are not the ends of a range, "10 to 20", nor a part of another."""
    found = sorted(numbers_in(sentence, language), key=lambda number: number.start)
    ends: set[Number] = set()
    for one, two in pairwise(found):
        between = fold(sentence[one.end : two.start]).strip()
        opens = fold(sentence[: one.start]).split()[-1:]
        is_open = bool(opens) and opens[0] in word_set("ranges", "before")
        if opens and opens[0] in OLD:  # "rose from 12 to 17"
            continue
        is_range = between in word_set("ranges", "between") or (
            is_open and between in word_set("ranges", "within")
        )
        if is_range or between in PART:
            ends |= {one, two}
    return (number for number in found if number not in ends)


def _is_further(found: Number, words: Sequence[Word]) -> bool:
    """Whether it is counted besides others: "another 12", "12 more"."""
    before = [fold(word.text) for word in words if word.end <= found.start][-1:]
    after = [fold(word.text) for word in words if word.start >= found.end][:2]
    return not word_set("ranges", "further").isdisjoint(before) or not word_set(
        "ranges", "others"
    ).isdisjoint(after)


def _is_counted(found: Number, words: Sequence[Word], asked: Asked) -> bool:
    """Whether the number counts or measures what is asked."""
    if "=cost" in asked.counted:
        return found.unit.startswith("money")
    if asked.counted & {"=height", "=length"}:
        return found.unit in ("metres", "kilometres", "feet", "miles")
    if asked.counted == PERCENT:
        return found.unit == "percent"
    before = [word for word in words if word.end <= found.start][-3:]
    after = [word for word in words if word.start >= found.end][:2]
    if after and fold(after[0].text) in PART:
        return False
    if found.unit.startswith(("money", "percent")):
        return False
    if measure := asked.counted & word_set("roles", "measures"):
        return _measures(measure, before, after) and found.unit in ("", "years")
    if any(alike(word.keys, asked.counted) for word in after):
        return True
    bare = not after or not after[0].keys or _is_rival(after[0])
    return asked.counted == PEOPLE and bare and not found.unit


def _measures(measure: frozenset[str], before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether the number stands right after the measure, "population of 319", or right before it.

    Not in "the population density was 74", nor in "65 % of the population".
    """
    if after and after[0].keys & measure:
        return True
    if after and after[0].keys and not _is_rival(after[0]) and not after[0].keys & PEOPLE:
        return False
    named = [place for place, word in enumerate(before) if word.keys & measure]
    return bool(named) and not any(word.keys for word in before[named[-1] + 1 :])


def _is_rival(word: Word) -> bool:
    return bool(word.keys & word_set("roles", "rivals"))


def _is_of_predicate(found: Number, sentence: str, words: Sequence[Word], asked: Asked) -> bool:
    """Whether what is said of the number is what is asked: so many killed, not injured."""
    rivals = asked.concepts("rivals")
    if rivals:
        nearest = _nearest_rival(found, sentence, words)
        return nearest is not None and bool(nearest.keys & rivals)
    if asked.counted & word_set("roles", "measures") or not asked.predicates:
        return asked.counted != PEOPLE
    said = [word.keys for word in words if word.keys]
    return any(alike(keys, each) for keys in asked.predicates for each in said)


def _nearest_rival(found: Number, sentence: str, words: Sequence[Word]) -> Word | None:
    """The word for what befell those counted: in the same part of the sentence, else before it."""
    start, end = next(
        (part for part in segments(sentence) if part[0] <= found.start < part[1]), (0, 0)
    )
    told = [word for word in words if _is_rival(word)]
    within = [word for word in told if start <= word.start < end]
    earlier = [word for word in told if word.end <= found.start]
    return min(within, key=lambda word: _distance(word, found), default=None) or (
        earlier[-1] if earlier else None
    )


def _distance(word: Word, found: Number) -> int:
    return word.start - found.end if word.start >= found.end else found.start - word.end


def _follows(found: Number, words: Sequence[Word], which: frozenset[str]) -> bool:
    before = [word for word in words if word.end <= found.start]
    return bool(before) and fold(before[-1].text) in which


def _hedged(found: Number, sentence: str) -> Quantity:
    """The number with the words before it that make it rough or a bound."""
    begin = max(0, found.start - BEFORE)
    before = fold(sentence[begin : found.start])
    slack = min(found.step / 2, ROUNDED * found.exact)
    low, high = found.exact - slack, found.exact + slack
    start = found.start
    for name in ("most", "least", "about"):
        hedge = next((m for m in phrases("bounds", name).finditer(before)
                      if before[m.end() :].strip() == ""), None)  # fmt: skip
        if hedge is None or (name == "most" and phrases("changes", "words").search(before)):
            continue  # none, or "rose to"
        start = begin + hedge.start() if len(before) == found.start - begin else start
        if name == "least":
            high = inf
        elif name == "most":
            low = 0.0
        else:
            share = HEDGED if found.exact % 10 == 0 else HEDGED_EXACT
            low, high = low - share * found.exact, high + share * found.exact
        break
    return Quantity(sentence[start : found.shown], found.exact, low, high, found.unit)
