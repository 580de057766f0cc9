"""A file is what its content says; whatever is in it, reading it ends, with a reason at worst."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableArticle
from index.readers import Reading
from index.readers.kinds import (
    ARCHIVE,
    ARCHIVE_ENDINGS,
    ENDINGS,
    NO_FEED,
    NOT_A_FORMAT,
    read_entries,
    refusal_of,
)
from tests.index.reader_files import MAIL, MHTML, RSS, make_docx, make_zip, set_lines

PAGE = b"""<!DOCTYPE html><html><head><title>Bridge opens</title></head><body><article>
<h1>Bridge opens</h1><p>The bridge in Karsk opened on Monday after three years of work, said the
mayor, who cut the ribbon in the rain.</p><p>It cost four million crowns, twice what the council had
planned in 2018, and the town will pay for it until 2040.</p></article></body></html>"""
LINES = b'{"id": "a", "text": "It rained."}\n{"id": "b", "body": "It snowed."}\n'
MAILBOX = b"From a@karsk.example Wed Apr  7 00:30:00 2021\n" + MAIL
PDF = set_lines(["The bridge opened in Karsk.", ""])
DOCX = make_docx(["The bridge opened in Karsk."])


def read(raw: bytes, ending: str = ".txt") -> list[tuple[str, str]]:
    """Return the name of each entry and its first words, or why there are none."""
    return [
        (entry.name, entry.reading.text[:12])
        if isinstance(entry.reading, Reading)
        else (entry.name, str(entry.reading))
        for entry in read_entries(io.BytesIO(raw), ending)
    ]


@pytest.mark.parametrize("ending", [".txt", ".bin", ""])
@pytest.mark.parametrize(
    ("raw", "entries"),
    [
        (PDF, [("", "The bridge o")]),
        (DOCX, [("", "The bridge o")]),
        (PAGE, [("", "Bridge opens")]),
        (b"<!-- saved from url=(0014)about:internet -->\n" + PAGE, [("", "Bridge opens")]),
        (PAGE.removeprefix(b"<!DOCTYPE html>"), [("", "Bridge opens")]),
        (MHTML, [("", "Bridge opens")]),
        (MAIL, [("", "Мост was ope")]),
        (MAILBOX, [("bridge@karsk.example", "Мост was ope")]),
        (LINES, [("a", "It rained."), ("b", "It snowed.")]),
        (
            RSS.encode(),
            [
                ("bridge-1", "The bridge\xa0o"),
                ("https://karsk.example/rain", "It rained & "),
                ("item 3", "item 3: no text"),
            ],
        ),
        (b"---\ntitle: Rain\n---\nIt rained.", [("", "---\ntitle: R")]),
    ],
)
def test_the_content_decides(raw: bytes, ending: str, entries: list[tuple[str, str]]) -> None:
    assert read(raw, ending) == entries


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("A page begins with <html> and ends with </html>.", ".txt"),
        ("<p align=center>Logo</p>\n\n# Title\n<p>x</p>", ".md"),
        ("<3 is what they wrote.", ".txt"),
        ("From: the mayor\nSubject: the bridge\n\nDear all.", ".txt"),
        ("From Monday on, it will rain.", ".mbox"),
        ('{"Zoom" is a name}', ".txt"),
        ("A note without a header.", ".eml"),
        ("A page without a tag.", ".html"),
        ("PDF files begin with %PDF-1.7.", ".txt"),
    ],
)
def test_what_only_speaks_of_a_format_is_text(text: str, ending: str) -> None:
    assert read(text.encode(), ending) == [("", text[:12])]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_text_is_not_taken_for_binary(encoding: str) -> None:
    russian = "Мост в Карске открыли в понедельник. Так сказал мэр.\n"
    assert read(russian.encode(encoding)) == [("", russian[:12])]


@pytest.mark.parametrize(
    ("raw", "ending", "reason"),
    [
        (b"", ".txt", "empty"),
        (b" \xe2\x80\x8b\xe2\x80\x8f\xef\xbb\xbf\n", ".txt", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", ".txt", "binary, not text"),
        (b"\x7fELF\x02\x01\x01\0\0\0", ".md", "binary, not text"),
        (b"a,b\n1,2\n", ".csv", NOT_A_FORMAT),
        (b"{\\rtf1 Text}", ".txt", NOT_A_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), ".doc", NOT_A_FORMAT),
        (make_zip({"mimetype": b"application/epub+zip"}), ".txt", NOT_A_FORMAT),
        (make_zip({"a.txt": b"It rained."}), ".zip", ARCHIVE),
        (b"\x1f\x8b\x08\0", ".txt", ARCHIVE),
        (DOCX[:300], ".docx", "a damaged or truncated Word file"),
        (PDF[:100], ".txt", "a damaged or truncated PDF"),
        (b"<?xml version='1.0'?><svg/>", ".xml", NO_FEED),
        (b"[", ".json", "not JSON"),
    ],
)
def test_what_is_not_read_has_its_reason(raw: bytes, ending: str, reason: str) -> None:
    assert read(raw, ending) == [("", reason)]


def test_every_ending_has_its_word() -> None:
    assert not set(ENDINGS) & set(ARCHIVE_ENDINGS)
    assert (refusal_of(".zip"), refusal_of(".epub")) == (ARCHIVE, NOT_A_FORMAT)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    started = time.monotonic()
    with path.open("rb") as file:
        (entry,) = read_entries(file, ".txt")
    assert str(entry.reading) == "larger than 5 MB"
    assert time.monotonic() - started < 2


def test_a_long_single_line_is_text() -> None:
    assert read(b"word " * 50_000) == [("", "word word wo")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file of any kind, cut off, with some bytes of it changed, removed or doubled."""
    raw = draw(st.sampled_from([PDF, DOCX, PAGE, MHTML, MAIL, MAILBOX, LINES, RSS.encode()]))
    raw = raw[: draw(st.integers(0, len(raw)))] if draw(st.booleans()) else raw
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(raw)))
        length = draw(st.integers(0, 40))
        raw = raw[:place] + draw(st.binary(max_size=8)) + raw[place + length :]
    return raw


@settings(max_examples=300, deadline=3000)
@given(raw=st.one_of(damaged(), st.binary(max_size=500)), ending=st.sampled_from((*ENDINGS, "")))
def test_no_content_raises_or_takes_long(raw: bytes, ending: str) -> None:
    for entry in read_entries(io.BytesIO(raw), ending):
        if isinstance(entry.reading, Reading):
            assert entry.reading.text.strip()
            assert entry.reading.text.encode("utf-8")
        else:
            assert isinstance(entry.reading, UnreadableArticle)
            assert str(entry.reading)
