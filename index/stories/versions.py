"""One story, one place: which of its versions is a hit, and which articles are copies of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from index.schema import Article, ArticleFilter, Copy, Story

if TYPE_CHECKING:
    from index.candidates import Candidate
    from index.snapshot import Snapshot

MARGIN = 0.8  # a version is as good as the best if its best chunk scores at most this much less


def one_version_each(
    candidates: Sequence[Candidate], snapshot: Snapshot, language: str | None
) -> list[Candidate]:
    """Keep of each story the chunks of one article.

    Of the versions that score about as well as the best one, that is one in `language` if there
    is any, and of those the earliest.

    Args:
        candidates: in any order.
        snapshot: knows the stories.
        language: of the question, None if that does not matter.
    """
    versions: dict[Story, dict[str, list[Candidate]]] = {}
    for candidate in candidates:
        id_ = candidate.chunk.article_id
        if story := snapshot.stories.get(id_):
            versions.setdefault(story, {}).setdefault(id_, []).append(candidate)
    several = [chunks for chunks in versions.values() if len(chunks) > 1]
    articles = snapshot.store.articles([id_ for chunks in several for id_ in chunks])
    dropped = set()
    for chunks in several:
        dropped |= chunks.keys() - {_best_version(chunks, articles, language)}
    return [c for c in candidates if c.chunk.article_id not in dropped]


def copies_of(
    article_ids: Collection[str], snapshot: Snapshot, where: ArticleFilter
) -> dict[str, tuple[Copy, ...]]:
    """Return for each article the others of its story that `where` lets through."""
    others = {
        id_: [other for other in story.article_ids if other != id_]
        for id_ in article_ids
        if (story := snapshot.stories.get(id_))
    }
    articles = snapshot.store.articles([id_ for ids in others.values() for id_ in ids])
    allowed = {id_: article for id_, article in articles.items() if where.allows(article)}
    copies = {copy.article.id: copy for copy in _copies(allowed.values(), snapshot)}
    return {
        id_: tuple(copies[other] for other in others.get(id_, ()) if other in copies)
        for id_ in article_ids
    }


def _best_version(
    chunks: dict[str, list[Candidate]], articles: dict[str, Article], language: str | None
) -> str:
    scores = {id_: max(chunk.score for chunk in own) for id_, own in chunks.items()}
    best = max(scores.values())

    def rank(id_: str) -> tuple[bool, date, float]:
        article = articles[id_]
        return (
            language is not None and article.language != language,
            article.published or date.max,
            -scores[id_],
        )

    return min((id_ for id_ in chunks if scores[id_] >= best - MARGIN), key=rank)


def _copies(articles: Collection[Article], snapshot: Snapshot) -> Iterator[Copy]:
    ids = [snapshot.sentences.chunks_of(article.id) for article in articles]
    chunks = snapshot.store.chunks([id_ for own in ids for id_ in own])
    for article, own in zip(articles, ids, strict=True):
        sentences = [sentence for id_ in own for sentence in chunks[id_].sentences]
        vectors = np.concatenate([snapshot.sentences.of(id_) for id_ in own])
        yield Copy(article, tuple(sentences), vectors)
