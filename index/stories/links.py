"""Stories in the index: found when articles come in, kept in a file beside the store."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.schema import Article, Story
from index.stories.grouping import candidates, group
from index.stories.same_report import Version, same_report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.sentence_vectors import SentenceVectors
    from index.store import ArticleStore

STORIES_FILE = "stories.json"
COMPARED_AT_A_TIME = 500  # pairs


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
    while block := list(islice(pairs, COMPARED_AT_A_TIME)):
        versions = _versions(store, sentences, {id_ for pair in block for id_ in pair})
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


def _versions(
    store: ArticleStore, sentences: SentenceVectors, ids: Iterable[str]
) -> dict[str, Version]:
    return {
        article.id: Version(
            article.id,
            article.language,
            tuple(_sentence_texts(article, store, sentences)),
            np.concatenate([sentences.of(id_) for id_ in sentences.chunks_of(article.id)]),
        )
        for article in store.articles(sorted(ids)).values()
    }


def _sentence_texts(
    article: Article, store: ArticleStore, sentences: SentenceVectors
) -> Iterator[str]:
    ids = sentences.chunks_of(article.id)
    chunks = store.chunks(ids)
    for id_ in ids:
        for start, end in chunks[id_].sentences:
            yield " ".join(article.text[start:end].split())
