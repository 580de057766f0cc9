"""The python-telegram-bot application: built from the settings, its handlers registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)

from bot.telegram.callbacks import on_button, on_reaction
from bot.telegram.commands import on_command
from bot.telegram.connection import Limiter, Polls, sending
from bot.telegram.errors import on_error
from bot.telegram.gate import gate
from bot.telegram.inline import on_inline
from bot.telegram.ordering import ChatOrder
from bot.telegram.questions import move_chat, on_message
from bot.telegram.reception import Reception
from bot.telegram.shared import KEY, App, Context, make_shared, shared_by
from bot.telegram.store import Store, state_path
from index.errors import UserFacingError

if TYPE_CHECKING:
    from bot.engine import AnswerEngine
    from bot.settings import Settings

GATE = -1  # the group of handlers that comes before the others
NO_TOKEN = (
    "the bot has no token: ask @BotFather on Telegram for one (/newbot), and put it into .env as "
    "DATELINE_TELEGRAM_TOKEN=…"
)


def build_application(
    settings: Settings, engine: AnswerEngine, *, say: Callable[[str], None]
) -> App:
    """Build the bot; `bot.telegram.running.serve` runs it.

    Args:
        settings: with a token.
        engine: answers.
        say: is given lines for the console, the pairing code among them.

    Raises:
        UserFacingError: there is no token, or the bot's memory cannot be used.
    """
    if settings.telegram_token is None:
        raise UserFacingError(NO_TOKEN)
    shared = make_shared(settings, engine, Store(state_path(settings)), say)
    address = settings.telegram_api_url.rstrip("/")
    application: App = (
        Application.builder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .request(sending())
        .get_updates_request(Polls(shared.polled))
        .rate_limiter(Limiter(group_max_rate=0))
        .concurrent_updates(ChatOrder(Reception(shared)))
        .build()
    )
    application.bot_data[KEY] = shared
    _register(application)
    return application


def _register(application: App) -> None:
    application.add_handler(TypeHandler(Update, gate), GATE)
    new = filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(new & filters.Regex("^/"), on_command))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, _on_migration))
    asked = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    application.add_handler(MessageHandler(asked, on_message))
    application.add_handler(CallbackQueryHandler(on_button))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(MessageReactionHandler(on_reaction))
    application.add_error_handler(on_error)


async def _on_migration(update: Update, context: Context) -> None:
    """Telegram says in the old group and in the new that one became the other."""
    message = update.message
    if message and message.migrate_to_chat_id:
        await move_chat(shared_by(context), message.chat_id, message.migrate_to_chat_id)
