"""From lines to paragraphs: hard-wrapped lines and broken sentences are joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

LINE = re.compile(r"[^\n]+")
INVISIBLE = " \t\r\f\v\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"
TERMINAL = ".!?…。！？؟۔।"
CLOSERS = "\"'”’“‘»›」』)]*_`"
LAST_BRACKET = re.compile(r"\([^()]{1,40}\)$")
FOOTNOTES = re.compile(r"(?:[ ]?\[[^\[\]\s]{1,12}\]){1,6}$")  # "…in 1815.[4][note-2]"
MARKUP = " \t>*_\"'“«„‘("
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u9fff]")  # of languages without word spaces
LONG = 500  # more of a line than this is never looked at to tell what it is


class Line(NamedTuple):
    """A line or a paragraph: where it stands, what it says, whether a blank line precedes it."""

    start: int
    end: int
    text: str
    after_gap: bool


def split_lines(text: str, start: int = 0) -> list[Line]:
    """Return the lines of `text` from `start` that hold anything, without the white space."""
    lines = []
    previous_end = start
    for match in LINE.finditer(text, start):
        raw = match[0]
        bare = raw.lstrip().lstrip(INVISIBLE)
        begin = match.start() + len(raw) - len(bare)
        bare = bare.rstrip().rstrip(INVISIBLE)
        if bare:
            after_gap = text.count("\n", previous_end, match.start()) > 1
            lines.append(Line(begin, begin + len(bare), bare, after_gap))
            previous_end = match.end()
    return lines


def join_lines(text: str, lines: Sequence[Line], alone: Callable[[Line], bool]) -> list[Line]:
    """Return `lines` with those joined that one paragraph was broken into.

    Args:
        text: what the lines were split from.
        lines: in order.
        alone: says of a line that it belongs to no paragraph (a link, a byline, a photo credit).
    """
    width = wrap_width(lines)
    by_case = not _mostly_lower_case(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, width, by_case, alone):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merge(text, group) for group in groups]


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which the text was hard-wrapped, 0 if it was not."""
    pairs = [(line, after) for line, after in pairwise(lines) if not after.after_gap]
    if len(pairs) < 3:
        return 0
    lengths = sorted(len(line.text) for line, _ in pairs)
    width = lengths[len(lengths) * 9 // 10]
    if not 40 <= width <= 120:
        return 0
    full = sum(_is_full(line, after, width) for line, after in pairs)
    unfinished = sum(not ends_sentence(line.text) for line, _ in pairs)
    return width if full >= 0.6 * len(pairs) and unfinished >= 0.5 * len(pairs) else 0


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, quotation marks, "(AFP)" and "[4]" set aside."""
    text = FOOTNOTES.sub("", text[-160:])
    tail = LAST_BRACKET.sub("", text[-60:].rstrip(CLOSERS[:-6])).rstrip()
    return _last_sign(tail) in TERMINAL or _last_sign(text[-60:]) in TERMINAL


def _last_sign(text: str) -> str:
    return text.rstrip(CLOSERS + " ")[-1:] or " "


def word_count(text: str) -> int:
    """Count the words of a line, roughly; up to where it no longer matters."""
    head = text[:LONG]
    unspaced = 0 if head.isascii() else len(UNSPACED.findall(head))
    return max(len(head.split()), unspaced // 3)


def is_sentence(text: str) -> bool:
    """Tell whether a line reads as a sentence, and not as a heading, a name or a button."""
    words = word_count(text)
    if text.endswith((":", "：")):
        return words >= 5
    return words >= 12 or ends_sentence(text)


def _continues(
    before: Line, line: Line, width: int, by_case: bool, alone: Callable[[Line], bool]
) -> bool:
    finished = ends_sentence(before.text)
    if alone(before):
        return False
    if width and not line.after_gap and _is_full(before, line, width):
        # Half a sentence may look like anything: "… took place on / April 7, 2021."
        return not finished or not alone(line)
    if finished or not by_case or before.text.endswith(":") or word_count(before.text) < 4:
        return False
    return _starts_lower(line.text) and not alone(line)


def _is_full(line: Line, after: Line, width: int) -> bool:
    first_word = after.text[:20].split(maxsplit=1)[0]
    return len(line.text) + 1 + len(first_word) > width


def _starts_lower(text: str) -> bool:
    first_word = text[:40].lstrip(MARKUP).split(maxsplit=1)[:1]
    # "iPhone" and "eBay" begin sentences too.
    return bool(first_word) and first_word[0][0].islower() and first_word[0].islower()


def _mostly_lower_case(lines: Sequence[Line]) -> bool:
    return sum(_starts_lower(line.text) for line in lines) > max(2, len(lines) // 2)


def _merge(text: str, group: Sequence[Line]) -> Line:
    first, last = group[0], group[-1]
    if first is last:
        return first
    return Line(first.start, last.end, text[first.start : last.end], first.after_gap)
