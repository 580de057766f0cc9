"""The store on a real Chroma server, on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import chromadb
import httpx
import pytest

from bot.status import read_status
from index.chroma_server import ChromaServer
from index.embedding import EmbeddingModel
from index.errors import UserFacingError
from index.generations import Generations
from index.ingest import check_model
from index.manifest import CHROMA
from index.retriever import Retriever
from index.schema import ScoredChunk
from index.snapshot import LiveIndex
from tests.conftest import ROOT, Dateline
from tests.small_news import FERRY, Sync

QUESTION = "How many people were moved when the river rose?"
PATIENCE = 60.0  # seconds for a server to start on a busy machine


@contextmanager
def running(folder: Path) -> Iterator[ChromaServer]:
    """A server that keeps its collections in `folder`."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    process = subprocess.Popen(
        [chroma, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = ChromaServer.at(f"http://127.0.0.1:{port}/")
    deadline = time.monotonic() + PATIENCE
    try:
        while not answers(server):
            assert time.monotonic() < deadline, "the Chroma server did not start"
            time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait()


def answers(server: ChromaServer) -> bool:
    try:
        return httpx.get(f"{server.url}/api/v2/heartbeat").is_success
    except httpx.ConnectError:
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with running(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def client(server: ChromaServer) -> Iterator[Any]:
    client: Any = chromadb.HttpClient(host=server.url)
    with client:
        yield client
        for collection in client.list_collections():
            client.delete_collection(collection.name)


def collections(client: Any) -> set[str]:
    return {collection.name for collection in client.list_collections()}


def search(
    index_dir: Path, model: EmbeddingModel, server: ChromaServer | None
) -> list[ScoredChunk]:
    index = LiveIndex(index_dir, partial(check_model, model=model), server)
    hits = Retriever(index, model).search(QUESTION)
    index.close()
    return hits


def test_the_same_hits_as_on_disk(
    sync: Sync, index_dir: Path, model: EmbeddingModel, server: ChromaServer, client: Any
) -> None:
    sync()
    on_disk = search(index_dir, model, None)
    assert "640" in on_disk[0].chunk.text
    sync(rebuild=True, server=server)
    hits = search(index_dir, model, server)
    assert [(hit.chunk, hit.article) for hit in hits] == [(h.chunk, h.article) for h in on_disk]
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in on_disk])
    assert not (Generations(index_dir).require_current() / CHROMA).exists()
    found = read_status(index_dir, server)
    assert (found.articles, found.chunks) == (3, 3)
    assert found.lines()[-1][1].endswith(f", store on {server.url}")


def test_a_sync_copies_changes_and_tidies_up(
    sync: Sync, news: Path, index_dir: Path, embedded: list[str], server: ChromaServer, client: Any
) -> None:
    client.create_collection("articles")
    sync(server=server)
    first = collections(client)
    embedded.clear()
    (news / "ferry.txt").unlink()
    (news / "bridge.txt").write_text("The old bridge in Karsk was closed on Monday.")
    report = sync(server=server)
    assert (len(report.added), len(report.unchanged), len(report.removed)) == (1, 2, 1)
    assert all("bridge" in passage for passage in embedded)
    assert first < collections(client)  # for readers that have it open
    assert not sync(server=server).changed_something
    assert len(collections(client)) == 3
    assert collections(client) & first == {"articles"}
    assert read_status(index_dir, server).articles == 3


BREAK_OFF = """
import os, sys
from pathlib import Path
from index.chroma_server import ChromaServer
from index.generations import Generations, Manifest
generations = Generations(Path(sys.argv[1]), ChromaServer.at(sys.argv[2]))
with generations.writing(), generations.next(Manifest("", "")):
    os._exit(9)
"""


def test_what_a_killed_writer_left_is_removed(
    sync: Sync, index_dir: Path, model: EmbeddingModel, server: ChromaServer, client: Any
) -> None:
    sync(server=server)
    before = collections(client)
    killed = subprocess.run(
        [sys.executable, "-c", BREAK_OFF, index_dir, server.url],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == 9
    assert len(collections(client)) == 4
    assert "640" in search(index_dir, model, server)[0].chunk.text
    sync(server=server)
    assert collections(client) == before


def test_a_copied_index_leaves_the_other_alone(
    sync: Sync,
    news: Path,
    index_dir: Path,
    model: EmbeddingModel,
    server: ChromaServer,
    client: Any,
) -> None:
    sync(server=server)
    copied = index_dir.with_name("copied")
    shutil.copytree(index_dir, copied)
    index_dir.rename(index_dir.with_name("original"))
    copied.rename(index_dir)
    for fare in (50_000, 60_000):
        (news / "ferry.txt").write_text(f"{FERRY} Mulai Juli tarifnya Rp{fare}.")
        assert len(sync(server=server).updated) == 1
    hits = search(index_dir.with_name("original"), model, server)
    assert any(hit.article.text == FERRY for hit in hits)


def test_asked_where_it_was_not_built(
    sync: Sync, index_dir: Path, server: ChromaServer, client: Any, tmp_path: Path
) -> None:
    sync(server=server)
    with pytest.raises(UserFacingError, match=f"set DATELINE_CHROMA_URL={server.url}, or rebuild"):
        sync()
    with running(tmp_path / "other") as other:
        with pytest.raises(UserFacingError) as caught:
            read_status(index_dir, other)
        assert str(caught.value) == (
            f"the Chroma server at {other.url} does not have the store of this index: set "
            f"DATELINE_CHROMA_URL={server.url}, where it was built, or rebuild it with: "
            "dateline index --rebuild FOLDER-OF-ARTICLES"
        )
        sync(rebuild=True, server=other)
        assert read_status(index_dir, other).articles == 3
    sync(rebuild=True)
    with pytest.raises(UserFacingError, match="was built on disk, but DATELINE_CHROMA_URL is set"):
        read_status(index_dir, server)


def test_a_server_that_goes_away(
    sync: Sync, news: Path, index_dir: Path, model: EmbeddingModel, tmp_path: Path
) -> None:
    with running(tmp_path / "chroma") as server:
        sync(server=server)
        index = LiveIndex(index_dir, partial(check_model, model=model), server)
        retriever = Retriever(index, model)
        retriever.search(QUESTION)
    said = r"^cannot reach the Chroma server.* Does it run, and is DATELINE_CHROMA_URL right\?$"
    with pytest.raises(UserFacingError, match=said):
        retriever.search(QUESTION)
    index.close()
    (news / "ferry.txt").unlink()
    current = Generations(index_dir).current()
    with pytest.raises(UserFacingError, match=said):
        sync(server=server)
    assert Generations(index_dir).current() == current


def test_from_the_command_line(
    dateline: Dateline, news: Path, index_dir: Path, server: ChromaServer, client: Any
) -> None:
    settings = {"DATELINE_INDEX_DIR": index_dir, "DATELINE_CHROMA_URL": server.url}
    ran = dateline("index", news, **settings)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "3 articles: 3 added, 0 updated, 0 unchanged, 0 removed\n"
    ran = dateline("ask", QUESTION, **settings)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "640" in ran.stdout
    ran = dateline("ask", QUESTION, DATELINE_INDEX_DIR=index_dir)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        f"Error: the store of the index in {index_dir} is on a Chroma server: set "
        f"DATELINE_CHROMA_URL={server.url}, or rebuild it on disk with: "
        "dateline index --rebuild FOLDER-OF-ARTICLES\n"
    )
