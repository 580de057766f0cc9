"""The gate: what a stranger sends goes no further, but for the pairing code."""

from __future__ import annotations

import logging

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.telegram.access import ANONYMOUS, CODE_LENGTH
from bot.telegram.callbacks import acknowledge
from bot.telegram.inline import answer_inline
from bot.telegram.reading import is_addressed
from bot.telegram.replies import reply
from bot.telegram.shared import Context, Shared, shared_by
from bot.telegram.texts import texts_for

log = logging.getLogger(__name__)


async def gate(update: Update, context: Context) -> None:
    """Let through what comes from those who are allowed.

    Raises:
        ApplicationHandlerStop: it comes from a stranger, or from another bot.
    """
    shared = shared_by(context)
    user, chat = update.effective_user, update.effective_chat
    robot = user is not None and user.is_bot and user.id not in ANONYMOUS
    if not robot and shared.access.allows(user.id if user else None, chat.id if chat else None):
        return
    if not robot:
        await _answer_stranger(shared, update)
    raise ApplicationHandlerStop


async def _answer_stranger(shared: Shared, update: Update) -> None:
    user = update.effective_user
    if user is None:
        return
    texts = texts_for(user.language_code)
    if update.callback_query:
        await acknowledge(update.callback_query, texts.stranger.format(id=user.id), alert=True)
    elif update.inline_query:
        await answer_inline(update, [], texts.inline_stranger)
    elif update.message and update.message.chat.type == ChatType.PRIVATE:
        await _answer_in_private(shared, update.message, user.id)
    elif update.message and is_addressed(update.message, update.get_bot()):
        chat = update.message.chat_id
        if shared.access.greets(chat):
            await reply(update.message, texts.group_stranger.format(id=chat))


async def _answer_in_private(shared: Shared, message: Message, user: int) -> None:
    texts = texts_for(message.from_user.language_code if message.from_user else None)
    word = (message.text or "").removeprefix("/start").strip()
    looks_like_code = len(word) == CODE_LENGTH and " " not in word
    paired = await shared.access.pair(user, word) if looks_like_code else None
    if paired:
        log.info("user %s is the owner now", user)
        shared.say(f"Paired: user {user} is the owner now.")
        await reply(message, texts.paired)
        await reply(message, texts.start)
    elif paired is False:
        log.warning("user %s sent a wrong pairing code", user)
        await reply(message, texts.wrong_code)
    elif shared.access.greets(user):
        await reply(message, texts.stranger.format(id=user))
