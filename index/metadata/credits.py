"""Which news agency an article is credited to; naming one in a sentence is no credit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.leftovers.boilerplate import Block
from index.leftovers.furniture import Kind, plain
from index.metadata.agencies import agency_among, agency_named, only_agencies
from index.metadata.outlets import AGENCY, DOMAIN, SLASHED, openings, split_dateline

LATIN_MATERIAL = (
    r"with (?:files|reporting|additional reporting|inputs?|contributions?|material) (?:from|by)"
    r"|reporting by|(?:this )?(?:story|article|report) (?:is |was )?(?:from|by|provided by)"
    r"|(?:mit )?(?:material|informationen) (?:von|der)|mit|avec|con información de|con|com"
    r"|(?:dengan )?bahan dari"
)
MATERIAL = re.compile(
    rf"\(?(?:{LATIN_MATERIAL}|(?:по|с использованием) (?:материал\w{{1,4}}|информации)"
    r"|за матеріалами)[ :]{1,3}(?P<names>[^()]{2,60})",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:copyright|hak cipta|©|\(c\))[ ©()c]{0,8}(?:\d{4})?[ ,]{0,3}"
    r"(?P<names>[^\d(),.|]{2,40})",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:[.!?…。][\"”’»“)]?\s{0,3}|^)"
    r"(?:[(（\[](?P<bracketed>[^()（）\[\]\d]{2,40})[)）\]]|[—–-]{1,2}\s?(?P<dashed>[^.!?\d]{2,30}))"
    r"[.\s*_]{0,5}$"
)
BRACKETED_OPENING = re.compile(r"[\[【(（](?P<names>[^\[\]()【】（）]{2,40})[\]】)）]")
WIRED = re.compile(r"(?P<name>新华社|新華社|中新社|中新网)[^。]{0,25}?电")
INITIALS = re.compile(r"[a-zа-я0-9.,+& ]{1,12}")
TAIL = 12  # lines after the article that may be about it


def find_agency(fields: Mapping[str, str], blocks: Sequence[Block]) -> str | None:
    """Return the agency's usual name ("AFP") where the format or the text credits one.

    Credits are bylines, datelines, "Source: …" lines, "With files from …", and what stands in
    brackets or after a dash at the very end. Photo credits are none.
    """
    stated = (fields.get(name, "") for name in ("agency", "author"))
    found = (agency_among(words) for words in stated if words)
    return next(filter(None, found), None) or next(_credited(blocks), None)


def _credited(blocks: Sequence[Block]) -> Iterator[str]:
    body = [position for position, block in enumerate(blocks) if block.kind is Kind.BODY]
    first, last = (body[0], body[-1]) if body else (len(blocks), len(blocks) - 1)
    yield from filter(None, _in_head(blocks[: first + 1]))
    for text in openings(blocks):
        yield from filter(None, _in_opening(text))
    yield from filter(None, _in_sources(blocks))
    yield from filter(None, _in_tail(_until_comments(blocks[last + 1 :])))
    if body:
        yield from filter(None, [_at_end(blocks[last].text)])


def _in_head(blocks: Sequence[Block]) -> Iterator[str | None]:
    """Yield agencies in bylines and date lines, and on lines of their own beside these."""
    for position, block in enumerate(blocks):
        if block.kind in (Kind.BYLINE, Kind.DATE):
            yield agency_among(_without_label(plain(block.text)))
        elif block.kind in (Kind.HEADING, Kind.TITLE) and only_agencies(plain(block.text)):
            around = blocks[max(0, position - 1) : position + 2]
            kinds = {other.kind for other in around if other is not block}
            if kinds & {Kind.DATE, Kind.BYLINE} and Kind.CREDIT not in kinds:
                yield agency_among(plain(block.text))


def _in_opening(paragraph: str) -> Iterator[str | None]:
    line, after = split_dateline(paragraph)
    if line is not None:
        yield from map(agency_among, (*AGENCY.findall(line), *SLASHED.findall(line)))
        yield from map(agency_named, (*DOMAIN.findall(line), *re.split(r"[,.;/] ?", line)))
        name, stop, _ = after.partition(". ")
        yield agency_named(name) if stop else None
    opening = BRACKETED_OPENING.match(after)
    if opening:
        yield agency_among(opening["names"]) or _any_named(re.split(r"[\s=]", opening["names"]))
    wired = WIRED.match(after)
    if wired:
        yield agency_named(wired["name"])


def _in_sources(blocks: Sequence[Block]) -> Iterator[str | None]:
    """Yield agencies from "Source: AFP"; amid the paragraphs, that is a chart's source."""
    for block, above, below in zip(blocks, (None, *blocks), (*blocks[1:], None), strict=False):
        inside = above and below and above.kind is below.kind is Kind.BODY
        if block.kind is Kind.COMMENTS:
            return
        if block.kind is Kind.SOURCE and not inside:
            yield agency_among(_without_label(plain(block.text)))


def _in_tail(blocks: Sequence[Block]) -> Iterator[str | None]:
    for block in blocks:
        words = plain(block.text)
        if block.kind is Kind.RELATED:
            return
        if block.kind is Kind.BYLINE:
            yield agency_among(_without_label(words)) or agency_named(words.split()[-1])
        elif only_agencies(words.strip("()—–- .")):
            yield agency_among(words.strip("()—–- ."))
        else:
            yield _at_end(words)


def _at_end(words: str) -> str | None:
    """Return the agency in "… he said. (AFP)", "© AFP 2021" and "With files from Reuters."."""
    closing = CLOSING.search(words[-80:])
    if closing:
        name, _, rest = (closing["bracketed"] or closing["dashed"]).partition("/")
        agency = agency_named(name)
        if agency and (not rest or agency_named(rest) or INITIALS.fullmatch(rest)):
            return agency
    for pattern in (MATERIAL, COPYRIGHT):
        match = pattern.match(words) if len(words) <= 120 else None
        if match:
            return agency_among(match["names"].strip(" ."))
    last = words[-100:].rpartition("(")[2]
    match = MATERIAL.fullmatch(last.rstrip(" .)")) if words.rstrip(" .").endswith(")") else None
    return agency_among(match["names"]) if match else None


def _until_comments(blocks: Sequence[Block]) -> Sequence[Block]:
    stop = next((i for i, block in enumerate(blocks) if block.kind is Kind.COMMENTS), len(blocks))
    return blocks[: min(stop, TAIL)]


def _without_label(words: str) -> str:
    label, colon, rest = words[:200].partition(":")
    if colon and len(label) <= 25:
        return rest
    first, _, rest = words[:200].partition(" ")
    return rest if first.casefold() in ("by", "oleh", "von", "автор", "par", "por", "di") else words


def _any_named(parts: Sequence[str]) -> str | None:
    return next(filter(None, map(agency_named, parts)), None)
