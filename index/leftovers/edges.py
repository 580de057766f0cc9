"""Where an article ends on its page, and what of the lines around it is none of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.leftovers.appeals import speaks_to_reader
from index.leftovers.furniture import Kind
from index.leftovers.paragraphs import word_count
from index.leftovers.phrases import COPYRIGHTS

MOST_WORDS = 20  # of a sentence that count for it
WORDS_AGAINST_A_LINE = 5
SHARE_BEFORE_COMMENTS = 0.5  # of the article
SHARE_BEFORE_COPYRIGHT = 0.8
FEWEST_WORDS_OF_PROSE = 10  # in two sentences
LONGEST_SHOUT = 4  # words

OF_A_PAGE = (Kind.LEFTOVER, Kind.RELATED, Kind.LINK, Kind.COMMENTS, Kind.BYLINE, Kind.HEADING)

Lines = Sequence[tuple[Kind, str]]
"""What each line of a page is, and its words."""


def end_of_core(lines: Lines) -> int:
    """Return the position of the last line before sentences become rarer than other lines.

    Sentences that speak to the reader count for neither.
    """
    best = total = end = 0
    for at, (kind, text) in enumerate(lines):
        total += _weight(kind, text)
        if total > best and _is_body(kind):
            best, end = total, at
        if not best:
            total = max(total, 0)
    return end


def _weight(kind: Kind, text: str) -> int:
    if not _is_body(kind):
        return -WORDS_AGAINST_A_LINE
    return 0 if speaks_to_reader(text) else min(word_count(text), MOST_WORDS)


def end_of_prose(lines: Lines) -> int:
    """Return the position of the last of two sentences that follow each other, 0 if none do.

    Two that speak to the reader are no prose.
    """
    pairs = enumerate(pairwise(lines), start=1)
    return max((at for at, pair in pairs if _is_prose(pair)), default=0)


def _is_prose(pair: Lines) -> bool:
    if not all(_is_body(kind) for kind, _ in pair):
        return False
    if sum(word_count(text) for _, text in pair) < FEWEST_WORDS_OF_PROSE:
        return False
    return not all(speaks_to_reader(text) for _, text in pair)


def find_end(lines: Lines) -> int:
    """Return where "Leave a reply" or "©" ends the page, with most of the article before it."""
    size = sum(len(text) for kind, text in lines if _is_body(kind))
    before = 0
    for at, (kind, text) in enumerate(lines):
        before += len(text) if _is_body(kind) else 0
        needed = _share_before(kind, text)
        if needed is not None and before >= needed * size:
            return at
    return len(lines)


def _share_before(kind: Kind, text: str) -> float | None:
    """Return how much of the article must stand before this line to be ended by it, if it can."""
    if kind is Kind.COMMENTS:
        return SHARE_BEFORE_COMMENTS
    ends = kind is Kind.LEFTOVER and text.casefold().startswith(COPYRIGHTS)
    return SHARE_BEFORE_COPYRIGHT if ends else None


def find_outside(lines: Lines) -> set[int]:
    """Return the sentences above and below the article that speak to its reader.

    "By clicking, you agree …", "Welcome back!"
    """
    end = max(end_of_core(lines), end_of_prose(lines))
    start = min(end, _start_of_core(lines))
    after = [at for at, (kind, _) in enumerate(lines) if at > end and kind in OF_A_PAGE]
    below = after[0] if after else len(lines)
    return {
        at
        for at, (kind, text) in enumerate(lines)
        if _is_body(kind)
        and not start <= at <= below
        and (speaks_to_reader(text) or (at > below and _shouts(text)))
    }


def _start_of_core(lines: Lines) -> int:
    """Return where the first two sentences follow each other."""
    pairs = enumerate(pairwise(kind for kind, _ in lines))
    return next((at for at, pair in pairs if all(map(_is_body, pair))), len(lines))


def _shouts(text: str) -> bool:
    return text.endswith("!") and word_count(text) <= LONGEST_SHOUT


def _is_body(kind: Kind) -> bool:
    return kind is Kind.BODY
