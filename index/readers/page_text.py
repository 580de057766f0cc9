"""The article's paragraphs on a web page: where trafilatura sees it, and nothing of it left out."""

from __future__ import annotations

import html
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from index.leftovers.paragraphs import is_sentence, word_count
from index.readers.fragments import html_to_text
from index.readers.page_blocks import Element, PageBlock, one_line

# Beyond these, trafilatura takes half a minute, or recurses too deep.
MAX_ELEMENTS = 15_000
MAX_DEPTH = 200

EXTRACTION_ERRORS = (
    etree.LxmlError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip

TELLING = 25  # letters; fewer may stand on a page twice, in the article and in a menu
MAX_DUMP = 200_000
PARAGRAPH_TAG = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
LONGEST_BODY = 500_000  # characters
LONGEST_LEDE = 3  # paragraphs between headline and text


def main_text(tree: Element, blocks: Sequence[PageBlock]) -> list[str]:
    """Return the paragraphs, headings and list items of the article that a page shows.

    Args:
        tree: the page.
        blocks: all that stands on it.
    """
    lines = _extract(tree)
    if not lines:
        return _readable(blocks)
    found = _found_in(blocks, lines)
    letters = sum(len(_letters(line)) for line in lines)
    if sum(len(_letters(block.text)) for block in found) < 0.97 * letters:
        return lines
    whole = set(map(_letters, lines))
    known = [block for block in found if _letters(block.text) in whole or _tells(block)]
    wanted = {id(block) for block in (*known, *_overlooked(blocks, known))}
    return [block.text for block in blocks if id(block) in wanted]


def body_lines(article_body: str) -> list[str]:
    """Return the paragraphs of a JSON-LD ``articleBody``, which may be escaped HTML."""
    text = html.unescape(article_body) if "&lt;" in article_body else article_body
    text = text[:LONGEST_BODY]
    if "<" in text and not PARAGRAPH_TAG.search(text):
        text = text.replace("\n", "<br>")
    lines = (one_line(line) for line in html_to_text(text).splitlines())
    return [line for line in lines if line]


def choose_text(main: list[str], stated: list[str]) -> list[str]:
    """Return the fuller of the text that a page shows and the one that its JSON-LD states.

    Where both have the same words, paragraphs decide; the page has headings and lists, too.
    """
    shown, said = _count_words(main), _count_words(stated)
    shared = (shown & said).total()
    if shared < 0.9 * said.total():
        return stated if said.total() > shown.total() else main
    has_paragraphs = len(stated) * 2 >= len(main)
    return stated if has_paragraphs and shared >= 0.95 * shown.total() else main


def is_prose(block: PageBlock) -> bool:
    """Tell whether a block reads as a sentence, and not as a link to one."""
    return block.linked < 0.5 and word_count(block.text) >= 4 and is_sentence(block.text)


def _extract(tree: Element) -> list[str]:
    """Return the lines that trafilatura takes for the article."""
    if _is_too_large(tree):
        return []
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a thin page is no error of ours
    try:
        text = trafilatura.extract(copy(tree), include_comments=False, include_tables=True)
    except EXTRACTION_ERRORS:
        return []
    return [line for line in map(_bare_line, (text or "").splitlines()) if line]


def _bare_line(line: str) -> str:
    return one_line(line.removeprefix("- ")).strip("| ")


def _is_too_large(tree: Element) -> bool:
    if next(islice(tree.iter(), MAX_ELEMENTS, None), None) is not None:
        return True
    return bool(tree.xpath(f"boolean({'/*' * MAX_DEPTH})"))


def _readable(blocks: Sequence[PageBlock]) -> list[str]:
    prose = [block for block in blocks if is_prose(block)]
    return [block.text for block in prose if not block.beside] or [block.text for block in prose]


def _found_in(blocks: Sequence[PageBlock], lines: Sequence[str]) -> list[PageBlock]:
    """Return the blocks that are among the lines, or part of one that trafilatura ran together."""
    whole = {_letters(line) for line in lines} - {""}
    seen = {_letters(block.text) for block in blocks}
    dump = " ".join(_letters(line) for line in lines if _letters(line) not in seen)[:MAX_DUMP]

    return [
        block
        for block in blocks
        if (letters := _letters(block.text)) in whole or (letters and letters in dump)
    ]


def _tells(block: PageBlock) -> bool:
    """Tell whether a block's words say that it is the article's, not a menu's with the same."""
    return len(_letters(block.text)) >= TELLING or not (block.beside or block.linked)


def _overlooked(blocks: Sequence[PageBlock], known: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Yield sentences beside the known ones, and those between headline and text."""
    container = _container(known)
    if container is None:
        return
    first = next(block for block in known if len(_letters(block.text)) >= TELLING)
    lede: list[PageBlock] = []
    before = True
    for block in blocks:
        before = before and block is not first
        if block.element.tag == "h1":
            lede = []
        if block.beside or not is_prose(block):
            continue
        if _is_within(block.element, container):
            yield block
        elif before:
            lede.append(block)
    if any(block.element.tag == "h1" for block in blocks):
        yield from lede[:LONGEST_LEDE]


def _container(known: Sequence[PageBlock]) -> Element | None:
    """Return the smallest element that has nearly all of the known text; no whole page."""
    letters: Counter[Element] = Counter()
    for block in known:
        size = len(block.text) if len(_letters(block.text)) >= TELLING else 0
        letters[block.element] += size
        for above in block.element.iterancestors():
            letters[above] += size
    total = letters.total() and max(letters.values())
    enough = [element for element, size in letters.items() if total and size >= 0.8 * total]
    smallest = min(enough, key=lambda element: (letters[element], -_depth(element)), default=None)
    return None if smallest is None or smallest.tag in ("html", "body") else smallest


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_within(element: Element, container: Element) -> bool:
    return element is container or any(above is container for above in element.iterancestors())


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.casefold()))


def _count_words(lines: Sequence[str]) -> Counter[str]:
    return Counter(word for line in lines for word in re.findall(r"\w+", line.casefold()))
