"""What a chat offers while a command is typed: its name, then what may follow it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from bot.terminal.commands import COMMANDS, FILE, NARROW
from index.errors import UserFacingError

if TYPE_CHECKING:
    from bot.repl import Chat


class CommandCompleter(Completer):
    """Completes commands, outlets, dates, source numbers and files; questions never."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._files = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        """Yield what the line before the cursor may become."""
        name, space, argument = document.text_before_cursor.partition(" ")
        if not name.startswith("/"):
            return
        if not space:
            yield from self._names(name)
            return
        command = COMMANDS.get(name[1:].lower())
        if command and command.argument == FILE:
            yield from self._files.get_completions(Document(argument), event)
        elif command and command.offers:
            try:
                for text, told in command.offers(self._chat, argument.lstrip()):
                    yield Completion(text, -len(argument.lstrip()), display_meta=self._beside(told))
            except UserFacingError:  # an index that has gone: the question will say so
                return

    def _names(self, typed: str) -> Iterable[Completion]:
        for command in COMMANDS.values():
            name = f"/{command.name}"
            if name.startswith(typed.lower()):
                text = f"{name} " if command.argument else name
                beside = self._beside(command.help)
                yield Completion(text, -len(typed), display=command.usage, display_meta=beside)

    def _beside(self, told: str) -> str:
        """What is told of a choice, if there is room beside it."""
        return told if self._chat.console.width >= NARROW else ""
