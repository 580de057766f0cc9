"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from index.errors import UserFacingError
from index.files import why


def require_writable(file: Path, taken: Mapping[Path, str]) -> None:
    """Make sure, before the work begins, that its outcome can be written.

    Args:
        file: what is to be written.
        taken: files that must not be overwritten, and what each of them is.

    Raises:
        UserFacingError: there is no such folder, it cannot be written to, or `file` is a folder
            or `taken`.
    """
    if file.is_dir():
        raise UserFacingError(f"cannot write {file}: it is a folder")
    if _is_device(file):
        return
    for other, what in taken.items():
        if file.resolve() == other.resolve() or (_both_exist(file, other) and file.samefile(other)):
            raise UserFacingError(f"cannot write {file}: it is {what}")
    if not file.parent.is_dir():
        raise UserFacingError(f"cannot write {file}: there is no folder {file.parent}")
    if file.exists() and not os.access(file, os.W_OK):
        raise UserFacingError(f"cannot write {file}: permission denied")
    with _told(file):
        _beside(file).touch()  # some folders do not say beforehand that they take no files
        _beside(file).unlink()


def write_whole(file: Path, text: str) -> None:
    """Write `text` so that no reader sees half of it; a pipe or device is just written to.

    Half of a pair of surrogates, which JSON may hold and UTF-8 may not, is written as JSON's
    escape.

    Raises:
        UserFacingError: it cannot be written.
    """
    content = text.encode("utf-8", errors="backslashreplace")
    beside = _beside(file)
    with _told(file):
        if _is_device(file):
            file.write_bytes(content)
            return
        try:
            beside.write_bytes(content)
            beside.replace(file.resolve())
        finally:
            beside.unlink(missing_ok=True)


def _is_device(file: Path) -> bool:
    return file.exists() and not file.is_file()


def _both_exist(*files: Path) -> bool:
    return all(file.exists() for file in files)


def _beside(file: Path) -> Path:
    target = file.resolve()
    return target.with_name(f".{target.name}.{os.getpid()}")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserFacingError(f"cannot write {file}: {why(error)}") from error
