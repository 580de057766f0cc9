"""What a question asks for that sources may disagree on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bot.agreement.words import alike, phrases, word_set, words_in
from bot.question.kind import Kind, wanted_kind
from bot.question.phrases import Phrase, find_phrases
from bot.support.spelling import latin
from index.words import fold

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
OPENING = 12  # characters; "How many were killed when …" does not ask when
Keys = frozenset[str]


PEOPLE, PERCENT = frozenset({"=people"}), frozenset({"=percent"})


class Wanted(Enum):
    """The kinds of values that are compared."""

    NUMBER = "number"
    TIME = "time"
    PERSON = "person"
    VERDICT = "yes or no"


@dataclass(frozen=True)
class Asked:
    """What is asked for, and of what.

    Of the words that are not names, each stands as its keys.
    """

    wanted: Wanted
    text: str  # the question
    language: str
    words: tuple[str, ...]  # folded
    content: tuple[Keys, ...]
    names: tuple[str, ...]  # romanised
    counted: Keys  # what a number counts or measures; empty for other kinds
    numbers: frozenset[str]  # that stand in the question itself: they are no answer
    times: tuple[Phrase, ...] = ()  # days and periods that it names in full, or but for the year

    @property
    def predicates(self) -> tuple[Keys, ...]:
        """The content but for what is counted."""
        return tuple(keys for keys in self.content if keys != self.counted)

    def concepts(self, kind: str) -> Keys:
        """The question's concepts that `prompts/agreement.toml` lists as of that kind."""
        return frozenset().union(*self.content) & word_set("roles", kind)

    def names_word(self, word: str) -> bool:
        """Whether a word is a name of the question."""
        return any(alike(frozenset((latin(word),)), frozenset((name,))) for name in self.names)


def read_question(question: str, language: str) -> Asked | None:
    """What a question asks for; None where no one value answers it, or none that can be compared.

    Args:
        question: standing by itself.
        language: of the question, ISO 639-1.
    """
    folded = fold(question)
    if phrases("questions", "clock").search(folded):
        return None
    names, content = _parts(question, language)
    counted = _counted(folded, question, content, language)
    wanted = _wanted(question, folded, content, counted)
    if wanted is None:
        return None
    return Asked(
        wanted,
        question,
        language,
        tuple(fold(word.text) for word in words_in(question, language)),
        content,
        names,
        counted if wanted is Wanted.NUMBER else frozenset(),
        frozenset(NUMBER.findall(question)),
        tuple(p for p in find_phrases(question, language) if p.complete or p.lacks_year),
    )


def _parts(question: str, language: str) -> tuple[tuple[str, ...], tuple[Keys, ...]]:
    """The names and the words that are none, in order, each once."""
    names: list[str] = []
    content: list[Keys] = []
    for place, word in enumerate(words_in(question, language)):
        if fold(word.text) in word_set("questions", "words"):
            continue
        if place and word.has_capital:
            names.extend(latin(part) for part in word.text.split("-"))
        elif word.keys:
            content.append(word.keys)
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(content))


def _counted(folded: str, question: str, content: tuple[Keys, ...], language: str) -> Keys:
    """What is counted or measured: "people" of "how many people", "population"."""
    for keys in content:
        if measure := keys & word_set("roles", "measures"):
            return frozenset(measure)
    if wanted_kind(question) is Kind.SHARE:
        return PERCENT
    found = phrases("questions", "many").search(folded)
    if found is None:
        return frozenset()
    after = (word for word in words_in(question, language) if word.start >= found.end())
    first = next((word.keys for word in after if word.keys in content), frozenset())
    # "How many died" counts people, and so does "the death toll".
    return PEOPLE if not first or first & word_set("roles", "rivals") else first


def _wanted(question: str, folded: str, content: tuple[Keys, ...], counted: Keys) -> Wanted | None:
    first = folded.split()[0] if folded.split() else ""
    within = not word_set("questions", "yes_no_within").isdisjoint(re.findall(r"\w+", folded))
    if first in word_set("questions", "yes_no") or within:
        either = not word_set("questions", "either").isdisjoint(folded.split())
        return None if either else Wanted.VERDICT
    kind = wanted_kind(question)
    how_many = phrases("questions", "many").search(folded)
    if kind is Kind.TIME and not (counted and how_many and how_many.start() < OPENING):
        return Wanted.TIME
    if kind is Kind.PERSON:
        has_one = any(keys & word_set("roles", "sole") for keys in content)
        return Wanted.PERSON if has_one else None
    is_number = kind in (Kind.NUMBER, Kind.TIME, Kind.SHARE, Kind.OTHER)
    return Wanted.NUMBER if counted and is_number else None
