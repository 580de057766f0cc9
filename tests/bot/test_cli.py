import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.ingest import FORMATS, sync_articles
from tests.conftest import EXAMPLES, ROOT, Dateline

FAST = 0.7  # seconds for --help


def test_help_is_there_at_once(dateline: Dateline) -> None:
    seconds = []
    for _ in range(3):
        started = time.monotonic()
        ran = dateline("--help")
        seconds.append(time.monotonic() - started)
    assert min(seconds) < FAST
    assert (
        ran.stdout
        == """\
Usage: dateline [OPTIONS] COMMAND [ARGS]...

  Ask a folder of news articles; every sentence of an answer has its source
  and date.

Options:
  --version  Print the version.
  --help     Show this message and exit.

Commands:
  index     Bring the index in step with folders of articles.
  ask       Answer a question.
  chat      Ask in a conversation, with follow-up questions.
  telegram  Answer on Telegram, until Ctrl-C or SIGTERM.
  status    Say what is in the index.
  evaluate  Ask a fixed set of questions and measure the answers.
"""
    )


def test_the_version(dateline: Dateline) -> None:
    assert dateline("--version").stdout == f"dateline {version('dateline')}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["index"], "say what to index: dateline index PATH…, or set DATELINE_ARTICLES"),
        (["ask", " "], "the question is empty"),
        (["ask", "-"], "the question is empty"),
        (
            ["ask", "Who?", "--since", "April"],
            "'April' is no date: write 2021-04-07, or 2021-04 or 2021 for a whole month or year",
        ),
        (
            ["chat", "--until", "2021-02-30"],
            "'2021-02-30' is no date: "
            "write 2021-04-07, or 2021-04 or 2021 for a whole month or year",
        ),
        (
            ["ask", "Who?", "--since", "2022", "--until", "2021-04"],
            "nothing lies between 2022 and 2021-04: the first date is the later",
        ),
    ],
)
def test_wrong_usage_is_one_line(dateline: Dateline, arguments: list[str], message: str) -> None:
    ran = dateline(*arguments)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"Error: {message}\n")


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "Who", "is", "he?"], ["asks", "Who?"]])
def test_usage_that_cannot_be_parsed(dateline: Dateline, arguments: list[str]) -> None:
    ran = dateline(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Usage: dateline")


@pytest.mark.parametrize("arguments", [["ask", "Who?"], ["ask", "Who?", "--json"], ["status"]])
def test_without_an_index(dateline: Dateline, arguments: list[str]) -> None:
    ran = dateline(*arguments)
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        1,
        "",
        "Error: there is no index in .dateline; run: dateline index FOLDER-OF-ARTICLES\n",
    )


def test_a_chat_without_an_index_does_not_begin(dateline: Dateline) -> None:
    ran = dateline("chat", stdin="Who?\n")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Error: there is no index in .dateline;")


def test_a_folder_that_changes(
    dateline: Dateline, tmp_path: Path, model: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("news")
    shutil.copytree(ROOT / EXAMPLES, folder)
    late = folder / "zoom-larangan-id.txt"
    late.rename("late.txt")
    sync_articles([folder], Path(".dateline"), model)
    Path("late.txt").rename(late)
    (folder / "zoom-zapret-ru.txt").unlink()
    (folder / "empty.txt").touch()
    with (folder / "flood-verezha-en.txt").open("a", encoding="utf-8") as flood:
        flood.write("\nNobody was hurt, the police in Karsk said on Thursday.\n")

    ran = dateline("index", "--verbose", DATELINE_ARTICLES="news")
    assert (ran.returncode, ran.stderr) == (0, "skipped news/empty.txt: empty\n")
    assert (
        ran.stdout
        == """\
added     news/zoom-larangan-id.txt
updated   news/flood-verezha-en.txt
unchanged news/feri-sagara-nirwasa-id.txt
unchanged news/ferry-sagara-nirwasa-en.md
unchanged news/museum-sains-arunika-id.txt
unchanged news/pavodok-verezha-ru.txt
unchanged news/shakhmaty-memorial-ru.md
unchanged news/zoom-alternatives-explainer-en.md
unchanged news/zoom-ban-wire-en.txt
unchanged news/zoom-ban-wire-reprint-en.txt
unchanged news/zoom-ban-wire-update-en.txt
unchanged news/zoom-pengganti-id.md
unchanged news/zoom-schools-ledger-en.md
unchanged news/zoom-shkoly-oblast-ru.txt
removed   news/zoom-zapret-ru.txt
14 articles: 1 added, 1 updated, 12 unchanged, 1 removed, 1 skipped
"""
    )


def test_a_folder_that_vanishes(dateline: Dateline, tmp_path: Path, model: EmbeddingModel) -> None:
    for day in range(1, 4):
        text = f"KARSK, May {day}, 2023 -- The river rose by {day} metres, the mayor said."
        (tmp_path / f"{day}.txt").write_text(text)
    sync_articles([tmp_path], tmp_path / ".dateline", model)
    (tmp_path / "1.txt").unlink()
    (tmp_path / "2.txt").unlink()

    refused = dateline("index", tmp_path)
    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1,
        "",
        f"Error: 2 of the 3 articles indexed from {tmp_path} are not there any more; nothing was "
        "changed. If they are really gone, add --prune.\n",
    )
    pruned = dateline("index", tmp_path, "--prune")
    assert pruned.stdout == "1 article: 0 added, 0 updated, 1 unchanged, 2 removed\n"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "no such file or folder: nowhere"),
        (".", f"no articles in .; Dateline reads {FORMATS}"),
    ],
)
def test_nothing_to_index(dateline: Dateline, path: str, message: str) -> None:
    ran = dateline("index", path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"Error: {message}\n")


def test_status(dateline: Dateline, indexed: Path) -> None:
    lines = dateline("status", DATELINE_INDEX_DIR=indexed).stdout.splitlines()
    size = lines.pop()
    assert size.startswith(f"Index     {indexed} (")
    assert lines == [
        "Articles  15 (en 7, id 4, ru 4)",
        "Chunks    28",
        "Dates     7 April 2021 – 8 October 2023, 1 undated",
        "Outlets   14",
        "Model     multilingual-e5-small",
        "Reader    yes",
    ]


def test_status_as_json(dateline: Dateline, indexed: Path) -> None:
    fields = json.loads(dateline("status", "--json", DATELINE_INDEX_DIR=indexed).stdout)
    assert 1_000_000 < fields.pop("bytes") < 10_000_000
    assert fields == {
        "articles": 15,
        "chunks": 28,
        "languages": {"en": 7, "id": 4, "ru": 4},
        "outlets": 14,
        "oldest": "2021-04-07",
        "newest": "2023-10-08",
        "undated": 1,
        "embedding_model": "multilingual-e5-small",
        "reader": True,
        "index_dir": str(indexed),
    }


def test_a_mistake_in_the_settings(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATELINE_INDEX=x\n")
    ran = dateline("status")
    assert (ran.returncode, ran.stderr) == (
        1,
        "Error: DATELINE_INDEX in .env is no setting of Dateline: "
        "did you mean DATELINE_INDEX_DIR?\n",
    )


def test_ctrl_c_ends_a_command_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Karsk, 1 May 2023. The river rose by two metres overnight.")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "index", "a.txt"],
        cwd=tmp_path,
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)  # it imports, or embeds
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
