"""What a file is, by its first bytes."""

from __future__ import annotations

import re
from enum import Enum, auto

from index.readers.fragments import BLOCKS, looks_like_html
from index.readers.markdown import has_front_matter

HEAD = 65_536  # bytes that are looked at


class Kind(Enum):
    """What a reader is chosen by."""

    PDF = auto()
    ZIP = auto()  # a Word file, another package, or an archive
    DOCX = auto()
    ARCHIVE = auto()
    FOREIGN = auto()  # a format that is known and not read
    HTML = auto()
    FEED = auto()
    XML = auto()
    JSON = auto()  # one object or array, or lines in spite of the ending
    JSON_LINES = auto()
    MAIL = auto()
    MAILBOX = auto()
    MHTML = auto()
    MARKDOWN = auto()
    TEXT = auto()  # or binary


SIGNATURES = (
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),  # an empty one
    (b"\x1f\x8b", Kind.ARCHIVE),  # gzip
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\0", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),  # zstd
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.FOREIGN),  # .doc, .xls, .msg, encrypted .docx
    (b"{\\rtf", Kind.FOREIGN),
)
TAR_MARK = slice(257, 262)

HTML_ENDINGS = (".html", ".htm", ".xhtml")
MHTML_ENDINGS = (".mht", ".mhtml")
MARKDOWN_ENDINGS = (".md", ".markdown")
JSON_LINES_ENDINGS = (".jsonl", ".ndjson")
XML_ENDINGS = (".xml", ".rss", ".atom")

# Declarations, comments and processing instructions before the first element.
PROLOG = re.compile(
    r"\s{0,200}(?:<!--.{0,5000}?-->|<\?.{0,500}?>|<!DOCTYPE[^<>\[]{0,500}(?:\[[^\]]{0,5000}\]\s{0,9})?>)",
    re.S | re.I,
)
DOCTYPE_HTML = re.compile(r"<!doctype\s{1,10}html\b", re.I)
ELEMENT = re.compile(r"\s{0,200}<([A-Za-z][A-Za-z0-9:_-]{0,60})[\s/>]")
HTML_ELEMENTS = frozenset(("html", "head", "body", "meta", "title", "script", "link", "style"))
FEED_ELEMENTS = frozenset(("rss", "feed", "rdf"))
ANY_TAG = re.compile(r"<(?:!|/?[A-Za-z])")
HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t\r\n]|[ \t]+\S")
PEOPLE_HEADERS = frozenset(("from", "to", "subject", "date"))
MACHINE_HEADERS = frozenset(
    ("message-id", "mime-version", "received", "return-path", "delivered-to", "content-type")
)
MAILBOX = re.compile(
    r"From \S{1,300} [^\r\n]{0,100}[0-9]{4}[^\r\n]{0,20}\r?\n[A-Za-z][A-Za-z0-9-]{0,60}:"
)
SAVED_PAGE = re.compile(r"^(?:Snapshot-Content-Location:|From: [\"<]Saved by )", re.M | re.I)
RELATED = re.compile(r"^Content-Type:\s{0,20}multipart/related", re.M | re.I)


def sniff(head: bytes, ending: str) -> Kind:
    """Tell what a file is.

    Args:
        head: its first bytes, up to `HEAD`.
        ending: of its name, lower case; it decides only where the content may be several things.
    """
    bare = head.lstrip()
    for signature, kind in SIGNATURES:
        if head.startswith(signature) or (kind is Kind.PDF and bare.startswith(signature)):
            return kind
    if head[TAR_MARK] == b"ustar":
        return Kind.ARCHIVE
    if ending == ".pdf" and b"%PDF-" in head[:1024]:
        return Kind.PDF
    text = _loosely_decoded(head).lstrip("\ufeff \t\r\n")
    return _sniff_markup(text, ending) or _sniff_mail(text, ending) or _sniff_text(text, ending)


def _loosely_decoded(head: bytes) -> str:
    """Return the ASCII of a head; in UTF-16, every other byte of it is NUL."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:200]:
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _sniff_markup(text: str, ending: str) -> Kind | None:
    if not text.startswith("<"):
        return Kind.HTML if ending in HTML_ENDINGS and ANY_TAG.search(text) else None
    place = 0
    while prolog := PROLOG.match(text, place):
        if DOCTYPE_HTML.match(prolog[0].lstrip()):
            return Kind.HTML
        place = prolog.end()
    root = ELEMENT.match(text, place)
    name = root[1].casefold() if root else ""
    if name.partition(":")[0] in FEED_ELEMENTS:
        return Kind.FEED
    if name in HTML_ELEMENTS or ending in HTML_ENDINGS:
        return Kind.HTML
    if text.startswith("<?xml") or ending in XML_ENDINGS:
        return Kind.XML
    is_fragment = ending not in MARKDOWN_ENDINGS and name in BLOCKS and looks_like_html(text)
    return Kind.HTML if is_fragment else None


def _sniff_mail(text: str, ending: str) -> Kind | None:
    if MAILBOX.match(text):
        return Kind.MAILBOX
    names = _header_names(text)
    is_mail = bool(names & MACHINE_HEADERS and names & PEOPLE_HEADERS) and len(names) >= 3
    if not is_mail and not (ending in (".eml", *MHTML_ENDINGS) and names):
        return None
    if RELATED.search(text) and (ending in MHTML_ENDINGS or SAVED_PAGE.search(text)):
        return Kind.MHTML
    return Kind.MHTML if ending in MHTML_ENDINGS else Kind.MAIL


def _header_names(text: str) -> set[str]:
    """Return the names of the headers at the start of a text, lower case; none if it is prose."""
    names = set()
    for line in text[:20_000].splitlines():
        header = HEADER.match(line + "\n")
        if not line.strip():
            break
        if header is None:
            return set()
        names.add((header[1] or "").casefold())
    return names - {""}


def _sniff_text(text: str, ending: str) -> Kind:
    if ending in JSON_LINES_ENDINGS:
        return Kind.JSON_LINES
    if ending == ".json":
        return Kind.JSON
    if ending in MARKDOWN_ENDINGS or has_front_matter(text):
        return Kind.MARKDOWN
    return Kind.TEXT
