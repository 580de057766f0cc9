"""Running the bot: start, polling or webhook, and an end that finishes what is under way."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.factory import build_engine
from bot.settings import Settings
from bot.telegram.application import NO_TOKEN, build_application
from bot.telegram.delivery import Place, persist, remove, seconds
from bot.telegram.health import DEAD_SECONDS, beat, heartbeat_path
from bot.telegram.log import start_logging, token_secrets
from bot.telegram.ordering import ChatOrder
from bot.telegram.polling import PATIENCE, Patience, PollingTrouble
from bot.telegram.shared import App, Shared, shared_by
from bot.telegram.texts import FALLBACK, languages, texts_for
from index.errors import UserFacingError

UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MESSAGE_REACTION,
]
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
POLL_STOP_SECONDS = 5.0
STOP_SECONDS = 25.0  # systemd and containers wait 30 or more, if told so
START_TRIES = 5

log = logging.getLogger(__name__)


def run_bot(settings: Settings, say: Callable[[str], None]) -> None:
    """Answer on Telegram until the process is told to stop.

    Raises:
        UserFacingError: there is no token or no index, Telegram refuses the token or cannot be
            reached at the start, or another program polls for the same bot.
    """
    if settings.telegram_token is None:
        raise UserFacingError(NO_TOKEN)
    secret = settings.telegram_webhook_secret
    hidden = token_secrets(settings.telegram_token.get_secret_value())
    start_logging([*hidden, *([secret.get_secret_value()] if secret else [])])
    engine = build_engine(settings, say)
    engine.quoting().warm_up()
    asyncio.run(_until_signalled(settings, build_application(settings, engine, say=say)))


async def _until_signalled(settings: Settings, application: App) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        for name in STOP_SIGNALS:  # the next one ends it at once
            loop.remove_signal_handler(name)

    for name in STOP_SIGNALS:
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(name, end)
    await serve(application, settings, stop)


async def serve(
    application: App, settings: Settings, stop: asyncio.Event, patience: Patience = PATIENCE
) -> None:
    """Run until `stop` is set; answers under way are then finished, for 25 seconds at most.

    Polling that fails for longer than `patience` says ends it too.

    Raises:
        UserFacingError: as `run_bot` says.
    """
    shared = shared_by(application)
    try:
        async with _started(application, shared):
            ended = asyncio.get_running_loop().create_future()
            trouble = PollingTrouble(shared, ended, patience)
            await _listen(application, settings, trouble)
            stopping = asyncio.create_task(stop.wait())
            beside = [
                asyncio.create_task(beat(heartbeat_path(settings), _is_well(shared, settings))),
                asyncio.create_task(_register_commands(application)),
            ]
            try:
                await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (stopping, *beside):
                    task.cancel()
                heartbeat_path(settings).unlink(missing_ok=True)
        if ended.done():
            raise ended.result()
    finally:
        shared.answering.shutdown(wait=False, cancel_futures=True)
        shared.searching.shutdown(wait=False, cancel_futures=True)
        shared.store.close()


@asynccontextmanager
async def _started(application: App, shared: Shared) -> AsyncIterator[None]:
    """The application, working on updates; at the end it finishes those that it has begun."""
    await _initialize(application)
    shared.signs.reached = time.monotonic()
    try:
        await shared.access.load()
        _say_who_may(application, shared)
        clearing = asyncio.create_task(_remove_notices(application, shared))
        await application.start()
        try:
            for update in await _order(application).reception.restore(application.bot):
                await application.update_queue.put(update)
            yield
        finally:
            clearing.cancel()
            await _stop(application)
    finally:
        await application.shutdown()


async def _initialize(application: App) -> None:
    wait = 1.0
    for tries_left in reversed(range(START_TRIES)):
        try:
            await application.initialize()
            return
        except InvalidToken:
            # Not chained: the library puts the token into this error's text.
            raise UserFacingError(
                "Telegram does not know this token: look at DATELINE_TELEGRAM_TOKEN, or ask "
                "@BotFather for a new one (/token)"
            ) from None
        except (NetworkError, RetryAfter) as error:
            address = urlsplit(str(application.bot.base_url)).netloc
            if not tries_left:
                raise UserFacingError(
                    f"Telegram cannot be reached at {address}: {error.message}"
                ) from None
            log.warning("Telegram cannot be reached at %s yet: %s", address, error.message)
            await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else wait)
        wait *= 2


def _say_who_may(application: App, shared: Shared) -> None:
    """Print the pairing code where nobody is allowed yet; it must not get into the log."""
    name = application.bot.username
    log.info("running as @%s", name)
    if shared.access.pairing:
        code = shared.access.pairing.code
        shared.say(f"Nobody may use @{name} yet. To become its owner, send it this code: {code}")
        shared.say(f"or open https://t.me/{name}?start={code}")


async def _register_commands(application: App) -> None:
    """Put the commands into Telegram's menus; without them the bot works too."""
    try:
        for language in languages():
            commands = list(texts_for(language).commands.items())
            code = None if language == FALLBACK else language
            menu = partial(application.bot.set_my_commands, commands, language_code=code)
            await persist(menu)
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", error.message)


async def _remove_notices(application: App, shared: Shared) -> None:
    """Remove the notices that the bot left when it was killed; their answers come anew."""
    unfinished = shared.store.unfinished
    for chat, message in await unfinished.notices():
        await remove(application.bot, Place(chat), message)
        await unfinished.remove_notice(chat, message)


async def _listen(application: App, settings: Settings, trouble: PollingTrouble) -> None:
    """Begin to take updates."""
    updater = application.updater
    assert updater
    if settings.telegram_webhook_url is None:
        await updater.start_polling(
            allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=trouble.note
        )
        return
    host, _, port = settings.telegram_webhook_listen.rpartition(":")
    secret = settings.telegram_webhook_secret
    await updater.start_webhook(
        listen=host,
        port=int(port),
        url_path=urlsplit(settings.telegram_webhook_url).path,
        webhook_url=settings.telegram_webhook_url,
        secret_token=secret.get_secret_value() if secret else secrets.token_urlsafe(32),
        allowed_updates=UPDATES,
        bootstrap_retries=START_TRIES,
    )
    shared_by(application).polled()


def _is_well(shared: Shared, settings: Settings) -> Callable[[], bool]:
    """Whether Telegram was reached within a minute; a webhook is not polled, and lives."""

    def is_well() -> bool:
        reached = shared.signs.reached
        recently = reached is not None and time.monotonic() - reached < DEAD_SECONDS
        return recently or settings.telegram_webhook_url is not None

    return is_well


async def _stop(application: App) -> None:
    """Take no more; finish the answers under way, or leave them to the next start."""
    order = _order(application)
    order.reception.closed = True
    if application.updater and application.updater.running:
        with suppress(TimeoutError):  # it tells Telegram what it has got, and that may be away
            async with asyncio.timeout(POLL_STOP_SECONDS):
                await application.updater.stop()
    log.info("stopping: %s answers under way", len(shared_by(application).runs))
    stopping = asyncio.create_task(application.stop())
    done, _ = await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    if not done:
        log.warning("not all answers were finished in time; they come after the next start")
        order.cancel()
    await stopping


def _order(application: App) -> ChatOrder:
    order = application.update_processor
    assert isinstance(order, ChatOrder)
    return order
