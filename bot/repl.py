"""`dateline chat`: questions one after the other, on a terminal or from a pipe."""

from __future__ import annotations

import io
import sys
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation import Conversation
from bot.factory import build_engine
from bot.filters import match_sources
from bot.live import Draft
from bot.loading import Loading
from bot.markdown import Exchange
from bot.paragraphs import make_console, print_error
from bot.render import print_answer
from bot.schema import Answer, Coverage
from bot.settings import Settings
from bot.terminal.commands import Leave, run_command
from bot.terminal.scope import scope_text
from bot.untrusted import one_line
from index.errors import UserFacingError
from index.generations import Generations
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

GREETING = """\
Dateline answers from your articles, each sentence with its source.
/help lists the commands, Ctrl-D leaves.
"""
STOPPED = "Stopped."
LEAVING = ("exit", "quit", "/exit")  # besides /quit: what other programs take
KEPT = 200  # answers, for /save


class Chat:
    """One conversation: takes lines, prints answers."""

    def __init__(self, settings: Settings, where: ArticleFilter) -> None:
        self.console = make_console()
        self.conversation = Conversation()
        self.where = where
        self.language: str | None = None  # of the words around answers; None: the question's
        self.last: Answer | None = None
        self.exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self.saved: dict[Path, bytes] = {}
        self.loading = Loading(lambda announce: build_engine(settings, announce))

    @property
    def shown(self) -> Answer | None:
        """The last answer as it was shown, without what was found for it."""
        return self.exchanges[-1].answer if self.exchanges else None

    @property
    def coverage(self) -> Coverage | None:
        """What the index covers; None as long as it is not loaded."""
        engine = self.loading.built
        return engine.coverage() if engine else None

    def engine(self) -> AnswerEngine:
        """Wait for the engine."""
        with Draft(make_console(stderr=True)) as draft:
            return self.loading.result(draft.say)

    def take(self, line: str) -> None:
        """Run a command or answer a question. An error for the user does not end the chat.

        Raises:
            Leave: the line says so.
        """
        typed = one_line(line)
        try:
            if typed.lower() in LEAVING:
                raise Leave
            if typed.startswith("/"):
                run_command(typed, self)
            elif typed:
                self._ask(typed)
        except UserFacingError as error:
            print_error(error, self.console)

    def reset(self) -> None:
        """Forget the conversation and its answers; which articles may answer stays."""
        self.conversation.reset()
        self.exchanges.clear()
        self.last = None

    def _ask(self, question: str) -> None:
        with Draft(make_console(stderr=True)) as draft:
            engine = self.loading.result(draft.say)
            self.where = match_sources(self.where, engine.coverage().outlets)
            draft.say("Searching")
            answer = draft.follow(engine.stream(question, self.conversation.turns, self.where))
        self.last = answer
        shown = replace(_worded(answer, self.language), hits=(), search=None)
        self.exchanges.append(Exchange(shown, scope_text(self.where)))
        self.conversation.add(question, answer.text if answer.answered else "")
        print_answer(shown, self.console)


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
    from bot.terminal.prompt import silent_keys, typed_lines

    chat.console.print(GREETING)
    with silent_keys():
        for line in typed_lines(chat, chat.loading.start):
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


def _worded(answer: Answer, language: str | None) -> Answer:
    """The answer with the words around it in `language`; what is quoted or written stays."""
    if language is None or answer.answered:
        return replace(answer, language=language or answer.language)
    from bot.refusal_text import said_instead

    return replace(answer, language=language, text=said_instead(answer, language))
