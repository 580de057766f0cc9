"""Readers: one module a format, from a file to what it says.

A file holds one article (a page, a PDF) or many (JSON lines, a mailbox, a feed), so that reading
gives entries. To add a format, write a module with a function from bytes to :class:`Reading`, or
from an open file to entries, and name it in `index/readers/kinds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from index.errors import UnreadableArticle


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one article.

    `text` is what an article's quotes are slices of; its first `start` characters are no prose
    (front matter). `fields` is what the format itself states about the article, under the names
    title, published, source, url, language, author; `fields_from` says where `published` stood.
    `created`, the day on which a PDF or Word file was made, is the last resort for a date.
    """

    text: str
    start: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    fields_from: str = "front matter"
    markdown: bool = False


@dataclass(frozen=True)
class Entry:
    """One article of a file, or why there is none.

    `name` tells it from the file's other entries and stays when they change: the id of a JSON
    line, the message-id of a mail; it is "" where a file is one article.
    """

    name: str
    reading: Reading | UnreadableArticle


Reader = Callable[[bytes], Reading]
"""Reads a file that is one article; raises :class:`UnreadableArticle` where it is none."""

ManyReader = Callable[[BinaryIO], Iterator[Entry]]
"""Reads a file of many articles, one at a time, however large it is."""
