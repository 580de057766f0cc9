"""From the lines of a PDF's pages to paragraphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.leftovers.paragraphs import ends_sentence

EDGE_LINES = 3  # of a page, at its top and at its bottom
DIGITS = re.compile(r"\d{1,10}")
PAGE_NUMBER = re.compile(
    r"[-–—| ]{0,5}(?:page|seite|halaman|hal\.|p\.|стр\.|страница)? {0,3}\d{1,4}"
    r"(?: {0,3}(?:/|of|von|dari|из) {0,3}\d{1,4})?[-–—| ]{0,5}",
    re.IGNORECASE,
)
PRINT_HEAD = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? {1,3}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AP]M)?(?: |$)"
)
PRINT_FOOT = re.compile(r"(https?://\S{4,2000})(?: +\d{1,3}(?:/| of )\d{1,3})?$")
LIST_ITEM = re.compile(r"[-*+•–▪][ \t]|[0-9]{1,2}[.)][ \t]")
WORD = re.compile(r"[^\W\d_]{1,60}(?:[-\u2010][^\W\d_]{1,60}){0,3}")
BROKEN_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,60}[-\u2010\u00ad]$")
WORD_START = re.compile(r"[^\W\d_]{1,60}")
# "well-" and "known" keep their hyphen, "infor-" and "mation" lose it.
HYPHENATED_STEMS = frozenset((
    "anti", "co", "cross", "ex", "far", "half", "high", "long", "low", "mid", "multi", "non", "off",
    "on", "post", "pre", "self", "semi", "short", "so", "vice", "well", "вице", "экс", "юго",
    "северо", "кое", "по", "eks", "pasca",
))  # fmt: skip


class PageLine(NamedTuple):
    """A line of a page: where it begins, in points from the lower left, and its letters' size."""

    text: str  # white space collapsed, never empty
    x: float
    y: float
    size: float


def join_pages(pages: Sequence[Sequence[PageLine]]) -> str:
    """Return the paragraphs of all pages, a blank line between them.

    Running heads and feet stand there once at most, page numbers never; words that were broken at
    line ends are whole again; a paragraph goes on over the end of a page.
    """
    pages = _without_running_lines(pages)
    vocabulary = _whole_words([line.text for page in pages for line in page])
    return "\n\n".join(_join_lines(lines, vocabulary) for lines in _paragraphs(pages))


# --- heads and feet


def without_print_marks(
    pages: Sequence[Sequence[PageLine]],
) -> tuple[list[list[PageLine]], str]:
    """Remove what a browser prints around a page, the day of printing first; return its address."""
    addresses = [PRINT_FOOT.match(line.text) for page in pages for line in _edge_lines(page)]
    address = next((match[1] for match in addresses if match), "")
    if not address:
        return [list(page) for page in pages], ""
    kept = []
    for page in pages:
        marks = {
            line
            for line in _edge_lines(page)
            if PRINT_HEAD.match(line.text) or line.text.startswith(address)
        }
        kept.append([line for line in page if line not in marks])
    return kept, "" if address.endswith(("…", "...")) else address


