"""What a file of many articles gives: each under a name of its own, and a few words on the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from index.errors import UnreadableArticle
from index.readers import Entry, Reading
from index.readers.text import tidy_line

LONGEST_NAME = 200
MOST_NAMED = 20  # of the entries that are no articles


class EntryNames:
    """Which ids were met in a file, and with which content: 16 bytes of hashes for each."""

    def __init__(self) -> None:
        self._contents: dict[int, int] = {}
        self._refused = 0
        self._doubled = 0

    def enter(self, name: str, place: str, reading: Reading) -> Iterator[Entry]:
        """Yield an entry, once where it stands there twice.

        Other content under a known id gets a name of its own, and an entry that says so follows.

        Args:
            name: the id, "" where there is none.
            place: where it stands in the file, such as ``line 17``.
            reading: what stands there.
        """
        name = tidy_line(name[: 2 * LONGEST_NAME])[:LONGEST_NAME] or place
        content = _hash(f"{reading.text}\0{sorted(reading.fields.items())}")
        own = name
        while self._contents.get(_hash(own), content) != content:
            own = f"{own} ({place})"
        if _hash(own) in self._contents:
            return
        self._contents[_hash(own)] = content
        yield Entry(own, reading)
        if own != name:
            self._doubled += 1
            if self._doubled <= MOST_NAMED:
                twice = f'{place}: the id "{name}" stands there twice; both are kept'
                yield Entry(place, UnreadableArticle(twice))

    def refuse(self, place: str, reason: UnreadableArticle) -> Iterator[Entry]:
        """Yield the reason why there is no article at a place, for the first 20 places."""
        self._refused += 1
        if self._refused <= MOST_NAMED:
            yield Entry(place, UnreadableArticle(f"{place}: {reason}"))

    def close(self, noun: str) -> Iterator[Entry]:
        """Yield how much was not named, or that there was nothing at all.

        Args:
            noun: what the file consists of, such as ``line``.
        """
        if self._refused > MOST_NAMED:
            more = f"… and {self._refused - MOST_NAMED:,} more {noun}s that are no articles"
            yield Entry("", UnreadableArticle(more))
        if self._doubled > MOST_NAMED:
            more = f"… and {self._doubled - MOST_NAMED:,} more whose id stands there twice"
            yield Entry("", UnreadableArticle(f"{more}; all are kept"))
        if not self._contents and not self._refused:
            yield Entry("", UnreadableArticle("no article in it"))


def _hash(text: str) -> int:
    raw = text.encode("utf-8", errors="replace")
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "big")
