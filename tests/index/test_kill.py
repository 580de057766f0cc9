"""A sync that is killed, at any moment, leaves the last good index; a second one says it waits."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.ingest import check_model, sync_articles
from index.retriever import Retriever
from index.snapshot import LiveIndex
from tests.conftest import ROOT, Dateline
from tests.small_news import Sync

KILLS = int(os.environ.get("KILLS", "4"))
SLOWEST = 12.0  # seconds; a whole sync takes less


@pytest.fixture
def retriever(sync: Sync, index_dir: Path, model: EmbeddingModel) -> Iterator[Retriever]:
    sync()
    index = LiveIndex(index_dir, partial(check_model, model=model))
    yield Retriever(index, model)
    index.close()


def write_more(news: Path, number: int) -> None:
    for n in range(40):
        text = f"Report {number}: the harbour of Karsk took in {n + 7} ships. All came from abroad."
        (news / f"more-{number}-{n}.txt").write_text(text, encoding="utf-8")


def start_sync(news: Path, index_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "index", str(news)],
        env={**os.environ, "DATELINE_INDEX_DIR": str(index_dir)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_killed_at_any_moment(
    news: Path, index_dir: Path, model: EmbeddingModel, retriever: Retriever
) -> None:
    chance = random.Random(3)
    for number in range(KILLS):
        write_more(news, number)
        process = start_sync(news, index_dir)
        time.sleep(chance.uniform(1, SLOWEST))
        process.kill()
        process.communicate()
        (best, *_) = retriever.search("How many people were moved when the river rose?")
        assert "640" in best.chunk.text
    report = sync_articles([news], index_dir, model)
    assert report.articles == 3 + 40 * KILLS
    assert len(list(index_dir.glob("generation-*"))) <= 2
    assert "ships" in retriever.search("How many ships did the harbour take in?")[0].chunk.text


def test_two_at_once(dateline: Dateline, news: Path, index_dir: Path, sync: Sync) -> None:
    sync()
    write_more(news, 0)
    first = start_sync(news, index_dir)
    deadline = time.monotonic() + 30
    while not list(index_dir.glob("scratch-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    second = dateline("index", news, DATELINE_INDEX_DIR=index_dir)
    said, _ = first.communicate(timeout=60)
    assert first.returncode == 0, said
    if second.returncode:
        assert "another `dateline index` is writing" in second.stderr
        assert second.stderr.count("\n") == 1
    else:  # the machine is so fast that the first had ended
        assert "43 unchanged" in second.stdout
