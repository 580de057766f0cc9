"""The commands of `dateline chat`: each a function that is given the chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.render import print_sources

if TYPE_CHECKING:
    from bot.repl import Chat


class Leave(Exception):  # no error: the person wants to go
    """The chat is over."""


@dataclass(frozen=True)
class Command:
    """What stands after the slash, what `/help` says of it, and what it does."""

    name: str
    help: str
    run: Callable[[Chat, str], None]


def run_command(line: str, chat: Chat) -> None:
    """Run the command that `line` begins with; the rest of the line is its argument."""
    name, _, argument = line.removeprefix("/").partition(" ")
    command = COMMANDS.get(name.lower())
    if command:
        command.run(chat, argument.strip())
    else:
        chat.console.print(f"There is no command /{name}; /help lists those there are.")


def _sources(chat: Chat, _: str) -> None:
    if chat.last is None:
        chat.console.print("Nothing has been answered yet.")
    elif not chat.last.citations:
        chat.console.print("The last answer has no sources: the articles do not tell.")
    else:
        print_sources(chat.last, chat.console, detailed=True)


def _why(chat: Chat, _: str) -> None:
    if chat.last is None:
        chat.console.print("Nothing has been asked yet.")
        return
    from bot.why_tables import print_why

    print_why(chat.last, chat.console)


def _help(chat: Chat, _: str) -> None:
    for command in COMMANDS.values():
        chat.console.print(f"/{command.name:8} {command.help}")
    chat.console.print("Anything else is a question. Ctrl-C stops an answer.")


def _quit(chat: Chat, _: str) -> None:
    raise Leave


COMMANDS = {
    command.name: command
    for command in (
        Command("sources", "the sources of the last answer, with quotes and addresses", _sources),
        Command("why", "what was found for the last question, and how it was decided", _why),
        Command("help", "this list", _help),
        Command("quit", "leave; Ctrl-D does the same", _quit),
    )
}
