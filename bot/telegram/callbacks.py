"""Buttons: a passage, a vote, a stop. And 👍 and 👎 as reactions, which are votes too."""

from __future__ import annotations

from functools import partial

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, ReactionTypeEmoji, Update
from telegram.constants import ChatType

from bot.telegram.delivery import Place, deliver, remove
from bot.telegram.kept import Kept
from bot.telegram.keyboards import Passage, Stop, Vote, answer_keyboard, parse
from bot.telegram.reading import place_of
from bot.telegram.record import kept_parts
from bot.telegram.replies import attempt
from bot.telegram.shared import Context, Shared, shared_by
from bot.telegram.texts import Texts, texts_for

REACTIONS = {"👍": 1, "👎": -1}


async def on_button(update: Update, context: Context) -> None:
    """Do what the pressed button says; each press is acknowledged, or its clock would turn on."""
    query = update.callback_query
    assert query
    shared, texts = shared_by(context), texts_for(query.from_user.language_code)
    match parse(query.data):
        case Stop(run_id):
            await _stop(shared, query, run_id, texts)
        case Passage(answer, number):
            await _show_passage(shared, query, await _own(shared, query, answer), number, texts)
        case Vote(answer, value):
            await _vote(shared, query, await _own(shared, query, answer), value, texts)
        case None:
            await acknowledge(query, texts.passage_gone)


async def on_reaction(update: Update, context: Context) -> None:
    """Take 👍 and 👎 on an answer as votes, and their withdrawal too."""
    reaction = update.message_reaction
    assert reaction
    store = shared_by(context).store
    kept = await store.answer_in(reaction.chat.id, reaction.message_id)
    if kept is None or reaction.user is None:
        return
    given = [
        REACTIONS[one.emoji]
        for one in reaction.new_reaction
        if isinstance(one, ReactionTypeEmoji) and one.emoji in REACTIONS
    ]
    await store.vote(kept.id, reaction.user.id, given[0] if given else 0, kept.body["vote"])


async def acknowledge(
    query: CallbackQuery, text: str | None = None, *, alert: bool = False
) -> None:
    """Answer the press; one that is too old to be answered does not matter any more."""
    await attempt(partial(query.answer, text, show_alert=alert))


async def _stop(shared: Shared, query: CallbackQuery, run_id: int, texts: Texts) -> None:
    if shared.runs.stop(run_id, _chat(query)):
        await acknowledge(query, texts.stopped)
        return
    await acknowledge(query, texts.stale)
    message = query.message
    if message and not await shared.store.answer_in(message.chat.id, message.message_id):
        await remove(query.get_bot(), _place(message), message.message_id)  # of a run long over


async def _show_passage(
    shared: Shared, query: CallbackQuery, kept: Kept | None, number: int, texts: Texts
) -> None:
    passages = kept_parts(kept.body, "passages") if kept else []
    if not 0 < number <= len(passages) or query.message is None:
        await acknowledge(query, texts.passage_gone, alert=True)
        return
    await acknowledge(query)
    place, reply_to = _place(query.message), query.message.message_id
    await deliver(query.get_bot(), place, [passages[number - 1]], reply_to=reply_to)


async def _vote(
    shared: Shared, query: CallbackQuery, kept: Kept | None, value: int, texts: Texts
) -> None:
    """Count the vote; the same again takes it back."""
    if kept is None:
        await acknowledge(query, texts.passage_gone, alert=True)
        return
    user = query.from_user.id
    vote = 0 if await shared.store.vote_of(kept.id, user) == value else value
    await shared.store.vote(kept.id, user, vote, kept.body["vote"])
    await acknowledge(query, texts.thanks if vote else texts.vote_withdrawn)
    if query.message and query.message.chat.type == ChatType.PRIVATE:
        keyboard = answer_keyboard(kept.id, len(kept.body["passages"]), texts, vote or None)
        await attempt(partial(query.edit_message_reply_markup, keyboard))


async def _own(shared: Shared, query: CallbackQuery, answer: int) -> Kept | None:
    """The answer, if it was given in this chat: what a button says may be made up."""
    kept = await shared.store.answer(answer)
    return kept if kept and kept.chat == _chat(query) else None


def _place(message: MaybeInaccessibleMessage) -> Place:
    if isinstance(message, Message):
        return place_of(message)
    return Place(message.chat.id, private=message.chat.type == ChatType.PRIVATE)


def _chat(query: CallbackQuery) -> int:
    return query.message.chat.id if query.message else 0
