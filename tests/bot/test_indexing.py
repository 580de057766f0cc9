"""What `dateline index` says, and how it follows a folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.indexing import summary
from index.files import SkippedFile
from index.plan import SyncReport
from tests.conftest import ROOT, Dateline
from tests.small_news import CHESS, FLOOD


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (SyncReport(), "0 articles: 0 added, 0 updated, 0 unchanged, 0 removed"),
        (
            SyncReport(added=("a",), removed=("b", "c")),
            "1 article: 1 added, 0 updated, 0 unchanged, 2 removed",
        ),
        (
            SyncReport(
                unchanged=("a", "b"),
                moved=(("c", "d"),),
                copies=(("e", "a"),),
                skipped=(SkippedFile("f", "/f", "empty"),),
            ),
            "3 articles: 0 added, 0 updated, 2 unchanged, 0 removed, 1 moved, 1 copies, 1 skipped",
        ),
    ],
)
def test_a_report_in_a_line(report: SyncReport, said: str) -> None:
    assert summary(report) == said


def test_every_article_is_named_where_that_is_asked_for(
    dateline: Dateline, news: Path, index_dir: Path
) -> None:
    (news / "copy.txt").write_text(FLOOD, encoding="utf-8")
    ran = dateline("index", "--verbose", news, DATELINE_INDEX_DIR=index_dir)
    assert ran.stdout.replace(f"{news}/", "") == (
        "added     copy.txt\n"
        "added     ferry.txt\n"
        "added     sport/chess.txt\n"
        "copy      flood.txt of copy.txt\n"
        "3 articles: 3 added, 0 updated, 0 unchanged, 0 removed, 1 copies\n"
    )
    (news / "sport" / "chess.txt").rename(news / "chess.txt")
    ran = dateline("index", "--verbose", news, DATELINE_INDEX_DIR=index_dir)
    assert "moved     sport/chess.txt -> chess.txt\n" in ran.stdout.replace(f"{news}/", "")


@pytest.fixture
def following(news: Path, index_dir: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "index", "--watch", str(news)],
        env={**os.environ, "DATELINE_INDEX_DIR": str(index_dir)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().rstrip("\n")


def test_a_folder_is_followed_until_ctrl_c(following: subprocess.Popen[str], news: Path) -> None:
    assert next_line(following).startswith("3 articles: 3 added")
    assert next_line(following) == f"following {news}; Ctrl-C ends"
    (news / "sport" / "run.txt").write_text("A runner from Karsk won the race on Sunday.")
    assert next_line(following).startswith("4 articles: 1 added")
    (news / "empty.txt").write_text("")
    assert next_line(following) == f"skipped {news}/empty.txt: empty"
    assert next_line(following).endswith("1 skipped")
    (news / "sport" / "chess.txt").write_text(CHESS.replace("субботу", "пятницу"))
    assert next_line(following).startswith("skipped")
    assert next_line(following).startswith("4 articles: 0 added, 1 updated")
    time.sleep(0.5)
    following.send_signal(signal.SIGINT)
    assert next_line(following) == "ended"
    assert following.wait(timeout=20) == 0


def test_a_web_address_cannot_be_followed(dateline: Dateline) -> None:
    ran = dateline("index", "--watch", "https://news.example/feed.xml")
    assert (ran.returncode, ran.stderr) == (
        2,
        "Error: --watch follows folders, not web addresses\n",
    )


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("", "one of the paths to index is empty"),
        ("ftp://news.example/feed", "ftp:// is not fetched, only http:// and https:// are"),
        ("file:///etc/passwd", "file:// is not fetched, only http:// and https:// are"),
    ],
)
def test_what_cannot_be_indexed_is_wrong_usage(source: str, error: str, dateline: Dateline) -> None:
    ran = dateline("index", source)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"Error: {error}\n")


def test_no_password_is_shown(dateline: Dateline, index_dir: Path) -> None:
    ran = dateline("index", "HTTP://me:secret@127.0.0.1/p", DATELINE_INDEX_DIR=index_dir)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert "secret" not in ran.stderr


def test_a_file_of_many_bad_parts_does_not_flood_the_screen(
    dateline: Dateline, news: Path, index_dir: Path
) -> None:
    wire = news / "wire.jsonl"
    wire.write_text("".join(f'{{"id": "{n}", "text": "Share"}}\n' for n in range(60)))
    ran = dateline("index", news, DATELINE_INDEX_DIR=index_dir)
    said = ran.stderr.splitlines()
    assert len(said) == 26
    assert said[0] == f"skipped {wire}: 0: no sentence of an article in it"
    assert said[-1] == f"skipped {wire}: … and 35 more like these"
    assert ran.stdout.startswith("3 articles: 3 added")
