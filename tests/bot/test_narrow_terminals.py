"""Terminals of 40 columns, some of which know no escape sequences: no word is broken in two."""

import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.engine import AnswerEngine
from bot.render import print_sources
from bot.why import explain
from tests.terminal import ENTER, Open, Terminal, after

QUESTION = "Who is Dmitry Peskov?"
ESCAPE = b"\x1b"


def narrow(out: StringIO) -> Console:
    return Console(file=out, force_terminal=True, width=40, highlight=False, emoji=False)


def test_the_reasons_stand_in_paragraphs(
    indexed: Path, engine: AnswerEngine, tmp_path: Path
) -> None:
    """What fits is a table; other figures stand under what they are of, names beside values."""
    terminal = Terminal(
        *("ask", QUESTION, "--why"),
        folder=tmp_path,
        columns=40,
        rows=300,
        DATELINE_INDEX_DIR=str(indexed),
    )
    assert terminal.wait_for_end() == 0
    why = explain(engine.ask(QUESTION))
    first = why.sentences[0]
    signs = terminal.lines.index("Signs")
    assert terminal.lines[signs + 1] == "sign              seen    part"
    assert terminal.lines[signs + 3].startswith("sentence_cosine  0.")
    after_heading = "\n".join(terminal.lines[terminal.lines.index("Sentences") + 1 :])
    assert " ".join(after_heading.split()).startswith(
        f"1 {first.evidence.text} hit=1 cited=[1] score={first.evidence.score:.2f} cosine="
    )
    assert re.match(r" 1  \S.*\n    \S", after_heading)
    for sentence in why.sentences:
        words = {word for line in terminal.lines for word in line.split()}
        assert set(sentence.evidence.text.split()) <= words


def test_an_error_is_broken_between_words(tmp_path: Path) -> None:
    terminal = Terminal("ask", "x", "--since", "2021-13", folder=tmp_path, columns=40)
    assert terminal.wait_for_end() == 2
    assert terminal.text == (
        "Error: '2021-13' is no date: write\n2021-04-07, or 2021-04 or 2021 for a\n"
        "whole month or year"
    )


def test_a_terminal_that_knows_no_escape_sequence(chat: Open) -> None:
    terminal = chat(columns=40, TERM="dumb")
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(after("Sources"))
    words = {word for line in terminal.lines for word in line.split()}
    assert {"spokesman", "Kremlin,", "Leaving", "undated"} <= words
    terminal.press("/copy" + ENTER)
    terminal.wait_for(after("Error: there is no clipboard here; /save\nFILE.md writes a file"))
    assert ESCAPE not in terminal.written


@pytest.mark.parametrize(
    ("location", "file"),
    [
        ("letters.mbox#3", "letters.mbox"),
        ("feed.xml#https://example.org/#/one", "feed.xml"),
        ("notes #4.txt", "notes%20%234.txt"),
        ("gone.mbox#3", None),
    ],
)
def test_a_path_links_to_its_file(
    location: str, file: str | None, engine: AnswerEngine, tmp_path: Path
) -> None:
    """A file may hold several articles, and another one have a number sign in its name."""
    for name in ("letters.mbox", "feed.xml", "notes #4.txt"):
        (tmp_path / name).touch()
    answer = engine.ask(QUESTION)
    first = answer.citations[0]
    article = replace(first.article, path=location, location=f"{tmp_path}/{location}")
    out = StringIO()
    print_sources(replace(answer, citations=(replace(first, article=article),)), narrow(out))
    linked = re.findall(r"\x1b\]8;[^;]*;(file:[^\x1b]+)\x1b", out.getvalue())
    assert linked == ([f"file://{tmp_path}/{file}"] if file else [])
