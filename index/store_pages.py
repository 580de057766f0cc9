"""Reading and copying a Chroma collection by pages, so that none is held in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

PAGE = 1000  # records read at a time
COPIED = 64  # records copied at a time: a server takes 40 MB, and articles may be long


def id_pages(ids: Sequence[str]) -> Iterator[list[str]]:
    """Yield the ids, `PAGE` at a time."""
    for start in range(0, len(ids), PAGE):
        yield list(ids[start : start + PAGE])


def record_pages(collection: Any, *include: str, size: int = PAGE) -> Iterator[Any]:
    """Yield what `include` names of all records of a collection, and the ids, by pages."""
    for offset in range(0, collection.count(), size):
        yield collection.get(limit=size, offset=offset, include=[*include])


def copy_records(source: Any, target: Any) -> None:
    """Add all records of a collection to another one."""
    for page in record_pages(source, "embeddings", "metadatas", "documents", size=COPIED):
        target.add(page["ids"], page["embeddings"], page["metadatas"], page["documents"])
