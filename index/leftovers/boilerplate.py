"""What is the article, and what else stands on the page.

Lines are first judged each by itself (`furniture.py`), then by where they stand: a short
line without an end is a heading, what follows "Baca Juga" is a list of other articles, what
follows "Leave a reply" is not the article's. When in doubt, a line stays: losing a sentence is
worse than keeping an advert.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.errors import UnreadableArticle
from index.leftovers.edges import find_end, find_outside
from index.leftovers.furniture import Kind, judge_line, plain
from index.leftovers.lists import find_list_lines
from index.leftovers.paragraphs import (
    LONG,
    Line,
    ends_sentence,
    is_sentence,
    join_lines,
    split_lines,
    word_count,
)
from index.leftovers.related import find_related
from index.metadata.date_lines import is_all_date_words
from index.schema import Span

BLOCK_MARK = re.compile(
    r"(?:>[ \t]{0,3}){1,5}|[-*+•][ \t]{1,3}|[0-9]{1,3}[.)][ \t]{1,3}|#{1,6}[ \t]"
)
LETTER = re.compile(r"[^\W\d_]")
FEWEST_LETTERS = 0.1  # of an article's signs; lists of results and of phone numbers have more
MAX_LINES = 100_000
LONGEST_TITLE = 20  # words
LONGEST_CAPTION = 15


@dataclass(frozen=True)
class Block:
    """A paragraph or a line, and what it is."""

    kind: Kind
    line: Line

    @property
    def text(self) -> str:
        """The words, markup left in."""
        return self.line.text


def dissect(text: str, start: int = 0, *, markdown: bool = False) -> list[Block]:
    """Return what stands in `text` from `start`, in order, each block with its kind.

    Joined with their kinds, the blocks are what both an article's body and its metadata are read
    from.
    """

    def alone(line: Line) -> bool:
        return judge_line(line.text, markdown=markdown) is not None

    lines = split_lines(text, start)
    if len(lines) > MAX_LINES:
        raise UnreadableArticle(f"more than {MAX_LINES:,} lines")
    lines = join_lines(text, lines, alone)
    blocks = [_first_judgement(line, markdown=markdown) for line in lines]
    blocks = _mark_related_lists(blocks)
    blocks = _mark_captions(blocks)
    blocks = _mark_title(blocks, markdown=markdown)
    blocks = _mark_repetitions(blocks)
    return _keep_lists(_mark_outside(blocks))


def body_spans(blocks: Sequence[Block], *, markdown: bool = False) -> tuple[Span, ...]:
    """Return the paragraphs of the article proper.

    Where nothing reads as a sentence (a list of names, a poem), all that is no leftover counts.

    Raises:
        UnreadableArticle: they consist of signs and digits.
    """
    body = [block for block in blocks if block.kind is Kind.BODY]
    if not body:
        body = [block for block in blocks if block.kind in (Kind.TITLE, Kind.HEADING)]
    if body and _share_of_letters(body) < FEWEST_LETTERS:
        raise UnreadableArticle("hardly any letters in it")
    return tuple(_span(block.line, markdown=markdown) for block in body)


def _share_of_letters(blocks: Sequence[Block]) -> float:
    heads = "".join("".join(block.text[:LONG].split()) for block in blocks)
    return len(LETTER.findall(heads)) / len(heads)


def around_body(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return what stands before the first and after the last paragraph of the article."""
    body = [position for position, block in enumerate(blocks) if block.kind is Kind.BODY]
    return (blocks[: body[0]], blocks[body[-1] + 1 :]) if body else (blocks, ())


