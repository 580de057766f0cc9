"""Generations of the index on disk, and the pointer to the current one.

    INDEX_DIR/
      current              the name of the generation that readers use
      lock                 held by the one writer
      generation-000007/   chroma/, lexical/, sentence vectors, manifest.json

Chroma on disk is not safe with two processes, and a writer may be killed at any moment. So a sync
never touches what readers read: it works on a copy beside it and, once that is complete, moves the
pointer by one rename. The generation before the current one is kept until the next sync for
readers that still have it open.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from index.errors import IndexMissing, UserFacingError

POINTER = "current"
LOCK = "lock"
PREFIX = "generation-"
SCRATCH = "scratch-"
GENERATION = re.compile(rf"{PREFIX}\d+")
FORMAT = 2  # of everything in a generation; bump when old ones cannot be read any more
CHROMA = "chroma"
LEXICAL = "lexical"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a generation was made with."""

    model: str  # fingerprint
    model_name: str
    format: int = FORMAT


class Generations:
    """The generations in one index folder."""

    def __init__(self, index_dir: Path) -> None:
        self._dir = index_dir

    def folders_among(self, paths: Sequence[Path]) -> list[Path]:
        """The folders below `paths` that hold no articles but the index; it may be one of them."""
        if self._dir.resolve() not in [path.resolve() for path in paths]:
            return [self._dir]
        return self._parts()

    def owns(self, path: Path) -> bool:
        """Whether a file is part of the index."""
        home, place = self._dir.resolve(), path.resolve()
        if home not in place.parents:
            return place == home
        return place.relative_to(home).parts[0].startswith((PREFIX, SCRATCH, POINTER, LOCK))

    def current(self) -> Path | None:
        """The folder that readers use, None before the first index.

        Raises:
            UserFacingError: the index folder cannot be read, or is a file.
        """
        try:
            name = (self._dir / POINTER).read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UserFacingError(
                f"cannot read the index in {self._dir}: {error.strerror or error}. "
                "Set DATELINE_INDEX_DIR to the folder of the index."
            ) from error
        return self._dir / name if GENERATION.fullmatch(name) else None

    def require_current(self) -> Path:
        """The folder that readers use.

        Raises:
            IndexMissing: nothing has been indexed yet, or the folder it points to is gone.
        """
        folder = self.current()
        if folder is None or not folder.is_dir():
            raise IndexMissing(
                f"there is no index in {self._dir}; run: dateline index FOLDER-OF-ARTICLES"
            )
        return folder

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Be the only writer; give an empty folder for what is needed meanwhile.

        Raises:
            UserFacingError: another process is indexing, or the folder cannot be written.
        """
        try:
            self._dir.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._dir / LOCK, timeout=0)
            lock.acquire()
        except Timeout as error:
            raise UserFacingError(
                f"another `dateline index` is writing {self._dir}; wait for it to end"
            ) from error
        except OSError as error:
            raise UserFacingError(
                f"cannot write the index to {self._dir}: {error.strerror or error}. "
                "Set DATELINE_INDEX_DIR to a folder you can write to."
            ) from error
        try:
            self._remove_all_but_current()
            with TemporaryDirectory(prefix=SCRATCH, dir=self._dir) as scratch:
                yield Path(scratch)
        finally:
            lock.release()

    @contextmanager
    def next(self, manifest: Manifest, *, empty: bool = False) -> Iterator[Path]:
        """Give a copy of the current generation to change; at the end it becomes the current one.

        If the block raises, the copy is removed and the pointer stays. `empty` starts anew.
        """
        before = self.current()
        number = int(before.name.removeprefix(PREFIX)) + 1 if before else 1
        folder = self._dir / f"{PREFIX}{number:06d}"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            if before and before.is_dir() and not empty:
                shutil.copytree(before / CHROMA, folder / CHROMA)
            yield folder
            (folder / MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
            for path in [folder, *folder.rglob("*")]:
                _flush(path)
            self._point_to(folder)
        except BaseException as error:
            if self.current() != folder:
                shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError):
                raise UserFacingError(
                    f"cannot write the index to {self._dir}: {error.strerror or error}; "
                    "the index before is kept"
                ) from error
            raise

    def _point_to(self, folder: Path) -> None:
        pointer = self._dir / f"{POINTER}.new"
        pointer.write_text(folder.name, encoding="utf-8")
        _flush(pointer)
        pointer.replace(self._dir / POINTER)
        _flush(self._dir)

    def _parts(self) -> list[Path]:
        return [*self._dir.glob(f"{PREFIX}*"), *self._dir.glob(f"{SCRATCH}*")]

    def _remove_all_but_current(self) -> None:
        """Remove what earlier syncs left: generations that no reader opens any more."""
        current = self.current()
        for folder in self._parts():
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have a file or a folder's list of files on the disk itself before going on.

    Without this a loss of power could leave the pointer moved and the files empty.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_manifest(folder: Path) -> Manifest:
    """Return what the generation in `folder` was made with.

    Raises:
        UserFacingError: it is damaged, or another version of Dateline wrote it.
    """
    with damage_told(folder):
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if fields["format"] == FORMAT:
            return Manifest(**fields)
    raise UserFacingError(
        f"the index in {folder.parent} was written by another version of Dateline; "
        "run: dateline index --rebuild FOLDER-OF-ARTICLES"
    )


def require_store(folder: Path) -> Path:
    """The folder of a generation's store.

    Raises:
        UserFacingError: it is gone; opening it would make an empty one.
    """
    with damage_told(folder):
        (folder / CHROMA / "chroma.sqlite3").stat()
    return folder / CHROMA


@contextmanager
def damage_told(folder: Path) -> Iterator[None]:
    """Tell people what it means if a file of the generation in `folder` cannot be read.

    Raises:
        UserFacingError: the index is damaged.
    """
    try:
        yield
    except PermissionError as error:
        raise UserFacingError(f"cannot read the index in {folder}: {error.strerror}") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserFacingError(
            f"the index in {folder.parent} is damaged; "
            "run: dateline index --rebuild FOLDER-OF-ARTICLES"
        ) from error
