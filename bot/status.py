"""What the index holds: counted without the embedding model, which takes seconds to load."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.paragraphs import print_line
from bot.reading.weights import missing_reader
from bot.untrusted import one_line
from bot.wording import wording
from index.chroma_server import ChromaServer
from index.generations import Generations
from index.manifest import read_manifest, require_store


@dataclass(frozen=True)
class IndexStatus:
    """The figures of `dateline status`."""

    articles: int
    chunks: int
    languages: dict[str, int]  # articles by language, the most frequent first
    outlets: tuple[str, ...]
    oldest: date | None
    newest: date | None
    undated: int
    embedding_model: str
    index_dir: str
    bytes: int  # of the whole folder
    no_reader: str | None = None  # why nothing reads the passages for the words that answer
    chroma_url: str | None = None  # of the server that has the store

    def fields(self) -> dict[str, Any]:
        """The figures as JSON has them; of the outlets the number."""
        fields = {
            **vars(self),
            "outlets": len(self.outlets),
            "oldest": self.oldest and self.oldest.isoformat(),
            "newest": self.newest and self.newest.isoformat(),
        }
        fields["reader"] = fields.pop("no_reader") is None
        if self.chroma_url is None:
            del fields["chroma_url"]
        return fields

    def lines(self) -> Sequence[tuple[str, str]]:
        """The figures for people, each with its label."""
        languages = ", ".join(f"{language} {count}" for language, count in self.languages.items())
        undated = f"{self.undated} undated" if self.undated else ""
        store = f", store on {self.chroma_url}" if self.chroma_url else ""
        dates = ", ".join(filter(None, [wording("en").days(self.oldest, self.newest), undated]))
        return [
            ("Articles", f"{self.articles}" + (f" ({languages})" if languages else "")),
            ("Chunks", str(self.chunks)),
            ("Dates", dates or "none"),
            ("Outlets", str(len(self.outlets))),
            ("Model", self.embedding_model),
            ("Reader", f"none: {self.no_reader}" if self.no_reader else "yes"),
            ("Index", f"{self.index_dir} ({self.bytes / 1e6:.1f} MB){store}"),
        ]


def print_status(status: IndexStatus, console: Console, *, as_json: bool) -> None:
    """Print the figures for people, a line each, or one JSON object."""
    if as_json:
        console.print(json.dumps(status.fields(), ensure_ascii=False), soft_wrap=True)
        return
    for label, figures in status.lines():
        print_line(console, Text(one_line(figures)), label=Text(f"{label:<10}"))


def read_status(index_dir: Path, server: ChromaServer | None = None) -> IndexStatus:
    """Count what is in the index, whose store may be on a server.

    Raises:
        IndexMissing: nothing has been indexed yet.
        UserFacingError: another version of Dateline wrote the index, or its store is elsewhere.
    """
    folder = Generations(index_dir).require_current()
    manifest = read_manifest(folder)
    from index.store import ArticleStore

    with ArticleStore(require_store(folder, server)) as store:
        summaries = list(store.summaries())
        chunks = store.count_chunks()
    days = sorted(summary.published for summary in summaries if summary.published)
    return IndexStatus(
        articles=len(summaries),
        chunks=chunks,
        languages=dict(Counter(summary.language for summary in summaries).most_common()),
        outlets=tuple(sorted({summary.source for summary in summaries if summary.source})),
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
        undated=len(summaries) - len(days),
        embedding_model=manifest.model_name,
        index_dir=str(index_dir),
        bytes=sum(file.stat().st_size for file in index_dir.rglob("*") if file.is_file()),
        no_reader=missing_reader(manifest.model_name),
        chroma_url=server.url if server else None,
    )
