"""From the folders that a person names to the files that may hold articles."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from index.errors import UnreadableArticle, UserFacingError
from index.readers.kinds import ARCHIVE_ENDINGS, ENDINGS, refusal_of

COMPANION = "_files"  # browsers save "page.html" with a folder "page_files" of adverts and scripts
HASHED_AT_A_TIME = 1 << 20  # bytes


@dataclass(frozen=True)
class SourceFile:
    """A file that may hold articles, not opened yet."""

    file: Path  # where its bytes are
    path: str  # as given by the person, or the web address
    location: str  # the absolute path without symbolic links, or the web address
    url: str | None = None  # of a page that was fetched
    modified: date | None = None  # where a file's time may date its article

    def digest(self) -> str:
        """The SHA-256 of its bytes.

        Raises:
            UnreadableArticle: it cannot be read.
        """
        digest = hashlib.sha256()
        try:
            require_regular(self.file)
            with self.file.open("rb") as file:
                while block := file.read(HASHED_AT_A_TIME):
                    digest.update(block)
        except OSError as error:
            raise UnreadableArticle(f"cannot be read: {why(error)}") from error
        return digest.hexdigest()


@dataclass(frozen=True)
class SkippedFile:
    """A file, a folder, or a part of a file that gave no article, and why."""

    path: str  # as given
    location: str
    reason: str


def find_files(
    paths: Sequence[Path], *, file_times: bool = False, leave_out: Sequence[Path] = ()
) -> Iterator[SourceFile | SkippedFile]:
    """Find the files in `paths` that may hold articles.

    Folders are walked in sorted order, hidden files and folders left out; a file that is reached
    twice is given once.

    Args:
        paths: files and folders, as the user named them.
        file_times: note when each file was last changed.
        leave_out: folders that are not walked, such as the index's own.

    Raises:
        UserFacingError: one of `paths` does not exist. Nothing is given then.
    """
    require_paths(paths)
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path, leave_out):
            if isinstance(found, SkippedFile):
                yield found
                continue
            file = _source(found, file_times=file_times)
            if file.location not in seen:
                seen.add(file.location)
                yield file


def require_regular(path: Path) -> None:
    """Make sure that opening a file will not wait for ever, as a pipe's would.

    Raises:
        UnreadableArticle: it is no regular file.
        OSError: it is not there, or out of reach.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableArticle("not a regular file")


def shown(path: Path) -> str:
    """Return a path as text that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def why(error: OSError) -> str:
    """Return the system's words for an error."""
    return error.strerror or str(error)


def require_paths(paths: Sequence[Path]) -> None:
    """Make sure that what a person named is there.

    Raises:
        UserFacingError: one of `paths` does not exist, or is out of reach.
    """
    for path in paths:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise UserFacingError(f"no such file or folder: {shown(path)}") from error
        except OSError as error:
            raise UserFacingError(f"cannot read {shown(path)}: {why(error)}") from error


def _walk(path: Path, leave_out: Sequence[Path]) -> Iterator[Path | SkippedFile]:
    """Yield the files at `path` that may hold articles; a named one whatever its ending."""
    if not path.is_dir():
        yield path
        return
    visited: set[tuple[int, int]] = set()
    for folder in leave_out:
        with suppress(OSError):
            _is_new(folder, visited)
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
            if current.suffix.lower() in (*ENDINGS, *ARCHIVE_ENDINGS) or _may_be_folder(current):
                yield _skip(current, f"cannot be read: {why(error)}")


def _may_be_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # its folder may be listed, but not entered
        return not path.suffix


def _judge_ending(path: Path) -> Path | SkippedFile | None:
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return path
    return _skip(path, refusal_of(ending)) if ending in ARCHIVE_ENDINGS else None


def _is_new(folder: Path, visited: set[tuple[int, int]]) -> bool:
    """Remember a folder; a symbolic link may lead back to one that was walked."""
    identity = folder.stat()
    key = (identity.st_dev, identity.st_ino)
    if key in visited:
        return False
    visited.add(key)
    return True


def _children(folder: Path) -> list[Path]:
    children = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    pages = {path.stem for path in children if path.suffix.lower() in (".html", ".htm")}
    companions = {page + COMPANION for page in pages}
    return [path for path in children if path.name not in companions]


def _source(path: Path, *, file_times: bool) -> SourceFile:
    modified = None
    if file_times:
        with suppress(OSError):  # reading it will say so
            modified = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    return SourceFile(path, shown(path), _location(path), modified=modified)


def _skip(path: Path, reason: str) -> SkippedFile:
    return SkippedFile(shown(path), shown(Path(_location(path))), reason)


def _location(path: Path) -> str:
    # Unlike Path.resolve, this takes loops of symbolic links as they are.
    return shown(Path(os.path.realpath(path)))
