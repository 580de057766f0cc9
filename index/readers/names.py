"""The names of a file's entries: each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from index.errors import UnreadableArticle
from index.readers import Entry, Reading

LONGEST_NAME = 200


class EntryNames:
    """Which ids were met in a file, and with which content: 16 bytes of hashes for each."""

    def __init__(self) -> None:
        self._contents: dict[int, int] = {}

    def enter(self, name: str, place: str, reading: Reading) -> Iterator[Entry]:
        """Yield an entry, once where it stands there twice.

        Other content under a known id gets a name of its own, and an entry that says so follows.

        Args:
            name: the id, "" where there is none.
            place: where it stands in the file, such as ``line 17``.
            reading: what stands there.
        """
        name = " ".join(name.split())[:LONGEST_NAME] or place
        content = _hash(f"{reading.text}\0{sorted(reading.fields.items())}")
        known = self._contents.get(_hash(name))
        if known is None:
            self._contents[_hash(name)] = content
            yield Entry(name, reading)
        elif known != content:
            yield Entry(f"{name} ({place})", reading)
            twice = f'{place}: the id "{name}" stands there twice; both are kept'
            yield Entry(place, UnreadableArticle(twice))


def _hash(text: str) -> int:
    raw = text.encode("utf-8", errors="replace")
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "big")
