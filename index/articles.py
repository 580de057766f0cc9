"""From files to articles."""

from __future__ import annotations

import hashlib
import json
import re
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

LONGEST_NAME = 300  # characters of a title or an outlet; more is no name
LONGEST_ADDRESS = 2000
LONGEST_ENTRY = 120
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, as JSON and YAML can spell

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
    name = _entry_name(entry.name)
    try:
        return _build_article(source, name, _clean(entry.reading))
    except UnreadableArticle as error:
        return _skip(source, f"{name}: {error}" if name else error)


def _clean(reading: Reading) -> Reading:
    """Take out what no store and no terminal can hold; the text keeps its length."""
    fields = {
        field: " ".join(UNPRINTABLE.sub(" ", value).split())[
            : LONGEST_ADDRESS if field == "url" else LONGEST_NAME
        ]
        for field, value in reading.fields.items()
    }
    return replace(reading, text=SURROGATE.sub("\ufffd", reading.text), fields=fields)


def _entry_name(name: str) -> str:
    """Return an entry's name short and printable, and still another than any other entry's."""
    plain = " ".join(UNPRINTABLE.sub(" ", name).split())
    if plain == name and len(name) <= LONGEST_ENTRY:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{plain[:LONGEST_ENTRY]}~{digest[:8]}"


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
        title=found.title[:LONGEST_NAME],
        published=published,
        published_from=published_from,
        source=found.source and found.source[:LONGEST_NAME],
        url=found.url,
        language=found.language
        or detect_language("\n".join(reading.text[start:end] for start, end in body)),
        author=found.author,
        agency=found.agency,
    )


def _skip(source: SourceFile, reason: UnreadableArticle | str) -> SkippedFile:
    return SkippedFile(source.path, source.location, str(reason))
