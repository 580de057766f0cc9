"""When two words are one name: inflected, transliterated, or in another language."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.support.words import same_names
from index.spelling import latin as romanised
from index.words import fold

ALIKE = 0.84  # Jaro-Winkler of a name in two scripts
SHORT = 4  # letters, up to which a name must stand as it is, but for an ending
LONGEST_ENDING = 3
LONG_BEGINNING = 6  # letters that two words share by being one: "Federasi", "Federation"
# How transliterations write one sound, as far as the consonants tell.
SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("kh", "h"), ("zh", "z"), ("sh", "s"),
    ("ch", "c"), ("ts", "c"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("w", "v"), ("x", "ks"),
    ("q", "k"), ("j", "z"), ("g", "h"), ("c", "k"), ("z", "s"),
)  # fmt: skip
SAME_FIRST = frozenset(
    map(frozenset, ("zt", "kc", "iy", "jy", "vw", "ey", "hg", "hk", "xk", "jd", "sz", "ck"))
)


@lru_cache(maxsize=16384)
def latin(word: str) -> str:
    """The word in small ASCII letters."""
    folded = fold(word)
    return folded if folded.isascii() else romanised(folded).replace("'", "")


@lru_cache(maxsize=65536)
def same_name(one: str, other: str) -> bool:
    """Whether two romanised words differ by an ending, or by how they were transliterated."""
    from rapidfuzz.distance import JaroWinkler

    if one == other:
        return True
    if one[:1] != other[:1] and frozenset((one[:1], other[:1])) not in SAME_FIRST:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) <= SHORT:
        tail = len(long) - len(short)
        return len(short) > 2 and long.startswith(short) and tail <= LONGEST_ENDING
    if JaroWinkler.normalized_similarity(one, other) < ALIKE:
        return False
    shared = _shared_beginning(short, long)
    is_ending = SHORT <= shared >= len(long) - LONGEST_ENDING or shared >= LONG_BEGINNING
    return is_ending or _skeleton(one) == _skeleton(other)


def translations(word: str, language: str, other: str) -> tuple[str, ...]:
    """The first words of what a country or city called `word` is called in another language."""
    places = _places(language)
    code = places.get(fold(word))
    if code is None or language == other:
        return ()
    return tuple(latin(name.split()[0]) for name, c in _places(other).items() if c == code)


def relatives(word: str) -> tuple[str, ...]:
    """Beginnings of words that name the same country or body, romanised; () for most words."""
    own = latin(word)
    return next((group for group in _groups() if begins(own, group)), ())


def begins(word: str, group: tuple[str, ...]) -> bool:
    """Whether a romanised word is one of those that begin so; short ones stand for themselves."""
    return any(word == each or (len(each) > 3 and word.startswith(each)) for each in group)


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(latin, names)) for names in same_names())


@cache
def _places(language: str) -> dict[str, str]:
    """CLDR's names of countries and of time zones' cities in a language, with their codes."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale(language)
    except UnknownLocaleError:
        return {}
    cities = {zone: names["city"] for zone, names in locale.time_zones.items() if "city" in names}
    return {fold(name): code for code, name in {**cities, **locale.territories}.items()}


def _shared_beginning(short: str, long: str) -> int:
    pairs = zip(short, long, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(short))


def _skeleton(word: str) -> str:
    """The consonants by their sounds, as far as transliterations agree on them."""
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", word))
