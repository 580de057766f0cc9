"""Saying yes or no, where that is asked, with the sentence that shows it.

A wrong "yes" is worse than none: one is said only where a sentence of the outlet's own says all
that is asked, of the same names in the same order, and as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.agreement.asked import NUMBER, Asked, read_question
from bot.agreement.verdicts import find_verdict
from bot.agreement.words import Word, alike, phrases, words_in
from bot.evidence import Evidence
from bot.question.kind import Kind, holds_kind, wanted_kind
from bot.schema import Citation, Verdict
from bot.support.spelling import latin, same_name
from bot.support.values import missing_values, offered
from index.metadata.calendar_words import month_number, weekday_number
from index.words import fold

LANGUAGES = frozenset({"en", "id", "ru"})  # whose words for what is no fact are listed
FREE_ORDER = frozenset({"ru"})  # languages whose subject may stand anywhere
ASKING = frozenset({"apakah", "ли"})  # words that make a statement a question
QUESTION_END = re.compile(r"[?؟][\"'”»)\s]*\Z")
MONTH = re.compile(r"(?<=\w )May\b")  # and no "may"
MORE_DENIED = 1  # words of what is denied that the question does not have


def verdict_of(question: str, language: str, best: Evidence, quoted: Citation) -> Verdict | None:
    """What the first quote says to a question for yes or no; None if it is none, or not sure.

    The reader must find the question answered there, the outlet must say it itself, and the
    sentence's own words must tell how: all that the question holds, and nothing that makes it a
    plan, a claim or a condition which the question does not ask about.

    Args:
        question: as it was searched.
        language: of the question.
        best: the sentence that is quoted first.
        quoted: its citation.
    """
    is_german_what = language == "de" and fold(question).startswith("was ")
    if wanted_kind(question) is not Kind.YES_NO or is_german_what:
        return None
    if best.answer is None or quoted.speech != "outlet":
        return None
    asked = read_question(question, language)
    if asked is None or not _is_fact(question, language, best) or not _has_values(asked, best):
        return None
    told = words_in(best.text, best.hit.article.language)
    if not _names_in_order(asked, told, best) or not _content_in_order(asked, told, best):
        return None
    return _said(question, asked, told, best)


def _said(question: str, asked: Asked, told: Sequence[Word], best: Evidence) -> Verdict | None:
    said = find_verdict(best.text, best.hit.article.language, asked)
    lacking = [keys for keys in asked.content if not any(alike(keys, w.keys) for w in told)]
    if said is None or len(lacking) > (0 if said.holds else 1):  # "open" of what is closed
        return None
    if said.holds:
        return "yes"
    more = [word for word in told if word.keys and not _is_asked(word, asked)]
    # "Not on Mondays" and "did not sink the boat" deny less than "is it open", "did it sink".
    narrower = holds_kind(best.text, Kind.TIME) and not holds_kind(question, Kind.TIME)
    return None if narrower or len(more) > MORE_DENIED + len(lacking) else "no"


def _is_fact(question: str, language: str, best: Evidence) -> bool:
    """Whether the sentence has no "may", "plans to" or "only" but what the question has too."""
    own = best.hit.article.language
    if not {language, own} <= LANGUAGES or QUESTION_END.search(best.text):
        return False
    if phrases("rumours", "words").search(fold(best.text)):
        return False
    marks = (_marks(best.text, own), _marks(question, language) - ASKING)
    return marks[0] == marks[1] and (own == language or not marks[0])


def _marks(text: str, language: str) -> set[str]:
    folded = fold(MONTH.sub("", text))
    kinds = (f"unsure-{language}", f"extent-{language}")
    return {found for kind in kinds for found in phrases("verdicts", kind).findall(folded)}


def _has_values(asked: Asked, best: Evidence) -> bool:
    """Whether the sentence has the numbers and days that are asked about, and no other numbers."""
    article = best.hit.article
    offer = offered(best.text, article.language, article.published)
    if missing_values(" ".join(asked.text.split()), asked.language, offer):
        return False
    return not asked.numbers or asked.numbers == set(NUMBER.findall(best.text))


def _names_in_order(asked: Asked, told: Sequence[Word], best: Evidence) -> bool:
    """Whether the names of the question stand in the sentence in its order, and none before them.

    A name of the title's stands for "it", in a sentence that names nobody.
    """
    names = [n for n in asked.names if month_number(n) is None and weekday_number(n) is None]
    capital = [word for word in told if word.has_capital and word.keys]
    others = [word for word in capital if not _is_asked(word, asked)]
    places = [next((w.start for w in told if _is(w, name)), None) for name in names]
    known = [place for place in places if place is not None]
    if len(known) < len(names):
        title = words_in(best.hit.article.title or "", best.hit.article.language)
        return not others and all(any(_is(w, name) for w in (*told, *title)) for name in names)
    owners = re.findall(r"(\w+)['’]s\b", best.text)
    if any(same_name(latin(owner), name) for owner in owners for name in names):
        return False  # of somebody's deputy
    before = [word for word in others if known and word.start < known[0]]
    return not before and all(a < b for a, b in pairwise(known))


def _content_in_order(asked: Asked, told: Sequence[Word], best: Evidence) -> bool:
    """Whether who does what to whom is as it is asked, where a language's order tells."""
    if best.hit.article.language in FREE_ORDER:
        return True
    places = [next((w.start for w in told if alike(w.keys, k)), None) for k in asked.content]
    known = [place for place in places if place is not None]
    return all(a < b for a, b in pairwise(known))


def _is(word: Word, name: str) -> bool:
    return any(same_name(latin(part), name) for part in word.text.split("-"))


def _is_asked(word: Word, asked: Asked) -> bool:
    return asked.names_word(word.text) or any(alike(word.keys, keys) for keys in asked.content)
