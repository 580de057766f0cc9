"""Mails, mailboxes, and web pages that a browser saved as a mail (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO, cast

from index.errors import UnreadableArticle
from index.readers import Entry, Reading
from index.readers.fragments import html_to_text
from index.readers.names import EntryNames
from index.readers.text import decode, tidy, tidy_line

MAX_HEADER = 1_000
MAX_PARTS = 5_000
MAX_MESSAGE = 5_000_000
FROM_LINE = re.compile(rb"From \S{1,300} [^\r\n]{0,100}[0-9]{4}")
HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
STUB_SHARE = 0.3  # of the words of the HTML part
FLOWED_END = re.compile(r"(?<=\S) \n(?=[^\s>])")
# The standard library parses headers when they are read, and hostile ones break it in these ways.
BAD_HEADER = (AttributeError, AssertionError, LookupError, RecursionError, TypeError, ValueError)


class _BoundedHeaders(EmailPolicy):
    """Cuts long headers, on which the standard library spends seconds."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


BOUNDED_HEADERS = cast("Policy[EmailMessage]", _BoundedHeaders())


def read_mail(raw: bytes) -> Reading:
    """Read a mail: its subject, date and sender, and its text, or else its HTML as text."""
    message = _parse(raw)
    fields = {
        "title": _header(message, "subject"),
        "published": _sent_on(message),
        "source": parseaddr(_header(message, "from"))[0],
        "language": _header(message, "content-language"),
    }
    return Reading(
        tidy(_body(message)),
        fields={name: value for name, value in fields.items() if value},
        fields_from="mail header",
    )


def read_mailbox(file: BinaryIO) -> Iterator[Entry]:
    """Yield the mails of a mailbox of any size; a bad one costs only itself."""
    names = EntryNames()
    for number, raw in enumerate(_messages(file), start=1):
        place = f"message {number}"
        try:
            if raw is None:
                raise UnreadableArticle(f"larger than {MAX_MESSAGE // 1_000_000} MB")
            name = _header(_parse(raw), "message-id").strip("<> ")
            yield from names.enter(name, place, read_mail(raw))
        except UnreadableArticle as error:
            yield from names.refuse(place, error)
    yield from names.close("message")


def read_mhtml(raw: bytes) -> Reading:
    """Read the page in a file that a browser saved with all that belongs to it."""
    from index.readers.html import read_html

    message = _parse(raw)
    page = next((part for kind, part in _parts(message) if kind == "text/html"), None)
    if page is None:
        raise UnreadableArticle("no web page in it")
    content = _payload(page)
    charset = _stated(page.get_content_charset)
    if charset:
        content = _decode_part(content, charset).encode("utf-8-sig", errors="replace")
    reading = read_html(content)
    url = _header(message, "snapshot-content-location") or _header(page, "content-location")
    if not url.startswith(("http://", "https://")) or reading.fields.get("url"):
        return reading
    return replace(reading, fields={**reading.fields, "url": url})


# --- a mailbox's messages


def _messages(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the messages of a mailbox; None for one that is too large."""
    lines: list[bytes] = []
    size = 0
    started = False
    for line, starts in _marked_lines(file):
        if starts:
            if started:
                yield _join(lines, size)
            lines, size, started = [], 0, True
            continue
        size += len(line)
        if size <= MAX_MESSAGE:
            lines.append(line)
    if started:
        yield _join(lines, size)


def _join(lines: list[bytes], size: int) -> bytes | None:
    return ESCAPED_FROM.sub(rb"\1", b"".join(lines)) if size <= MAX_MESSAGE else None


def _marked_lines(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines and whether a message starts with each: a "From " line before headers."""
    blank_before = True
    line = file.readline(MAX_MESSAGE)
    while line:
        after = file.readline(MAX_MESSAGE)
        starts = blank_before and bool(FROM_LINE.match(line) and HEADER_LINE.match(after))
        yield line, starts
        blank_before = not line.strip()
        line = after


# --- a message's parts


def _parse(raw: bytes) -> EmailMessage:
    if raw.count(b"\n--") > MAX_PARTS:
        raise UnreadableArticle(f"a mail of more than {MAX_PARTS:,} parts")
    try:
        return message_from_bytes(raw, policy=BOUNDED_HEADERS)
    except BAD_HEADER as error:
        raise UnreadableArticle("a damaged mail") from error


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except BAD_HEADER:
        return ""
    return tidy_line(value)


def _sent_on(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _parts(message: EmailMessage) -> Iterator[tuple[str, EmailMessage]]:
    """Yield what is neither attached nor itself a message, in order, with its content type."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = _stated(part.get_content_type)
        if kind.startswith("multipart/"):
            inner = part.get_payload()
            waiting.extend(reversed([p for p in inner if isinstance(p, EmailMessage)]))
        elif _stated(part.get_content_disposition) != "attachment":
            yield kind, part


def _stated(read: Callable[[], str | None]) -> str:
    """Return what a method reads from a header, "" if the header is absent or broken."""
    try:
        return read() or ""
    except BAD_HEADER:
        return ""


def _body(message: EmailMessage) -> str:
    plain: list[str] = []
    rich: list[str] = []
    for kind, part in _parts(message):
        if kind not in ("text/plain", "text/html"):
            continue
        text = _decode_part(_payload(part), _stated(part.get_content_charset))
        if kind == "text/html":
            rich.append(html_to_text(text))
        else:
            is_flowed = "flowed" in _header(part, "content-type").casefold()
            plain.append(_unflow(text) if is_flowed else text)
    return _fuller("\n\n".join(plain), "\n\n".join(rich))


def _fuller(plain: str, rich: str) -> str:
    """Return the plain text, unless it only says that the mail is to be seen elsewhere."""
    is_stub = len(plain.split()) < STUB_SHARE * len(rich.split())
    return rich if is_stub else plain


def _unflow(text: str) -> str:
    return FLOWED_END.sub(" ", text.replace("\r\n", "\n"))


def _payload(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except BAD_HEADER:
        return b""
    return content if isinstance(content, bytes) else b""


def _decode_part(content: bytes, charset: str) -> str:
    if not content.strip():
        return ""
    try:
        return content.decode(charset or "ascii")
    except (LookupError, ValueError):
        return decode(content)
