"""Web addresses as source files: fetched into a folder, then read as any file is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import UnreadableArticle
from index.files import SkippedFile, SourceFile
from index.web.fetch import Fetcher, fetch_articles
from index.web.safety import shown_url


def fetched_files(
    urls: Sequence[str], folder: Path, *, private_addresses: bool = False
) -> Iterator[SourceFile | SkippedFile]:
    """Fetch pages and the articles of feeds, one at a time.

    Args:
        urls: of pages and feeds.
        folder: an empty one that their bytes are written to.
        private_addresses: fetch from machines of one's own network too.
    """
    fetched = 0
    with Fetcher(allow_private=private_addresses) as fetcher:
        for url in urls:
            try:
                for page in fetch_articles(url, fetcher):
                    if isinstance(page, tuple):
                        yield _skip(*page)
                        continue
                    fetched += 1
                    file = folder / str(fetched)
                    file.write_bytes(page.body)
                    yield SourceFile(file, shown_url(page.url), page.final_url, page.final_url)
            except UnreadableArticle as error:
                yield _skip(url, error)


def _skip(url: str, error: UnreadableArticle) -> SkippedFile:
    return SkippedFile(shown_url(url), shown_url(url), str(error))
