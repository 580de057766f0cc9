"""Articles and chunks in Chroma. The only module that imports chromadb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ContextDecorator, suppress
from dataclasses import dataclass, replace
from datetime import date
from math import log
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import chromadb
import httpx
import numpy as np
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from llama_index.core.schema import BaseNode, Document
from llama_index.core.vector_stores.types import VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.chroma_server import ChromaServer, RemoteStore, unreachable
from index.errors import UserFacingError
from index.nodes import (
    article_to_document,
    chunk_to_node,
    document_to_article,
    node_to_chunk,
    number_day,
)
from index.schema import Article, ArticleFilter, Chunk
from index.store_failures import explain
from index.store_filters import chroma_filter, llama_filters
from index.store_pages import copy_records, id_pages, record_pages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

SPACE = {"hnsw": {"space": "cosine"}}


@dataclass(frozen=True)
class ArticleSummary:
    """What `dateline status` counts."""

    published: date | None
    language: str
    source: str


class _told(ContextDecorator):  # noqa: N801  # reads as a verb
    """Tells people of what Chroma raises."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # What a proxy before the server replies, Chroma's client raises as a bare Exception.
        if isinstance(error, (ChromaError, httpx.HTTPError)) or type(error) is Exception:
            raise UserFacingError(explain(error)) from error


class ArticleStore:
    """One generation of the index: a collection of articles and one of their chunks."""

    @_told()
    def __init__(self, place: Path | RemoteStore) -> None:
        """Open the store in a folder, which is made when missing, or one on a server.

        Raises:
            UserFacingError: here and everywhere else, Chroma cannot do its work.
        """
        if isinstance(place, RemoteStore):
            self._client = _connect(place.server)
            collections = _remote_collections(self._client, place)
        else:
            self._client = chromadb.PersistentClient(str(place), settings=_settings())
            collections = [
                self._client.get_or_create_collection(name, configuration=SPACE)
                for name in ("articles", "chunks")
            ]
        self._articles, self._chunks = map(ChromaVectorStore, collections)

    def __enter__(self) -> ArticleStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files, or of the connection."""
        self._client.close()

    @_told()
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
        self._chunks.add(nodes)
        self._articles.add([_document(own, v.mean(axis=0)) for own, _, v in articles])

    @_told()
    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles and their chunks."""
        for ids in id_pages(article_ids):
            self._chunks.client.delete(where={"document_id": {"$in": ids}})
            self._articles.delete_nodes(ids)

    @_told()
    def move(self, article_id: str, path: str, location: str) -> None:
        """Note that an article is found elsewhere now."""
        article = replace(self.articles([article_id])[article_id], path=path, location=location)
        found = self._articles.client.get(ids=[article_id], include=["embeddings"])
        self._articles.delete_nodes([article_id])
        self._articles.add([_document(article, np.asarray(found["embeddings"][0]))])

    def summaries(self) -> Iterator[ArticleSummary]:
        """One line an article, for counting."""
        with _told():
            for page in record_pages(self._articles.client, "metadatas"):
                for fields in page["metadatas"]:
                    published = number_day(fields["published_day"])
                    yield ArticleSummary(published, fields["language"], fields["source"])

    @_told()
    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with these ids."""
        nodes = (node for page in id_pages(ids) for node in self._articles.get_nodes(page))
        return {node.node_id: document_to_article(node) for node in nodes}

    @_told()
    def count_chunks(self) -> int:
        """How many chunks there are."""
        return int(self._chunks.client.count())

    def chunk_ids(self) -> Iterator[str]:
        """The ids of all chunks."""
        with _told():
            for page in record_pages(self._chunks.client):
                yield from page["ids"]

    @_told()
    def chunks(self, ids: Sequence[str], where: ArticleFilter | None = None) -> dict[str, Chunk]:
        """Those of the chunks with these ids that `where` lets through."""
        found: dict[str, Chunk] = {}
        allowing = chroma_filter(where)
        for page in id_pages(ids):
            allowed = page
            if allowing:
                allowed = self._chunks.client.get(ids=page, where=allowing, include=[])["ids"]
            nodes = self._chunks.get_nodes(allowed) if allowed else []
            found |= {node.node_id: node_to_chunk(node) for node in nodes}
        return found

    @_told()
    def chunk_vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The unit vectors of these chunks."""
        if not ids:
            return {}
        found = self._chunks.client.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"]), strict=True))

    @_told()
    def nearest(
        self,
        vector: Vectors,
        limit: int,
        where: ArticleFilter | None = None,
        other_than: str | None = None,
    ) -> list[tuple[Chunk, float]]:
        """The `limit` chunks nearest to `vector` with their cosines, nearest first.

        Args:
            vector: a unit vector.
            limit: of chunks.
            where: which articles they may be of.
            other_than: a language that they must not be in.
        """
        found = self._chunks.query(
            VectorStoreQuery(
                query_embedding=vector.tolist(),
                similarity_top_k=limit,
                filters=llama_filters(where, other_than),
            )
        )
        # LlamaIndex gives exp(-distance), Chroma's distance is 1 - cosine
        return [
            (node_to_chunk(node), 1 + log(similarity))
            for node, similarity in zip(found.nodes or [], found.similarities or [], strict=True)
        ]


@_told()
def make_store(place: RemoteStore, source: RemoteStore | None) -> None:
    """Make a store on a server, which holds all that `source` does.

    Raises:
        UserFacingError: the server cannot be reached, or has no such source.
    """
    with _connect(place.server) as client:
        names = (place.articles, place.chunks)
        made = [client.create_collection(name, configuration=SPACE) for name in names]
        if source:
            for old, new in zip(_remote_collections(client, source), made, strict=True):
                copy_records(old, new)


@_told()
def drop_store(place: RemoteStore) -> None:
    """Remove a store from a server, or what of it is there.

    Raises:
        UserFacingError: the server cannot be reached.
    """
    with _connect(place.server) as client:
        for name in (place.articles, place.chunks):
            with suppress(NotFoundError):
                client.delete_collection(name)


def _connect(server: ChromaServer) -> Any:
    server.require()
    try:
        return chromadb.HttpClient(host=server.url, headers=server.headers, settings=_settings())
    except ValueError as error:  # of whatever goes wrong with the first requests
        raise UserFacingError(unreachable(error, server.url)) from error


def _remote_collections(client: Any, place: RemoteStore) -> list[Any]:
    try:
        return [client.get_collection(name) for name in (place.articles, place.chunks)]
    except NotFoundError as error:
        raise UserFacingError(place.missing) from error


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False)


def _document(article: Article, vector: Vectors) -> Document:
    document = article_to_document(article)
    document.embedding = vector.tolist()
    return document