def opening_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs that a dateline may open."""
    # A caption or a lede may stand before the paragraph that bears the dateline.
    return [block for block in blocks if block.kind is Kind.BODY][:3]


def _span(line: Line, *, markdown: bool) -> Span:
    mark = BLOCK_MARK.match(line.text) if markdown else None
    start = line.start + (mark.end() if mark else 0)
    return Span(start, line.end) if start < line.end else Span(line.start, line.end)


def _first_judgement(line: Line, *, markdown: bool) -> Block:
    kind = judge_line(line.text, markdown=markdown)
    if kind is None:
        reads_on = is_sentence(line.text) and LETTER.search(line.text) is not None
        kind = Kind.BODY if reads_on else Kind.HEADING
    return Block(kind, line)


def _mark_related_lists(blocks: Sequence[Block]) -> list[Block]:
    related = find_related(_lines(blocks))
    return [
        replace(block, kind=Kind.RELATED) if at in related else block
        for at, block in enumerate(blocks)
    ]


def _mark_captions(blocks: Sequence[Block]) -> list[Block]:
    """Mark short lines that stand directly above or below a photo credit, and their copies."""
    spaced = sum(block.line.after_gap for block in blocks) * 2 >= len(blocks) - 1
    captions = set()
    for above, below in pairwise(blocks):
        if spaced and not below.line.after_gap and Kind.CREDIT in (above.kind, below.kind):
            captions |= {above.text, below.text}
    return [
        replace(block, kind=Kind.CREDIT)
        if block.kind is Kind.BODY
        and block.text in captions
        and word_count(block.text) <= LONGEST_CAPTION
        else block
        for block in blocks
    ]


def _mark_title(blocks: Sequence[Block], *, markdown: bool) -> list[Block]:
    title = _find_title(blocks, markdown=markdown)
    if title is None:
        return list(blocks)
    words = _key(title.text)
    marked = []
    for block in blocks:
        if block is title:
            block = replace(block, kind=Kind.TITLE)
        elif block.kind is Kind.BODY and _key(block.text) == words:
            block = replace(block, kind=Kind.HEADING)  # the headline once more
        marked.append(block)
    return marked


def _find_title(blocks: Sequence[Block], *, markdown: bool) -> Block | None:
    """Return the title: in the lines before the first sentence, the first that is long enough."""
    candidates: list[Block] = []
    for position, block in enumerate(blocks):
        if block.kind not in (Kind.BODY, Kind.HEADING):
            continue
        if markdown and block.text.startswith("#"):
            return block
        if not _could_be_title(block, first=not candidates):
            break
        if not _is_name_beside_date(blocks, position) and not is_all_date_words(block.text):
            candidates.append(block)
    if not any(block.kind is Kind.BODY and block not in candidates for block in blocks):
        return candidates[0] if candidates and candidates[0].kind is Kind.HEADING else None
    long_enough = [block for block in candidates if word_count(block.text) >= 4]
    return next(iter(long_enough or candidates), None)


def _could_be_title(block: Block, *, first: bool) -> bool:
    words = word_count(block.text)
    if words > LONGEST_TITLE or (words >= 12 and ". " in block.text):
        return False
    if block.text.endswith((":", ",", ";")):
        return False
    asks = block.text.endswith(("?", "!")) and ". " not in block.text
    return not ends_sentence(block.text) or (first and asks and words <= 15)


def _is_name_beside_date(blocks: Sequence[Block], position: int) -> bool:
    block = blocks[position]
    if word_count(block.text) > 3:
        return False
    above = blocks[position - 1] if position and not block.line.after_gap else None
    below = blocks[position + 1] if position + 1 < len(blocks) else None
    if below is not None and below.line.after_gap:
        below = None
    return any(other is not None and other.kind is Kind.DATE for other in (above, below))


def _mark_repetitions(blocks: Sequence[Block]) -> list[Block]:
    """Keep the first of sentences that stand there twice."""
    seen = set()
    marked = []
    for block in blocks:
        if block.kind is Kind.BODY:
            words = _key(block.text)
            if words in seen:
                block = replace(block, kind=Kind.LEFTOVER)
            seen.add(words)
        marked.append(block)
    return marked


def _mark_outside(blocks: Sequence[Block]) -> list[Block]:
    """Mark what follows the article's end, and what else around it is not the article's."""
    end = find_end(_lines(blocks))
    blocks = [*blocks[:end], *map(_as_leftover, blocks[end:])]
    outside = find_outside(_lines(blocks))
    return [_as_leftover(block) if at in outside else block for at, block in enumerate(blocks)]


def _keep_lists(blocks: Sequence[Block]) -> list[Block]:
    kept = find_list_lines(_lines(blocks))
    return [
        replace(block, kind=Kind.BODY) if position in kept else block
        for position, block in enumerate(blocks)
    ]


def _as_leftover(block: Block) -> Block:
    return replace(block, kind=Kind.LEFTOVER) if block.kind in (Kind.BODY, Kind.HEADING) else block


def _lines(blocks: Sequence[Block]) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in blocks]


def _key(text: str) -> str:
    return " ".join(plain(text).casefold().split())
