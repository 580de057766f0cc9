"""The real application, in a thread of its own, against the local Bot API."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.telegram.polling import PATIENCE, Patience
from tests.telegram.people import Telegram

if TYPE_CHECKING:
    from bot.engine import AnswerEngine


class RunningBot:
    """What `dateline telegram` runs, but for the loading of the index."""

    def __init__(
        self, settings: Settings, engine: AnswerEngine, patience: Patience = PATIENCE
    ) -> None:
        self.said: list[str] = []  # in the console
        self._settings = settings
        self._engine = engine
        self._patience = patience
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self, telegram: Telegram) -> None:
        """Return when it polls, or when it has failed."""
        before = telegram.api.polling.polls
        self.begin()
        polls = telegram.api.polling
        telegram.wait(
            lambda: (
                polls.polls > before or telegram.world.webhook["url"] or not self._thread.is_alive()
            )
        )
        self._reraise()

    def begin(self) -> None:
        """Return at once."""
        self._thread.start()

    def stop(self) -> None:
        """Let it finish the answers under way."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self.wait()
        self._reraise()

    def wait(self) -> None:
        """Until it has ended by itself."""
        self._thread.join(30)
        assert not self._thread.is_alive(), "the bot does not stop"

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001  # raised again in the test's thread
            self._error = error

    async def _serve(self) -> None:
        from bot.telegram.application import build_application
        from bot.telegram.running import serve

        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        application = build_application(self._settings, self._engine, say=self.said.append)
        await serve(application, self._settings, self._stop, self._patience)

    def _reraise(self) -> None:
        error, self._error = self._error, None
        if error:
            raise error
