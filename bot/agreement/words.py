"""The words of `prompts/agreement.toml`, and the words of a sentence by what they mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from bot.support.spelling import latin, same_name
from index.words import fold, terms

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LONGEST = 600  # characters of a sentence that are looked at
COMPARED = 5  # letters from which two stems may be one word in two spellings
# A comma within a number or a date parts nothing.
PARTING = re.compile(
    r",(?!\s?\d)|[;:()—–]|\b(?:and|but|while|dan|serta|tetapi|sedangkan|и|а|но|und|aber)\b"
)


@dataclass(frozen=True)
class Word:
    """A word of a sentence and what it means: its concepts, else its stem; () for a function word.

    `start` and `end` are characters of the sentence.
    """

    text: str
    start: int
    end: int
    keys: frozenset[str]

    @property
    def has_capital(self) -> bool:
        """Whether it may be a name."""
        return self.text[0].isupper()


@lru_cache(maxsize=2048)
def words_in(sentence: str, language: str) -> tuple[Word, ...]:
    """The words of a sentence, in order; numbers in digits are none."""
    return tuple(
        Word(found[0], found.start(), found.end(), keys(found[0], language))
        for found in WORD.finditer(sentence, 0, LONGEST)
    )


@lru_cache(maxsize=16384)
def keys(word: str, language: str) -> frozenset[str]:
    """What a word means: the concepts that list it, else its stem in Latin letters."""
    folded = fold(word)
    whole, beginnings = _concepts()
    found = set(whole.get(folded, ()))
    for beginning, names in beginnings.items():
        if folded.startswith(beginning):
            found |= names
    if found:
        return frozenset(f"={name}" for name in found)
    # What has no Latin letters, such as "ʻ", is no word that can be compared.
    return frozenset(filter(None, (latin(stem) for stem in terms(folded, language)[:1])))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two words mean the same, as far as their keys tell."""
    if not one.isdisjoint(other):
        return True
    return any(
        same_name(a, b)
        for a in one
        for b in other
        if a[0] != "=" != b[0] and min(len(a), len(b)) >= COMPARED
    )


def segments(sentence: str) -> list[tuple[int, int]]:
    """The parts of a sentence between commas, brackets and "and"."""
    cuts = [0, *(found.end() for found in PARTING.finditer(sentence)), len(sentence)]
    return [(start, end) for start, end in pairwise(cuts) if start < end]


@cache
def phrases(section: str, name: str) -> re.Pattern[str]:
    """The phrases of a list, parted by commas, as one pattern over folded text."""
    each = (re.escape(fold(phrase.strip())) for phrase in _texts()[section][name].split(","))
    choices = "|".join(sorted((p.replace(r"\*", r"\w{0,9}") for p in each), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


@cache
def word_set(section: str, name: str) -> frozenset[str]:
    """The words of a list; of concepts as keys name them if the section is "roles"."""
    words = _texts()[section][name].split()
    return frozenset(f"={word}" for word in words) if section == "roles" else frozenset(words)


@cache
def units() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Each unit with the words that are it, and the beginnings of others."""
    return {
        name: (
            frozenset(word for word in words.split() if not word.endswith("*")),
            tuple(word[:-1] for word in words.split() if word.endswith("*")),
        )
        for name, words in _texts()["units"].items()
    }


@cache
def _concepts() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The concepts of each whole word, and of each beginning."""
    whole: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for name, words in _texts()["concepts"].items():
        for word in fold(words).split():
            table = beginnings if word.endswith("*") else whole
            table.setdefault(word.rstrip("*"), set()).add(name)
    return whole, beginnings


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("prompts") / "agreement.toml").read_text(encoding="utf-8"))
