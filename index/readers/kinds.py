"""Which reader reads a file: its content decides, the ending only where the content does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from index.errors import UnreadableArticle
from index.readers import Entry

MAX_BYTES = 5_000_000  # of one article

ENDINGS = (".txt", ".md")
LATER_ENDINGS = (".html", ".htm", ".pdf", ".docx", ".jsonl", ".eml", ".xml")
NOT_A_FORMAT = f"not a format Dateline reads ({', '.join(ENDINGS)})"


def read_entries(file: BinaryIO, ending: str) -> Iterator[Entry]:
    """Yield what stands in a file, one entry an article.

    Args:
        file: open at its start.
        ending: of its name, such as ``.html``.
    """
    from index.readers.markdown import read_markdown
    from index.readers.text import read_text

    reader = {".txt": read_text, ".md": read_markdown}.get(ending.lower())
    try:
        if reader is None:
            raise UnreadableArticle(NOT_A_FORMAT)
        raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise UnreadableArticle(f"larger than {MAX_BYTES // 1_000_000} MB")
        yield Entry("", reader(raw))
    except UnreadableArticle as error:
        yield Entry("", error)
