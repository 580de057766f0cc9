"""What a web server's answer says: its status, its type, its body."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from index.errors import UnreadableArticle

LONGEST_RETRY = 10  # seconds
UNUSUAL = re.compile(r"[^a-z0-9.+/, -]")  # in a header: it may steer the terminal that shows it
CONTENT_TYPES = frozenset(
    [
        "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown",
        "application/pdf", "application/x-pdf",
        "application/rss+xml", "application/atom+xml", "application/rdf+xml",
        "application/xml", "text/xml",
        "application/json", "application/jsonl", "application/x-ndjson", "application/x-jsonlines",
    ]
)  # fmt: skip


def require_success(status: int) -> None:
    """Raise :class:`UnreadableArticle` with what an HTTP status means for the reader."""
    if 200 <= status < 300:
        return
    if status in (404, 410):
        reason = "not there"
    elif status in (401, 402, 403, 451):
        reason = "not allowed"
    elif status == 429:
        reason = "asked too often"
    else:
        reason = "the site is out of order" if status >= 500 else "no page"
    raise UnreadableArticle(f"{reason} ({status})")


def require_article_type(response: httpx.Response) -> str:
    """Return the content type as stated, "" where it is not.

    Raises:
        UnreadableArticle: it is one that holds neither an article nor a feed.
    """
    stated: str = response.headers.get("content-type", "").strip()
    media_type = stated.partition(";")[0].strip().lower()
    if media_type and media_type not in CONTENT_TYPES:
        raise UnreadableArticle(f"{_shown(media_type)}, not an article or a feed")
    return stated


def retry_after(response: httpx.Response) -> float | None:
    """Return after how many seconds the site wants to be asked again, if it is soon."""
    stated = response.headers.get("retry-after", "").strip()[:40]
    if response.status_code not in (429, 503) or not stated:
        return None
    try:
        wait = float(stated) if stated.isdecimal() else _seconds_until(stated)
    except (ValueError, OverflowError):
        return None
    return max(wait, 0.0) if wait <= LONGEST_RETRY else None


def _shown(header: str) -> str:
    return UNUSUAL.sub("?", header[:60])


def _seconds_until(date: str) -> float:
    when = parsedate_to_datetime(date)
    return (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def read_body(response: httpx.Response, limit: int) -> bytes:
    """Return the body unpacked; where it is longer than `limit`, no more of it than tells that.

    Raises:
        UnreadableArticle: it breaks off, or is packed otherwise than by gzip.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise UnreadableArticle(f"packed as {_shown(packing)}, which was not asked for")
    # httpx unpacks 64 KB at once to whatever that gives: too much for a page that is a trap.
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if packing.endswith("gzip") else None
    body = bytearray()
    for piece in response.iter_raw():
        try:
            body += unpacker.decompress(piece, limit + 1 - len(body)) if unpacker else piece
        except zlib.error as error:
            raise UnreadableArticle("not packed as it says") from error
        if len(body) > limit:
            return bytes(body)
    if unpacker and body and not unpacker.eof:
        raise UnreadableArticle("the answer broke off")
    return bytes(body)
