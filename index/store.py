"""Articles and chunks in Chroma. The only module that imports chromadb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
import numpy as np
from chromadb.config import Settings
from chromadb.errors import ChromaError
from llama_index.core.schema import BaseNode, Document
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.errors import UserFacingError
from index.nodes import (
    article_to_document,
    chunk_to_node,
    day_number,
    document_to_article,
    node_to_chunk,
    number_day,
)
from index.schema import Article, ArticleFilter, Chunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PAGE = 1000  # records read at a time


@dataclass(frozen=True)
class ArticleSummary:
    """What `dateline status` counts."""

    published: date | None
    language: str
    source: str


class ArticleStore:
    """One generation of the index: a collection of articles and one of their chunks."""

    def __init__(self, folder: Path) -> None:
        """Open the store on disk in `folder`; it is made when missing.

        Raises:
            UserFacingError: here and in all that writes, Chroma cannot do its work.
        """
        with _told():
            self._client: Any = chromadb.PersistentClient(
                str(folder), settings=Settings(anonymized_telemetry=False)
            )
            self._articles = _collection(self._client, "articles")
            self._chunks = _collection(self._client, "chunks")

    def __enter__(self) -> ArticleStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def add(self, articles: Sequence[tuple[Article, Sequence[Chunk], Vectors]]) -> None:
        """Store articles with their chunks and these chunks' vectors, one row a chunk.

        An article's own vector is the mean of its chunks'. Many at once are stored far faster.
        """
        nodes: list[BaseNode] = []
        for article, chunks, vectors in articles:
            for chunk, vector in zip(chunks, vectors, strict=True):
                node = chunk_to_node(chunk, article)
                node.embedding = vector.tolist()
                nodes.append(node)
        with _told():
            self._chunks.add(nodes)
            self._articles.add([_document(own, v.mean(axis=0)) for own, _, v in articles])

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles and their chunks."""
        with _told():
            for ids in _pages(article_ids):
                self._chunks.client.delete(where={"document_id": {"$in": ids}})
                self._articles.delete_nodes(ids)

    def move(self, article_id: str, path: str, location: str) -> None:
        """Note that an article is found elsewhere now."""
        article = replace(self.articles([article_id])[article_id], path=path, location=location)
        found = self._articles.client.get(ids=[article_id], include=["embeddings"])
        with _told():
            self._articles.delete_nodes([article_id])
            self._articles.add([_document(article, np.asarray(found["embeddings"][0]))])

    def summaries(self) -> Iterator[ArticleSummary]:
        """One line an article, for counting."""
        for _, fields in _metadata(self._articles):
            published = number_day(fields["published_day"])
            yield ArticleSummary(published, fields["language"], fields["source"])

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with these ids."""
        nodes = (node for page in _pages(ids) for node in self._articles.get_nodes(page))
        return {node.node_id: document_to_article(node) for node in nodes}

    def count_chunks(self) -> int:
        """How many chunks there are."""
        return int(self._chunks.client.count())

    def chunk_ids(self) -> Iterator[str]:
        """The ids of all chunks."""
        for offset in range(0, self.count_chunks(), PAGE):
            yield from self._chunks.client.get(limit=PAGE, offset=offset, include=[])["ids"]

    def chunks(self, ids: Sequence[str], where: ArticleFilter | None = None) -> dict[str, Chunk]:
        """Those of the chunks with these ids that `where` lets through."""
        found: dict[str, Chunk] = {}
        for page in _pages(ids):
            allowed = self._chunks.client.get(ids=page, where=_chroma_filter(where), include=[])
            nodes = self._chunks.get_nodes(allowed["ids"]) if allowed["ids"] else []
            found |= {node.node_id: node_to_chunk(node) for node in nodes}
        return found

    def chunk_vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The unit vectors of these chunks."""
        if not ids:
            return {}
        found = self._chunks.client.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"]), strict=True))

    def nearest(
        self, vector: Vectors, limit: int, where: ArticleFilter | None = None
    ) -> list[tuple[Chunk, float]]:
        """The `limit` chunks nearest to `vector` with their cosines, nearest first."""
        filters = _filters(where)
        found = self._chunks.query(
            VectorStoreQuery(
                query_embedding=vector.tolist(),
                similarity_top_k=limit,
                filters=MetadataFilters(filters=[*filters]) if filters else None,
            )
        )
        # LlamaIndex gives exp(-distance), Chroma's distance is 1 - cosine
        return [
            (node_to_chunk(node), 1 + log(similarity))
            for node, similarity in zip(found.nodes or [], found.similarities or [], strict=True)
        ]


def _document(article: Article, vector: Vectors) -> Document:
    document = article_to_document(article)
    document.embedding = vector.tolist()
    return document


@contextmanager
def _told() -> Iterator[None]:
    """Tell people of what Chroma raises: a full disk, most of the time."""
    try:
        yield
    except ChromaError as error:
        if "readonly" in str(error):
            raise UserFacingError(
                "the index's folder cannot be written, which its store needs even to be read: "
                "copy the folder, or allow writing to it"
            ) from error
        raise UserFacingError(
            f"the index's store failed: {error}. Is the disk full? If not, run: "
            "dateline index --rebuild FOLDER-OF-ARTICLES"
        ) from error


def _collection(client: Any, name: str) -> ChromaVectorStore:
    return ChromaVectorStore(
        client.get_or_create_collection(name, configuration={"hnsw": {"space": "cosine"}})
    )


def _metadata(collection: ChromaVectorStore) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for offset in range(0, collection.client.count(), PAGE):
        page = collection.client.get(limit=PAGE, offset=offset, include=["metadatas"])
        yield from zip(page["ids"], page["metadatas"], strict=True)


def _pages(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), PAGE):
        yield list(ids[start : start + PAGE])


def _filters(where: ArticleFilter | None) -> list[MetadataFilter]:
    if where is None:
        return []
    filters = []
    if where.since or where.until:
        first = day_number(where.since) or 1  # 0 is an article without a date
        filters.append(_filter("published_day", FilterOperator.GTE, first))
    if where.until:
        filters.append(_filter("published_day", FilterOperator.LTE, day_number(where.until)))
    if where.sources:
        filters.append(_filter("source", FilterOperator.IN, list(where.sources)))
    return filters


def _filter(key: str, operator: FilterOperator, value: Any) -> MetadataFilter:
    return MetadataFilter(key=key, operator=operator, value=value)


def _chroma_filter(where: ArticleFilter | None) -> dict[str, Any] | None:
    """The same filters in Chroma's own words, for reads that LlamaIndex does not offer."""
    clauses = [{f.key: {CHROMA_OPERATORS[f.operator]: f.value}} for f in _filters(where)]
    if len(clauses) < 2:  # `$and` wants two clauses or more
        return clauses[0] if clauses else None
    return {"$and": clauses}


CHROMA_OPERATORS = {
    FilterOperator.GTE: "$gte",
    FilterOperator.LTE: "$lte",
    FilterOperator.IN: "$in",
}
