"""Pieces of HTML in mails, feeds and JSON: their words as paragraphs.

They have no page around them, so that nothing is left out but what no reader sees.
"""

from __future__ import annotations

import html
import re
from typing import Any

TAG = re.compile(
    r"</?(?:p|div|br|a|b|i|em|strong|span|ul|ol|li|h[1-6]|img|table|tr|td|blockquote|figure|section"
    r"|article|html|body)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
FEWEST_TAGS = 3  # of what is HTML; a text may speak of <b>
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
UNSEEN = frozenset((
    "audio", "button", "canvas", "embed", "head", "iframe", "input", "math", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\n\r\f\v]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def looks_like_html(text: str) -> bool:
    """Tell whether `text` is marked up, and does not merely mention a tag."""
    return sum(1 for _ in TAG.finditer(text[:100_000])) >= FEWEST_TAGS


def html_to_text(fragment: str) -> str:
    """Return the words of a piece of HTML, a blank line between its paragraphs, "" if none.

    Text without any tag is returned with its character references resolved.
    """
    if "<" not in fragment:
        return html.unescape(fragment) if ENTITY.search(fragment) else fragment
    root = _parse(fragment)
    if root is None:
        return ""
    paragraphs = ("\n".join(_lines_of(block)) for block in _blocks(root))
    return "\n\n".join(filter(None, paragraphs))


def _parse(fragment: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    raw = CONTROL.sub(" ", fragment).encode("utf-8", errors="replace")
    try:
        return etree.fromstring(b"<div>" + raw + b"</div>", parser)
    except etree.XMLSyntaxError:  # no element at all
        return None


def _blocks(root: Any) -> list[str]:
    r"""Return the text of each block in order, with \0 where a line is broken in it."""
    from lxml import etree

    blocks = [""]
    parts: list[str] = []

    def close_block() -> None:
        blocks.append("".join(parts))
        parts.clear()

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in BLOCKS:
            close_block()
        if event == "start" and (tag in UNSEEN or HIDDEN.search(element.get("style", "")[:1000])):
            walker.skip_subtree()
        elif event == "start":
            parts.append("\0" if tag == "br" else element.text or "")
        if event == "end":
            parts.append(element.tail or "")
    close_block()
    return blocks


def _lines_of(block: str) -> list[str]:
    lines = (SPACE.sub(" ", line).strip() for line in block.split("\0"))
    return [line for line in lines if line]
