"""What an article says about itself: title, publication date, outlet, address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from index.boilerplate import Block, around_body, opening_paragraphs
from index.dates import date_in_name, date_in_url, find_date
from index.furniture import URL, Kind, plain
from index.outlets import dateline, find_outlet, host_of
from index.phrases import PUBLISHED_LABELS, UPDATED_LABELS
from index.readers import Reading


@dataclass(frozen=True)
class Metadata:
    """What was found; the fields are those of :class:`~index.schema.Article`."""

    title: str = ""
    published: date | None = None
    published_from: str | None = None
    source: str | None = None
    url: str | None = None


def read_metadata(reading: Reading, blocks: Sequence[Block], name: str) -> Metadata:
    """Read an article's metadata where it stands.

    Args:
        reading: the text, and what the format itself states.
        blocks: the text, dissected.
        name: the file's name, which may hold a date.
    """
    url = _read_url(reading, blocks)
    published, published_from = _read_published(reading, blocks, url, name)
    return Metadata(
        title=_read_title(reading, blocks),
        published=published,
        published_from=published_from,
        source=reading.fields.get("source") or find_outlet(blocks, url),
        url=url,
    )


def _read_title(reading: Reading, blocks: Sequence[Block]) -> str:
    stated = reading.fields.get("title")
    found = (plain(block.text) for block in blocks if block.kind is Kind.TITLE)
    return " ".join((stated or next(found, "")).split())


# --- the date


def _read_published(
    reading: Reading, blocks: Sequence[Block], url: str | None, name: str
) -> tuple[date | None, str | None]:
    stated = find_date(reading.fields.get("published", "")[:100])
    if stated:
        return stated.day, reading.fields_from
    line_date = next(_dates_in_lines(blocks), None)
    if line_date:
        return line_date, "date line"
    url_date = date_in_url(url) if url else None
    if url_date:
        return url_date, "url"
    name_date = date_in_name(PurePath(name).stem)
    return (name_date, "file name") if name_date else (None, None)


def _dates_in_lines(blocks: Sequence[Block]) -> Iterator[date]:
    """Yield dates of publication, the surest first; a date in the running text is none."""
    head, tail = around_body(blocks)
    lines = sorted((block for block in head if _tells_date(block)), key=_says_updated)
    for block in lines:
        yield from _date_of(block.text)
    for block in opening_paragraphs(blocks):
        yield from _date_of(dateline(block.text) or "")
    labelled = [block for block in blocks if _tells_date(block) and _says_published(block)]
    for block in (*labelled, *filter(_tells_date, tail)):
        yield from _date_of(block.text)


def _tells_date(block: Block) -> bool:
    return block.kind in (Kind.DATE, Kind.BYLINE)


def _says_updated(block: Block) -> bool:
    return plain(block.text).casefold().startswith(tuple(UPDATED_LABELS))


def _says_published(block: Block) -> bool:
    return plain(block.text).casefold().startswith(tuple(PUBLISHED_LABELS))


def _date_of(text: str) -> list[date]:
    found = find_date(text)
    return [found.day] if found else []


# --- the address


def _read_url(reading: Reading, blocks: Sequence[Block]) -> str | None:
    stated = reading.fields.get("url", "").strip()
    return _first_url(stated) or _labelled_url(blocks) or _edge_url(blocks)


def _labelled_url(blocks: Sequence[Block]) -> str | None:
    """Return the address after "Original url:", on the same line or the next."""
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        if block.kind is Kind.SOURCE:
            url = _first_url(block.text)
            if url is None and after is not None and after.kind is Kind.LINK:
                url = _first_url(after.text)
            if url:
                return url
    return None


def _edge_url(blocks: Sequence[Block]) -> str | None:
    """Return the address that the last or else the first line consists of."""
    head, tail = around_body(blocks)
    for block in (*reversed(tail), *head):
        if block.kind is Kind.LINK and "](" not in block.text:
            return _first_url(block.text)
    return None


def _first_url(text: str) -> str | None:
    match = URL.search(text)
    if match is None:
        return None
    url = match[0].rstrip(".,;")
    return url if host_of(url) else None
