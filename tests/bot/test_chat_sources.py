"""What a chat does with its answers: `/open`, `/copy`, `/save`, also through a pipe."""

import os
import re
import sys
from base64 import b64decode
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.engine import AnswerEngine
from bot.render import print_answer, print_passage
from bot.settings import Settings
from index.schema import ArticleFilter
from tests.conftest import Dateline
from tests.terminal import CTRL_D, CTRL_L, ENTER, Open, after

QUESTION = "Who is Dmitry Peskov?"
UNTOLD = "Who won the World Cup?"
PAGE = "https://harbourwire.example/2021/04/07/zoom-shuts-russian-state-bodies-out"
PASSAGE = """\
[2] Zoom shuts Russian state bodies out of new licences; senator floats a block
    — Harbour Wire, 7 April 2021 (en)
    examples/articles/zoom-ban-wire-en.txt
    https://harbourwire.example/2021/04/07/zoom-shuts-russian-state-bodies-out

    The instruction was set out in a letter to RightConf, a regional distributor
    of the U.S. platform, and it also covers other former Soviet republics,
    Kommersant said. RightConf made no comment on the report.

  > Dmitry Peskov, the Kremlin spokesman and press secretary to President
    Vladimir Putin, played the matter down and said Russian developers would
    have to finish their own products so that state offices could move over to
    them.

    Alexander Bashkin, a senator in the Federation Council, told RIA Novosti
    that Russia could answer in kind by closing off the service on its
    territory.
"""


def piped(print_it: Callable[..., None], *printed: object) -> str:
    """What printing it sends into a pipe."""
    out = StringIO()
    print_it(*printed, Console(file=out, highlight=False, emoji=False))
    return out.getvalue()


def test_a_source_is_opened_copied_and_saved(
    chat: Open, engine: AnswerEngine, tmp_path: Path
) -> None:
    browser = program(tmp_path / "my-browser", "sys.argv[1]", tmp_path / "opened")
    terminal = chat(
        BROWSER=f"{browser} %s",
        HOME=str(tmp_path),
        DATELINE_CACHE_DIR=str(Settings(_env_file=None).cache_dir),
    )
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(after("Sources"))
    assert f"{PAGE}\x1b\\Zoom shuts".encode() in terminal.written  # OSC 8 around the title
    terminal.press("/open 9" + ENTER)
    terminal.wait_for(after("no source"))
    assert terminal.lines[-3] == (
        "Error: there is no source '9'; the last answer has 1 to 3: /open 1"
    )
    terminal.press(CTRL_L + "/open 2" + ENTER)
    terminal.wait_for(after("opens in"))
    assert terminal.text == f"> /open 2\n{PASSAGE}\nIts page opens in the browser.\n\n>"
    terminal.wait_for(lambda _: (tmp_path / "opened").exists())
    assert (tmp_path / "opened").read_text() == PAGE
    text = piped(print_answer, engine.ask(QUESTION))
    terminal.press(CTRL_L + "/copy" + ENTER)
    terminal.wait_for(after("Given"))
    copied = re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", terminal.written)
    assert [b64decode(sent).decode() for sent in copied] == [text]
    assert terminal.lines[1:3] == [
        f"Given to the terminal's clipboard (OSC 52): the answer with its sources, {len(text)}"[
            :80
        ].rstrip(),
        "characters.",
    ]
    terminal.press(CTRL_L + "/save ~/answers.md" + ENTER)
    terminal.wait_for(after("Saved 1 answer"))
    terminal.press(UNTOLD + ENTER + "/save ~/answers.md" + ENTER)
    terminal.wait_for(after("Saved 2 answers"))  # its own file grows
    saved = tmp_path / "answers.md"
    saved.write_text("edited")
    terminal.press("/save ~/answers.md" + ENTER)
    terminal.wait_for(after("is there already"))
    assert saved.read_text() == "edited"
    terminal.press(CTRL_D)
    assert terminal.wait_for_end() == 0


def test_in_tmux_a_copy_goes_to_tmux(chat: Open, tmp_path: Path) -> None:
    """By default tmux takes no clipboard sequence from the programs in it."""
    program(tmp_path / "tmux", "str(sys.argv[1:]) + sys.stdin.read()", tmp_path / "copied")
    terminal = chat(TMUX="/tmp/tmux-0/default,1,0")
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(after("Sources"))
    terminal.press("/copy" + ENTER)
    terminal.wait_for(after("Given to tmux and to its terminal's clipboard"))
    copied = (tmp_path / "copied").read_text()
    assert copied.startswith("['load-buffer', '-w', '-']Dmitry Peskov")
    assert b"\x1b]52;" not in terminal.written


def test_a_conversation_is_saved_to_files_alone(
    dateline: Dateline, indexed: Path, tmp_path: Path
) -> None:
    """A pipe or device may never end; a name may stand in quotation marks."""
    typed = f'{UNTOLD}\n/save endless\n/save "my answers.md"\n/save .\n'
    os.mkfifo(tmp_path / "endless")
    ran = dateline("chat", stdin=typed, DATELINE_INDEX_DIR=indexed)
    assert ran.stdout.splitlines()[-5:] == [
        "Error: endless is there already; choose another name",
        "",
        "Saved 1 answer to my answers.md.",
        "",
        "Error: . is there already; choose another name",
    ]


def test_from_a_pipe(
    dateline: Dateline, indexed: Path, engine: AnswerEngine, tmp_path: Path
) -> None:
    """No escape sequence; a clipboard that is there is used; every error is a line."""
    program(tmp_path / "xclip", "sys.stdin.read()", tmp_path / "copied")
    typed = (
        f"/since 2021\n{QUESTION}\n/open 2\n/copy\n/save answers.md\n/save no/where.md\n"
        "/save answers.md\n/opne 1\n/since 2020\n/until 2019\n/since\nexit\nnever asked\n"
    )
    ran = dateline("chat", stdin=typed, DATELINE_INDEX_DIR=indexed, PATH=tmp_path)
    answer = engine.ask(QUESTION, where=ArticleFilter(since=date(2021, 1, 1)))
    text = piped(print_answer, answer)
    assert ran.stdout == "\n".join(
        [
            "Asking only: since 2021-01-01\n",
            text,
            piped(print_passage, answer.citations[1], "en"),
            f"Copied: the answer with its sources, {len(text)} characters.\n",
            "Saved 1 answer to answers.md.\n",
            "Error: cannot write no/where.md: No such file or directory\n",
            "Saved 1 answer to answers.md.\n",
            "There is no command /opne; did you mean /open?\n",
            "Asking only: since 2020-01-01\n",
            "Error: nothing lies between 2020-01-01 and 2019: the first date is the later\n",
            "Asking all articles.\n\n",
        ]
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "copied").read_text() == text


def program(path: Path, what: str, to: Path) -> Path:
    """A program that writes what it was given into a file."""
    path.write_text(f"#!{sys.executable} -S\nimport sys\nopen({str(to)!r}, 'w').write({what})\n")
    path.chmod(0o700)
    return path
