"""The person of a sentence whom a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.agreement.asked import Asked
from bot.agreement.values import Person
from bot.agreement.words import LONGEST, Word, alike, phrases, segments, word_set, words_in
from bot.support.spelling import latin
from index.metadata.calendar_words import month_number, weekday_number
from index.words import fold

WORD = r"[^\W\d_a-zа-яё](?:\.|[^\W\d_]+(?:[-’'][^\W\d_]+)*)"
RUN = re.compile(rf"{WORD}(?: (?:(?:de|van|von|bin|binti|al|da) )?{WORD}){{0,4}}")
OWNED = re.compile(r"['’]s?\b")
SHORTEST = 3  # letters of a name
NEAR = 60  # characters between a name and what it has done
DOUBT = 15  # as many characters weighs what speaks against a name


def find_person(sentence: str, language: str, asked: Asked) -> Person | None:
    """The name beside what one alone is or has done; None where there is none.

    Args:
        sentence: white space collapsed.
        language: of the sentence.
        asked: a question for a person.
    """
    text = sentence[:LONGEST]
    sole = asked.concepts("sole")
    runs = list(_names(text, language, asked))
    told = [word for word in words_in(text, language) if word.keys & sole]
    told = [word for word in told if _is_that(word, text, language, asked)]
    best: tuple[int, str] | None = None
    for word in told:
        for start, run in runs:
            gap = max(word.start - start - len(run), start - word.end, 0)
            # "British singer Ann Lee": a single word may be what the person is.
            doubts = (" " not in run) + (not _together(text, word.start, start))
            far = gap + DOUBT * doubts
            if far < min(NEAR, best[0] if best else NEAR):
                best = far, run
    if best is None:
        return None
    names = frozenset(part for _, run in runs for part in _parts(run) if not asked.names_word(part))
    return Person(best[1], names)


def _is_that(word: Word, text: str, language: str, asked: Asked) -> bool:
    """Whether an office is the one asked about: no deputy's, and none of something else."""
    if not word.keys & word_set("roles", "offices"):
        return True
    if phrases("offices", "not_quite").search(fold(text[max(0, word.start - 25) : word.start])):
        return False
    end = next(end for start, end in segments(text) if start <= word.start < end)
    after = [each for each in words_in(text, language) if word.end <= each.start < end][:5]
    is_of = bool(after) and (
        fold(after[0].text) in word_set("offices", "of")
        or (bool(after[0].keys) and not after[0].has_capital)
    )
    matter = [keys for keys in asked.content if not keys & word.keys]
    return not is_of or any(
        asked.names_word(latin(each.text)) or any(alike(each.keys, keys) for keys in matter)
        for each in after
    )


def _names(text: str, language: str, asked: Asked) -> Iterator[tuple[int, str]]:
    """The names that do not stand in the question, each with its start."""
    for match in RUN.finditer(text):
        words = list(re.finditer(r"[^ ]+", match[0]))
        while words and (_is_no_name(words[0][0], language, asked)):
            words.pop(0)
        while words and _is_calendar(words[-1][0]):
            words.pop()
        if all(asked.names_word(latin(word[0].strip("."))) for word in words):
            continue
        run = match[0][words[0].start() : words[-1].end()] if words else ""
        start = match.start() + (words[0].start() if words else 0)
        opens = not text[:start].strip(' "“«„')
        if len(run) < SHORTEST or OWNED.search(text[start : start + len(run) + 2]):
            continue
        if not (opens and " " not in run and _is_word(run, language)):
            yield start, run


def _is_no_name(word: str, language: str, asked: Asked) -> bool:
    """Whether a word with a capital is a day, a title, a function word, or the question's own."""
    if _is_calendar(word):
        return True
    (found,) = words_in(word, language)[:1] or (None,)
    if found is None or not found.keys:
        return True
    is_title = any(key.startswith("=") for key in found.keys)
    return is_title or asked.names_word(latin(word.strip(".")))


def _is_calendar(word: str) -> bool:
    return month_number(word) is not None or weekday_number(word) is not None


def _is_word(word: str, language: str) -> bool:
    """Whether the first word of a sentence is in the dictionary."""
    from simplemma import is_known

    try:
        return is_known(word.lower(), language)
    except ValueError:  # a language that it has no dictionary of
        return False


def _together(text: str, one: int, other: int) -> bool:
    return any(start <= one < end and start <= other < end for start, end in segments(text))


def _parts(run: str) -> Iterator[str]:
    for part in re.split(r"[ ’'.-]+", run):
        if len(part) >= SHORTEST:
            yield latin(part)
