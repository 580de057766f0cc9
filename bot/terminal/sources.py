"""What is done with the answers of a chat: shown in detail, opened, copied, saved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.filters import UsageError
from bot.markdown import as_markdown
from bot.render import print_answer, print_passage, print_sources
from bot.schema import Answer, Citation
from bot.terminal.browser import open_page
from bot.terminal.clipboard import copy_to_system, copy_to_tmux, terminal_sequence
from bot.terminal.scope import Offer
from bot.untrusted import one_line, web_address
from index.errors import UserFacingError

if TYPE_CHECKING:
    from bot.repl import Chat

NOTHING_YET = "Nothing has been answered yet."
NO_SOURCES = "The last answer has no sources: the articles do not tell."

_NUMBER = re.compile(r"\[?(\d{1,4})\]?")


def show_sources(chat: Chat, _: str) -> None:
    """Print the sources of the last answer in detail."""
    if chat.shown is None:
        chat.console.print(NOTHING_YET)
    elif not chat.shown.citations:
        chat.console.print(NO_SOURCES)
    else:
        print_sources(chat.shown, chat.console, detailed=True)


def show_why(chat: Chat, _: str) -> None:
    """Print how the last answer came about."""
    if chat.last is None:
        chat.console.print("Nothing has been asked yet.")
        return
    from bot.why_tables import print_why

    print_why(chat.last, chat.console)


def open_source(chat: Chat, number: str) -> None:
    """Print the passage that a source is from; its page opens too where a browser can.

    Raises:
        UsageError: there is no such source.
    """
    citations = _citations(chat.shown)
    if chat.shown is None:
        chat.console.print(NOTHING_YET)
    elif not citations:
        chat.console.print(NO_SOURCES)
    else:
        citation = _chosen(citations, number)
        print_passage(citation, chat.shown.language, chat.console)
        address = web_address(citation.article.url)
        if address and chat.console.is_terminal and open_page(address):
            chat.console.print("\nIts page opens in the browser.")


def copy_answer(chat: Chat, _: str) -> None:
    """Copy the last answer and its sources to the clipboards there are.

    Raises:
        UserFacingError: there is none, or it is too long for it.
    """
    if chat.shown is None:
        chat.console.print(NOTHING_YET)
        return
    text = _plain(chat.shown)
    what = f"the answer with its sources, {len(text)} characters"
    has_own = chat.console.is_terminal and not chat.console.is_dumb_terminal
    in_tmux = has_own and copy_to_tmux(text)
    sequence = terminal_sequence(text) if has_own else None
    if sequence and not in_tmux:
        chat.console.file.write(sequence)
    if copy_to_system(text):
        chat.console.print(f"Copied: {what}.")
    elif in_tmux:
        chat.console.print(f"Given to tmux and to its terminal's clipboard: {what}.")
    elif not has_own:
        raise UserFacingError("there is no clipboard here; /save FILE.md writes a file")
    elif sequence:
        chat.console.print(f"Given to the terminal's clipboard (OSC 52): {what}.")
    else:
        raise UserFacingError(f"too long for the terminal's clipboard: {what}; /save FILE.md")


def save_conversation(chat: Chat, name: str) -> None:
    """Write the conversation to a Markdown file; only what this chat wrote is overwritten.

    Raises:
        UserFacingError: it cannot be written, or is another's.
    """
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":  # as a shell wants it
        name = name[1:-1]
    if not name:
        raise UsageError("say where: /save answers.md")
    if not chat.exchanges:
        chat.console.print(NOTHING_YET)
        return
    text = as_markdown(chat.exchanges, datetime.now().astimezone().date())
    try:
        path = Path(name).expanduser()
        if path.exists() and not _is_as_saved(path, chat.saved.get(path)):
            raise UserFacingError(f"{name} is there already; choose another name")
        path.write_text(text, encoding="utf-8")
    except (OSError, RuntimeError, ValueError) as error:  # no home, a name that cannot be
        reason = getattr(error, "strerror", None) or error
        raise UserFacingError(f"cannot write {name}: {reason}") from error
    chat.saved[path] = text.encode()
    count = len(chat.exchanges)
    chat.console.print(f"Saved {count} answer{'s' * (count != 1)} to {one_line(str(path))}.")


def _is_as_saved(path: Path, saved: bytes | None) -> bool:
    """Whether a file has what this chat wrote; devices, which may never end, are not read."""
    return (
        saved is not None
        and path.is_file()
        and path.stat().st_size == len(saved)
        and path.read_bytes() == saved
    )


def offer_sources(chat: Chat, typed: str) -> Iterator[Offer]:
    """The numbers of the last answer's sources, with their titles, or quotes of the same one."""
    citations = _citations(chat.shown)
    names = [citation.article.name for citation in citations]
    for citation in citations:
        if str(citation.number).startswith(typed):
            alone = names.count(citation.article.name) == 1
            yield str(citation.number), one_line(citation.article.name if alone else citation.quote)


def _citations(answer: Answer | None) -> Sequence[Citation]:
    """What an answer cites; what came nearest to one."""
    if answer is None:
        return ()
    return answer.citations or ((answer.nearest,) if answer.nearest else ())


def _chosen(citations: Sequence[Citation], number: str) -> Citation:
    if not number and len(citations) == 1:
        return citations[0]
    found = _NUMBER.fullmatch(number)
    for citation in citations:
        if found and citation.number == int(found[1]):
            return citation
    there = "1" if len(citations) == 1 else f"1 to {len(citations)}"
    asked = f"there is no source {number!r}" if number else "say which source"
    raise UsageError(f"{asked}; the last answer has {there}: /open 1")


def _plain(answer: Answer) -> str:
    """An answer as it is printed into a pipe."""
    out = StringIO()
    console = Console(file=out, color_system=None, force_terminal=False, markup=False)
    print_answer(answer, console)
    return out.getvalue()
