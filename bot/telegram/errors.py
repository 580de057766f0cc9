"""What became of errors: the user sees a short id, the log has the traceback beside it."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress

from telegram import Update
from telegram.error import ChatMigrated, Forbidden, TelegramError

from bot.telegram.questions import move_chat
from bot.telegram.replies import reply
from bot.telegram.shared import Context, shared_by
from bot.telegram.texts import texts_for
from bot.untrusted import one_line
from index.errors import UserFacingError

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log an error and tell whom it struck."""
    error = context.error
    message = update.effective_message if isinstance(update, Update) else None
    chat = message.chat_id if message else None
    if isinstance(error, Forbidden):
        log.info("chat %s cannot be written to: %s", chat, error)
        return
    if isinstance(error, ChatMigrated) and chat:
        await move_chat(shared_by(context), chat, error.new_chat_id)
        return
    user = update.effective_user if isinstance(update, Update) else None
    texts = texts_for(user.language_code if user else None)
    if isinstance(error, UserFacingError):
        log.error("%s", one_line(str(error)))
        text = texts.unavailable.format(reason=one_line(str(error)))
    else:
        error_id = secrets.token_hex(3)
        log.error("error %s in chat %s", error_id, chat, exc_info=error)
        text = texts.error.format(id=error_id)
    if message:
        with suppress(TelegramError):
            await reply(message, text)
