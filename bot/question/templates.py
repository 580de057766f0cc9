"""The templates of `prompts/question_time.toml` as patterns, and what their slots stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from prompts import TimeWords, question_time_words

# What a phrase names, the surer reading first where two begin at the same word.
KINDS = (
    "day_range", "day", "month_range", "month_year", "year_range", "quarter", "within", "ago",
    "before_yesterday", "yesterday", "today", "last", "this", "last_month", "last_weekday",
    "weekday", "month", "year", "bare_month", "bare_weekday",
)  # fmt: skip
WITHOUT_YEAR = frozenset(
    ["day_range", "day", "month_range", "month", "last_month", "bare_month", "weekday"]
)

SLOT = re.compile(r"\{(\w+?)(2?)\}")
NO_YEAR = r"(?!,?\s{1,2}(?:(?:of|de|del|tahun)\s)?\d{4}(?!\d))"
START = r"(?<![\w.,/:@#-])"
END = r"(?!\w)(?![.,:/–-]\d)"
NUMBERS = {"day": r"\d{1,2}(?!\d)", "number": r"\d{1,2}(?!\d)", "year": r"\d{4}(?!\d|['’]s)"}

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def patterns(language: str) -> Patterns:
    """Each kind of phrase with a pattern, in the order of `KINDS`.

    Args:
        language: one of those in `question_time.toml`.
    """
    words = question_time_words()[language]
    return tuple(
        (kind, _compile(kind, template, words))
        for kind in KINDS
        for template in words.templates.get(kind, ())
    )


@cache
def words_before(language: str) -> re.Pattern[str]:
    """The prepositions and articles that end where a phrase begins."""
    words = question_time_words()[language]
    leading = _any(words.leads | words.since | words.until | words.as_of)
    return re.compile(rf"(?<!\w)(?:(?:{leading})\s{{1,3}}){{1,3}}$", re.IGNORECASE)


def slot_values(words: TimeWords, slots: Mapping[str, str]) -> dict[str, int]:
    """The numbers that stand in a phrase's slots; months, weekdays and quarters from one.

    0 stands for a word that the pattern takes for another, as "ſeptember".
    """
    lists = {
        "n": words.numbers,
        "month": [(*full, *short) for full, short in zip(words.months, words.short, strict=True)],
        "weekday": words.weekdays,
        "quarter": words.quarters,
    }
    values = {}
    for slot, text in slots.items():
        slot = slot.replace("short", "month").replace("number", "month")
        if text.isdecimal():
            values[slot] = int(text)
        elif slot.rstrip("2") in lists:
            values[slot] = _place_in(lists[slot.rstrip("2")], text)
    return values


def unit_named(words: TimeWords, slots: Mapping[str, str]) -> str:
    """The unit of time that stands in a phrase; "" where none does."""
    text = _fold(slots.get("unit") or slots.get("one") or "")
    return next((unit for unit, forms in words.units.items() if text in _flat_forms(forms)), "")


def _place_in(lists: Iterable[Sequence[str]], text: str) -> int:
    folded = _fold(text).rstrip(".")
    return next((number for number, words in enumerate(lists, 1) if folded in words), 0)


def _flat_forms(forms: Iterable[str]) -> list[str]:
    return "|".join(forms).split("|")


def _fold(text: str) -> str:
    return text.lower().replace("ё", "е")


def _compile(kind: str, template: str, words: TimeWords) -> re.Pattern[str]:
    pattern = SLOT.sub(lambda slot: _slot(slot[1], slot[2], words), template)
    if kind == "day":
        weekday = rf"(?:{_any(_flat(words.weekdays))}),?\s"
        pattern = rf"(?:{weekday})?(?:{pattern})"
    if kind in WITHOUT_YEAR:
        tail = words.templates["last_year"][0]
        pattern += rf"(?:,?\s(?P<last_year>{tail}))?{NO_YEAR}"
    pattern = pattern.replace(" ", r"\s{1,3}").replace("е", "[её]")
    return re.compile(START + pattern + END, re.IGNORECASE)


def _slot(name: str, second: str, words: TimeWords) -> str:
    if name in NUMBERS:
        inside = NUMBERS[name]
    elif name == "n":
        inside = rf"\d{{1,2}}|{_any(_flat(words.numbers))}"
    elif name == "quarter":
        inside = rf"[1-4]|{_any(_flat(words.quarters))}"
    elif name in ("unit", "one"):
        forms = ["|".join(forms if name == "unit" else forms[:1]) for forms in words.units.values()]
        inside = "|".join(forms)
    else:
        inside = _any(_names(name, words))
    return rf"(?P<{name}{second}>{inside})"


def _names(slot: str, words: TimeWords) -> list[str]:
    if slot == "weekday":
        return _flat(words.weekdays)
    short = [rf"{word}." for word in _flat(words.short)] + _flat(words.short)
    return _flat(words.months) + (short if slot == "short" else [])


def _any(words: Iterable[str]) -> str:
    """Any of the words, the longer first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _flat(lists: Iterable[Iterable[str]]) -> list[str]:
    return [word for words in lists for word in words]
