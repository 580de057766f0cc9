"""The commands, but for `/ask`, which is a question."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from telegram import Message, Update

from bot.filters import UsageError, read_filter
from bot.schema import Coverage
from bot.telegram.delivery import deliver
from bot.telegram.explaining import status_lines
from bot.telegram.kept import Kept
from bot.telegram.questions import on_message
from bot.telegram.reading import command_in, conversation_of, place_of
from bot.telegram.record import kept_parts
from bot.telegram.replies import reply
from bot.telegram.shared import Context, Shared, shared_by
from bot.telegram.store import TURNS
from bot.telegram.texts import Texts, texts_for
from bot.wording import wording

OFF = frozenset({"off", "all", "-", "0"})
LONGEST_DAY = 40  # characters of a date


@dataclass(frozen=True)
class Call:
    """A command that was sent."""

    shared: Shared
    message: Message
    argument: str
    user: int
    texts: Texts

    @property
    def conversation(self) -> str:
        """Whose memory it is about."""
        return conversation_of(self.message, self.message.from_user)

    async def reply(self, text: str) -> None:
        """Answer it."""
        await reply(self.message, text)


Command = Callable[[Call], Awaitable[None]]


async def start(call: Call) -> None:
    """Say what the bot is for."""
    await call.reply(call.texts.start)


async def show_help(call: Call) -> None:
    """Say what can be done."""
    await call.reply(call.texts.help)


async def sources(call: Call) -> None:
    """The sources of the last answer, with their quotes."""
    await _show_kept(call, "sources", call.texts.no_sources)


async def why(call: Call) -> None:
    """How the last answer was come to."""
    await _show_kept(call, "why", call.texts.nothing_yet)


async def since(call: Call) -> None:
    """Let only articles from a day on answer."""
    typed = call.argument.strip()
    if typed.lower() in OFF:
        await call.shared.store.set_since(call.conversation, call.message.chat_id, None)
        await call.reply(call.texts.since_cleared)
        return
    coverage = await _coverage(call)
    day = read_day(typed, call.texts.language, coverage.days)
    if day is None:
        await call.reply(call.texts.since_usage)
        return
    await call.shared.store.set_since(call.conversation, call.message.chat_id, day)
    shown = wording(call.texts.language).day(day)
    await call.reply(call.texts.since_set.format(day=shown))


async def status(call: Call) -> None:
    """What the index covers, and what this conversation has set."""
    shared, texts = call.shared, call.texts
    coverage = await _coverage(call)
    day = await shared.store.since(call.conversation)
    turns = len(await shared.store.turns(call.conversation))
    lines = status_lines(coverage, texts)
    if day:
        lines.append(texts.status_filter.format(day=wording(texts.language).day(day)))
    lines.append(texts.status_turns.format(count=min(turns, TURNS)))
    await call.reply("\n".join(lines))


async def forget(call: Call) -> None:
    """Erase the conversation."""
    await call.shared.store.forget(call.conversation)
    await call.reply(call.texts.forgotten)


async def allow(call: Call) -> None:
    """Let a user or a chat in; in a group, this one. For owners."""
    chosen = await _chosen(call)
    if chosen is None:
        return
    await call.shared.access.allow(chosen)
    here = chosen == call.message.chat_id
    await call.reply(call.texts.chat_allowed if here else call.texts.allowed.format(id=chosen))


async def disallow(call: Call) -> None:
    """Take that back. For owners."""
    chosen = await _chosen(call)
    if chosen is None:
        return
    await call.shared.access.disallow(chosen)
    await call.reply(call.texts.disallowed.format(id=chosen))


COMMANDS: dict[str, Command] = {
    "start": start,
    "help": show_help,
    "sources": sources,
    "why": why,
    "since": since,
    "status": status,
    "forget": forget,
    "allow": allow,
    "disallow": disallow,
}


async def on_command(update: Update, context: Context) -> None:
    """Carry out a command; what is none of these may be a question."""
    message = update.message
    parsed = command_in(message, context.bot) if message else None
    command = COMMANDS.get(parsed[0]) if parsed else None
    if message is None or parsed is None or command is None:
        await on_message(update, context)
        return
    user = message.from_user
    call = Call(
        shared_by(context),
        message,
        parsed[1],
        user.id if user else message.chat_id,
        texts_for(user.language_code if user else None),
    )
    await command(call)


def read_day(typed: str, language: str, covered: Sequence[date]) -> date | None:
    """The day that was typed, as `--since` takes it or in words; None if it cannot be read.

    Args:
        typed: "2021-04", "7 April", "yesterday".
        language: of the words.
        covered: the days that there are articles of, in order.
    """
    if not typed or len(typed) > LONGEST_DAY:
        return None
    with suppress(UsageError):
        return read_filter(typed, None, ()).since
    from bot.question.dates import asked_time

    asked = asked_time(typed, language, datetime.now().astimezone().date(), covered)
    return asked.first if asked else None


async def _coverage(call: Call) -> Coverage:
    shared = call.shared
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(shared.searching, shared.engine.coverage)


async def _show_kept(call: Call, name: str, none: str) -> None:
    kept = await _meant(call)
    if kept is None:
        await call.reply(call.texts.nothing_yet)
        return
    parts = kept_parts(kept.body, name)
    if not parts:
        await call.reply(none)
        return
    place = place_of(call.message)
    reply_to = None if place.private else call.message.message_id
    await deliver(call.message.get_bot(), place, parts, reply_to=reply_to)


async def _meant(call: Call) -> Kept | None:
    """The answer that the command replies to, else the last one."""
    store, replied = call.shared.store, call.message.reply_to_message
    kept = await store.answer_in(call.message.chat_id, replied.message_id) if replied else None
    return kept or await store.last_answer(call.conversation)


async def _chosen(call: Call) -> int | None:
    """Whom an owner means; anybody else is told off, and so is an owner who means nobody."""
    if not call.shared.access.owns(call.user):
        await call.reply(call.texts.not_owner)
        return None
    typed = call.argument.strip()
    if typed.removeprefix("-").isdecimal() and len(typed) < 18:
        return int(typed)
    if not typed and call.message.chat_id < 0:
        return call.message.chat_id
    await call.reply(call.texts.allow_usage)
    return None
