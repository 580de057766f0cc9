"""PDF files: the text of their pages as paragraphs."""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.errors import UnreadableArticle
from index.readers import Reading
from index.readers.pdf_layout import PageLine, join_pages, without_print_marks
from index.readers.properties import property_fields
from index.readers.text import tidy

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 200
MAX_SECONDS = 30.0
MAX_CHARACTERS = 5_000_000
# pypdf's own limits are for 75 MB a stream; a page of text has a few kilobytes.
LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "xform_maximum_invocations_per_extraction": 500,
}
# What pypdf raises on damaged files besides its own errors.
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st"})
NO_LETTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]|/[a-z]\d{1,3}\b")
LETTER = re.compile(r"[^\W\d_]")
FEWEST_LETTERS = 20  # of a page that is more than a picture
ENCRYPTED = "encrypted; save it without a password"


def read_pdf(raw: bytes) -> Reading:
    """Read a PDF; `fields` are its title, author and `created`, the day the file was made.

    Raises:
        UnreadableArticle: damaged, encrypted, without text, too long, or too slow to read.
    """
    from pypdf import Configuration, apply_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity
    try:
        with apply_configuration(Configuration(**LIMITS)):
            return _read(raw)
    except (FileNotDecryptedError, DependencyError) as error:
        raise UnreadableArticle(ENCRYPTED) from error
    except LimitReachedError as error:
        raise UnreadableArticle("its pages are too large to read") from error
    except (PyPdfError, *DAMAGE) as error:
        raise UnreadableArticle("a damaged or truncated PDF") from error


def _read(raw: bytes) -> Reading:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableArticle(ENCRYPTED)
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableArticle(f"more than {MAX_PAGES} pages")
    deadline = time.monotonic() + MAX_SECONDS
    pages = [_page_lines(page, deadline) for page in reader.pages]
    pages, url = without_print_marks(pages)
    text = join_pages(pages).translate(LIGATURES)
    _require_text(text, reader)
    fields = {**_read_fields(reader, text), **({"url": url} if url else {})}
    return Reading(tidy(NO_LETTERS.sub("", text)), fields=fields)


def _page_lines(page: PageObject, deadline: float) -> list[PageLine]:
    """Return a page's lines in the order in which they were written."""
    pieces: list[tuple[str, float, float, float]] = []

    def collect(text: str, page_matrix: Any, matrix: Any, font: Any, size: float) -> None:
        if text:
            a, b, c, d, e, f = page_matrix
            x, y = matrix[4], matrix[5]
            height = abs(size * (matrix[3] or matrix[1]) * (d or b))
            pieces.append((text, x * a + y * c + e, x * b + y * d + f, height or 1.0))

    def stop_late(*_: Any) -> None:
        if time.monotonic() > deadline:
            raise UnreadableArticle(f"takes more than {MAX_SECONDS:.0f} seconds to read")

    page.extract_text(visitor_operand_before=stop_late, visitor_text=collect)
    return list(_lines(pieces))


def _lines(pieces: list[tuple[str, float, float, float]]) -> Iterator[PageLine]:
    words: list[str] = []
    place = (0.0, 0.0, 1.0)
    for text, *where in pieces:
        for position, part in enumerate(text.split("\n")):
            if position and (line := " ".join("".join(words).split())):
                yield PageLine(line, *place)
            if position:
                words = []
            if part.strip() and not any(word.strip() for word in words):
                place = (where[0], where[1], where[2])
            words.append(part)
    if line := " ".join("".join(words).split()):
        yield PageLine(line, *place)


def _require_text(text: str, reader: PdfReader) -> None:
    letters = len(LETTER.findall(text[:MAX_CHARACTERS]))
    if len(text) > MAX_CHARACTERS:
        raise UnreadableArticle("its pages are too large to read")
    if letters < FEWEST_LETTERS * len(reader.pages) and any(_has_picture(p) for p in reader.pages):
        raise UnreadableArticle("no text in it, only pictures; run OCR on it first")
    if not text.strip():
        raise UnreadableArticle("no text in it")
    if len("".join(NO_LETTERS.findall(text))) > 0.3 * len(text):
        raise UnreadableArticle("its letters cannot be told; run OCR on it first")


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources is not None else None
    if pictures is None:
        return False
    return any(
        picture.get_object().get("/Subtype") in ("/Image", "/Form")
        for picture in pictures.get_object().values()
    )


def _read_fields(reader: PdfReader, text: str) -> dict[str, str]:
    stated = reader.metadata
    if stated is None:
        return {}
    try:
        created = stated.creation_date
    except (ValueError, TypeError, AttributeError, OverflowError):
        created = None
    return property_fields(_as_text(stated.title), _as_text(stated.author), created, text)


def _as_text(value: object) -> str | None:
    return str(value).replace("\0", "") if isinstance(value, str) else None
