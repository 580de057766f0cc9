"""The phrases in a question that name days.

dateparser's search takes "may" and "march" for months wherever they stand, drops the "last" of
"last March" and misses "в прошлом месяце"; hence templates of our own. Full dates are read as in
articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from bot.question.readings import Reading, always, reading
from bot.question.templates import patterns, slot_values, unit_named, words_before
from index.metadata.dates import find_dates
from prompts import TimeWords, question_time_words

# How closely a kind of phrase tells the day; a week is 1, other kinds tell it to the day.
COARSENESS = {
    "month_range": 2, "month_year": 2, "month": 2, "last_month": 2, "bare_month": 2,
    "quarter": 3, "year": 4, "year_range": 4,
}  # fmt: skip
UNIT_COARSENESS = {"day": 0, "week": 1, "month": 2, "year": 4}
LOOKED_BACK = 30  # characters before a phrase that may hold "since the" or "until"
SENTENCE_SIGNS = '.?!:"“«'
NEXT_NAME = re.compile(r"\s+[^\W\d_a-zа-яё]")


@dataclass(frozen=True)
class Phrase:
    """A phrase that names days; which ones may depend on the day they are counted from."""

    start: int
    end: int
    coarseness: int
    complete: bool  # the same days whenever it is asked
    count: Reading
    kind: str = "day"  # one of `templates.KINDS`
    since: bool = False  # all later days are meant too
    until: bool = False  # it is not these days that are meant, but earlier ones
    as_of: bool = False  # how things stood on these days is meant

    @property
    def lacks_year(self) -> bool:
        """Whether it is a day or a month of some year: "8 April", not "last April"."""
        return self.kind in ("day", "month", "bare_month") and not self.complete


def find_phrases(question: str, language: str) -> list[Phrase]:
    """The phrases in `question` that name days, in order, none overlapping another.

    Args:
        question: any text.
        language: only full dates are found in one that `prompts/question_time.toml` lacks.
    """
    found = _full_dates(question, month_first=language == "en")
    if language not in question_time_words():
        return list(found)
    chosen: list[Phrase] = []
    # Ranges and days first: "hari Senin 29 Agustus 2005" begins with a weekday, but names one day.
    for phrase in sorted(chain(found, _by_templates(question, language)), key=_precedence):
        if all(phrase.end <= other.start or other.end <= phrase.start for other in chosen):
            chosen.append(phrase)
    chosen.sort(key=lambda phrase: phrase.start)
    ends = [0, *(phrase.end for phrase in chosen)]
    return [
        _with_words_before(phrase, question, end, language)
        for phrase, end in zip(chosen, ends, strict=False)
    ]


def _precedence(phrase: Phrase) -> tuple[bool, bool, int]:
    is_range = phrase.kind.endswith("_range")
    return not is_range, not phrase.kind.startswith("day"), phrase.start


def _full_dates(question: str, month_first: bool) -> Iterator[Phrase]:
    for found in find_dates(question, lambda day, month: month if month_first else day):
        yield Phrase(found.start, found.end, 0, True, always(found.day))


def _by_templates(question: str, language: str) -> Iterator[Phrase]:
    words = question_time_words()[language]
    for kind, pattern in patterns(language):
        for match in pattern.finditer(question):
            phrase = _read(kind, match, words)
            if phrase is not None and _is_meant(kind, match, words):
                yield phrase


def _read(kind: str, match: re.Match[str], words: TimeWords) -> Phrase | None:
    slots = {name: text for name, text in match.groupdict().items() if text}
    unit = unit_named(words, slots)
    values = slot_values(words, slots)
    if 0 in values.values() or (unit == "day" and kind in ("this", "last")):  # "to this day"
        return None
    return Phrase(
        match.start(),
        match.end(),
        UNIT_COARSENESS.get(unit, COARSENESS.get(kind, 0)),
        "year" in slots,
        reading(kind, unit, values, "last_year" in slots),
        kind,
    )


def _is_meant(kind: str, match: re.Match[str], words: TimeWords) -> bool:
    """Whether a name of a month or weekday is one, not "may" or "Wednesday Addams"."""
    groups = match.groupdict()
    name = next(filter(None, map(groups.get, ("month", "short", "weekday"))), None)
    if name is None or groups.get("last_year"):
        return True
    before = match.string[: match.start()].split()
    after = match.string[match.end() :]
    bare = kind.startswith("bare_")
    if (bare or kind == "weekday") and NEXT_NAME.match(after):
        return False
    if bare:
        return name[0].isupper() and _stands_bare(name.lower(), before, words)
    if name[0].isupper() or name.lower() not in words.ambiguous:
        return True
    return not words.firm.isdisjoint(" ".join([*before[-1:], match[0]]).lower().split())


def _stands_bare(name: str, before: list[str], words: TimeWords) -> bool:
    """Whether a name without a preposition is one: "the March floods", not "Mr March"."""
    if not before or before[-1].lower() == "the":
        return bool(before)
    named = before[-1][0].isupper() or before[-1][-1] in SENTENCE_SIGNS
    return not named and name not in words.ambiguous


def _with_words_before(phrase: Phrase, question: str, earliest: int, language: str) -> Phrase:
    """The phrase with the prepositions before it, and what they make of it."""
    if phrase.kind.startswith("bare_"):
        return phrase
    begin = max(earliest, phrase.start - LOOKED_BACK)
    found = words_before(language).search(question[begin : phrase.start])
    start = begin + found.start() if found else phrase.start
    if phrase.kind.endswith("_range"):  # "с 3 по 7 апреля"
        return replace(phrase, start=start)
    words = question_time_words()[language]
    opening = set(question[start : phrase.start].lower().split())
    if phrase.kind != "ago":  # "vor zwei Wochen"
        opening.update(question[phrase.start : phrase.end].lower().split()[:1])
    led = " ".join(question[start : phrase.end].lower().split())
    return replace(
        phrase,
        start=start,
        as_of=led.startswith(tuple(f"{lead} " for lead in words.as_of)),
        since=not opening.isdisjoint(words.since),
        until=not opening.isdisjoint(words.until),
    )
