"""The ways in which a stored outlet's name is written, and when two words are the same name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from index.words import fold
from prompts import outlet_words

WORD = re.compile(r"[^\W_]+")
CYRILLIC = re.compile("[\u0400-\u04ff]")
ADDRESS = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
SECTION = re.compile(r"\s[|–—-]\s|:\s")  # "FOX News - Health"
SHORTEST_STEMMED = 4  # letters; "РИА" is no word with an ending
LATIN_ENDING = "aeiouy"


class Key(NamedTuple):
    """A word as it is compared."""

    word: str
    across: str  # the same for a word and its transliteration, endings apart
    is_cyrillic: bool


class Spelling(NamedTuple):
    """A way of writing an outlet's name, without its article."""

    words: tuple[str, ...]
    outlet: str  # as stored


def spellings(outlets: Iterable[str]) -> Iterator[Spelling]:
    """Every way of writing each of the outlets' names."""
    for outlet in outlets:
        for name in dict.fromkeys(_names(outlet.strip())):
            words = WORD.findall(name)
            if len(words) > 1 and words[0].lower() in outlet_words().articles:
                del words[0]
            yield from (Spelling(each, outlet) for each in _shortened(tuple(words)) if each)


@lru_cache(maxsize=4096)
def key(word: str) -> Key:
    """What two words share that are the same name: "Коммерсанта" and "Коммерсантъ"."""
    folded = fold(word)
    if not CYRILLIC.search(folded):
        ascii_word = _ascii(folded)
        if len(ascii_word) > 6:
            ascii_word = ascii_word.removesuffix("nya")  # Indonesian: "its"
        return Key(ascii_word, _without_ending(ascii_word.replace("x", "ks")), False)
    if len(folded) >= SHORTEST_STEMMED:
        folded = _russian().stemWord(folded.rstrip("ъ"))
    ascii_word = "".join(WORD.findall(_ascii(folded)))
    return Key(folded, ascii_word, True)


def _names(outlet: str) -> Iterator[str]:
    """The name, the outlet without its section, and an address without its ending."""
    yield outlet
    main = SECTION.split(outlet, maxsplit=1)[0]
    yield main
    if ADDRESS.fullmatch(main):
        labels = main.split(".")[:-1]
        while len(labels) > 1 and labels[-1].lower() in outlet_words().endings:
            labels.pop()
        yield labels[-1]
        yield labels[-1] + main.split(".")[-1]  # "detikcom"
        if labels[-1].lower().startswith("the") and len(labels[-1]) > 6:
            yield labels[-1][3:]


def _shortened(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words, and "BBC" for "BBC News"."""
    yield words
    first, *rest = words or ("",)
    is_short = first.isupper() or first.lower() in outlet_words().common
    if is_short and len(rest) == 1 and rest[0].lower() in outlet_words().generic:
        yield (first,)


def _without_ending(word: str) -> str:
    return word.rstrip(LATIN_ENDING) if len(word) >= SHORTEST_STEMMED else word


def _ascii(word: str) -> str:
    if word.isascii():
        return word
    from anyascii import anyascii

    return anyascii(word).lower()


@cache
def _russian() -> Any:
    import Stemmer

    return Stemmer.Stemmer("russian")
