"""The words around an answer, in its language. The texts stand in `prompts/interface.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
    suggestions: str
    note: str
    unsupported: str
    date_format: str
    months: str
    in_language: Mapping[str, str]
    relation: Mapping[str, str]

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

    def naming(self, language: str) -> str:
        """The name of a language; its code where we have no word for it."""
        return self.in_language.get(language, language)


@cache
def wording(language: str) -> Wording:
    """The words for answers in `language`; English where there are none."""
    texts = _texts()
    return Wording(**{**texts[FALLBACK], **texts.get(language, {})})


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("prompts") / "interface.toml").read_text(encoding="utf-8"))
