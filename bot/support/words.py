"""The word lists of `prompts/support.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from index.words import fold


@cache
def phrases(language: str, kind: str) -> tuple[str, ...]:
    """The phrases of a kind, parted by commas in the file, folded."""
    return tuple(fold(each) for each in _list(language, kind).split(", ") if each)


@cache
def word_list(language: str, kind: str) -> frozenset[str]:
    """The words of a kind, folded."""
    return frozenset(fold(_list(language, kind)).split())


@cache
def ordinals(language: str) -> tuple[str, ...]:
    """How the words for "third", "fourth" and so on begin."""
    return tuple(fold(_list(language, "ordinals")).split())


@cache
def number_words(language: str) -> Mapping[str, int]:
    """Words for numbers from two that `bot.values.numerals` does not know."""
    return {word: n for n, word in enumerate(fold(_list(language, "numbers")).split(), 2)}


@cache
def opposites() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Pairs of lists of beginnings of words that rule each other out, all languages together."""
    return tuple(
        (tuple(fold(pair["one"]).split()), tuple(fold(pair["other"]).split()))
        for pair in _texts()["opposites"]
    )


def without_preamble(sentence: str, language: str) -> str:
    """The sentence without "Based on the sources," before it."""
    folded = fold(sentence)
    for opening in phrases(language, "preambles"):
        if folded.startswith(opening):
            return sentence.partition(",")[2].strip() or sentence
    return sentence


@cache
def same_names() -> tuple[tuple[str, ...], ...]:
    """Beginnings of words that name one country or body, folded."""
    return tuple(tuple(fold(names).split()) for names in _texts()["same_names"].values())


def _list(language: str, kind: str) -> str:
    text: str = _texts().get(language, {}).get(kind, "")
    return text


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((files("prompts") / "support.toml").read_text(encoding="utf-8"))
