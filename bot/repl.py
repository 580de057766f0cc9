"""`dateline chat`: questions one after the other, on a terminal or from a pipe."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from bot.conversation import Conversation
from bot.factory import Announce, build_engine, settle_filter
from bot.live import Draft
from bot.loading import Loading
from bot.render import make_console, print_answer
from bot.repl_commands import Leave, run_command
from bot.schema import Answer
from bot.settings import Settings
from bot.untrusted import one_line
from index.errors import UserFacingError
from index.generations import Generations
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from prompt_toolkit.history import History

    from bot.engine import AnswerEngine

PROMPT = "> "
GREETING = """\
Dateline answers from your articles, each sentence with its source.
/help lists the commands, Ctrl-D leaves.
"""
HINT = "Ctrl-D or /quit leaves."
STOPPED = "Stopped."


class Chat:
    """One conversation: takes lines, prints answers."""

    def __init__(self, settings: Settings, where: ArticleFilter) -> None:
        self.console = make_console()
        self.conversation = Conversation()
        self.last: Answer | None = None
        self.loading = Loading(lambda announce: _load(settings, where, announce))

    def take(self, line: str) -> None:
        """Run a command or answer a question. An error for the user does not end the chat.

        Raises:
            Leave: the line says so.
        """
        typed = one_line(line)
        try:
            if typed.startswith("/"):
                run_command(typed, self)
            elif typed:
                self._ask(typed)
        except UserFacingError as error:
            self.console.print(f"Error: {one_line(str(error))}", soft_wrap=True)

    def _ask(self, question: str) -> None:
        with Draft(make_console(stderr=True)) as draft:
            engine, where = self.loading.result(draft.say)
            draft.say("Searching")
            answer = draft.follow(engine.stream(question, self.conversation.turns, where))
        self.last = answer
        self.conversation.add(question, answer.text if answer.answered else "")
        print_answer(answer, self.console)


def run_chat(settings: Settings, where: ArticleFilter) -> None:
    """Chat until the person leaves.

    Raises:
        IndexMissing: nothing has been indexed yet.
    """
    Generations(settings.index_dir).require_current()
    chat = Chat(settings, where)
    try:
        if sys.stdin.isatty() and chat.console.is_terminal:
            _talk(chat)
        else:
            _read_lines(chat)
    except Leave:
        pass


def _talk(chat: Chat) -> None:
    chat.console.print(GREETING)
    for line in _typed_lines(chat.loading.start, chat.console.print):
        try:
            chat.take(line)
        except KeyboardInterrupt:
            chat.console.print(STOPPED)
        chat.console.print()


def _read_lines(chat: Chat) -> None:
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    for number, line in enumerate(filter(None, map(str.strip, lines))):
        if number:
            chat.console.print()
        chat.take(line)


def _typed_lines(on_screen: Callable[[], None], say: Callable[[str], None]) -> Iterator[str]:
    """Yield what is typed; `on_screen` is called once the first prompt can be seen."""
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(PROMPT, history=_history())
    session.app.after_render += lambda _: on_screen()
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                say(HINT)
        except EOFError:
            return


def _history() -> History:
    """The questions of earlier chats, in a file that only its owner can read."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    path = platformdirs.user_state_path("dateline") / "history"
    try:
        _make_private(path)
    except OSError:  # a home that cannot be written to
        return InMemoryHistory()
    return FileHistory(path)


def _make_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    path.chmod(0o600)


def _load(
    settings: Settings, where: ArticleFilter, announce: Announce
) -> tuple[AnswerEngine, ArticleFilter]:
    return build_engine(settings, announce), settle_filter(where, settings)
