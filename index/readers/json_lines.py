"""JSON: an article an object, one a line or many in an array, under whatever names are common."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from index.errors import UnreadableArticle
from index.readers import Entry
from index.readers.json_array import read_array
from index.readers.json_object import TEXT_NAMES, enter_object, first_named, read_object
from index.readers.names import EntryNames

MAX_LINE = 5_000_000
MOST_ARTICLES = 10_000  # of such a file
MOST_PARTS = 500_000
MAX_FILE = 50_000_000  # of a file that is one array: it is read as a whole

LIST_NAMES = ("articles", "items", "results", "documents", "entries", "news", "data")


def read_json_lines(file: BinaryIO) -> Iterator[Entry]:
    """Yield the article of each line of a file of any size; a bad line costs only itself."""
    names = EntryNames()
    for number, line in _lines(_as_utf8(file)):
        place = f"line {number}"
        try:
            if line is None:
                raise UnreadableArticle(f"longer than {MAX_LINE // 1_000_000} MB")
            if line.strip():
                yield from enter_object(_parse(line), place, names)
        except UnreadableArticle as error:
            yield from names.refuse(place, error)
    yield from names.close("line")


def read_json(file: BinaryIO) -> Iterator[Entry]:
    """Yield the articles of a file that is one object or one array of them.

    Raises:
        UnreadableArticle: larger than 50 MB, of more than 10,000 articles, or not JSON.
    """
    text = _decode(_read_whole(_as_utf8(file)))
    if text.lstrip().startswith("["):
        found: Any = read_array(text, MOST_ARTICLES + 1)
    else:
        _require_few_parts(text)
        found = _load(text)
    articles = _articles_of(found)
    if articles is None:
        yield Entry("", read_object(found))
        return
    if len(articles) > MOST_ARTICLES:
        raise UnreadableArticle(f"more than {MOST_ARTICLES:,} articles; save it as JSON lines")
    names = EntryNames()
    for number, stated in enumerate(articles, start=1):
        place = f"item {number}"
        try:
            if isinstance(stated, UnreadableArticle):
                raise stated
            yield from enter_object(stated, place, names)
        except UnreadableArticle as error:
            yield from names.refuse(place, error)
    yield from names.close("item")


def begins_with_article(file: BinaryIO) -> bool:
    """Tell whether the first line is a JSON object with the text of an article."""
    stated = _parse_line(_first_lines(file)[0])
    return isinstance(stated, dict) and isinstance(first_named(stated, TEXT_NAMES), str)


def has_object_lines(file: BinaryIO) -> bool:
    """Tell JSON lines, of which the first may be damaged, from one object or array."""
    first, second = _first_lines(file)
    if not second or first.startswith(b"["):
        return False
    if isinstance(_parse_line(first), dict):
        return True
    return isinstance(_parse_line(second), dict) and not first.endswith((b"[", b",", b":"))


def _first_lines(file: BinaryIO) -> tuple[bytes, bytes]:
    """Return the first two lines that hold anything, stripped, and go back to the start."""
    lines = (line.strip() for _, line in islice(_lines(_as_utf8(file)), 100) if line)
    found = [*islice(filter(None, lines), 2), b"", b""]
    file.seek(0)
    return found[0], found[1]


def _as_utf8(file: BinaryIO) -> BinaryIO:
    """Return the file, or what is in it if it is UTF-16."""
    mark = file.read(2)
    file.seek(0)
    if mark not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return file
    return io.BytesIO(_read_whole(file).decode("utf-16", errors="replace").encode("utf-8"))


def _read_whole(file: BinaryIO) -> bytes:
    raw = file.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise UnreadableArticle(f"larger than {MAX_FILE // 1_000_000} MB; save it as JSON lines")
    return raw


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines with their numbers from 1; None for one that is too long."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        too_long = len(line) > MAX_LINE
        while too_long and line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE)
        yield number, None if too_long else line


def _parse_line(line: bytes) -> Any:
    """Return what a line says, None if it is not JSON."""
    try:
        return _parse(line)
    except UnreadableArticle:
        return None


def _parse(raw: bytes) -> Any:
    return _load(_decode(raw))


def _decode(raw: bytes) -> str:
    """Return the text; half a letter at the end of a file that was cut is none."""
    try:
        # "utf-8-sig": files that were put together have byte order marks within.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(raw)
    except UnicodeDecodeError as error:
        raise UnreadableArticle("not valid UTF-8") from error


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle("not JSON") from error


def _require_few_parts(text: str) -> None:
    if text.count("[") + text.count("{") > MOST_PARTS:
        parts = f"more than {MOST_PARTS:,} lists and objects in it"
        raise UnreadableArticle(f"{parts}; save it as JSON lines")


def _articles_of(found: Any) -> list[Any] | None:
    """Return the array that a file is, or has under a usual name; None if it is one article."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict) or first_named(found, TEXT_NAMES) is not None:
        return None
    lists = (found.get(name) for name in LIST_NAMES)
    return next((value for value in lists if isinstance(value, list)), None)
