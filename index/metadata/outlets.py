"""Who published an article: outlet lines, bylines, datelines, and the address as their judge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from index.leftovers.boilerplate import Block, around_body, opening_paragraphs
from index.leftovers.furniture import Kind, date_line_rest, plain
from index.leftovers.phrases import BYLINE_WORDS, SENTENCE_OPENERS
from index.metadata.agencies import agency_named
from index.metadata.dates import find_date, find_day_of_year

DATELINES = (
    re.compile(r"(.{2,80}?/[^/\d]{2,20}/)[.,:]?(?: ?[-–—]{1,2})?(?: |$)"),  # "/TASS/."
    re.compile(r"(.{2,100}?)(?:(?: ?--| –| -|\.-)(?: |$)| ?— ?)"),
    re.compile(r"(.{0,80}?\([^()\d]{2,30}\))[.,:]? "),
)
AGENCY = re.compile(r"\(([^()\d]{2,40})\)")
SLASHED = re.compile(r"/([^/\d]{2,20})/")
NUMBERS = re.compile(r"\d\D{1,80}\d")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
QUOTES = "\"'“”‘’«»„ "
# What stands in datelines in small letters: parts of place names, "17 мая 2023 г.".
LOWER_CASE = frozenset(
    [
        "de", "da", "do", "dos", "das", "del", "della", "di", "la", "le", "las", "los", "el", "al",
        "an", "am", "auf", "im", "in", "sur", "upon", "of", "na", "nad", "г", "г.", "года", "року",
    ]
)  # fmt: skip
# "By Jane Doe, Ann Lee and John Roe", but not "By Jane Doe, Rivers and Roads".
LAST_OF_SEVERAL = re.compile(r", ?\S{1,30} [^,]{1,40} (?:and|dan|и|und|y|et|e) \S{1,30} \S")
DOMAIN = re.compile(r"\b[A-Za-z0-9][A-Za-z0-9-]{2,40}\.(?:[A-Za-z]{2,10}\.)?[A-Za-z]{2,10}\b")


def find_outlet(blocks: Sequence[Block], url: str | None) -> str | None:
    """Return the outlet's name where the article gives it, else the address's host."""
    host = host_of(url) if url else None
    names = _outlet_names(blocks)
    if host is None:
        # One word in capitals is more often the place.
        return next((name for name in names if " " in name or not name.isupper()), None)
    # A name that has nothing of the address may be an agency's, a place's or a person's.
    return next((name for name in names if "." in name or resembles(name, host)), host)


def host_of(url: str) -> str | None:
    """Return the host of an address without its ``www.``, None if it has no proper one."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # "http://[": no address
        return None
    return host.removeprefix("www.") if host and "." in host else None


def openings(blocks: Sequence[Block]) -> list[str]:
    """Return the paragraphs that a dateline may open, with the line it was broken after."""
    paragraphs = []
    first = opening_paragraphs(blocks)
    for above, block in zip((None, *blocks), blocks, strict=False):
        if block in first:
            broken = above is not None and not block.line.after_gap and above.text.endswith(",")
            paragraphs.append(f"{above.text} {block.text}" if above and broken else block.text)
            if len(paragraphs) == len(first):
                break
    return paragraphs


def dateline(paragraph: str) -> str | None:
    """Return what stands before the dash in "MOSCOW, April 7, 2021 (Reuters) -- …"."""
    return split_dateline(paragraph)[0]


def split_dateline(paragraph: str) -> tuple[str | None, str]:
    """Return a paragraph's dateline, None if it has none, and the first words that follow."""
    return _split_opening(paragraph[:200])


