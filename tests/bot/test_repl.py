"""`dateline chat`, through a pseudo-terminal and through a pipe: keys and screens."""

import stat
import time
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.engine import AnswerEngine
from bot.render import print_answer, print_sources
from tests.conftest import Dateline
from tests.llm_servers import Reply, ScriptedServer
from tests.terminal import CTRL_C, CTRL_D, ENTER, UP, Open, after, on_screen

FIRST_SCREEN = """\
Dateline answers from your articles, each sentence with its source.
/help lists the commands, Ctrl-D leaves.

>"""
QUESTION = "Who is Dmitry Peskov?"
HELP = """\
/sources       the last answer's sources, with quotes and addresses
/open N        source N between the paragraphs around it
/why           what was found, and how it was decided
/since D       only articles from day, month or year D on
/until D       only articles up to D
/source S      only outlets with S in their name; S, T for two
/lang L        the words around answers in en, id, ru, de
/copy          the last answer with its sources to the clipboard
/save FILE.md  the conversation with its sources to a file
/reset         forget the conversation
/help          this list
/quit          leave; Ctrl-D does the same
/since, /until, /source and /lang with nothing after them are undone.
Anything else is a question. Alt-Enter begins a new line in it, Tab completes,
Ctrl-C stops an answer.
"""


def test_the_prompt_comes_before_the_models(chat: Open) -> None:
    started = time.monotonic()
    terminal = chat()
    assert terminal.text == FIRST_SCREEN
    assert time.monotonic() - started < 2  # under one on a machine that does nothing else
    terminal.press(CTRL_D)
    assert terminal.wait_for_end() == 0


def test_a_conversation(chat: Open, engine: AnswerEngine) -> None:
    """A question that does not wait for the models, its sources, and a way out."""
    answer = engine.ask(QUESTION)
    terminal = chat()
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(lambda text: text.endswith("Loading …"))
    terminal.press("/sources" + ENTER)  # shows at the next prompt, not in the middle of the answer
    terminal.wait_for(after("“"))
    terminal.press(CTRL_D)
    assert terminal.wait_for_end() == 0
    assert terminal.text == (
        f"{FIRST_SCREEN} {QUESTION}\n{on_screen(print_answer, answer)}\n"
        f"> /sources\n{on_screen(print_sources, answer, detailed=True)}\n>"
    )


def test_commands(chat: Open) -> None:
    terminal = chat()
    terminal.press("/help" + ENTER)
    terminal.wait_for(after("Ctrl-C stops"))
    terminal.press("/Sources" + ENTER)
    terminal.wait_for(after("Nothing has"))
    terminal.press("/proof now" + ENTER)
    terminal.wait_for(after("no command"))
    terminal.press(CTRL_C)
    terminal.wait_for(after("/quit leaves"))
    terminal.press("never mind" + CTRL_C)
    terminal.wait_for(after("never mind"))
    terminal.press("/quit" + ENTER)
    assert terminal.wait_for_end() == 0
    assert (
        terminal.text
        == f"""\
{FIRST_SCREEN} /help
{HELP}
> /Sources
Nothing has been answered yet.

> /proof now
There is no command /proof; /help lists those there are.

>
Ctrl-D or /quit leaves.
> never mind
> /quit"""
    )


def test_ctrl_c_stops_an_answer_and_not_the_program(
    chat: Open, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script(Reply(("Too late",), delay=20))
    terminal = chat(
        DATELINE_LLM_BASE_URL=scripted_llm_server.base_url, DATELINE_LLM_MODEL="scripted"
    )
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(lambda _: bool(scripted_llm_server.requests))
    terminal.press(CTRL_C)
    terminal.wait_for(after("Stopped."))
    terminal.press("/quit" + ENTER)
    assert terminal.wait_for_end() == 0
    assert terminal.text == f"{FIRST_SCREEN} {QUESTION}\nStopped.\n\n> /quit"


def test_questions_are_remembered_for_their_owner_alone(chat: Open, home: Path) -> None:
    first = chat()
    first.press("/help" + ENTER + "/quit" + ENTER)
    first.wait_for_end()
    second = chat()
    second.press(UP)
    second.wait_for(lambda text: text.endswith("> /quit"))
    second.press(UP)
    second.wait_for(lambda text: text.endswith("> /help"))
    history = home / "dateline" / "history"
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.parent.stat().st_mode) == 0o700


def test_from_a_pipe(dateline: Dateline, indexed: Path, engine: AnswerEngine) -> None:
    typed = f"{QUESTION}\n\n/sources\n/quit\nnever asked\n"
    ran = dateline("chat", stdin=typed, DATELINE_INDEX_DIR=indexed)
    answer = engine.ask(QUESTION)
    out = StringIO()
    print_answer(answer, Console(file=out, highlight=False, emoji=False))
    out.write("\n")
    print_sources(answer, Console(file=out, highlight=False, emoji=False), detailed=True)
    out.write("\n")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, out.getvalue(), "")


def test_an_error_does_not_end_the_chat(dateline: Dateline, indexed: Path) -> None:
    ran = dateline("chat", "--source", "Times", stdin="Who?\n/nix\n", DATELINE_INDEX_DIR=indexed)
    error, empty, unknown = ran.stdout.splitlines()
    assert error.startswith("Error: no outlet in the index is called 'Times'; it has Harbour Wire")
    assert (empty, unknown) == ("", "There is no command /nix; /help lists those there are.")
    assert (ran.returncode, ran.stderr) == (0, "")
