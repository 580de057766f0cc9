"""The chunks of the example articles as hits, by article."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.schema import ScoredChunk

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

Hits = dict[str, list[ScoredChunk]]


def read_hits(index_dir: Path, model: EmbeddingModel) -> Hits:
    from index.ingest import check_model
    from index.snapshot import LiveIndex

    live = LiveIndex(index_dir, partial(check_model, model=model))
    snapshot = live.snapshot()
    hits: Hits = {}
    articles = snapshot.store.articles(
        sorted({chunk_id.rpartition("-")[0] for chunk_id in snapshot.sentences.chunk_ids})
    )
    for article_id, article in articles.items():
        chunks = snapshot.store.chunks(snapshot.sentences.chunks_of(article_id))
        hits[Path(article.path).stem] = [
            ScoredChunk(chunk, article, 1.0, 0.9, 0.0, (), snapshot.sentences.of(chunk.id))
            for chunk in chunks.values()
        ]
    live.close()
    return hits
