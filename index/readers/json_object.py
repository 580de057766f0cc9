"""A JSON object as an article, under whatever names are common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from index.errors import UnreadableArticle
from index.readers import Entry, Reading
from index.readers.fragments import html_to_text, looks_like_html
from index.readers.names import EntryNames
from index.readers.text import tidy, tidy_line

MAX_TEXT = 5_000_000  # characters

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
FIRST_SECOND, LAST_SECOND = 600_000_000, 5_000_000_000  # 1989 to 2128


def enter_object(stated: Any, place: str, names: EntryNames) -> Iterator[Entry]:
    """Yield the article that an object is, under its id.

    Raises:
        UnreadableArticle: as for :func:`read_object`.
    """
    reading = read_object(stated)
    name = first_named(stated, ID_NAMES)
    return names.enter(str(name) if isinstance(name, str | int) else "", place, reading)


def read_object(stated: Any) -> Reading:
    """Return the article that an object is.

    Raises:
        UnreadableArticle: no object, or one without a text.
    """
    if not isinstance(stated, dict):
        raise UnreadableArticle("not an object")
    values = _by_plain_name(stated)
    text = _first(values, TEXT_NAMES)
    if text is None:
        raise UnreadableArticle("no text")
    if not isinstance(text, str):
        raise UnreadableArticle("its text is not a string")
    if len(text) > MAX_TEXT:
        raise UnreadableArticle(f"longer than {MAX_TEXT // 1_000_000} MB")
    text = tidy(html_to_text(text) if looks_like_html(text) else text)
    fields = {name: _as_line(_first(values, keys)) for name, keys in FIELD_NAMES.items()}
    fields["published"] = _as_date(_first(values, FIELD_NAMES["published"]))
    return Reading(text, fields={k: v for k, v in fields.items() if v}, fields_from="JSON field")


def first_named(stated: Mapping[str, Any], names: Sequence[str]) -> Any:
    """Return what an object holds under the first of the names that holds something."""
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
    return tidy_line(value) if isinstance(value, str) else ""


def _as_date(value: Any) -> str:
    """Return a date as it is written; a count of seconds or milliseconds as an ISO date."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _as_line(value)
    if not FIRST_SECOND < value < LAST_SECOND * 1000:
        return ""  # first of all, as an integer may be too large for a division
    seconds = value / 1000 if value > LAST_SECOND else value
    if seconds < FIRST_SECOND:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
