"""What an article says about itself: title, date, outlet, address, author, agency, language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.languages import NEWS_LANGUAGES, detect_language
from index.leftovers.boilerplate import Block, around_body
from index.leftovers.furniture import URL, Kind, plain
from index.leftovers.paragraphs import word_count
from index.metadata.authors import find_author
from index.metadata.credits import find_agency
from index.metadata.date_lines import is_all_date_words, is_date_line
from index.metadata.outlets import find_outlet, host_of, resembles
from index.metadata.published import find_published
from index.readers import Reading

TITLE_SEPARATOR = re.compile(r" (?:[|·•»–—-]|::) ")
LANGUAGE = re.compile(r"\s{0,9}([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]{1,20})?\s{0,9}")
OLD_CODES = {"in": "id", "iw": "he", "nb": "no", "nn": "no", "ms": "id"}
TELLING = 100  # characters from which on a text's language can be told
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Metadata:
    """What was found; the fields are those of :class:`~index.schema.Article`.

    `language` is what the format states, and None where the text speaks against it.
    """

    title: str = ""
    published: date | None = None
    published_from: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    agency: str | None = None
    language: str | None = None


def read_metadata(reading: Reading, blocks: Sequence[Block], name: str) -> Metadata:
    """Read an article's metadata where it stands.

    Args:
        reading: the text, and what the format itself states.
        blocks: the text, dissected.
        name: the file's name, which may hold a date.
    """
    url = _read_url(reading, blocks)
    published, published_from = find_published(reading, blocks, url, name)
    source = _one_line(reading.fields.get("source", "")) or find_outlet(blocks, url)
    return Metadata(
        title=_read_title(reading, blocks, source, url),
        published=published,
        published_from=published_from,
        source=source,
        url=url,
        author=find_author(reading.fields.get("author", ""), blocks, source),
        agency=find_agency(reading.fields, blocks),
        language=_read_language(reading, blocks),
    )


def _read_title(
    reading: Reading, blocks: Sequence[Block], source: str | None, url: str | None
) -> str:
    stated = _one_line(reading.fields.get("title", ""))
    if stated:
        return _without_outlet(stated, source, url)
    return _one_line(next(_titles(blocks), ""))


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    titles = [block for block in blocks if block.kind is Kind.TITLE]
    for block in titles:
        if not is_date_line(block.text) and not is_all_date_words(block.text):
            yield plain(block.text)
    if titles:  # a date that was taken for one
        lines = [plain(block.text) for block in around_body(blocks)[0] if _could_be_title(block)]
        yield from sorted(lines, key=lambda line: word_count(line) < 4)


def _could_be_title(block: Block) -> bool:
    named = block.kind is Kind.HEADING and word_count(block.text) > 1
    return named and not is_all_date_words(block.text)


def _without_outlet(title: str, source: str | None, url: str | None) -> str:
    """Return a page's title without the " | Outlet" that sites put behind it."""
    separators = list(TITLE_SEPARATOR.finditer(title[:LONGEST_TITLE]))
    if not separators:
        return title
    last = separators[-1]
    front, back = title[: last.start()].strip(), title[last.end() :].strip()
    host = host_of(url) if url else None
    named = back.casefold() == (source or "").casefold() or (
        host is not None and word_count(back) <= 5 and resembles(back, host)
    )
    piped = last[0] == " | " and word_count(back) <= 4 and word_count(front) >= 3
    return front if front and (named or piped) else title


def _one_line(words: str) -> str:
    return " ".join(words.split())


# --- the language


def _read_language(reading: Reading, blocks: Sequence[Block]) -> str | None:
    """Return the stated language; sites leave "en" in the templates of pages in any other."""
    match = LANGUAGE.fullmatch(reading.fields.get("language", ""))
    if match is None:
        return None
    code = match[1].lower()
    code = OLD_CODES.get(code, code)
    body = "\n".join(block.text for block in blocks if block.kind is Kind.BODY)
    if code not in NEWS_LANGUAGES or len(body) < TELLING:
        return code if code in NEWS_LANGUAGES else None
    return code if detect_language(body) == code else None


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
