"""When an article was published, and where it says so. Never asks the clock or the file system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import PurePath

from index.languages import detect_language
from index.leftovers.boilerplate import Block
from index.leftovers.furniture import Kind, date_line_rest, plain
from index.leftovers.paragraphs import word_count
from index.metadata.calendar_words import is_day_first
from index.metadata.compact_dates import date_in_name, date_in_url, stated_date
from index.metadata.date_lines import has_label, is_date_line, label_before
from index.metadata.dates import find_dates, find_day_of_year, in_year_of
from index.metadata.outlets import dateline, host_of, openings
from index.readers import Reading

NEAR = timedelta(days=7)  # of what an article of one day says about its own date
TIMELINE = 10  # paragraphs in which a second date tells a chronicle from a dateline
# Countries whose English puts the day first.
DAY_FIRST_DOMAINS = frozenset(
    ["uk", "au", "nz", "ie", "in", "za", "sg", "hk", "pk", "ng", "ke", "gh", "my", "id", "ru"]
)
LONGEST_LIST_HEAD = 4  # words

Dated = tuple[date, str]


def find_published(
    reading: Reading, blocks: Sequence[Block], url: str | None, name: str
) -> tuple[date | None, str | None]:
    """Return the publication date and where it was read; (None, None) if it says none.

    Args:
        reading: the text, and what the format states.
        blocks: the text, dissected. Dates in its paragraphs are dates of events.
        url: the article's address.
        name: the file's name.
    """
    page = _Page(reading, blocks, url)
    stated = stated_date(reading.fields.get("published", ""), page.choose)
    if stated:
        return stated, reading.fields_from
    for found in page.dates():
        return found
    url_date = date_in_url(url) if url else None
    if url_date:
        return url_date, "url"
    name_date = date_in_name(PurePath(name).stem)
    if name_date:
        return name_date, "file name"
    created = stated_date(reading.fields.get("created", ""))
    return (created, "document properties") if created else (None, None)


class _Page:
    """The lines of one article in which its date may stand."""

    def __init__(self, reading: Reading, blocks: Sequence[Block], url: str | None) -> None:
        self.reading, self.blocks, self.url = reading, blocks, url
        body = [i for i, block in enumerate(blocks) if _is_body(block)]
        self.first, self.last = (body[0], body[-1]) if body else (len(blocks), len(blocks))

    def dates(self, *, sure: bool = False) -> Iterator[Dated]:
        """Yield dates of publication, the likeliest first.

        Args:
            sure: leave out those that need another one to be understood.
        """
        for kind, lines in self.lines:
            for line in lines:
                day = self._read(line, sure=sure)
                if day:
                    yield day, kind

    @cached_property
    def lines(self) -> list[tuple[str, list[str]]]:
        """Lines by kind, in the order in which they are trusted."""
        head = self._head()
        lines = [block for block in head if block.kind is not Kind.BYLINE]
        updated = [block for block in lines if _label(block) == "updated"]
        return [
            ("date line", _texts(block for block in lines if block not in updated)),
            ("byline", _texts(block for block in head if block.kind is Kind.BYLINE)),
            ("date line", self._datelines()),
            ("date line", self._labelled()),
            ("date line", _texts(updated)),
            ("date line", _texts(self._tail())),
        ]

    def choose(self, day_first: date, month_first: date) -> date | None:
        """Decide what 04/07/2021 is: by the article's other date, its language, its country."""
        if self.near:
            near = [day for day in (day_first, month_first) if abs(day - self.near) <= NEAR]
            if len(near) == 1:
                return near[0]
        return day_first if self.is_day_first else None

    @cached_property
    def near(self) -> date | None:
        """A full date that the article gives beyond doubt."""
        in_lines = next((day for day, _ in self.dates(sure=True)), None)
        return in_lines or (date_in_url(self.url) if self.url else None)

    @cached_property
    def is_day_first(self) -> bool:
        country = (host_of(self.url or "") or "").rpartition(".")[2]
        language = self.reading.fields.get("language", "")[:2].lower()
        if language in ("", "en"):  # of which pages in other languages are full
            language = detect_language(self.reading.text[self.reading.start :])
        return is_day_first(language) or (language == "en" and country in DAY_FIRST_DOMAINS)

    def _read(self, line: str, *, sure: bool) -> date | None:
        found = list(find_dates(line, None if sure else self.choose))
        if not found:
            without_year = None if sure else find_day_of_year(line)
            return in_year_of(without_year, self.near) if without_year and self.near else None
        ends = [0, *(one.end for one in found)]
        labels = [
            label_before(line[end : one.start]) for end, one in zip(ends, found, strict=False)
        ]
        for label in ("published", ""):
            if label in labels:
                return found[labels.index(label)].day
        return found[0].day

    def _head(self) -> list[Block]:
        """Return date lines and bylines, those after the title first: before it stands today's."""
        head = self.blocks[: self.first]
        title = next((i for i, block in enumerate(head) if block.kind is Kind.TITLE), -1)
        above = [None, *head]
        dated = [
            (block, position)
            for position, block in enumerate(head)
            if _tells_date(block) and not _is_caption(above[position], block)
        ]
        dated.sort(key=lambda pair: (_label(pair[0]) != "published", pair[1] < title))
        return [block for block, _ in dated]

    def _datelines(self) -> list[str]:
        paragraphs = [block.text for block in self.blocks if block.kind is Kind.BODY][:TIMELINE]
        bare = sum(is_date_line(dateline(text) or "") for text in paragraphs)
        found = [dateline(text) or "" for text in openings(self.blocks)]
        return [line for line in found if line and not (bare > 1 and is_date_line(line))]

    def _labelled(self) -> list[str]:
        return _texts(
            block
            for block in self._own(self.first)
            if has_label(block.text) and (_tells_date(block) or is_date_line(block.text))
        )

    def _tail(self) -> list[Block]:
        tail = [block for block in self._own(self.last + 1) if _tells_date(block)]
        days = {found.day for block in tail for found in find_dates(plain(block.text)[:300])}
        if len(days) > 1:  # other articles' dates are among them
            return [block for block in tail if _label(block)]
        return tail

    def _own(self, start: int) -> Iterator[Block]:
        """Yield blocks that are the article's own: no readers' comments, no list of others."""
        aside = False
        for position, block in enumerate(self.blocks):
            if block.kind is Kind.COMMENTS:
                return
            aside = _is_list_head(block) or (aside and not _is_body(block))
            if position >= start and not aside:
                yield block


def _is_body(block: Block) -> bool:
    return block.kind is Kind.BODY and not is_date_line(block.text)


def _is_list_head(block: Block) -> bool:
    if block.kind is not Kind.RELATED:
        return False
    words = plain(block.text).rstrip(": ")
    return ":" not in words and word_count(words) <= LONGEST_LIST_HEAD


def _tells_date(block: Block) -> bool:
    if block.kind in (Kind.DATE, Kind.BYLINE):
        return True
    undecided = (Kind.BODY, Kind.TITLE, Kind.HEADING, Kind.LEFTOVER)
    return block.kind in undecided and is_date_line(block.text)


def _is_caption(above: Block | None, block: Block) -> bool:
    """Tell a name and a date right under a photo credit: they are the picture's."""
    if above is None or above.kind is not Kind.CREDIT or block.line.after_gap:
        return False
    return bool(date_line_rest(plain(block.text)))


def _label(block: Block) -> str:
    line = plain(block.text)[:300]
    labels = [label_before(line[: found.start]) for found in find_dates(line, lambda day, _: day)]
    return "published" if "published" in labels else next(iter(labels), "")


def _texts(blocks: Iterator[Block] | Sequence[Block]) -> list[str]:
    return [plain(block.text)[:300] for block in blocks]
