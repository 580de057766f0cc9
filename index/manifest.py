"""What a generation of the index was made with, and where its store is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from index.chroma_server import ChromaServer, RemoteStore, require_same_place
from index.errors import UserFacingError

FORMAT = 2  # of everything in a generation; bump when old ones cannot be read any more
CHROMA = "chroma"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a generation was made with."""

    model: str  # fingerprint
    model_name: str
    format: int = FORMAT
    server: str | None = None  # the address of the Chroma server that has the store
    store: str = ""  # its name there
    inode: int = 0  # of the folder; a copy of it has another, and does not own the store


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what :func:`read_manifest` reads."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")


def own_remote_store(folder: Path) -> str | None:
    """The name of the store on a server that was made for `folder`, whatever state that is in."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if fields["inode"] == folder.stat().st_ino:
            return str(fields["store"]) or None
    return None


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


def store_place(folder: Path, server: ChromaServer | None) -> Path | RemoteStore:
    """Where the store of a generation is, whether it is there already or not.

    Raises:
        UserFacingError: it was not built where `server` says.
    """
    manifest = read_manifest(folder)
    require_same_place(manifest.server, server, folder.parent)
    return RemoteStore(server, manifest.store, manifest.server) if server else folder / CHROMA


def require_store(folder: Path, server: ChromaServer | None = None) -> Path | RemoteStore:
    """Where the store of a generation is.

    Raises:
        UserFacingError: it was not built where `server` says, or is gone from the disk; opening it
            would make an empty one.
    """
    place = store_place(folder, server)
    if isinstance(place, Path):
        with damage_told(folder):
            (place / "chroma.sqlite3").stat()
    return place


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
