"""The names in a written sentence, and whether an article holds them, however spelled.

A name is a word with a capital: more cannot be seen in most languages. simplemma's dictionaries
tell which such words are none: those at a sentence's start, titles of offices, and German nouns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.support.spelling import begins, latin, relatives, same_name, translations
from bot.support.words import word_list
from index.metadata.calendar_words import month_number, weekday_number
from index.schema import Article
from index.words import fold, terms, words

PIECE = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\d+|[.:;!?…]+|[^\w\s]")
ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,6}")  # "U.S."
CURRENCY = re.compile(r"\b(?:Rp|Rs|US|A|C|HK|S)(?=\.? ?[$\d])")
ENDING = re.compile(r"['’]s?$")
CAPITALS = re.compile(r"(?:\b[^\W\d_]\S*[ -]){1,7}\S+")  # a run of words
CASELESS = frozenset({"ar", "fa", "he", "hi", "ja", "ka", "ko", "th", "zh"})
NO_TITLE_CASE = frozenset({"bg", "es", "fr", "it", "ru", "uk"})  # a capital within is a name's
OPENING = frozenset('.:;!?…«“"„(-—–')
LONGEST_ACRONYM = 5  # letters


@dataclass(frozen=True)
class Name:
    """A word with a capital."""

    text: str
    opens: bool  # the sentence, a quotation, or what follows a colon


class Vocabulary:
    """The words of an article: its whole text, for a name in full may stand far from the quote."""

    def __init__(self, article: Article) -> None:
        heading = filter(None, (article.title, article.source, article.author, article.agency))
        text = "\n".join((*heading, article.text))
        self.language = article.language
        self._words = {latin(word) for word in words(text)}
        self._stems = {latin(stem) for stem in terms(text, self.language)}
        self._words |= {latin(found[0].replace(".", "")) for found in ABBREVIATION.finditer(text)}
        self._initials = frozenset(_initials(text))

    def holds(self, name: str, language: str) -> bool:
        """Whether the name stands here: inflected, transliterated, abbreviated or translated."""
        own = latin(name)
        if own in self._words or any(same_name(own, word) for word in self._words):
            return True
        if language == self.language and {latin(s) for s in terms(name, language)} & self._stems:
            return True
        if name.isupper() and 1 < len(own) <= LONGEST_ACRONYM and own in self._initials:
            return True
        group = relatives(name)
        if group and any(begins(word, group) for word in self._words):
            return True
        return any(
            same_name(place, word)
            for place in translations(name, language, self.language)
            for word in self._words
        )


def missing_names(sentence: str, language: str, vocabularies: Sequence[Vocabulary]) -> list[str]:
    """The names of a sentence that stand in none of the articles.

    Args:
        sentence: without citation marks.
        language: of the sentence; one without capitals has no names that can be seen.
        vocabularies: of the articles that are cited.
    """
    if language in CASELESS:
        return []
    missing = [
        name.text
        for name in _names_in(sentence)
        if not any(vocabulary.holds(name.text, language) for vocabulary in vocabularies)
        and _is_name(name, language, vocabularies)
    ]
    return list(dict.fromkeys(missing))


def _names_in(sentence: str) -> Iterator[Name]:
    """The words that have a capital, "Peskov's" without its ending."""
    text = ABBREVIATION.sub(lambda found: found[0].replace(".", ""), CURRENCY.sub(" ", sentence))
    for before, piece in pairwise([".", *PIECE.findall(text)]):
        word = ENDING.sub("", piece)
        for part in re.split(r"[-’'.]", word):
            is_calendar = month_number(part) is not None or weekday_number(part) is not None
            if len(part) > 1 and part[0].isupper() and not is_calendar:
                yield Name(part, before[0] in OPENING and part == word[: len(part)])


def _is_name(name: Name, language: str, vocabularies: Sequence[Vocabulary]) -> bool:
    """Whether a word with a capital that no article holds is a name, and not a word."""
    others = [v.language for v in vocabularies if v.language != language]
    if name.text.isupper() and len(name.text) <= LONGEST_ACRONYM:
        return not others  # translated, it has other letters
    if fold(name.text) in word_list(language, "titles"):
        return False
    kind = _kind(name.text.lower() if name.opens else name.text, language)
    if kind == "word":
        return not name.opens and not others and language in NO_TITLE_CASE
    if kind == "place" and others:
        known = relatives(name.text) or any(translations(name.text, language, o) for o in others)
        return bool(known)
    return True


def load_dictionary(language: str) -> None:
    """Load what `missing_names` looks words up in; of a language without one, nothing."""
    _kind("Dateline", language)


@lru_cache(maxsize=4096)
def _kind(word: str, language: str) -> str:
    """What a dictionary has it as: a "word", a name such as "Moscow" ("place"), or nothing ("")."""
    from simplemma import is_known, lemmatize

    try:
        if not is_known(word.lower(), language):
            return ""
        lemma = lemmatize(word, language)
    except ValueError:  # a language that it has no dictionary of
        return ""
    return "place" if lemma[:1].isupper() and language != "de" else "word"


def _initials(text: str) -> Iterator[str]:
    """The initials of words with a capital that follow one another: of two to five."""
    for run in CAPITALS.findall(text):
        letters = latin("".join(word[0] for word in re.split("[ -]", run) if word[:1].isupper()))
        for start in range(len(letters)):
            yield from (letters[start:end] for end in range(start + 2, start + 6))
