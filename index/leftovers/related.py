"""Lists of other articles: headlines below "Read also", which no sign but that one tells."""

from __future__ import annotations

import re

from index.leftovers.edges import Lines, end_of_prose
from index.leftovers.furniture import Kind, plain
from index.leftovers.paragraphs import ends_sentence, word_count
from index.leftovers.phrases import LIST_HEADS, RELATED_LABELS, SINGLE_HEADS

LIST_ITEM = re.compile(r"[-*+•–][ \t]|[0-9]{1,2}[.)][ \t]")
# Two sentences, the last perhaps unfinished.
INNER_END = re.compile(r"[^\W\d_]{3}\. [^\W\d_a-zа-я]")
LONGEST_LIST = 50  # lines
ONE_BELOW = SINGLE_HEADS | (RELATED_LABELS - LIST_HEADS)


def find_related(lines: Lines) -> set[int]:
    """Return the headlines that follow a bare "Read also", up to the next sentence."""
    related = set()
    room = 0
    prose = end_of_prose(lines)
    for at, (kind, text) in enumerate(lines):
        if kind is Kind.RELATED:
            room = _room_below(text)
        elif room and _is_headline(kind, text):
            related.add(at)
            room -= 1
        elif kind in (Kind.BODY, Kind.HEADING) or (kind is Kind.DATE and at < prose):
            room = 0  # a date is the headline's above; below the article, more follow
    return related


def _room_below(text: str) -> int:
    """Return how many headlines may follow a label: none if it bears one, "Related article" one."""
    words = plain(text).rstrip(": ")
    if ":" in words or word_count(words) > 4:
        return 0
    return 1 if words.casefold() in ONE_BELOW else LONGEST_LIST


def _is_headline(kind: Kind, text: str) -> bool:
    if kind is Kind.LINK:
        return "](" in text
    if text.endswith(":") or INNER_END.search(text):
        return False
    if kind is Kind.HEADING or (kind is Kind.BODY and LIST_ITEM.match(text)):
        return True
    short_question = text.endswith(("?", "!")) and word_count(text) <= 12
    return kind is Kind.BODY and (short_question or not ends_sentence(text))
