"""A web page as the blocks of text that a browser would show, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Any
from unicodedata import normalize

from lxml import etree, html  # type: ignore[import-untyped]

from index.errors import UnreadableArticle

Element = Any  # lxml comes without types

# libxml2 compares each attribute of a tag with all others: a tag of a million would take hours.
# Possessive throughout, and every alternative ends at the end of the page at the latest: linear.
TOKEN = re.compile(
    r"<(?:script|style)\b[^<]*+(?:<(?!/(?:script|style))[^<]*+)*+"
    r"|<!--(?:[^-]++|-(?!->))*+"
    r"|<([a-z][a-z0-9]{0,20}+)"
    r"""(?:[^>=]++|=(?:\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)))?+)*+(?:>|\Z)""",
    re.IGNORECASE,
)
LONGEST_TAG = 4_000
MAX_ELEMENTS = 60_000
DEEPEST = 2_000  # tags in tags; libxml2 drops what is below 2,048
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff\x00-\x08\x0e-\x1f\x7f-\x84"
    "\x86-\x9f]"
    "|(?<![\u0600-\u0dff])[\u200c\u200d]"  # Persian and Indic scripts are spelt with these
)
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
CELLS = ("td", "th")
UNSHOWN = frozenset((
    "audio", "button", "canvas", "head", "iframe", "math", "noscript", "object", "option", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
BESIDE_TAGS = frozenset(["nav", "aside", "footer", "figure", "figcaption", "dialog"])
BESIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|recommend\w{0,10}|newsletter|promo|cookies?|consent|"
    r"share|sharing|social|sidebar|teasers?|footer|breadcrumbs?|caption|credits?|tags?|ads?|advert"
    r"\w{0,10}|banner|popup|modal|paywall|most-?read|popular|trending|bio|menu|login)(?:[\s_-]|$)",
    re.IGNORECASE,
)
HIDDEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none", re.IGNORECASE)


@dataclass(frozen=True)
class PageBlock:
    """A paragraph, a heading, a list item, a table row, or what stands between two <br>."""

    text: str
    element: Element  # that it stands in
    linked: float  # the share of it that is a link's text
    beside: bool  # in navigation, comments, captions, or otherwise beside the article


def parse_page(text: str) -> Element:
    """Parse a page, whatever state it is in; nothing but it is read.

    Raises:
        UnreadableArticle: there are no tags in it, or far too many.
    """
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    raw = TOKEN.sub(_shorten_tag, text).encode("utf-8", errors="replace")
    try:
        tree = html.document_fromstring(raw, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableArticle("not HTML") from error
    if next(islice(tree.iter(), MAX_ELEMENTS, None), None) is not None:
        raise UnreadableArticle(f"more than {MAX_ELEMENTS:,} HTML elements")
    if next(tree.iter("p", "div", "br", "title", "meta", "article", "td", "h1", "a"), None) is None:
        raise UnreadableArticle("not HTML")
    return tree


def nesting(root: Element) -> int:
    """Return how many tags, one in the other, stand around what is deepest in a page."""
    walker = etree.iterwalk(root, events=("start", "end"))
    return max(accumulate(1 if event == "start" else -1 for event, _ in walker))


def one_line(text: str) -> str:
    """Return text in NFC on one line, without characters that take no room."""
    return normalize("NFC", " ".join(INVISIBLE.sub("", text).split()))


def page_blocks(root: Element, *, noscript: bool = False) -> list[PageBlock]:
    """Return what stands in an element and its descendants.

    Args:
        root: of the page or a part of it.
        noscript: whether to return what only a browser without JavaScript shows.
    """
    unshown = UNSHOWN - {"noscript"} if noscript else UNSHOWN
    return list(_Walk(root, unshown).blocks())


class _Walk:
    """One pass over the tree, without recursion: it may be two thousand levels deep."""

    def __init__(self, root: Element, unshown: frozenset[str]) -> None:
        self._events = etree.iterwalk(root, events=("start", "end"))
        self._unshown = unshown
        self._blocks = [root]
        self._links = self._beside = self._articles = 0
        self._parts: list[tuple[str, bool]] = []

    def blocks(self) -> Iterator[PageBlock]:
        skipped = None
        for event, element in self._events:
            if event == "start":
                if element.tag in self._unshown or _is_hidden(element):
                    skipped = element
                    self._events.skip_subtree()
                    continue
                yield from self._open(element)
                continue
            if element is skipped:
                skipped = None
            else:
                yield from self._close(element)
            if element is not self._blocks[0]:
                self._add(element.tail)
        yield from self._flush()

    def _open(self, element: Element) -> Iterator[PageBlock]:
        if _is_block(element):
            yield from self._flush()
            if element is not self._blocks[0]:
                self._blocks.append(element)
        self._links += element.tag == "a"
        self._beside += is_beside(element)
        self._articles += element.tag == "article"
        self._add(element.text)

    def _close(self, element: Element) -> Iterator[PageBlock]:
        if element.tag in CELLS:
            self._add(" | ")
        if _is_block(element):
            yield from self._flush()
            if len(self._blocks) > 1:
                self._blocks.pop()
        self._links -= element.tag == "a"
        self._beside -= is_beside(element)
        self._articles -= element.tag == "article"

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append((text, self._links > 0))

    def _flush(self) -> Iterator[PageBlock]:
        text = one_line("".join(part for part, _ in self._parts)).strip("| ")
        if text:
            linked = sum(len(part.strip()) for part, in_link in self._parts if in_link)
            beside = self._beside > 0 or self._articles > 1
            yield PageBlock(text, self._blocks[-1], linked / len(text), beside)
        self._parts = []


def _shorten_tag(match: re.Match[str]) -> str:
    return f"<{match[1]}>" if match[1] and len(match[0]) > LONGEST_TAG else match[0]


def _is_block(element: Element) -> bool:
    return element.tag in BLOCK_TAGS or "-" in element.tag


def _is_hidden(element: Element) -> bool:
    if element.tag in ("html", "body"):
        return False
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and HIDDEN_STYLE.search(style[:500]))


def is_beside(element: Element) -> bool:
    """Tell whether an element, by its tag or names, holds something beside the article."""
    if element.tag in BESIDE_TAGS:
        return True
    if element.tag in ("html", "body", "main", "article", "p"):
        return False  # their class tells what the page has, such as "with-sidebar"
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(BESIDE_NAMES.search(names[:300]))
