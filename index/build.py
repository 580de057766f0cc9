"""Writing a generation of the index: what a plan says, on a copy of the generation before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.articles import read_file
from index.catalogue import ArticleRecord, FileRecord
from index.chroma_server import RemoteStore
from index.chunking import CHUNK_TOKENS, split_article
from index.files import SkippedFile
from index.generations import LEXICAL
from index.leftovers.repetition import paragraph_keys
from index.lexical import LexicalWriter
from index.nodes import embedded_text
from index.plan import Plan
from index.schema import Article, Chunk
from index.sentence_vectors import SentenceVectors, SentenceVectorWriter
from index.store import ArticleStore
from index.stories.links import compare_articles, save_stories

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

ARTICLES_AT_A_TIME = 64  # embedded in one go, so that batches are filled with equal lengths
HEADER_TOKENS = 48  # room for prefix, title and date before a chunk

Embedded = Callable[[int, int], None]
"""Is told how many articles of how many are embedded."""


def write_generation(
    folder: Path,
    place: Path | RemoteStore,
    previous: Path | None,
    plan: Plan,
    model: EmbeddingModel,
    embedded: Embedded,
) -> list[SkippedFile]:
    """Carry out `plan` in `folder`, and in its store, which is a copy of the previous one.

    Returns:
        Articles whose files changed while they were read: the next sync takes them.
    """
    stale = plan.to_drop | (plan.to_embed & plan.before.articles.keys())

    def is_kept(chunk_id: str) -> bool:
        return chunk_id.rpartition("-")[0] not in stale

    lexical = LexicalWriter()
    with ArticleStore(place) as store, SentenceVectorWriter(folder) as sentences:
        store.remove(sorted(stale))
        for id_ in plan.to_move:
            record = plan.after.articles[id_]
            store.move(id_, record.path, record.location)
        if previous:
            lexical.copy(previous / LEXICAL, is_kept)
            vectors = SentenceVectors.load(previous)
            sentences.copy(vectors, [id_ for id_ in vectors.chunk_ids if is_kept(id_)])
        writer = _Writer(store, sentences, lexical, model)
        for group in _groups(_articles(plan), ARTICLES_AT_A_TIME):
            writer.add(group)
            embedded(len(writer.added), len(plan.to_embed))
    lexical.save(folder / LEXICAL)
    lost = _forget_lost(plan, plan.to_embed - writer.added)
    _save_records(folder, place, plan, writer.added)
    return lost


def _save_records(folder: Path, place: Path | RemoteStore, plan: Plan, added: set[str]) -> None:
    """Write the catalogue, and the stories with what the new articles are copies of."""
    after = plan.after
    languages = {id_: record.language for id_, record in after.articles.items()}
    with ArticleStore(place) as store:
        found = compare_articles(store, SentenceVectors.load(folder), languages, added)
    after.copies += found.copies
    linked = {id_ for pair in after.copies for id_ in pair}
    after.apart += (pair for pair in found.apart if linked >= {*pair})
    save_stories(folder, after.articles, after.copies, after.apart)
    after.save(folder)


class _Writer:
    """Embeds articles and adds them to everything that is searched."""

    def __init__(
        self,
        store: ArticleStore,
        sentences: SentenceVectorWriter,
        lexical: LexicalWriter,
        model: EmbeddingModel,
    ) -> None:
        self._store = store
        self._sentences = sentences
        self._lexical = lexical
        self._model = model
        self.added: set[str] = set()  # article ids

    def add(self, articles: Sequence[Article]) -> None:
        """Add some articles; their chunks and sentences are embedded together."""
        chunk_tokens = min(CHUNK_TOKENS, self._model.max_tokens - HEADER_TOKENS)
        split = {a.id: split_article(a, self._model.count_tokens, chunk_tokens) for a in articles}
        chunks = [(chunk, article) for article in articles for chunk in split[article.id]]
        texts = [text for chunk, article in chunks for text in _sentence_texts(chunk, article)]
        vectors = self._model.embed_passages([embedded_text(*pair) for pair in chunks] + texts)
        rows = iter(vectors)
        self._store.add(
            [(a, split[a.id], np.stack([next(rows) for _ in split[a.id]])) for a in articles]
        )
        for chunk, article in chunks:
            self._sentences.add(chunk.id, np.stack([next(rows) for _ in chunk.sentences]))
            self._lexical.add(chunk.id, chunk.language, f"{article.title}\n{chunk.text}")
        self.added.update(split)


def _articles(plan: Plan) -> Iterator[Article]:
    """Read the articles that are to be embedded, each once, without what its outlet repeats."""
    waiting = set(plan.to_embed)
    for source in plan.sources:
        for article in read_file(source):
            if isinstance(article, Article) and article.id in waiting:
                waiting.remove(article.id)
                yield _as_planned(article, plan.after.articles[article.id])


def _as_planned(article: Article, record: ArticleRecord) -> Article:
    keys = zip(article.body, paragraph_keys(article), strict=True)
    body = tuple(span for span, key in keys if key not in record.left_out)
    return replace(article, body=body, path=record.path, location=record.location)


def _forget_lost(plan: Plan, lost: AbstractSet[str]) -> list[SkippedFile]:
    """Take articles out of the catalogue whose files changed between the two readings."""
    for place, record in list(plan.after.files.items()) if lost else ():
        if not lost.isdisjoint(record.articles.values()):
            left = {name: id_ for name, id_ in record.articles.items() if id_ not in lost}
            plan.after.files[place] = FileRecord(record.path, "", left)
    records = [plan.after.articles.pop(id_) for id_ in sorted(lost)]
    reason = "changed while it was read; index it again"
    return [SkippedFile(record.path, record.location, reason) for record in records]


def _sentence_texts(chunk: Chunk, article: Article) -> list[str]:
    return [" ".join(article.text[start:end].split()) for start, end in chunk.sentences]


def _groups(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    rest = iter(articles)
    while group := list(islice(rest, size)):
        yield group
