"""The line that is typed into: its keys, its history, and what stands before it."""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import platformdirs
from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session, get_app
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.styles import Style

from bot.terminal.completion import CommandCompleter
from bot.terminal.scope import scope_text

if TYPE_CHECKING:
    from bot.repl import Chat

PROMPT = "> "
FURTHER = "  "  # before the second line of a question
HINT = "Ctrl-D or /quit leaves."
STYLE = Style.from_dict({"scope": "ansicyan"})


def typed_lines(chat: Chat, on_screen: Callable[[], None]) -> Iterator[str]:
    """Yield what is typed; `on_screen` is called once the first prompt can be seen."""
    # Even to a dumb terminal it would say in escape sequences that the cursor be shown.
    plain = PlainTextOutput(sys.stdout) if chat.console.is_dumb_terminal else None
    with create_app_session(output=plain):
        session = _session(chat)
    session.app.after_render += lambda _: on_screen()
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                chat.console.print(HINT)
        except EOFError:
            return


def _session(chat: Chat) -> PromptSession[str]:
    return PromptSession(
        lambda: _prompt(chat),
        multiline=True,  # for pasted lines; Enter sends all the same
        prompt_continuation=FURTHER,
        key_bindings=_keys(),
        history=_history(),
        completer=CommandCompleter(chat),
        complete_in_thread=True,
        complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
        enable_suspend=True,
        style=STYLE,
    )


@contextmanager
def silent_keys() -> Iterator[None]:
    """What is typed meanwhile waits for the next prompt, and shows nowhere before it."""
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    silent = termios.tcgetattr(keyboard)
    silent[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(keyboard, termios.TCSANOW, silent)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)


def _prompt(chat: Chat) -> StyleAndTextTuples:
    """The prompt; where not all articles may answer, it is said above it which."""
    lines = wrap(scope_text(chat.where), get_app().output.get_size().columns - 1)
    return [*(("class:scope", f"{line}\n") for line in lines), ("", PROMPT)]


def _keys() -> KeyBindings:
    """Enter sends, or takes what is chosen in the menu; Alt-Enter begins a new line."""
    keys = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=typing)
    def send(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter", filter=typing)
    def begin_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)

    return keys


def _history() -> History:
    """The questions of earlier chats, in a file that only its owner can read."""
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
