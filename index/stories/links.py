"""Stories in the index: found when articles come in, kept in a file beside the store."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.schema import Article, Span, Story
from index.stories.grouping import candidates, group
from index.stories.same_report import Version, same_report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.sentence_vectors import SentenceVectors
    from index.store import ArticleStore

STORIES_FILE = "stories.json"
COMPARED_AT_A_TIME = 500  # pairs
KEPT = 3000  # articles in memory, some 30 kB each


@dataclass(frozen=True)
class Comparison:
    """Pairs of article ids that were compared."""

    copies: list[tuple[str, str]]
    apart: list[tuple[str, str]]


def compare_articles(
    store: ArticleStore,
    sentences: SentenceVectors,
    languages: Mapping[str, str],
    fresh: Collection[str],
) -> Comparison:
    """Compare new articles with those that are nearest to them.

    Args:
        store: holds all articles.
        sentences: of all articles.
        languages: of all articles, by id.
        fresh: ids of the articles that have not been compared yet.
    """
    ids, means = _article_means(sentences)
    rows = [row for row, id_ in enumerate(ids) if id_ in fresh]
    near = candidates(means, [languages[id_] for id_ in ids], rows)
    pairs = ((ids[one], ids[other]) for one, other in near)
    found = Comparison([], [])
    loaded = _Versions(store, sentences)
    while block := list(islice(pairs, COMPARED_AT_A_TIME)):
        versions = loaded.of({id_ for pair in block for id_ in pair})
        for one, other in block:
            same = same_report(versions[one], versions[other])
            (found.copies if same else found.apart).append((one, other))
    return found


def save_stories(
    folder: Path,
    ids: Iterable[str],
    copies: Iterable[tuple[str, str]],
    apart: Iterable[tuple[str, str]],
) -> None:
    """Write which articles share a story, by the pairs that were compared."""
    members = defaultdict(list)
    for id_, story in group(list(ids), copies, apart).items():
        members[story].append(id_)
    several = [own for own in members.values() if len(own) > 1]
    (folder / STORIES_FILE).write_text(json.dumps(several), encoding="utf-8")


def load_stories(folder: Path) -> dict[str, Story]:
    """Read what :func:`save_stories` wrote, by article id; an article without copies has none."""
    stories = json.loads((folder / STORIES_FILE).read_text(encoding="utf-8"))
    return {id_: Story(tuple(own)) for own in stories for id_ in own}


def _article_means(sentences: SentenceVectors) -> tuple[list[str], NDArray[np.float32]]:
    """Each article's mean sentence vector, as a unit vector."""
    ids, means = [], []
    for article_id, chunk_ids in groupby(sentences.chunk_ids, lambda id_: id_.rpartition("-")[0]):
        mean = np.concatenate([sentences.of(id_) for id_ in chunk_ids]).mean(axis=0)
        ids.append(article_id)
        means.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return ids, np.stack(means) if means else np.empty((0, 0), np.float32)


class _Versions:
    """Loads what is compared, many articles by one query, and keeps the last ones."""

    def __init__(self, store: ArticleStore, sentences: SentenceVectors) -> None:
        self._store = store
        self._sentences = sentences
        self._kept: dict[str, Version] = {}

    def of(self, ids: Collection[str]) -> Mapping[str, Version]:
        """The versions of these articles, and perhaps others."""
        missing = [id_ for id_ in ids if id_ not in self._kept]
        if len(self._kept) + len(missing) > KEPT:
            self._kept = {id_: self._kept[id_] for id_ in ids if id_ in self._kept}
        chunk_ids = {id_: self._sentences.chunks_of(id_) for id_ in missing}
        chunks = self._store.chunks([own for all_ids in chunk_ids.values() for own in all_ids])
        for article in self._store.articles(missing).values():
            own = chunk_ids[article.id]
            spans = [span for id_ in own for span in chunks[id_].sentences]
            vectors = np.concatenate([self._sentences.of(id_) for id_ in own])
            self._kept[article.id] = _version(article, spans, vectors)
        return self._kept


def _version(article: Article, spans: Sequence[Span], vectors: NDArray[np.float32]) -> Version:
    texts = (" ".join(article.text[start:end].split()) for start, end in spans)
    return Version(article.id, article.language, tuple(texts), vectors)
