"""A question on its way: checked, answered in a thread, shown as it is written, delivered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from telegram import Bot, Message, Update
from telegram.constants import ChatType
from telegram.error import ChatMigrated

from bot.schema import Answer, Turn
from bot.telegram.html import plain_part
from bot.telegram.kept import Given, Kept
from bot.telegram.keyboards import answer_keyboard, stop_keyboard
from bot.telegram.pleasantries import reply_to_pleasantry
from bot.telegram.preview import Preview
from bot.telegram.reading import Asked, read_question
from bot.telegram.record import Record, make_record
from bot.telegram.replies import reply, tell
from bot.telegram.runs import Run
from bot.telegram.shared import Context, Shared, shared_by
from bot.telegram.texts import texts_for
from index.schema import ArticleFilter

log = logging.getLogger(__name__)


async def on_message(update: Update, context: Context) -> None:
    """Answer the question in a message, new or edited, if it has one for us."""
    asked = read_question(update, context.bot)
    shared = shared_by(context)
    known = _is_of_known_album(shared, update.message)
    if asked is None:
        if not known:
            await _without_question(shared, update)
    elif not asked.text:
        await tell(context.bot, asked.place, asked.texts.ask_usage, asked.message_id)
    elif not await _turned_down(shared, context.bot, asked):
        pleasantry = reply_to_pleasantry(asked.text, asked.texts)
        if pleasantry:
            await tell(context.bot, asked.place, pleasantry, asked.message_id)
        else:
            await answer_question(shared, context.bot, asked)


async def answer_question(shared: Shared, bot: Bot, asked: Asked) -> None:
    """Answer; an edited question's answer is edited."""
    earlier = await shared.store.answer_to(asked.place.chat_id, asked.message_id)
    if earlier and not asked.edited and earlier.sent not in (0, asked.sent):
        await shared.store.remove(earlier.id)  # a Bot API server began to count messages anew
        earlier = None
    if earlier and _is_settled(earlier, asked):
        return
    passed_over = shared.backlog.passed_over(asked.place.chat_id)
    if passed_over:
        await tell(bot, asked.place, asked.texts.skipped.format(count=passed_over))
    try:
        await _answer(shared, bot, asked, earlier)
    except ChatMigrated as moved:
        place = replace(asked.place, chat_id=moved.new_chat_id)
        await move_chat(shared, asked.place.chat_id, place.chat_id)
        conversation = f"{place.chat_id}:{asked.conversation.partition(':')[2]}"
        await answer_question(shared, bot, replace(asked, place=place, conversation=conversation))


def _is_settled(earlier: Kept, asked: Asked) -> bool:
    """Whether this was answered before the bot was killed, or a later text of the message was."""
    same = earlier.delivered and earlier.question == asked.text
    return same or asked.edited < earlier.edited


async def move_chat(shared: Shared, chat: int, new: int) -> None:
    """A group became a supergroup: keep what belongs to it under its new id."""
    log.info("chat %s is now %s", chat, new)
    await shared.access.migrate(chat, new)
    await shared.store.migrate(chat, new)


async def _answer(shared: Shared, bot: Bot, asked: Asked, earlier: Kept | None) -> None:
    place, store = asked.place, shared.store
    history = await _history(shared, asked, earlier)
    since = await store.since(asked.conversation)
    reply_to = None if place.private else asked.message_id
    started = time.monotonic()
    with shared.runs.begin(place.chat_id, asked.message_id) as run:
        stop = stop_keyboard(run.id, asked.texts)
        edited = earlier.message_ids if earlier else ()
        note = partial(store.unfinished.add_notice, place.chat_id)
        async with Preview(bot, place, reply_to, stop, asked.texts, edited, note) as preview:
            record = await _work_out(shared, asked, history, since, run, preview.feed)
            if record:
                answer = await store.keep(_given(asked, record))
                keyboard = answer_keyboard(answer, record.passages, asked.texts)
                await store.delivered(answer, await preview.deliver(record.parts, keyboard))
            elif not run.superseded and not edited:  # an earlier answer stays as it is
                await preview.deliver([plain_part(asked.texts.stopped)], None)
        for notice in preview.noted:
            await store.unfinished.remove_notice(place.chat_id, notice)
    outcome = "answered" if record else "stopped"
    log.info("%s in chat %s, %.1f s", outcome, place.chat_id, time.monotonic() - started)


async def _history(shared: Shared, asked: Asked, earlier: Kept | None) -> tuple[Turn, ...]:
    """The turns before; a reply to an answer, be it another's, goes on from there."""
    store = shared.store
    if asked.replied:
        replied = await store.answer_in(asked.place.chat_id, asked.replied)
        if replied:
            return await store.turns(replied.conversation, replied.id + 1)
    return await store.turns(asked.conversation, earlier.id if earlier else None)


async def _work_out(
    shared: Shared,
    asked: Asked,
    history: tuple[Turn, ...],
    since: date | None,
    run: Run,
    show: Callable[[str], None],
) -> Record | None:
    """Let the engine answer in a thread of its own; None if it was stopped."""

    def work() -> Record | None:
        text = ""
        for piece in shared.engine.stream(asked.text, history, ArticleFilter(since=since)):
            if run.stopped.is_set():
                return None
            if isinstance(piece, Answer):
                return make_record(piece, history, since, asked.texts)
            text += piece
            show(text)
        raise AssertionError("an Answer ends every stream")

    working = asyncio.get_running_loop().run_in_executor(shared.answering, work)
    stopping = asyncio.create_task(run.stopped.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        stopping.cancel()
        run.stopped.set()  # for the thread, if this was cancelled
        working.cancel()  # if no thread has taken it up yet


def _given(asked: Asked, record: Record) -> Given:
    return Given(
        conversation=asked.conversation,
        chat=asked.place.chat_id,
        question_message=asked.message_id,
        question=asked.text,
        told=record.told,
        body=record.body,
        sent=asked.sent,
        edited=asked.edited,
    )


async def _turned_down(shared: Shared, bot: Bot, asked: Asked) -> bool:
    """Say so if the question is too long, or one too many."""
    longest = shared.settings.telegram_longest
    if len(asked.text) > longest:
        text = asked.texts.too_long.format(length=len(asked.text), longest=longest)
        await tell(bot, asked.place, text, asked.message_id)
        return True
    seconds = shared.limits.take(asked.user)
    if seconds and shared.limits.warns(asked.user):
        text = asked.texts.too_many.format(seconds=seconds)
        await tell(bot, asked.place, text, asked.message_id)
    return bool(seconds)


def _is_of_known_album(shared: Shared, message: Message | None) -> bool:
    """Whether other pictures of the same album came already; what is to be said, is said once."""
    album = message.media_group_id if message else None
    if album is None or album in shared.albums:
        return album is not None
    shared.albums.append(album)
    return False


async def _without_question(shared: Shared, update: Update) -> None:
    """In a private chat every message gets a word: an unknown command, a picture, a voice."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE or not _is_content(message):
        return
    if shared.limits.take(message.chat_id):
        return
    texts = texts_for(message.from_user.language_code if message.from_user else None)
    await reply(message, texts.help if message.text else texts.text_only)


def _is_content(message: Message) -> bool:
    """Whether a person sent it, rather than Telegram saying that something happened."""
    return bool(message.text or message.effective_attachment or message.checklist)
