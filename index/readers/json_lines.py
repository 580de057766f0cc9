"""JSON: an article an object, one a line or many in an array, under whatever names are common."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, BinaryIO

from index.errors import UnreadableArticle
from index.readers import Entry, Reading
from index.readers.fragments import html_to_text, looks_like_html
from index.readers.names import EntryNames
from index.readers.text import tidy

MAX_LINE = 5_000_000
MAX_FILE = 50_000_000  # of a file that is one array: it is read as a whole

# The first name that holds something counts; "_", "-" and capitals make no difference.
TEXT_NAMES = (
    "text", "body", "content", "article", "fulltext", "maintext", "articlebody", "articletext",
    "contenttext", "bodytext", "contenthtml", "bodyhtml", "html", "story",
)  # fmt: skip
ID_NAMES = ("id", "guid", "uuid", "uri", "docid", "articleid")
FIELD_NAMES = {
    "title": ("title", "headline"),
    "published": (
        "published", "publishedat", "publishedon", "datepublished", "date", "datepublish",
        "publishdate", "publicationdate", "pubdate", "publishedtime", "timestamp",
    ),
    "source": ("source", "publisher", "outlet", "sitename", "site", "newspaper", "sourcename"),
    "url": ("url", "link", "canonicalurl", "sourceurl", "weburl", "href", "permalink"),
    "language": ("language", "lang", "inlanguage", "locale"),
    "author": ("author", "authors", "byline", "creator"),
}  # fmt: skip
LIST_NAMES = ("articles", "items", "results", "documents", "entries", "news", "data")
FIRST_SECOND, LAST_SECOND = 600_000_000, 5_000_000_000  # 1989 to 2128


def read_json_lines(file: BinaryIO) -> Iterator[Entry]:
    """Yield the article of each line of a file of any size; a bad line costs only itself."""
    names = EntryNames()
    for number, line in _lines(_as_utf8(file)):
        place = f"line {number}"
        try:
            if line is None:
                raise UnreadableArticle(f"longer than {MAX_LINE // 1_000_000} MB")
            if line.strip():
                yield from _enter(_parse(line), place, names)
        except UnreadableArticle as error:
            yield Entry(place, UnreadableArticle(f"{place}: {error}"))


def read_json(file: BinaryIO) -> Iterator[Entry]:
    """Yield the articles of a file that is one object or one array of them.

    Raises:
        UnreadableArticle: larger than 50 MB, or not JSON.
    """
    found = _parse(_read_whole(_as_utf8(file)))
    articles = _articles_of(found)
    if articles is None:
        yield Entry("", _read_object(found))
        return
    names = EntryNames()
    for number, stated in enumerate(articles, start=1):
        place = f"item {number}"
        try:
            yield from _enter(stated, place, names)
        except UnreadableArticle as error:
            yield Entry(place, UnreadableArticle(f"{place}: {error}"))


def begins_with_article(file: BinaryIO) -> bool:
    """Tell whether the first line is a JSON object with the text of an article."""
    stated = _parse_line(_first_lines(file)[0])
    return isinstance(stated, dict) and isinstance(_first_named(stated, TEXT_NAMES), str)


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
    try:
        # "utf-8-sig": files that were put together have byte order marks within.
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableArticle("not valid UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle("not JSON") from error


def _articles_of(found: Any) -> list[Any] | None:
    """Return the array that a file is, or has under a usual name; None if it is one article."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict) or _first_named(found, TEXT_NAMES) is not None:
        return None
    lists = (found.get(name) for name in LIST_NAMES)
    return next((value for value in lists if isinstance(value, list)), None)


def _enter(stated: Any, place: str, names: EntryNames) -> Iterator[Entry]:
    reading = _read_object(stated)
    name = _first_named(stated, ID_NAMES)
    return names.enter(str(name) if isinstance(name, str | int) else "", place, reading)


def _read_object(stated: Any) -> Reading:
    if not isinstance(stated, dict):
        raise UnreadableArticle("not an object")
    values = _by_plain_name(stated)
    text = _first(values, TEXT_NAMES)
    if text is None:
        raise UnreadableArticle("no text")
    if not isinstance(text, str):
        raise UnreadableArticle("its text is not a string")
    if len(text) > MAX_LINE:
        raise UnreadableArticle(f"longer than {MAX_LINE // 1_000_000} MB")
    text = tidy(html_to_text(text) if looks_like_html(text) else text)
    fields = {name: _as_line(_first(values, keys)) for name, keys in FIELD_NAMES.items()}
    fields["published"] = _as_date(_first(values, FIELD_NAMES["published"]))
    return Reading(text, fields={k: v for k, v in fields.items() if v}, fields_from="JSON field")


def _first_named(stated: Mapping[str, Any], names: Sequence[str]) -> Any:
    return _first(_by_plain_name(stated), names)


def _by_plain_name(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {name.casefold().replace("_", "").replace("-", ""): stated[name] for name in stated}


def _first(values: Mapping[str, Any], names: Sequence[str]) -> Any:
    """Return the value of the first name that has one; an empty one only if there is no other."""
    found = [values[name] for name in names if values.get(name) is not None]
    return next((value for value in found if value != ""), found[0] if found else None)


def _as_line(value: Any) -> str:
    """Return a field's value as one line: a name, {"name": …}, or a list of these."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_as_name(part) for part in value[:20])))
    return _as_name(value)


def _as_name(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(tidy(value).split()) if isinstance(value, str) and value.strip() else ""


def _as_date(value: Any) -> str:
    """Return a date as it is written; a count of seconds or milliseconds as an ISO date."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _as_line(value)
    seconds = value / 1000 if value > LAST_SECOND else value
    if not FIRST_SECOND < seconds < LAST_SECOND:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
