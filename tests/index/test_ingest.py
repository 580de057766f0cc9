"""Syncing folders into an index, with the real model and a real Chroma."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from functools import partial
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.errors import IndexMissing, ModelMismatch, MostWouldVanish, UserFacingError
from index.generations import CHROMA, Generations
from index.ingest import SyncReport, check_model, sync_articles
from index.snapshot import LiveIndex
from index.store import ArticleStore
from tests.small_news import CHESS, FERRY, FLOOD, Sync


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return tuple(
        len(getattr(report, name)) for name in ("added", "updated", "unchanged", "removed")
    )  # type: ignore[return-value]


def texts(index_dir: Path) -> set[str]:
    """The texts of all chunks in the current generation."""
    with ArticleStore(Generations(index_dir).require_current() / CHROMA) as store:
        return {chunk.text for chunk in store.chunks(list(store.chunk_ids())).values()}


def test_a_first_sync(sync: Sync, news: Path, index_dir: Path) -> None:
    assert sync().added == tuple(
        str(news / name) for name in ("ferry.txt", "flood.txt", "sport/chess.txt")
    )
    assert texts(index_dir) == {FLOOD, FERRY, CHESS}


def test_the_second_sync_embeds_nothing(sync: Sync, index_dir: Path, embedded: list[str]) -> None:
    sync()
    assert embedded
    embedded.clear()
    current = Generations(index_dir).current()
    assert counts(sync()) == (0, 0, 3, 0)
    assert embedded == []
    assert Generations(index_dir).current() == current


def test_the_same_folder_named_differently_is_unchanged(
    sync: Sync, news: Path, embedded: list[str]
) -> None:
    sync()
    embedded.clear()
    with chdir(news):
        assert counts(sync(Path())) == (0, 0, 3, 0)
    assert embedded == []


def test_a_changed_file_replaces_its_chunks(
    sync: Sync, news: Path, index_dir: Path, embedded: list[str]
) -> None:
    sync()
    embedded.clear()
    changed = FLOOD.replace("640", "910")
    (news / "flood.txt").write_text(changed, encoding="utf-8")
    assert counts(sync()) == (0, 1, 2, 0)
    assert texts(index_dir) == {changed, FERRY, CHESS}
    assert not any("Feri" in passage for passage in embedded)


def test_a_vanished_file_is_removed(sync: Sync, news: Path, index_dir: Path) -> None:
    sync()
    (news / "ferry.txt").unlink()
    assert sync().removed == (str(news / "ferry.txt"),)
    assert texts(index_dir) == {FLOOD, CHESS}


def test_most_vanished_is_refused(sync: Sync, news: Path, index_dir: Path) -> None:
    sync()
    (news / "ferry.txt").unlink()
    (news / "flood.txt").unlink()
    with pytest.raises(MostWouldVanish, match=r"2 of the 3 articles .* add --prune"):
        sync()
    assert texts(index_dir) == {FLOOD, FERRY, CHESS}
    assert counts(sync(prune=True)) == (0, 0, 1, 2)
    assert texts(index_dir) == {CHESS}


def test_a_sub_folder_leaves_the_rest(sync: Sync, news: Path, index_dir: Path) -> None:
    sync()
    (news / "flood.txt").unlink()
    (news / "sport" / "run.txt").write_text("The race was won by a runner from Karsk on Sunday.")
    assert counts(sync(news / "sport")) == (1, 0, 1, 0)
    assert {FLOOD, FERRY, CHESS} < texts(index_dir)


def test_a_folder_without_articles_is_an_error_though_others_are_indexed(
    sync: Sync, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserFacingError, match=r"no articles in .*empty"):
        sync(tmp_path / "empty")
    sync()
    with pytest.raises(UserFacingError, match=r"no articles in .*empty"):
        sync(tmp_path / "empty")


def test_an_unreadable_file_keeps_what_was_read_of_it(
    sync: Sync, news: Path, index_dir: Path
) -> None:
    sync()
    (news / "ferry.txt").write_bytes(b"")
    report = sync()
    assert [file.path for file in report.skipped] == [str(news / "ferry.txt")]
    assert texts(index_dir) == {FLOOD, FERRY, CHESS}


def test_another_model_is_refused_until_rebuilt(
    sync: Sync, news: Path, index_dir: Path, model: EmbeddingModel
) -> None:
    sync()
    other = EmbeddingModel(str(model._folder))  # the same weights by path count as another model
    with pytest.raises(ModelMismatch, match="--rebuild"):
        sync_articles([news], index_dir, other)
    live = LiveIndex(index_dir, partial(check_model, model=other))
    with pytest.raises(ModelMismatch, match="DATELINE_EMBEDDING_MODEL="):
        live.snapshot()
    assert counts(sync_articles([news], index_dir, other, rebuild=True)) == (3, 0, 0, 0)
    assert live.snapshot().manifest.model == other.fingerprint
    live.close()


def test_a_crash_in_the_middle_leaves_the_old_index(
    sync: Sync, news: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    (news / "more.txt").write_text("The bridge was opened again by the mayor on Friday.")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.build.save_stories", killed)
        with pytest.raises(KeyboardInterrupt):
            sync()
    assert texts(index_dir) == {FLOOD, FERRY, CHESS}
    assert len(list(index_dir.glob("generation-*"))) == 1
    assert counts(sync()) == (1, 0, 3, 0)


@pytest.fixture
def live(index_dir: Path, model: EmbeddingModel) -> Iterator[LiveIndex]:
    live = LiveIndex(index_dir, partial(check_model, model=model))
    yield live
    live.close()


def test_readers_follow_the_pointer(sync: Sync, news: Path, live: LiveIndex) -> None:
    with pytest.raises(IndexMissing, match="run: dateline index"):
        live.snapshot()
    sync()
    first = live.snapshot()
    assert live.snapshot() is first
    (news / "ferry.txt").unlink()
    sync()
    second = live.snapshot()
    assert (first.store.count_chunks(), second.store.count_chunks()) == (3, 2)
    assert second.lexical.languages == ("en", "ru")
    assert all(id_ in second.sentences for id_ in second.store.chunk_ids())
