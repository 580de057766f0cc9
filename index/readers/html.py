"""Saved web pages."""

from __future__ import annotations

import codecs
import re

from index.errors import UnreadableArticle
from index.readers import Reading
from index.readers.page_blocks import DEEPEST, nesting, page_blocks, parse_page
from index.readers.page_metadata import read_page_metadata
from index.readers.page_text import body_lines, choose_text, main_text
from index.readers.text import BOMS, decode
from index.readers.thin_pages import find_fault

HEAD = 10_000
CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.-]{2,40})", re.I
)
# What pages call by these names is read by browsers as their Windows superset.
SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}


def read_html(raw: bytes) -> Reading:
    """Read the article of a saved web page: its paragraphs, one a line, a blank line between them.

    Raises:
        UnreadableArticle: no HTML, or a page without an article: a cookie notice, a paywall, an
            error, a list of links.
    """
    source = decode_html(raw)
    tree = parse_page(source)
    metadata = read_page_metadata(tree, source[:HEAD])
    linked_data = metadata.linked_data
    lines = choose_text(
        main_text(tree, page_blocks(tree)), body_lines(linked_data.text("articleBody"))
    )
    fault = find_fault(
        lines,
        page_blocks(tree, noscript=True),
        metadata.fields.get("title", ""),
        is_article=metadata.is_article,
        is_free=linked_data.is_free,
    )
    if fault and nesting(tree) >= DEEPEST:
        raise UnreadableArticle("its tags are nested too deeply")
    if fault:
        raise UnreadableArticle(f"thin: {fault}")
    return Reading(
        "\n\n".join(lines) + "\n",
        fields=metadata.fields,
        fields_from=metadata.published_from or "page",
    )


def decode_html(raw: bytes) -> str:
    """Return the source of a page; what it says of its encoding counts unless it is UTF-8.

    Raises:
        UnreadableArticle: empty, binary, or in an encoding that cannot be told.
    """
    if raw.startswith(tuple(mark for mark, _ in BOMS)):
        return decode(raw)
    if 0 < raw.count(b"\0") * 1000 < len(raw):
        raw = raw.replace(b"\0", b"")  # browsers ignore them; more of them are UTF-16
    encoding = _declared_encoding(raw)
    if encoding is None or _is_utf_8(raw):
        return decode(raw)
    try:
        return decode(raw.decode(encoding).encode())
    except UnicodeError:
        return decode(raw)


def _declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that a meta element names, None if that is none or UTF-8."""
    match = CHARSET.search(raw[:HEAD])
    try:
        name = codecs.lookup(match[1].decode()).name if match else "utf-8"
    except LookupError:
        return None
    text_encoding = getattr(codecs.lookup(name), "_is_text_encoding", True)
    if name.startswith("utf") or not text_encoding:
        return None
    return SUPERSETS.get(name, name)


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
