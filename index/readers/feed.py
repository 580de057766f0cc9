"""Feeds (RSS, Atom, RDF): an article an item."""

from __future__ import annotations

import html.entities
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from index.errors import UnreadableArticle
from index.readers import Entry, Reading
from index.readers.fragments import html_to_text
from index.readers.names import EntryNames
from index.readers.text import tidy, tidy_line

MAX_ITEMS = 1_000
MAX_ELEMENTS = 200_000  # feedparser reads some 100,000 a second
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
ROOT_END = re.compile(rb"</(?:[A-Za-z][\w.-]{0,40}:)?(?:rss|feed|rdf)\s{0,9}>", re.IGNORECASE)
MAX_DAMAGED = 2_000_000
BARE_AMPERSAND = re.compile(rb"&(?!#?[A-Za-z0-9]{1,31};)")
XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
NO_FEED = "a damaged feed"
# What feedparser raises on feeds that are none.
DAMAGE = (AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class FeedItem:
    """An item as the feed has it; `text` may be the article or its first sentence only."""

    id: str  # as the feed states it, else the link, else ""
    title: str
    url: str
    published: str  # an ISO date, or as it is written; "" where none is stated
    text: str  # paragraphs with blank lines between; "" where there is none
    source: str  # the feed's title
    language: str
    author: str


def read_feed(raw: bytes) -> Iterator[Entry]:
    """Yield the articles of a feed, the first 1,000.

    Raises:
        UnreadableArticle: not a feed, or one with entities of its own.
    """
    names = EntryNames()
    items = feed_items(raw)
    for number, item in enumerate(items[:MAX_ITEMS], start=1):
        place = f"item {number}"
        try:
            if not item.text:
                raise UnreadableArticle("no text")
            yield from names.enter(item.id, place, _as_reading(item))
        except UnreadableArticle as error:
            yield from names.refuse(place, error)
    yield from names.close("item")
    if items and not ROOT_END.search(raw.replace(b"\0", b"")):
        yield Entry("", UnreadableArticle("breaks off; its last item may be incomplete"))
    if len(items) > MAX_ITEMS:
        left = f"more than {MAX_ITEMS:,} items; the rest is left out"
        yield Entry("", UnreadableArticle(left))


def feed_items(raw: bytes, address: str = "") -> list[FeedItem]:
    """Return the items of a feed in its order: at most 1,001, the last says that there are more.

    Nothing is fetched, and no entity is expanded, whatever the feed declares.

    Args:
        raw: the feed itself.
        address: where it was loaded from; relative links start there.

    Raises:
        UnreadableArticle: as for :func:`read_feed`.
    """
    import feedparser  # type: ignore[import-untyped]

    bounded = _bounded(raw)
    try:
        # What is bytes or a string would be tried as a path or an address first.
        parsed = feedparser.parse(
            io.BytesIO(bounded),
            response_headers={"content-location": address} if address else {},
            resolve_relative_uris=False,  # of the links in texts; those of items are resolved
            sanitize_html=False,
        )
    except DAMAGE as error:
        raise UnreadableArticle(NO_FEED) from error
    if not parsed.version and not parsed.entries:
        raise UnreadableArticle(NO_FEED)
    return [_read_item(item, parsed.feed) for item in parsed.entries]


def _bounded(raw: bytes) -> bytes:
    """Return the feed with no more items than are read.

    What is not well-formed is returned as it is; feedparser reads that more loosely. But where it
    breaks off, feedparser would lose the last text, and so it is closed.
    """
    from lxml import etree  # type: ignore[import-untyped]

    if b"<!ENTITY" in raw.replace(b"\0", b""):
        raise UnreadableArticle("a feed that declares entities; remove its DOCTYPE first")
    if b"\0" not in raw:  # else it is UTF-16
        raw = NAMED_ENTITY.sub(_number_entity, BARE_AMPERSAND.sub(b"&amp;", raw.strip()))
    try:
        root = etree.fromstring(raw, etree.XMLParser(no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        if len(raw) > MAX_DAMAGED:
            raise UnreadableArticle(NO_FEED) from None
        _require_few(raw.count(b"<"))
        return raw if b"\0" in raw or ROOT_END.search(raw) else _closed(raw)
    for item in list(root.iter("{*}item", "{*}entry"))[MAX_ITEMS + 1 :]:
        item.getparent().remove(item)
    _require_few(sum(1 for _ in root.iter()))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _closed(raw: bytes) -> bytes:
    """Return a feed that breaks off with all its elements closed."""
    from lxml import etree

    if raw.rfind(b"<![CDATA[") > raw.rfind(b"]]>"):
        raw = raw.rstrip(b"]") + b"]]>"
    elif raw.rfind(b"<") > raw.rfind(b">"):
        raw = raw[: raw.rfind(b"<")]
    try:
        root = etree.fromstring(raw, etree.XMLParser(recover=True, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        return raw
    return raw if root is None else bytes(etree.tostring(root, encoding="utf-8"))


def _require_few(elements: int) -> None:
    if elements > MAX_ELEMENTS:
        raise UnreadableArticle(f"a feed of more than {MAX_ELEMENTS:,} elements")


def _number_entity(match: re.Match[bytes]) -> bytes:
    """Write `&nbsp;` as a number: XML knows five names only, feeds use those of HTML."""
    name = match[1].decode("ascii")
    code = html.entities.name2codepoint.get(name)
    return match[0] if name in XML_ENTITIES or code is None else b"&#%d;" % code


def _read_item(item: Any, feed: Any) -> FeedItem:
    url = _line(item, "link")
    return FeedItem(
        id=_line(item, "id") or url,
        title=_plain(_line(item, "title")),
        url=url if url.startswith(("http://", "https://")) else "",
        published=_published(item),
        text=_text(item),
        source=_plain(_line(feed, "title")),
        language=_line(item, "language") or _line(feed, "language"),
        author=_line(item, "author"),
    )


def _text(item: Any) -> str:
    """Return the longest of what the item has: its content, or its description."""
    contents = [part.get("value", "") for part in item.get("content", ())]
    texts = (html_to_text(text) for text in (*contents, item.get("summary", "")) if text)
    return max((text.strip() for text in texts), key=len, default="")


def _published(item: Any) -> str:
    written = _line(item, "published") or _line(item, "updated")
    iso = ISO_DATE.match(written)
    if iso:
        return iso[0]
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written


def _line(stated: Any, name: str) -> str:
    value = stated.get(name)
    return tidy_line(value) if isinstance(value, str) else ""


def _plain(text: str) -> str:
    return " ".join(html_to_text(text).split())


def _as_reading(item: FeedItem) -> Reading:
    fields = {
        "title": item.title,
        "published": item.published,
        "source": item.source,
        "url": item.url,
        "language": item.language,
        "author": item.author,
    }
    stated = {name: value for name, value in fields.items() if value}
    return Reading(tidy(item.text), fields=stated, fields_from="feed")
