"""Who wrote an article, as its byline has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.leftovers.boilerplate import Block, around_body
from index.leftovers.furniture import URL, Kind, plain, without_clock
from index.metadata.agencies import agency_among, agency_named, only_agencies
from index.metadata.dates import find_date
from index.metadata.outlets import LAST_OF_SEVERAL

LABEL = re.compile(
    r"(?:(?:written|reporting|story|text|words|article|report|ditulis) (?:by|oleh)|by|oleh|von|par|"
    r"por|door|автор(?:ы|ка)?|текст|корреспондент|author|authors|writer|penulis|reporter|pewarta|"
    r"wartawan|jurnalis|laporan|autor|autorin|autora|auteur|autore)(?:[ ]{0,2}[:：]|(?=[ ]|$))",
    re.IGNORECASE,
)
STATED_LABEL = re.compile(r"^\s{0,9}(?:by|oleh|автор:) ", re.IGNORECASE)
NAMES = re.compile(r"[,;]")
NEXT_LABEL = re.compile(
    r"[|;•·]|[\[(/]|\b(?:editor|editing|redaktur|penyunting|редактор|redaktion|foto|photo|fotografer|"
    r"photographs?|sumber|source|published|updated|translated|penerjemah|diterbitkan|reporter|"
    r"video)\b|(?-i: in )",
    re.IGNORECASE,
)
SIGNED = re.compile(r"\(?(?:additional )?reporting by (?P<names>[^;()]{3,80})", re.IGNORECASE)
NAME_PART = re.compile(r"[^\W\d_][\w'’.-]{0,30}")
SMALL_PARTS = frozenset(
    [
        "van", "von", "de", "der", "den", "da", "di", "del", "la", "le", "bin", "binti", "al",
        "ibn", "and", "dan", "и", "und", "y", "et", "e", "en", "та", "с",
    ]
)  # fmt: skip
NO_NAMES = frozenset(
    [
        "staff", "admin", "redaksi", "redaction", "редакция", "redaktion", "newsroom", "editorial",
        "team", "tim", "desk", "writer", "writers", "reporters", "correspondent", "news", "agency",
        "agencies", "editor", "anonymous", "unknown", "none", "null", "guest", "contributor",
    ]
)  # fmt: skip
LONGEST = 100


def find_author(stated: str, blocks: Sequence[Block], source: str | None) -> str | None:
    """Return the author or authors as written, None where only an agency or the outlet signs.

    Args:
        stated: by the format, "" if it states none.
        blocks: the text, dissected.
        source: the outlet, which is no author.
    """
    by_format = [_person(STATED_LABEL.sub("", name), source) for name in NAMES.split(stated)]
    if any(by_format):
        return ", ".join(filter(None, by_format))[: LONGEST * 2]
    for words in _bylines(blocks):
        author = _person(words, source)
        if author:
            return author
    return None


def _bylines(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what follows "By", "Penulis:", "Автор:" before the article and after it."""
    for part in around_body(blocks):
        for block, below in zip(part, (*part[1:], None), strict=False):
            words = plain(block.text)[: LONGEST * 2]
            if block.kind is Kind.COMMENTS:
                return
            label = LABEL.match(words)
            if label and words[label.end() :].strip():
                if block.kind is Kind.BYLINE or label[0].endswith((":", "：")):
                    yield words[label.end() :]
            elif label and below is not None and below.kind is Kind.HEADING:
                yield plain(below.text)
            signed = SIGNED.match(words)
            if signed:
                yield signed["names"]


def _person(words: str, source: str | None) -> str | None:
    """Return the names at the start of `words`, without the date, role and outlet behind them."""
    words = " ".join(URL.sub("", plain(words)).split())[: LONGEST * 2]
    found = find_date(words)
    if found:
        words = words[: found.start]
    words = NEXT_LABEL.split(without_clock(words).strip(" |"), maxsplit=1)[0]
    words = re.split(r" [–—-] |[–—|]", words, maxsplit=1)[0].strip(" ,.:*_-")
    parts = [part.strip(" .") for part in words.split(",")]
    if not LAST_OF_SEVERAL.search(words):
        # "Jane Doe, Northgate Courier": what follows is a role, a place or the outlet.
        parts = [part for part in parts if not only_agencies(part)][:1]
    name = _without_agency(", ".join(parts))
    return name if _is_name(name) and not _is_outlet(name, source) else None


def _without_agency(name: str) -> str:
    front, _, last = name.rpartition(" ")
    return front if front and agency_named(last) else name


def _is_name(words: str) -> bool:
    if not 2 <= len(words) <= LONGEST or any(sign.isdigit() or sign == "@" for sign in words):
        return False
    parts = words.replace(",", " ").split()
    if not all(NAME_PART.fullmatch(part) for part in parts) and words.isascii():
        return False
    if any(part.casefold() in NO_NAMES for part in parts):
        return False
    small = [part for part in parts if part[0].islower() and part not in SMALL_PARTS]
    return not small and not only_agencies(words) and agency_among(words) is None


def _is_outlet(name: str, source: str | None) -> bool:
    letters = re.sub(r"\W", "", name.casefold())
    of_source = re.sub(r"\W", "", (source or "").casefold())
    return bool(of_source) and (letters == of_source or (len(letters) > 4 and letters in of_source))
