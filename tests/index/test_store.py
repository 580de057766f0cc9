"""Articles and chunks in a real Chroma."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.schema import Article, ArticleFilter, Chunk, Span
from index.store import ArticleStore, ArticleSummary

TEXT = "Crews moved 640 people. The bridge was closed. «Мост закрыт»."


def article(id_: str, published: date | None, source: str | None, language: str = "en") -> Article:
    return Article(
        id=id_,
        path=f"{id_}.txt",
        location=f"/news/{id_}.txt",
        text=TEXT,
        body=(Span(0, len(TEXT)),),
        title=f"Title of {id_}",
        published=published,
        source=source,
        language=language,
    )


def chunks(of: Article) -> list[Chunk]:
    first, second = Span(0, 23), Span(24, 46)
    return [
        Chunk(f"{of.id}-0", of.id, 0, (first,), TEXT[:23], of.language),
        Chunk(f"{of.id}-1", of.id, 1, (second,), TEXT[24:46], of.language),
    ]


MAY = article("may", date(2023, 5, 17), "Upland Report")
JUNE = article("june", date(2023, 6, 1), "Карские вести", "ru")
UNDATED = article("undated", None, None)
AXES = dict(
    zip(("may", "june", "undated"), np.eye(6, dtype=np.float32).reshape(3, 2, 6), strict=True)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "chroma") as store:
        store.add([(item, chunks(item), AXES[item.id]) for item in (MAY, JUNE, UNDATED)])
        yield store


def ids(store: ArticleStore, where: ArticleFilter | None = None) -> set[str]:
    found = store.nearest(np.full(6, 6**-0.5, np.float32), 10, where)
    assert {chunk.id for chunk, _ in found} == set(
        store.chunks([chunk.id for item in (MAY, JUNE, UNDATED) for chunk in chunks(item)], where)
    )
    return {chunk.article_id for chunk, _ in found}


def test_what_goes_in_comes_out(store: ArticleStore) -> None:
    assert store.articles(["may", "june", "undated"]) == {
        "may": MAY,
        "june": JUNE,
        "undated": UNDATED,
    }
    assert list(store.chunks(["june-1", "none"]).values()) == chunks(JUNE)[1:]
    for read in (store.articles, store.chunks, store.chunk_vectors):
        assert read([]) == {}


def test_vectors(store: ArticleStore) -> None:
    assert store.chunk_vectors(["june-1"])["june-1"] == pytest.approx(AXES["june"][1])


def test_nearest_first_with_cosines(store: ArticleStore) -> None:
    vector = np.array([0, 0.6, 0.8, 0, 0, 0], np.float32)
    found = [(chunk.id, cosine) for chunk, cosine in store.nearest(vector, 3)]
    assert [id_ for id_, _ in found[:2]] == ["june-0", "may-1"]
    assert [cosine for _, cosine in found] == pytest.approx([0.8, 0.6, 0], abs=1e-5)


def test_counts(store: ArticleStore) -> None:
    assert store.count_chunks() == 6
    assert set(store.chunk_ids()) == {f"{id_}-{n}" for id_ in AXES for n in (0, 1)}
    assert sorted(store.summaries(), key=lambda summary: summary.source) == [
        ArticleSummary(None, "en", ""),
        ArticleSummary(date(2023, 5, 17), "en", "Upland Report"),
        ArticleSummary(date(2023, 6, 1), "ru", "Карские вести"),
    ]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (ArticleFilter(), {"may", "june", "undated"}),
        (ArticleFilter(since=date(2023, 5, 18)), {"june"}),
        (ArticleFilter(since=date(2023, 5, 17)), {"may", "june"}),
        (ArticleFilter(until=date(2023, 5, 31)), {"may"}),
        (ArticleFilter(date(2023, 5, 17), date(2023, 5, 17)), {"may"}),
        (ArticleFilter(date(2024, 1, 1), date(2024, 12, 31)), set()),
        (ArticleFilter(sources=("Карские вести",)), {"june"}),
        (ArticleFilter(sources=("Карские вести", "Upland Report")), {"may", "june"}),
        (ArticleFilter(until=date(2023, 5, 31), sources=("Карские вести",)), set()),
    ],
)
def test_filters(store: ArticleStore, where: ArticleFilter, expected: set[str]) -> None:
    assert ids(store, where) == expected


def test_removed_with_its_chunks(store: ArticleStore) -> None:
    store.remove(["may", "none"])
    assert store.articles(["may", "june", "undated"]).keys() == {"june", "undated"}
    assert ids(store) == {"june", "undated"}
    assert store.count_chunks() == 4


def test_moved_and_otherwise_the_same(store: ArticleStore) -> None:
    store.move("may", "old/may.txt", "/archive/old/may.txt")
    moved = replace(MAY, path="old/may.txt", location="/archive/old/may.txt")
    assert store.articles(["may"]) == {"may": moved}
    assert ids(store) == {"may", "june", "undated"}
