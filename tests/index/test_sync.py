"""What a sync makes of files that are renamed, copied, edited or lost, and of several in one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.embedding import EmbeddingModel
from index.generations import CHROMA, Generations
from index.ingest import sync_articles
from index.plan import SyncReport
from index.schema import Article
from index.store import ArticleStore
from tests.small_news import CHESS, FERRY, FLOOD, Sync

CLINIC = "The clinic in Karsk got forty new beds. The first patients came on Sunday."
MILL = "The old mill was sold to a baker. She will open it again in the spring."


def articles(index_dir: Path) -> dict[str, Article]:
    """The indexed articles by path."""
    with ArticleStore(Generations(index_dir).require_current() / CHROMA) as store:
        ids = {chunk_id.rpartition("-")[0] for chunk_id in store.chunk_ids()}
        return {article.path: article for article in store.articles(sorted(ids)).values()}


def names(paths: Sequence[str]) -> list[str]:
    return [Path(path).name for path in paths]


def json_lines(*articles: tuple[str, str]) -> str:
    return "".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in articles)


def test_a_renamed_file_is_moved_not_updated(
    sync: Sync, news: Path, index_dir: Path, embedded: list[str]
) -> None:
    sync()
    before = articles(index_dir)[str(news / "ferry.txt")]
    embedded.clear()
    (news / "ferry.txt").rename(news / "feri.txt")
    report = sync()
    assert report.moved == ((str(news / "ferry.txt"), str(news / "feri.txt")),)
    assert (report.added, report.updated, report.removed) == ((), (), ())
    assert embedded == []
    after = articles(index_dir)[str(news / "feri.txt")]
    assert (after.id, after.text) == (before.id, before.text)
    assert after.location == str((news / "feri.txt").resolve())


def test_a_renamed_folder_is_moved_as_a_whole(
    sync: Sync, news: Path, index_dir: Path, embedded: list[str]
) -> None:
    sync()
    embedded.clear()
    (news / "sport").rename(news / "games")
    assert names([path for _, path in sync().moved]) == ["chess.txt"]
    assert embedded == []
    assert str(news / "games" / "chess.txt") in articles(index_dir)


def test_an_article_in_two_places_is_one(sync: Sync, news: Path, index_dir: Path) -> None:
    copy = news / "sport" / "ferry-copy.txt"
    copy.write_text(FERRY, encoding="utf-8")
    report = sync()
    assert report.copies == ((str(copy), str(news / "ferry.txt")),)
    assert (len(report.added), len(articles(index_dir))) == (3, 3)
    (news / "ferry.txt").unlink()
    report = sync()
    assert report.moved == ((str(news / "ferry.txt"), str(copy)),)
    assert report.removed == ()
    assert {article.text for article in articles(index_dir).values()} == {FLOOD, FERRY, CHESS}


def test_a_name_that_changes_hands(sync: Sync, news: Path, index_dir: Path) -> None:
    sync()
    (news / "ferry.txt").rename(news / "old-ferry.txt")
    (news / "ferry.txt").write_text(MILL, encoding="utf-8")
    report = sync()
    assert names(report.added) == ["ferry.txt"]
    assert names([path for _, path in report.moved]) == ["old-ferry.txt"]
    texts = {Path(path).name: article.text for path, article in articles(index_dir).items()}
    assert texts["ferry.txt"] == MILL
    assert texts["old-ferry.txt"] == FERRY


def test_a_line_more_in_a_file_of_many_articles(
    sync: Sync, news: Path, index_dir: Path, embedded: list[str]
) -> None:
    wire = news / "wire.jsonl"
    wire.write_text(json_lines(("a", CLINIC)), encoding="utf-8")
    assert names(sync().added) == ["ferry.txt", "flood.txt", "chess.txt", "wire.jsonl#a"]
    embedded.clear()
    wire.write_text(json_lines(("b", MILL), ("a", CLINIC)) + "{", encoding="utf-8")
    report = sync()
    assert (names(report.added), report.updated, report.removed) == (["wire.jsonl#b"], (), ())
    assert [skipped.reason[:6] for skipped in report.skipped] == ["line 3"]
    assert not any("clinic" in passage for passage in embedded)
    assert articles(index_dir)[f"{wire}#a"].text == CLINIC
    wire.write_text(json_lines(("b", MILL.replace("baker", "potter"))), encoding="utf-8")
    report = sync()
    assert names(report.updated) == ["wire.jsonl#b"]
    assert names(report.removed) == ["wire.jsonl#a"]


def test_what_was_skipped_is_named_again_without_being_read(
    sync: Sync, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "empty.txt").write_text(" \n")
    first = sync()
    assert [skipped.reason for skipped in first.skipped] == ["empty"]

    def unexpected(source: object) -> object:
        raise AssertionError(f"{source} was read")

    monkeypatch.setattr("index.survey.read_file", unexpected)
    assert sync() == SyncReport(unchanged=first.added, skipped=first.skipped)


def test_a_folder_that_cannot_be_entered_loses_nothing(
    sync: Sync, news: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    iterdir = Path.iterdir

    def denied(self: Path) -> Any:  # root enters every folder, so the system cannot be asked
        if self.name == "sport":
            raise PermissionError(13, "Permission denied")
        return iterdir(self)

    monkeypatch.setattr(Path, "iterdir", denied)
    report = sync()
    assert [skipped.reason for skipped in report.skipped] == ["cannot be read: Permission denied"]
    assert report.removed == ()
    assert str(news / "sport" / "chess.txt") in articles(index_dir)


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_sync(
    sync: Sync, news: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import build

    read = build.read_file

    def changing(source: Any) -> Any:
        if source.file.name == "ferry.txt":
            source.file.write_text(MILL, encoding="utf-8")
        return read(source)

    with monkeypatch.context() as patch:
        patch.setattr(build, "read_file", changing)
        report = sync()
    assert [skipped.reason for skipped in report.skipped] == [
        "changed while it was read; index it again"
    ]
    assert names(report.added) == ["flood.txt", "chess.txt"]
    assert {a.text for a in articles(index_dir).values()} == {FLOOD, CHESS}
    assert names(sync().added) == ["ferry.txt"]
    assert {a.text for a in articles(index_dir).values()} == {FLOOD, MILL, CHESS}


def test_a_copy_is_remembered_though_nothing_else_is_new(
    sync: Sync, news: Path, tmp_path: Path, index_dir: Path
) -> None:
    sync()
    other = tmp_path / "other"
    other.mkdir()
    (other / "copy.txt").write_text(FERRY, encoding="utf-8")
    assert sync(other).copies == ((str(other / "copy.txt"), str(news / "ferry.txt")),)
    (news / "ferry.txt").unlink()
    assert sync().removed == ()
    assert str(other / "copy.txt") in articles(index_dir)


@pytest.mark.parametrize("where", ["inside", "same"])
def test_the_index_among_the_articles_is_not_read(
    sync: Sync, news: Path, model: EmbeddingModel, where: str
) -> None:
    index_dir = news / "index" if where == "inside" else news
    for added in (3, 0):
        report = sync_articles([news], index_dir, model)
        assert (len(report.added), report.articles, report.skipped) == (added, 3, ())
    generations = Generations(index_dir)
    assert generations.owns(generations.require_current() / CHROMA)
    assert generations.owns(index_dir / "lock")
    assert not generations.owns(news / "ferry.txt")


def test_what_no_store_can_hold_is_replaced(sync: Sync, news: Path, index_dir: Path) -> None:
    wire = news / "wire.jsonl"
    record = {"id": "\ud800x" * 200, "title": "A\ud800 clinic\u001b[31m\u0000", "text": CLINIC}
    wire.write_text(json.dumps(record))
    report = sync()
    assert report.skipped == ()
    (path,) = (path for path in articles(index_dir) if "wire.jsonl" in path)
    assert len(path) < len(str(wire)) + 140
    assert "clinic" in articles(index_dir)[path].title
    assert articles(index_dir)[path].title.isprintable()
