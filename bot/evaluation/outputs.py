"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from index.errors import UserFacingError
from index.files import why


def require_writable(file: Path, source: Path) -> None:
    """Make sure, before the work begins, that its outcome can be written.

    Raises:
        UserFacingError: there is no such folder, it cannot be written to, or `file` is a folder,
            or `source`, which the work is made from.
    """
    if file.exists() and file.samefile(source):
        raise UserFacingError(f"cannot write {file}: it is the set of questions")
    if file.is_dir():
        raise UserFacingError(f"cannot write {file}: it is a folder")
    if not file.parent.is_dir():
        raise UserFacingError(f"cannot write {file}: there is no folder {file.parent}")
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise UserFacingError(f"cannot write {file}: permission denied")


def write_whole(file: Path, text: str) -> None:
    """Write `text` so that no reader sees half of it; a pipe or device is just written to.

    Half of a pair of surrogates, which JSON may hold and UTF-8 may not, is written as JSON's
    escape.

    Raises:
        UserFacingError: it cannot be written.
    """
    content = text.encode("utf-8", errors="backslashreplace")
    target = file.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        try:
            beside.write_bytes(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UserFacingError(f"cannot write {file}: {why(error)}") from error
