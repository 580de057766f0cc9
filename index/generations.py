"""Generations of the index on disk, and the pointer to the current one.

    INDEX_DIR/
      current              the name of the generation that readers use
      lock                 held by the one writer
      generation-000007/   manifest.json, chroma/, lexical/, sentence vectors

Chroma on disk is not safe with two processes, and a writer may be killed at any moment. So a sync
never touches what readers read: it works on a copy beside it and, once that is complete, moves the
pointer by one rename. The generation before the current one is kept until the next sync for
readers that still have it open.

With a Chroma server `chroma/` is a pair of collections there, which the manifest names.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from filelock import FileLock, Timeout

from index.chroma_server import ChromaServer, RemoteStore
from index.errors import IndexMissing, UserFacingError
from index.manifest import (
    CHROMA,
    MANIFEST,
    Manifest,
    own_remote_store,
    read_manifest,
    save_manifest,
)

POINTER = "current"
LOCK = "lock"
PREFIX = "generation-"
SCRATCH = "scratch-"
GENERATION = re.compile(rf"{PREFIX}\d+")
LEXICAL = "lexical"


class Generations:
    """The generations in one index folder."""

    def __init__(self, index_dir: Path, server: ChromaServer | None = None) -> None:
        """Take the index's folder, and the server where stores are to be, None for on disk."""
        self._dir = index_dir
        self._server = server

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
        """Give a folder with a copy of the current store; at the end it becomes the current one.

        If the block raises, the copy is removed and the pointer stays. `empty` starts anew.
        """
        before = self.current()
        number = int(before.name.removeprefix(PREFIX)) + 1 if before else 1
        folder = self._dir / f"{PREFIX}{number:06d}"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            source = before if before and before.is_dir() and not empty else None
            if self._server:
                self._make_remote_store(folder, manifest, self._server, source)
            else:
                save_manifest(folder, manifest)
                if source:
                    shutil.copytree(source / CHROMA, folder / CHROMA)
            yield folder
            for path in [folder, *folder.rglob("*")]:
                _flush(path)
            self._point_to(folder)
        except BaseException as error:
            if self.current() != folder:
                with suppress(UserFacingError):  # the next sync tries again
                    self._remove(folder)
            if isinstance(error, OSError):
                raise UserFacingError(
                    f"cannot write the index to {self._dir}: {error.strerror or error}; "
                    "the index before is kept"
                ) from error
            raise

    def _make_remote_store(
        self, folder: Path, manifest: Manifest, server: ChromaServer, source: Path | None
    ) -> None:
        from index.store import make_store

        place = RemoteStore(server, uuid4().hex)
        inode = folder.stat().st_ino
        # Named before it is made: whatever happens, the next sync knows what to remove.
        save_manifest(folder, replace(manifest, server=server.url, store=place.name, inode=inode))
        _flush(folder / MANIFEST)
        old = read_manifest(source) if source else None
        make_store(place, RemoteStore(server, old.store, old.server) if old else None)

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
                self._remove(folder)

    def _remove(self, folder: Path) -> None:
        """Remove a generation; its store on a server first, which nothing else remembers."""
        if self._server and (name := own_remote_store(folder)):
            from index.store import drop_store

            drop_store(RemoteStore(self._server, name))
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
