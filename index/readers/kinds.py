"""Which reader reads a file: its content decides, the ending only where the content does not."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO

from index.errors import UnreadableArticle
from index.readers import Entry, ManyReader, Reader
from index.readers.sniffing import HEAD, Kind, sniff

MAX_BYTES = 5_000_000  # of an article as text
MAX_PAGE_BYTES = 20_000_000  # of one in a format that holds pictures, scripts and fonts too

ENDINGS = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".pdf",
    ".docx", ".jsonl", ".ndjson", ".json", ".eml", ".mbox", ".rss", ".atom", ".xml",
)  # fmt: skip
PACKED_ENDINGS = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst")
FOREIGN_ENDINGS = (
    ".doc", ".docm", ".odt", ".rtf", ".epub", ".mobi", ".pages", ".pptx", ".ppt", ".xlsx", ".xls",
    ".msg", ".webarchive",
)  # fmt: skip
ARCHIVE_ENDINGS = (*PACKED_ENDINGS, *FOREIGN_ENDINGS)

ARCHIVE = "an archive; unpack it first"
NOT_A_FORMAT = (
    "not a format Dateline reads "
    "(.txt, .md, .html, .mht, .pdf, .docx, .json, .jsonl, .eml, .mbox, .rss, .atom, .xml)"
)
READERS = {
    Kind.PDF: ("pdf", "read_pdf"),
    Kind.DOCX: ("docx", "read_docx"),
    Kind.HTML: ("html", "read_html"),
    Kind.MHTML: ("mail", "read_mhtml"),
    Kind.MAIL: ("mail", "read_mail"),
    Kind.MARKDOWN: ("markdown", "read_markdown"),
    Kind.TEXT: ("text", "read_text"),
}
# Of OpenDocument, EPUB and Office files: a package is no archive to the person who has it.
PACKAGE_MARKS = frozenset(("mimetype", "[Content_Types].xml", "META-INF/container.xml"))
NO_FEED = "XML, but no feed (RSS, Atom) and no web page"


def refusal_of(ending: str) -> str:
    """Return why a file with one of the `ARCHIVE_ENDINGS` is not read."""
    return ARCHIVE if ending in PACKED_ENDINGS else NOT_A_FORMAT


def read_entries(file: BinaryIO, ending: str) -> Iterator[Entry]:
    """Yield what stands in a file, one entry an article; what cannot be read gives its reason.

    Args:
        file: open at its start; it can seek.
        ending: of its name, such as ``.html``; "" where it has none.
    """
    try:
        yield from _read(file, ending.lower())
    except UnreadableArticle as error:
        yield Entry("", error)


def _read(file: BinaryIO, ending: str) -> Iterator[Entry]:
    kind = _kind(file, ending)
    reason = _refusal(kind, ending)
    if reason:
        raise UnreadableArticle(reason)
    many = _many_reader(kind)
    if many is not None:
        yield from many(file)
    elif kind is Kind.FEED:
        from index.readers.feed import read_feed

        yield from read_feed(_read_up_to(MAX_PAGE_BYTES, file))
    else:
        limit = MAX_BYTES if kind in (Kind.TEXT, Kind.MARKDOWN) else MAX_PAGE_BYTES
        yield Entry("", _reader(kind)(_read_up_to(limit, file)))


def _kind(file: BinaryIO, ending: str) -> Kind:
    from index.readers.json_lines import begins_with_article, has_object_lines

    head = file.read(HEAD)
    file.seek(0)
    kind = sniff(head, ending)
    if kind is Kind.ZIP:
        return _zip_kind(file, ending)
    if kind is Kind.JSON:
        return Kind.JSON_LINES if has_object_lines(file) else Kind.JSON
    if kind is Kind.TEXT and b"{" in head[:20] and begins_with_article(file):
        return Kind.JSON_LINES
    return kind


def _zip_kind(file: BinaryIO, ending: str) -> Kind:
    """Tell a Word file from other packages, and these from archives."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind.DOCX if ending == ".docx" else Kind.ARCHIVE
    finally:
        file.seek(0)
    if any(name.startswith("word/document") for name in names):
        return Kind.DOCX
    return Kind.ARCHIVE if PACKAGE_MARKS.isdisjoint(names) else Kind.FOREIGN


def _refusal(kind: Kind, ending: str) -> str | None:
    if kind is Kind.ARCHIVE:
        return ARCHIVE
    if kind is Kind.XML:
        return NO_FEED
    foreign = kind is Kind.FOREIGN or (kind is Kind.TEXT and ending not in ("", *ENDINGS))
    return NOT_A_FORMAT if foreign else None


def _many_reader(kind: Kind) -> ManyReader | None:
    if kind is Kind.MAILBOX:
        from index.readers.mail import read_mailbox

        return read_mailbox
    if kind in (Kind.JSON, Kind.JSON_LINES):
        from index.readers.json_lines import read_json, read_json_lines

        return read_json if kind is Kind.JSON else read_json_lines
    return None


def _reader(kind: Kind) -> Reader:
    """Return the reader of a file that is one article; what it needs is loaded only now."""
    module, name = READERS[kind]
    reader: Reader = getattr(import_module(f"index.readers.{module}"), name)
    return reader


def _read_up_to(limit: int, file: BinaryIO) -> bytes:
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise UnreadableArticle(f"larger than {limit // 1_000_000} MB")
    return raw
