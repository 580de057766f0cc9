"""Lines that are no sentences and yet the article: lists, results, verses, answers.

A short line without an end is a heading or a button as a rule (`boilerplate.py`). Here the
lines around it say otherwise: "The results:" stands above it, its neighbours are built alike, a
question precedes it, or it reads as a sentence that lost its full stop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.leftovers import phrases
from index.leftovers.appeals import solicits
from index.leftovers.edges import Lines, end_of_core, end_of_prose
from index.leftovers.furniture import Kind, plain

MARKED_HEADING = re.compile(r"#{1,6} |\*\*[^*]{1,200}\*\*$")
LIST_ITEM = re.compile(r"[-*+•–] |(?:[0-9]{1,2}|[a-zа-я])[.)] |№ ?[0-9]")
CLOCK = re.compile(r"[0-2]?[0-9][:.][0-5][0-9]\b")
VALUE = re.compile(r"[0-9½][^A-Za-zА-я]{0,12}$|[0-9½]{1,3} ?[-–:] ?[0-9½]{1,3}(?![0-9])")
SPEAKER = re.compile(r"([^\W\d_][^:]{0,30}): \S")
INNER_END = re.compile(r"[^\W\d_]{2}[.!?] [^\W\d_a-zа-я]")
SEPARATED = re.compile(r" [/|·] |[|©@]|https?:")
COLONS = (":", "：")
LONG_WORD = 4  # letters; "of", "di" and "и" are small in headlines too
FEWEST_WORDS = 4  # of a sentence without its full stop
LONGEST_ANSWER = 4  # words
LONGEST_LIST = 60  # lines
SHORTEST_TABLE = 3  # lines, where no sentence follows
MOST_ADVERTS = 8  # between two lines of the article
RUSSIAN_VERB = re.compile(r"\w{2}(?:[аеиыоу]л[аои]?|[аяуюеёи]т)(?:с[ья])?\b")


def find_list_lines(lines: Lines) -> set[int]:
    """Return the positions of the headings that are lines of the article.

    Args:
        lines: what each is, and its words; in the order of the page.
    """
    found: set[int] = set()
    speakers = _speakers(lines)
    seen = Counter(text for _, text in lines)
    last = max(end_of_core(lines), end_of_prose(lines))
    for start, end in _runs(lines):
        above, adverts = _above(lines, start, found)
        if above is None:
            continue
        texts = [text for _, text in lines[start:end]]
        run = _Run(texts, above, adverts, speakers, inside=end <= last)
        found |= {start + at for at in run.of_article() if run.listed or seen[texts[at]] == 1}
    return found


def _runs(lines: Lines) -> Iterator[tuple[int, int]]:
    """Yield from where to where headings follow each other, after the first sentence."""
    start = None
    in_body = False
    for at, (kind, _) in enumerate(lines):
        if kind is Kind.HEADING and in_body:
            start = at if start is None else start
            continue
        if start is not None:
            yield start, at
            start = None
        in_body = in_body or kind is Kind.BODY
    if start is not None:
        yield start, len(lines)


def _above(lines: Lines, start: int, found: set[int]) -> tuple[str | None, int]:
    """Return the article's line above, if any, and how many adverts stand between."""
    for at in range(start - 1, max(-1, start - 2 - MOST_ADVERTS), -1):
        kind, text = lines[at]
        if kind is Kind.BODY or at in found:
            return text, start - 1 - at
        if kind is Kind.HEADING:
            break
    return None, 0


def _speakers(lines: Lines) -> frozenset[str]:
    """Return who speaks in an interview: what stands before a colon again and again."""
    names = (_speaker(text) for kind, text in lines if kind in (Kind.BODY, Kind.HEADING))
    return frozenset(name for name, count in Counter(names).items() if name and count > 1)


def _speaker(text: str) -> str:
    match = SPEAKER.match(text)
    return match[1] if match else ""


class _Run:
    """Headings that follow each other, below a line of the article."""

    def __init__(
        self,
        lines: Sequence[str],
        above: str,
        adverts: int,
        speakers: frozenset[str],
        *,
        inside: bool,
    ) -> None:
        self.lines = lines
        self.above = above
        self.adverts = adverts  # between
        self.speakers = speakers
        self.inside = inside  # another sentence of the article follows
        self.listed = above.endswith(COLONS) and (inside or not adverts)

    def of_article(self) -> Iterator[int]:
        """Yield the positions of the lines that are the article's."""
        room = LONGEST_LIST if self.listed else 0
        for at, text in enumerate(self.lines):
            if MARKED_HEADING.match(text):
                room = 0
            elif self._introduces_list(at):
                room = LONGEST_LIST
                yield at
            elif room or _speaker(text) in self.speakers or self._is_part(at):
                room = max(0, room - 1)
                yield at
            elif self._introduces_speech(at) or self._is_unfinished(at):
                yield at

    def _introduces_list(self, at: int) -> bool:
        after = self.lines[at + 1 : at + 2]
        if not self.lines[at].endswith(COLONS) or not after or after[0].endswith(COLONS):
            return False
        if solicits(self.lines[at]) or not (self.inside or at == 0):
            return False
        if self.inside or _shape(after[0]):
            return True
        return not self.adverts and not after[0][0].islower()  # small words are tags

    def _introduces_speech(self, at: int) -> bool:
        """Tell "He wrote:", with a paragraph below."""
        text = self.lines[at]
        return self.inside and at == len(self.lines) - 1 and text.endswith(COLONS) and " " in text

    def _is_part(self, at: int) -> bool:
        """Tell whether a line is built like its neighbours: bullets, results, verses."""
        around = [*self.lines[max(0, at - 1) : at], *self.lines[at + 1 : at + 2]]
        shape = _shape(self.lines[at])
        if shape == "value" and not self.inside:
            return not self.adverts and sum(map(_is_value, self.lines)) >= SHORTEST_TABLE
        return self.inside and bool(shape) and any(_shape(other) == shape for other in around)

    def _is_unfinished(self, at: int) -> bool:
        """Tell whether a line reads as a sentence that lost its full stop."""
        if not (self.inside or len(self.lines) == 1):
            return False
        text = self.lines[at]
        words = [word for word in plain(text).split() if word[0].isalnum()]
        if not words or solicits(text) or SEPARATED.search(text):
            return False
        if len(self.lines) == 1 and self.above.rstrip('»”"').endswith("?"):
            return len(words) <= LONGEST_ANSWER
        if text.endswith((",", ";")):
            return True
        fewest = FEWEST_WORDS + (self.adverts > 0) - 2 * (RUSSIAN_VERB.search(text) is not None)
        if len(words) < max(3, fewest) or words[0][0].islower():
            return False
        if INNER_END.search(text):
            return True
        if words[0].casefold() in phrases.INTERROGATIVES:
            return False
        long = [word for word in words[1:] if len(word) >= LONG_WORD]
        small = sum(word[0].islower() for word in long)
        return bool(long) and 3 * small >= len(long)


def _is_value(text: str) -> bool:
    return _shape(text) == "value"


def _shape(text: str) -> str:
    if LIST_ITEM.match(text):
        return "bullet"
    if CLOCK.match(text):
        return ""  # of a news ticker
    if VALUE.search(text[-100:]):
        return "value"
    return "verse" if text.endswith((",", ";")) else ""
