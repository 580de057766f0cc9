"""The index folder: one writer, and what happens when something in it is damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.errors import IndexMissing, UserFacingError
from index.generations import CHROMA, MANIFEST, POINTER, Generations, Manifest, read_manifest
from index.ingest import sync_articles
from tests.conftest import ROOT
from tests.small_news import FERRY, Sync


def test_what_a_killed_writer_left_is_removed(sync: Sync, news: Path, index_dir: Path) -> None:
    sync()
    (index_dir / "generation-000002" / CHROMA).mkdir(parents=True)
    (news / "ferry.txt").write_text(FERRY + " Anak-anak membayar Rp25.000.", encoding="utf-8")
    assert len(sync().updated) == 1
    assert (Generations(index_dir).require_current() / MANIFEST).is_file()


HOLD_LOCK = """
import sys
from pathlib import Path
from index.generations import Generations
with Generations(Path(sys.argv[1])).writing():
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_refused(sync: Sync, index_dir: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, index_dir],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(UserFacingError, match="another `dateline index` is writing"):
            sync()
        other.communicate()
    assert len(sync().added) == 3


def test_the_index_folder_is_a_file(news: Path, tmp_path: Path, model: EmbeddingModel) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(UserFacingError, match="Set DATELINE_INDEX_DIR"):
        Generations(file).current()
    with pytest.raises(UserFacingError, match="Set DATELINE_INDEX_DIR"):
        sync_articles([news], file, model)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 2}', None])
def test_a_damaged_manifest(sync: Sync, index_dir: Path, content: str | None) -> None:
    sync()
    manifest = Generations(index_dir).require_current() / MANIFEST
    manifest.unlink()
    if content is not None:
        manifest.write_text(content)
    with pytest.raises(UserFacingError, match="is damaged; run: dateline index --rebuild"):
        sync()
    assert len(sync(rebuild=True).added) == 3


def test_a_manifest_of_another_version(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"format": 99, "shape": "round"}')
    with pytest.raises(UserFacingError, match="another version of Dateline"):
        read_manifest(tmp_path)


def test_a_damaged_pointer_counts_as_no_index(sync: Sync, index_dir: Path) -> None:
    sync()
    (index_dir / POINTER).write_bytes(b"\xff\x00..")
    with pytest.raises(IndexMissing):
        Generations(index_dir).require_current()
    assert len(sync().added) == 3


def test_manifest_of_a_sync(sync: Sync, index_dir: Path, model: EmbeddingModel) -> None:
    sync()
    manifest = read_manifest(Generations(index_dir).require_current())
    assert manifest == Manifest(model.fingerprint, "multilingual-e5-small")