def _without_running_lines(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Remove what stands at the edge of most pages, but for the first time: it may be the title."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for edge in edges for key in {_running_key(line) for line in edge})
    needed = max(2, len(pages) * 2 // 5)  # left and right pages may differ
    seen: set[str] = set()
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        running = {line for line in edge if counts[_running_key(line)] >= needed}
        dropped = {line for line in running if _running_key(line)[0] in seen}
        dropped |= {line for line in edge if PAGE_NUMBER.fullmatch(line.text)}
        kept.append([line for line in page if line not in dropped])
        seen |= {_running_key(line)[0] for line in edge}
    return _move_foot_to_end(kept, {key for key, count in counts.items() if count >= needed})


def _move_foot_to_end(
    pages: list[list[PageLine]], running: set[tuple[str, int]]
) -> list[list[PageLine]]:
    """Set the one foot that is left behind all, where it parts no sentence from its rest."""
    first = next((page for page in pages if page), [])
    if len(pages) < 2 or not first:
        return pages
    lowest = min(line.y for line in first)
    feet = [line for line in first if line.y <= lowest and _running_key(line) in running]
    first[:] = [line for line in first if line not in feet]
    pages[-1].extend(feet)
    return pages


def _edge_lines(page: Sequence[PageLine]) -> set[PageLine]:
    by_height = sorted(page, key=lambda line: line.y)
    return {*by_height[:EDGE_LINES], *by_height[-EDGE_LINES:]}


def _running_key(line: PageLine) -> tuple[str, int]:
    return DIGITS.sub("0", line.text.casefold()), round(line.y / 4)


# --- paragraphs


class _Layout(NamedTuple):
    spacing: float  # points from line to line within a paragraph
    widths: dict[tuple[int, int], float]  # characters of a full line, by left margin and size
    width: float

    def continues(self, paragraph: Sequence[PageLine], line: PageLine) -> bool:
        """Tell whether `line` goes on with a paragraph."""
        before = paragraph[-1]
        if abs(before.size - line.size) > 0.15 * max(before.size, line.size):
            return False
        if LIST_ITEM.match(line.text):
            return False
        is_short = _length(before) < 0.7 * self.widths.get(_margin(before), self.width)
        if is_short and (ends_sentence(before.text) or not line.text[0].islower()):
            return False
        drop = before.y - line.y
        if not 0 < drop < self.spacing * 4:  # the next column or page
            return not ends_sentence(before.text)
        indent = line.x - min(before.x, paragraph[0].x)
        return drop <= self.spacing * 1.3 and (indent < 0.5 * line.size or drop < 1)


def _paragraphs(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    layout = _measure(pages)
    paragraphs: list[list[PageLine]] = []
    for page in pages:
        for line in page:
            if paragraphs and layout.continues(paragraphs[-1], line):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
    return paragraphs


def _measure(pages: Sequence[Sequence[PageLine]]) -> _Layout:
    drops = [
        above.y - below.y
        for page in pages
        for above, below in pairwise(page)
        if 1 < above.y - below.y < 5 * max(above.size, below.size)
    ]
    lengths = defaultdict(list)
    for page in pages:
        for line in page:
            lengths[_margin(line)].append(_length(line))
    everything = [length for group in lengths.values() for length in group]
    return _Layout(
        spacing=_quantile(drops, 0.25),
        widths={key: _quantile(group, 0.9) for key, group in lengths.items() if len(group) > 7},
        width=_quantile(everything, 0.9),
    )


def _margin(line: PageLine) -> tuple[int, int]:
    return round(line.x / 8), round(line.size)


def _length(line: PageLine) -> float:
    return len(line.text) + 0.4 * sum(map(str.isupper, line.text))  # capitals are wider


def _quantile(numbers: Sequence[float], share: float) -> float:
    return sorted(numbers)[int(len(numbers) * share)] if numbers else 0.0


# --- lines


def _join_lines(lines: Sequence[PageLine], vocabulary: set[str]) -> str:
    parts = [lines[0].text]
    for line in lines[1:]:
        broken = BROKEN_WORD.search(parts[-1][-61:])
        rest = WORD_START.match(line.text)
        if broken is None or rest is None or not rest[0].islower():
            parts += (" ", line.text)
        elif _keeps_hyphen(broken[0], rest[0], vocabulary):
            parts.append(line.text)
        else:
            parts[-1] = parts[-1][:-1]
            parts.append(line.text)
    return "".join(parts).replace("\u00ad", "")


def _whole_words(lines: Sequence[str]) -> set[str]:
    words: set[str] = set()
    before = ""
    for line in lines:
        found = WORD.findall(BROKEN_WORD.sub("", line))
        words.update(word.casefold() for word in found[bool(BROKEN_WORD.search(before[-61:])) :])
        before = line
    return words


def _keeps_hyphen(broken: str, rest: str, vocabulary: set[str]) -> bool:
    """Tell by the words of the same document, and else by the stem, whose hyphen it is."""
    start, hyphen = broken[:-1].casefold(), broken[-1]
    if hyphen == "\u00ad" or start + rest in vocabulary:
        return False
    if f"{start}-{rest}" in vocabulary or start in HYPHENATED_STEMS:
        return True
    return start in vocabulary and rest in vocabulary
