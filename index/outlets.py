"""Who published an article: outlet lines, bylines, datelines, and the address as their judge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from index.boilerplate import Block, around_body, opening_paragraphs
from index.dates import find_date
from index.furniture import Kind, date_line_rest, plain
from index.phrases import BYLINE_WORDS, SENTENCE_OPENERS

DATELINE = re.compile(r"(.{2,100}?)(?: ?--| ?—| –| -)(?: |$)")
AGENCY = re.compile(r"\(([^()\d]{3,40})\)")
DOMAIN = re.compile(r"\b[A-Za-z0-9][A-Za-z0-9-]{2,40}\.(?:[A-Za-z]{2,10}\.)?[A-Za-z]{2,10}\b")


def find_outlet(blocks: Sequence[Block], url: str | None) -> str | None:
    """Return the outlet's name where the article gives it, else the address's host."""
    host = host_of(url) if url else None
    names = _outlet_names(blocks)
    if host is None:
        # One word in capitals is more often the place.
        return next((name for name in names if " " in name or not name.isupper()), None)
    # A name that has nothing of the address may be an agency's, a place's or a person's.
    return next((name for name in names if "." in name or _resembles(name, host)), host)


def host_of(url: str) -> str | None:
    """Return the host of an address without its ``www.``, None if it has no proper one."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # "http://[": no address
        return None
    return host.removeprefix("www.") if host and "." in host else None


def dateline(paragraph: str) -> str | None:
    """Return what stands before the dash in "MOSCOW, April 7, 2021 (Reuters) -- …"."""
    match = DATELINE.match(plain(paragraph[:160]))
    if match is None:
        return None
    line = match[1]
    found = find_date(line)
    rest = line if found is None else line[: found.start] + line[found.end :]
    bare = DOMAIN.sub("", AGENCY.sub("", rest))
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", bare) if word.casefold() != "г."]
    if len(words) > 8 or any(word[0].islower() for word in words):
        return None
    if words and words[0].casefold() in SENTENCE_OPENERS:
        return None
    shouts = any(len(word) > 2 and word.isupper() for word in words)
    return line if shouts or found or bare != rest else None


def _resembles(name: str, host: str) -> bool:
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
    for block in opening_paragraphs(blocks):
        yield from (domain.lower() for domain in DOMAIN.findall(dateline(block.text) or ""))
    for block in head:
        if block.kind is Kind.BYLINE:
            yield from _names(_outlets_in_byline(plain(block.text)))
    yield from _names_beside(tail, Kind.LINK)
    for block in opening_paragraphs(blocks):
        yield from _names(AGENCY.findall(dateline(block.text) or ""))
    for block in tail:
        outlet, slash, _person = block.text.strip("()").partition("/")
        if block.kind is Kind.CREDIT and slash and block.text.startswith("("):
            yield from _names([outlet])


def _names_beside(blocks: Sequence[Block], kind: Kind) -> Iterator[str]:
    """Yield the short lines that stand directly above or below one of this kind."""
    for above, below in pairwise(blocks):
        if not below.line.after_gap:
            pair = {above.kind: above, below.kind: below}
            if pair.keys() == {Kind.HEADING, kind}:
                yield from _names([plain(pair[Kind.HEADING].text)])


def _outlets_in_byline(byline: str) -> list[str]:
    """Return the outlet in "By A. Writer (Outlet)" and "By A. Writer, Outlet — April 9, 2021"."""
    in_brackets = AGENCY.findall(byline)
    if in_brackets:
        return list(in_brackets)
    found = find_date(byline)
    if found:
        return date_line_rest(byline)[1:2]
    return byline.split(",")[1:2]


def _names(parts: Sequence[str]) -> Iterator[str]:
    """Yield the parts that could be a newspaper's name: few words, capitalised, no digits."""
    for part in parts:
        name = part.strip(' \t«»"“”„*_.')
        words = name.split()
        short = 1 <= len(words) <= 5 and not any(sign.isdigit() for sign in name)
        if short and name[0].isupper() and words[0].rstrip(":").casefold() not in BYLINE_WORDS:
            yield name
