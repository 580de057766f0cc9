"""Names of months and weekdays in the languages that news comes in, from dateparser's tables."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

# No Croatian: its "listopad" is October, and November in Polish and Czech.
LANGUAGES = (
    "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr",
    "he", "hi", "hu", "id", "it", "ja", "ka", "kk", "ko", "lt", "lv", "ms", "nb", "nl", "pl", "pt",
    "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# What the tables lack: months of the Levant and the Maghreb, old Russian abbreviations.
MORE_MONTHS = {
    "شباط": 2, "آذار": 3, "نيسان": 4, "ابريل": 4, "أفريل": 4, "أيار": 5, "حزيران": 6, "جوان": 6,
    "تموز": 7, "جويلية": 7, "آب": 8, "اغسطس": 8, "أيلول": 9, "اكتوبر": 10, "апр": 4, "авг": 8,
    "ags": 8, "agust": 8,
}  # fmt: skip
MORE_WEEKDAYS = {"jum'at": 4, "jum’at": 4, "thur": 3, "thurs": 3, "четверга": 3, "среды": 2}

# Where the day is not the first of three numbers, or may not be: English has both customs.
DAY_NOT_FIRST = frozenset({"en", "zh", "ja", "ko", "fa", "hu", "lt", "sv", "ms", "tl"})


def month_number(word: str) -> int | None:
    """Return 1 to 12 for the name of a month, or its abbreviation, in any of the languages."""
    return _numbers()[0].get(_key(word))


def weekday_number(word: str) -> int | None:
    """Return 0 (Monday) to 6 for the name of a weekday in any of the languages."""
    return _numbers()[1].get(_key(word))


def is_day_first(language: str) -> bool:
    """Tell whether 07/04/2021 is in April wherever this language (ISO 639-1) is written."""
    return language not in DAY_NOT_FIRST


def _key(word: str) -> str:
    return word.casefold().replace(".", "").strip("’' ")


@lru_cache(maxsize=1)
def _numbers() -> tuple[dict[str, int], dict[str, int]]:
    months, weekdays = dict(MORE_MONTHS), dict(MORE_WEEKDAYS)
    for language in LANGUAGES:
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
        for names, numbers, first in ((MONTHS, months, 1), (WEEKDAYS, weekdays, 0)):
            for number, name in enumerate(names, first):
                for word in table.get(name, ()):
                    numbers.setdefault(_key(word), number)
    return months, weekdays
