"""What a reader has open of the index, and how it follows the writer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from index.chroma_server import ChromaServer
from index.generations import LEXICAL, Generations
from index.language_levels import LanguageLevels
from index.lexical import LexicalIndex
from index.manifest import Manifest, damage_told, read_manifest, require_store
from index.schema import Story
from index.sentence_vectors import SentenceVectors
from index.store import ArticleStore
from index.stories.links import load_stories


@dataclass(frozen=True)
class Snapshot:
    """One generation of the index, open for reading."""

    folder: Path
    manifest: Manifest
    store: ArticleStore
    lexical: LexicalIndex
    sentences: SentenceVectors
    levels: LanguageLevels
    stories: dict[str, Story]  # by article id; an article without copies has none

    @cached_property
    def fingerprint(self) -> str:
        """Of the chunks, whose ids follow their articles' contents, and the model: 12 digits."""
        ids = sorted(self.sentences.chunk_ids)
        return sha256("\n".join([self.manifest.model, *ids]).encode()).hexdigest()[:12]


class LiveIndex:
    """Gives the current generation; after a sync the new one, without a restart."""

    def __init__(
        self,
        index_dir: Path,
        check: Callable[[Manifest], None],
        server: ChromaServer | None = None,
    ) -> None:
        """Read `index_dir`, and `server` if the store is on one.

        `check` raises if a generation cannot be used.
        """
        self._generations = Generations(index_dir)
        self._check = check
        self._server = server
        self._lock = threading.Lock()
        self._open: Snapshot | None = None
        self._outdated: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the current generation, opening it if the pointer has moved.

        Raises:
            IndexMissing: nothing has been indexed yet.
            UserFacingError: the index cannot be used with this model or version.
        """
        with self._lock:
            folder = self._generations.require_current()
            if self._open is None or self._open.folder != folder:
                opened = self._read(folder)
                self._retire(self._open)
                self._open = opened
            return self._open

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._retire(self._open)
            self._retire(None)
            self._open = None

    def _read(self, folder: Path) -> Snapshot:
        manifest = read_manifest(folder)
        self._check(manifest)
        with damage_told(folder):
            lexical = LexicalIndex.load(folder / LEXICAL)
            sentences = SentenceVectors.load(folder)
            return Snapshot(
                folder,
                manifest,
                ArticleStore(require_store(folder, self._server)),
                lexical,
                sentences,
                LanguageLevels.measure(lexical, sentences),
                load_stories(folder),
            )

    def _retire(self, snapshot: Snapshot | None) -> None:
        """Close the generation before last; a question under way may still read the last one."""
        if self._outdated:
            self._outdated.store.close()
        self._outdated = snapshot