@lru_cache(maxsize=256)  # date, outlet and agency are read from the same few
def _split_opening(opening: str) -> tuple[str | None, str]:
    words = " ".join(plain(opening).split())
    for pattern in DATELINES:
        match = pattern.match(words)
        if match is None:
            continue
        line, after = match[1], words[match.end() :]
        # Without a dash, only the agency tells a dateline from a sentence with brackets.
        if pattern is not DATELINES[1] and not any(map(agency_named, _credits(line))):
            continue
        if not after.lstrip(QUOTES)[:1].islower() and _is_dateline(line):
            return line, after
    return None, words


def _credits(line: str) -> list[str]:
    return [*AGENCY.findall(line), *SLASHED.findall(line)]


def _is_dateline(line: str) -> bool:
    found = find_date(line) or find_day_of_year(line)
    rest = line if found is None else line[: found.start] + line[found.end :]
    bare = DOMAIN.sub("", SLASHED.sub("", AGENCY.sub("", rest)))
    if NUMBERS.search(bare):  # a table
        return False
    words = [word for word in WORD.findall(bare) if word not in LOWER_CASE]
    if len(words) > 8 or any(word[0].islower() for word in words):
        return False
    if words and words[0].casefold() in SENTENCE_OPENERS:
        return False
    shouts = any(len(word) > 2 and word.isupper() for word in words)
    return shouts or found is not None or bare != rest


def resembles(name: str, host: str) -> bool:
    """Tell whether a word of a paper's name begins like a part of its address."""
    from anyascii import anyascii

    letters = "".join(host.split(".")[:-1])
    words = re.findall(r"[a-z]{3,}", anyascii(name).lower())
    return any(word[:3] in letters for word in words)


def _outlet_names(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what may be the outlet's name, the likeliest first."""
    head, tail = around_body(blocks)
    yield from _names_beside(head, Kind.DATE)
    for block in head:
        if block.kind is Kind.DATE:
            yield from _names(date_line_rest(plain(block.text)))
    lines = [dateline(text) or "" for text in openings(blocks)]
    for line in lines:
        yield from (domain.lower() for domain in DOMAIN.findall(line))
    for block in head:
        if block.kind is Kind.BYLINE:
            yield from _names(_outlets_in_byline(plain(block.text)))
    yield from _names_beside(tail, Kind.LINK)
    for line in lines:
        yield from _names(AGENCY.findall(line))
    for block in tail:
        outlet, slash, _person = block.text.strip("()").partition("/")
        if block.kind is Kind.CREDIT and slash and block.text.startswith("("):
            yield from _names([outlet])


def _names_beside(blocks: Sequence[Block], kind: Kind) -> Iterator[str]:
    """Yield the short lines that stand directly above or below one of this kind."""
    signed = {id(below) for above, below in pairwise(blocks) if _is_bare_by(above)}
    for above, below in pairwise(blocks):
        if not below.line.after_gap:
            pair = {above.kind: above, below.kind: below}
            if pair.keys() == {Kind.HEADING, kind} and id(pair[Kind.HEADING]) not in signed:
                yield from _names([plain(pair[Kind.HEADING].text)])


def _is_bare_by(block: Block) -> bool:
    return plain(block.text).rstrip(":").casefold() in BYLINE_WORDS


def _outlets_in_byline(byline: str) -> list[str]:
    """Return the outlet in "By A. Writer (Outlet)" and "By A. Writer, Outlet — April 9, 2021"."""
    in_brackets = AGENCY.findall(byline)
    if in_brackets:
        return list(in_brackets)
    found = find_date(byline)
    if found:
        return date_line_rest(byline)[1:2]
    return [] if LAST_OF_SEVERAL.search(byline) else byline.split(",")[1:2]


def _names(parts: Sequence[str]) -> Iterator[str]:
    """Yield the parts that could be a newspaper's name: few words, capitalised, no digits."""
    for part in parts:
        name = part.strip(' \t«»"“”„*_.')
        words = name.split()
        short = 1 <= len(words) <= 5 and not any(sign.isdigit() for sign in name)
        if short and name[0].isupper() and words[0].rstrip(":").casefold() not in BYLINE_WORDS:
            yield name
