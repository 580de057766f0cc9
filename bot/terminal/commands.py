"""The commands of `dateline chat`: each a function that is given the chat and its argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rich.text import Text

from bot.paragraphs import print_line
from bot.terminal.scope import (
    Offer,
    offer_days,
    offer_languages,
    offer_outlets,
    set_language,
    set_since,
    set_sources,
    set_until,
)
from bot.terminal.sources import (
    copy_answer,
    offer_sources,
    open_source,
    save_conversation,
    show_sources,
    show_why,
)
from bot.untrusted import one_line
from bot.wording import languages

if TYPE_CHECKING:
    from bot.repl import Chat

NARROW = 60  # columns; below it a command's description stands under it
LONGEST_NAME = 40  # characters that are repeated of a command that is none
FILE = "FILE.md"


class Leave(Exception):  # no error: the person wants to go
    """The chat is over."""


@dataclass(frozen=True)
class Command:
    """What stands after the slash, what `/help` says of it, and what it does."""

    name: str
    argument: str  # as `/help` writes it; empty where there is none
    help: str
    run: Callable[[Chat, str], None]
    offers: Callable[[Chat, str], Iterable[Offer]] | None = None
    """What the argument may be, of which this is typed."""

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return f"/{self.name} {self.argument}".rstrip()


def run_command(line: str, chat: Chat) -> None:
    """Run the command that `line` begins with; the rest of the line is its argument."""
    name, _, argument = line.removeprefix("/").partition(" ")
    command = COMMANDS.get(name.lower())
    if command:
        command.run(chat, argument.strip())
        return
    near = get_close_matches(name.lower(), COMMANDS, n=1)
    advice = f"did you mean /{near[0]}?" if near else "/help lists those there are."
    chat.console.print(f"There is no command /{one_line(name[:LONGEST_NAME])}; {advice}")


def _help(chat: Chat, _: str) -> None:
    console = chat.console
    broadest = max(len(command.usage) for command in COMMANDS.values())
    for command in COMMANDS.values():
        if console.width < NARROW:
            console.print(command.usage, style="bold")
            print_line(console, Text(command.help), indent=2)
        else:
            usage = Text(f"{command.usage:<{broadest}}  ")
            print_line(console, Text(command.help), label=usage)
    for line in ENDING:
        print_line(console, Text(line))


def _reset(chat: Chat, _: str) -> None:
    chat.reset()
    chat.console.print("The conversation is forgotten.")


def _quit(chat: Chat, _: str) -> None:
    raise Leave


ENDING = (
    "/since, /until, /source and /lang with nothing after them are undone.",
    "Anything else is a question. Alt-Enter begins a new line in it, Tab completes, "
    "Ctrl-C stops an answer.",
)
WORDED = ", ".join(languages())
COMMANDS = {
    command.name: command
    for command in (
        Command(
            "sources", "", "the last answer's sources, with quotes and addresses", show_sources
        ),
        Command(
            "open", "N", "source N between the paragraphs around it", open_source, offer_sources
        ),
        Command("why", "", "what was found, and how it was decided", show_why),
        Command("since", "D", "only articles from day, month or year D on", set_since, offer_days),
        Command("until", "D", "only articles up to D", set_until, offer_days),
        Command(
            "source",
            "S",
            "only outlets with S in their name; S, T for two",
            set_sources,
            offer_outlets,
        ),
        Command(
            "lang", "L", f"the words around answers in {WORDED}", set_language, offer_languages
        ),
        Command("copy", "", "the last answer with its sources to the clipboard", copy_answer),
        Command("save", FILE, "the conversation with its sources to a file", save_conversation),
        Command("reset", "", "forget the conversation", _reset),
        Command("help", "", "this list", _help),
        Command("quit", "", "leave; Ctrl-D does the same", _quit),
    )
}
