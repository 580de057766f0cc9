"""The words around an answer, in its language. The texts stand in `prompts/interface.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True)
class Wording:
    """The words of one language, under the names that `interface.toml` explains."""

    sources: str
    also_in: str
    undated: str
    nearest: str
    coverage: str
    outlets: str
    suggestions: str
    note: str
    unsupported: str
    understood: str
    counted_from: str
    come_first: str
    not_found: str
    that_day: str
    those_days: str
    until_then: str
    from_outlets: str
    newest: str
    and_last: str
    date_format: str
    months: str
    yes: str
    no: str
    quotation_marks: str
    reports: str
    in_language: Mapping[str, str]
    relation: Mapping[str, str]
    difference: Mapping[str, str]

    def day(self, day: date | None) -> str:
        """The date as it is written in this language."""
        if day is None:
            return self.undated
        return self.date_format.format(
            day=day.day, month=self.months.split()[day.month - 1], year=day.year
        )

    def days(self, first: date | None, last: date | None) -> str:
        """The two dates, or the one that both are; nothing where there is none."""
        return " – ".join(dict.fromkeys(self.day(day) for day in (first, last) if day))

    def period(self, first: date, last: date) -> str:
        """The days from the one to the other, their month named once where it is the same."""
        if first == last or (first.year, first.month) != (last.year, last.month):
            return self.days(first, last)
        month = self.months.split()[first.month - 1]
        return self.date_format.format(day=f"{first.day}–{last.day}", month=month, year=first.year)

    def listing(self, names: Sequence[str]) -> str:
        """The names as one: "a, b and c"."""
        return self.and_last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    def naming(self, language: str) -> str:
        """The name of a language; its code where we have no word for it."""
        return self.in_language.get(language, language)


@cache
def wording(language: str) -> Wording:
    """The words for answers in `language`; English where there are none."""
    texts = _texts()
    return Wording(**{**texts[FALLBACK], **texts.get(language, {})})


def languages() -> tuple[str, ...]:
    """Return the languages that have words of their own."""
    return tuple(_texts())


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("prompts") / "interface.toml").read_text(encoding="utf-8"))
