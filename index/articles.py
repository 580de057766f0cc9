"""From files to articles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from index.errors import UnreadableArticle
from index.files import SkippedFile, SourceFile, find_files, require_regular, why
from index.languages import detect_language
from index.leftovers.boilerplate import body_spans, dissect
from index.metadata.reading import read_metadata
from index.readers import Entry, Reading
from index.readers.kinds import read_entries
from index.schema import Article

READING = 1  # bump when the same file would now give another article: files are read anew then


def read_articles(paths: Sequence[Path]) -> Iterator[Article | SkippedFile]:
    """Read the articles in files and folders, one at a time.

    What cannot be read is yielded as a :class:`SkippedFile` in its place.

    Args:
        paths: files and folders, as the user named them.

    Raises:
        UserFacingError: one of `paths` does not exist. Nothing is read then.
    """
    for found in find_files(paths):
        if isinstance(found, SkippedFile):
            yield found
        else:
            yield from read_file(found)


def read_file(source: SourceFile) -> Iterator[Article | SkippedFile]:
    """Read the articles of one file, in order, and name what in it is none."""
    try:
        require_regular(source.file)
        ending = PurePath(source.path).suffix
        with source.file.open("rb") as file:
            for entry in read_entries(file, ending):
                yield _judge_entry(source, entry)
    except UnreadableArticle as error:
        yield _skip(source, error)
    except OSError as error:
        yield _skip(source, f"cannot be read: {why(error)}")


def article_id(reading: Reading) -> str:
    """Return the id of an article: a copy has the same, whatever its file is called."""
    content = json.dumps([reading.text, sorted(reading.fields.items())])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def article_digest(article: Article) -> str:
    """Return a digest of what is stored of an article, but for where it was found."""
    stored = {**vars(article), "path": "", "location": ""}
    content = json.dumps(stored, sort_keys=True, default=str)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _judge_entry(source: SourceFile, entry: Entry) -> Article | SkippedFile:
    if isinstance(entry.reading, UnreadableArticle):
        return _skip(source, entry.reading)
    try:
        return _build_article(source, entry.name, entry.reading)
    except UnreadableArticle as error:
        return _skip(source, f"{entry.name}: {error}" if entry.name else error)


def _build_article(source: SourceFile, name: str, reading: Reading) -> Article:
    if source.url and "url" not in reading.fields:
        reading = replace(reading, fields={**reading.fields, "url": source.url})
    blocks = dissect(reading.text, reading.start, markdown=reading.markdown)
    body = body_spans(blocks, markdown=reading.markdown)
    if not body:
        raise UnreadableArticle("no sentence of an article in it")
    found = read_metadata(reading, blocks, PurePath(source.path).name)
    published, published_from = found.published, found.published_from
    if published is None and source.modified:
        published, published_from = source.modified, "file time"
    part = f"#{name}" if name else ""
    return Article(
        id=article_id(reading),
        path=source.path + part,
        location=source.location + part,
        text=reading.text,
        body=body,
        title=found.title,
        published=published,
        published_from=published_from,
        source=found.source,
        url=found.url,
        language=found.language
        or detect_language("\n".join(reading.text[start:end] for start, end in body)),
        author=found.author,
        agency=found.agency,
    )


def _skip(source: SourceFile, reason: UnreadableArticle | str) -> SkippedFile:
    return SkippedFile(source.path, source.location, str(reason))
