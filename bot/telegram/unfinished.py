"""What a bot that is killed leaves unfinished: questions, and notices that they are worked on."""

from __future__ import annotations

import sqlite3
import time

from bot.telegram.database import Database

TRIES = 3
PENDING_SECONDS = 86_400


class Unfinished:
    """The part of the bot's memory that is empty when there is nothing to do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_pending(self, update_id: int, body: str) -> None:
        """Note an update that is to be answered even if the bot is killed meanwhile."""
        await self._do(
            "INSERT OR IGNORE INTO pending (update_id, received, body) VALUES (?, ?, ?)",
            update_id,
            time.time(),
            body,
        )

    async def remove_pending(self, update_id: int) -> None:
        """It is settled."""
        await self._do("DELETE FROM pending WHERE update_id = ?", update_id)

    async def pending(self) -> list[str]:
        """The updates that were not settled before the bot ended, in order.

        One that is too old, or was under way at several ends already, is given up.
        """

        def work(connection: sqlite3.Connection) -> list[str]:
            connection.execute(
                "DELETE FROM pending WHERE tries >= ? OR received < ?",
                (TRIES, time.time() - PENDING_SECONDS),
            )
            connection.execute("UPDATE pending SET tries = tries + 1")
            rows = connection.execute("SELECT body FROM pending ORDER BY update_id")
            return [row["body"] for row in rows]

        return await self._database.run(work)

    async def add_notice(self, chat: int, message: int) -> None:
        """Note a message that is to go when its question is answered."""
        await self._do("INSERT INTO notices VALUES (?, ?)", chat, message)

    async def remove_notice(self, chat: int, message: int) -> None:
        """It is gone."""
        await self._do("DELETE FROM notices WHERE chat = ? AND message = ?", chat, message)

    async def notices(self) -> list[tuple[int, int]]:
        """Those that are left: chat and message of each."""
        return await self._database.run(
            lambda c: [tuple(row) for row in c.execute("SELECT chat, message FROM notices")]
        )

    async def _do(self, statement: str, *values: object) -> None:
        await self._database.run(lambda c: c.execute(statement, values))
