"""The python-telegram-bot application: built from the settings, its handlers registered."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.callbacks import on_button, on_reaction
from bot.telegram.commands import COMMANDS, handler_of
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
REPLY_SECONDS, CONNECT_SECONDS = 20.0, 10.0
POOL_SECONDS = 60.0
CONNECTIONS = 64


class _Limiter(AIORateLimiter):
    """Thirty calls a second; signs of typing, which may be lost, neither wait nor count."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


class _Polls(HTTPXRequest):
    """The connection that updates come through; it tells of each poll that succeeded."""

    def __init__(self, polled: Callable[[], None]) -> None:
        super().__init__(
            connection_pool_size=1, read_timeout=REPLY_SECONDS, connect_timeout=CONNECT_SECONDS
        )
        self._polled = polled

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(*args, **options)
        if status == 200:
            self._polled()
        return status, body


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
        .request(_sending())
        .get_updates_request(_Polls(shared.polled))
        .rate_limiter(_Limiter(group_max_rate=0))
        .concurrent_updates(ChatOrder(Reception(shared)))
        .build()
    )
    application.bot_data[KEY] = shared
    _register(application)
    return application


def _sending() -> BaseRequest:
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        read_timeout=REPLY_SECONDS,
        write_timeout=REPLY_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=POOL_SECONDS,
    )


def _register(application: App) -> None:
    application.add_handler(TypeHandler(Update, gate), GATE)
    new = filters.UpdateType.MESSAGE
    for name, command in COMMANDS.items():
        application.add_handler(CommandHandler(name, handler_of(command), new))
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
