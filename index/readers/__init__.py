"""Readers: one module a format, from a file's bytes to text.

To add a format, write a module with a function from bytes to :class:`Reading` that raises
:class:`~index.errors.UnreadableArticle` when there is nothing to read, and name it in
`reader_for`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one file.

    `text` is what an article's quotes are slices of; its first `start` characters are no prose
    (front matter). `fields` is what the format itself states about the article, under the names
    title, published, source, url, language; `fields_from` says where that stood.
    """

    text: str
    start: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    fields_from: str = "front matter"
    markdown: bool = False


Reader = Callable[[bytes], Reading]

ENDINGS = (".txt", ".md")
LATER_ENDINGS = (".html", ".htm", ".pdf", ".docx", ".jsonl", ".eml", ".xml")


def reader_for(ending: str) -> Reader | None:
    """Return what reads files with this ending, None for a format that Dateline does not read."""
    from index.readers.markdown import read_markdown
    from index.readers.text import read_text

    return {".txt": read_text, ".md": read_markdown}.get(ending.lower())
