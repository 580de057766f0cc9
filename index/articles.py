"""From files and folders to articles."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.boilerplate import body_spans, dissect
from index.errors import UnreadableArticle, UserFacingError
from index.languages import detect_language
from index.metadata import read_metadata
from index.readers import Entry, Reading
from index.readers.kinds import ENDINGS, LATER_ENDINGS, NOT_A_FORMAT, read_entries
from index.schema import Article


@dataclass(frozen=True)
class SkippedFile:
    """A file or folder that gave no article, and why."""

    path: str  # as given
    location: str  # absolute
    reason: str


def read_articles(paths: Sequence[Path]) -> Iterator[Article | SkippedFile]:
    """Read the articles in files and folders, one at a time.

    Folders are walked in sorted order, hidden files and folders left out; a file that is reached
    twice is read once. What cannot be read is yielded as a :class:`SkippedFile` in its place.

    Args:
        paths: files and folders, as the user named them.

    Raises:
        UserFacingError: one of `paths` does not exist. Nothing is read then.
    """
    for path in paths:
        _require(path)
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path):
            if isinstance(found, SkippedFile):
                yield found
                continue
            location = _location(found)
            if location not in seen:
                seen.add(location)
                yield from _read_file(found)


def article_id(location: str) -> str:
    """Return the id of the article at an absolute path: it survives edits, not a move."""
    return hashlib.sha256(os.fsencode(location)).hexdigest()[:12]


def _require(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UserFacingError(f"no such file or folder: {_shown(path)}") from error
    except OSError as error:
        raise UserFacingError(f"cannot read {_shown(path)}: {_why(error)}") from error


def _walk(path: Path) -> Iterator[Path | SkippedFile]:
    """Yield the files at `path` that may hold articles; a named one whatever its ending."""
    if not path.is_dir():
        yield path
        return
    visited: set[tuple[int, int]] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        try:
            if not stat.S_ISDIR(current.stat().st_mode):
                found = _judge_ending(current)
                if found is not None:
                    yield found
                continue
            if _is_new(current, visited):
                waiting.extend(reversed(_children(current)))
        except OSError as error:
            if current.suffix.lower() in (*ENDINGS, *LATER_ENDINGS) or current.is_dir():
                yield _skip(current, f"cannot be read: {_why(error)}")


def _judge_ending(path: Path) -> Path | SkippedFile | None:
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return path
    return _skip(path, NOT_A_FORMAT) if ending in LATER_ENDINGS else None


def _is_new(folder: Path, visited: set[tuple[int, int]]) -> bool:
    """Remember a folder; a symbolic link may lead back to one that was walked."""
    identity = folder.stat()
    key = (identity.st_dev, identity.st_ino)
    if key in visited:
        return False
    visited.add(key)
    return True


def _children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _read_file(path: Path) -> Iterator[Article | SkippedFile]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableArticle("not a regular file")  # opening a pipe would wait for ever
        with path.open("rb") as file:
            for entry in read_entries(file, path.suffix):
                yield _judge_entry(path, entry)
    except UnreadableArticle as error:
        yield _skip(path, str(error))
    except OSError as error:
        yield _skip(path, f"cannot be read: {_why(error)}")


def _judge_entry(path: Path, entry: Entry) -> Article | SkippedFile:
    try:
        if isinstance(entry.reading, UnreadableArticle):
            raise entry.reading
        return _build_article(path, entry.name, entry.reading)
    except UnreadableArticle as error:
        return _skip(path, str(error))


def _build_article(path: Path, name: str, reading: Reading) -> Article:
    blocks = dissect(reading.text, reading.start, markdown=reading.markdown)
    body = body_spans(blocks, markdown=reading.markdown)
    if not body:
        raise UnreadableArticle("no sentence of an article in it")
    found = read_metadata(reading, blocks, path.name)
    location = _location(path)
    return Article(
        id=article_id(location),
        path=_shown(path),
        location=_shown(Path(location)),
        text=reading.text,
        body=body,
        title=found.title,
        published=found.published,
        published_from=found.published_from,
        source=found.source,
        url=found.url,
        language=detect_language("\n".join(reading.text[start:end] for start, end in body)),
    )


def _skip(path: Path, reason: str) -> SkippedFile:
    return SkippedFile(_shown(path), _shown(Path(_location(path))), reason)


def _location(path: Path) -> str:
    # Unlike Path.resolve, this takes loops of symbolic links as they are.
    return os.path.realpath(path)


def _shown(path: Path) -> str:
    """Return a path as text that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _why(error: OSError) -> str:
    return error.strerror or str(error)
