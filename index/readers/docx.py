"""Word files (.docx): their paragraphs, those of tables and text boxes too."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.errors import UnreadableArticle
from index.readers import Reading
from index.readers.properties import property_fields
from index.readers.text import tidy

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED = 50_000_000
MAX_XML = 10_000_000
MAX_TAGS = 500_000
DAMAGED = "a damaged or truncated Word file"
# What python-docx, zipfile and lxml raise on damaged files.
DAMAGE = (
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH = f"{W}p"
# What stands in the file and not on the page: deleted words, and text boxes for old programs.
UNSEEN = frozenset(
    (
        f"{W}del",
        f"{W}moveFrom",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read_docx(raw: bytes) -> Reading:
    """Read a Word file; `fields` are its title, author and `created`, the day it was made.

    Raises:
        UnreadableArticle: damaged, without text, or far too large when unpacked.
    """
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _require_small(archive)
        return _read(raw)
    except (OpcError, LxmlError, *DAMAGE) as error:
        raise UnreadableArticle(DAMAGED) from error


def _require_small(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableArticle(f"larger than {MAX_UNPACKED // 1_000_000} MB when unpacked")
    for member in members:
        if member.filename.endswith(".xml") and member.file_size > MAX_XML:
            raise UnreadableArticle(f"more than {MAX_XML // 1_000_000} MB of XML in one part")
        if archive.read(member).count(b"<") > MAX_TAGS:
            raise UnreadableArticle(f"more than {MAX_TAGS:,} tags in one part")


def _read(raw: bytes) -> Reading:
    from docx import Document

    document = Document(io.BytesIO(raw))
    text = "\n\n".join(filter(None, map(_text_of, document.element.body.iter(PARAGRAPH))))
    if not text:
        raise UnreadableArticle("no text in it")
    stated = document.core_properties
    title = _styled_title(document) or stated.title
    return Reading(tidy(text), fields=property_fields(title, stated.author, stated.created, text))


def _text_of(paragraph: Any) -> str:
    if any(element.tag in UNSEEN for element in paragraph.iterancestors()):
        return ""
    return "\n".join(
        filter(None, (" ".join(line.split()) for line in "".join(_pieces(paragraph)).split("\n")))
    )


def _pieces(paragraph: Any) -> Iterator[str]:
    """Yield the words of a paragraph, without those of a text box that hangs on it."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag in SIGNS:
            yield SIGNS[element.tag]
        elif element.tag not in UNSEEN and element.tag not in (PARAGRAPH, f"{W}pPr"):
            waiting.extend(reversed(element))


def _styled_title(document: Document) -> str:
    """Return the paragraph that has the style "Title", whatever the style's id."""
    ids = {style.style_id for style in document.styles if style.name == "Title"}
    for paragraph in islice(document.element.body.iterchildren(PARAGRAPH), 10):
        if paragraph.style in ids:
            return _text_of(paragraph)
    return ""
