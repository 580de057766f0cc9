"""What the bot remembers across restarts: who may use it, conversations, answers, votes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.schema import Turn
from bot.settings import Settings
from bot.telegram.database import Database
from bot.telegram.kept import Given, Kept
from bot.telegram.unfinished import Unfinished

FILE = "telegram.sqlite3"
TURNS = 6
ANSWERS_KEPT = 2000
VOTES_KEPT = 20_000
FILTERS_KEPT = 5000


def state_path(settings: Settings) -> Path:
    """The file that the settings name."""
    return settings.telegram_state or settings.index_dir / FILE


class Store:
    """The bot's memory, in one SQLite file. What grows is bounded; the oldest goes."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            UserFacingError: it cannot be used.
        """
        self._database = Database(path)
        self.unfinished = Unfinished(self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    async def allowed(self) -> dict[int, bool]:
        """The users and chats that were allowed besides those in the settings, and who owns."""
        rows = await self._all("SELECT id, owner FROM allowed")
        return {row["id"]: bool(row["owner"]) for row in rows}

    async def allow(self, user_or_chat: int, *, owner: bool = False) -> None:
        """Let a user or a chat use the bot."""
        await self._do("INSERT OR IGNORE INTO allowed VALUES (?, ?)", user_or_chat, owner)

    async def disallow(self, user_or_chat: int) -> None:
        """Take that back."""
        await self._do("DELETE FROM allowed WHERE id = ?", user_or_chat)

    async def turns(self, conversation: str, before: int | None = None) -> tuple[Turn, ...]:
        """The last turns of a conversation, oldest first; those `before` an answer if it is set."""
        rows = await self._all(
            "SELECT question, told FROM answers WHERE conversation = ? AND id < ? "
            "ORDER BY id DESC LIMIT ?",
            conversation,
            before or 2**62,
            TURNS,
        )
        return tuple(Turn(row["question"], row["told"]) for row in reversed(rows))

    async def keep(self, given: Given) -> int:
        """Keep an answer, in place of an earlier one to the same message, and return its id."""

        def work(connection: sqlite3.Connection) -> int:
            row = connection.execute(
                "INSERT INTO answers (conversation, chat, question_message, question, told, body, "
                "sent, edited) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (chat, question_message) DO UPDATE SET "
                "question = excluded.question, told = excluded.told, body = excluded.body, "
                "edited = excluded.edited, delivered = 0 RETURNING id",
                (
                    given.conversation,
                    given.chat,
                    given.question_message,
                    given.question,
                    given.told,
                    json.dumps(given.body, ensure_ascii=False),
                    given.sent,
                    given.edited,
                ),
            ).fetchone()
            connection.execute("DELETE FROM answers WHERE id <= ?", (row["id"] - ANSWERS_KEPT,))
            return int(row["id"])

        return await self._database.run(work)

    async def delivered(self, answer: int, message_ids: Sequence[int]) -> None:
        """Note the messages that hold an answer; a notice that is one of them may stay."""

        def work(connection: sqlite3.Connection) -> None:
            ids = json.dumps(list(message_ids))
            connection.execute(
                "UPDATE answers SET message_ids = ?, delivered = 1 WHERE id = ?", (ids, answer)
            )
            connection.execute(
                "DELETE FROM notices WHERE message IN (SELECT value FROM json_each(?)) "
                "AND chat = (SELECT chat FROM answers WHERE id = ?)",
                (ids, answer),
            )

        await self._database.run(work)

    async def remove(self, answer: int) -> None:
        """Forget one answer."""
        await self._do("DELETE FROM answers WHERE id = ?", answer)

    async def answer(self, answer: int) -> Kept | None:
        """The answer of this id, None if it is not kept any longer."""
        return await self._kept("id = ?", answer)

    async def answer_to(self, chat: int, question_message: int) -> Kept | None:
        """The answer to a message, None if it has none."""
        return await self._kept("chat = ? AND question_message = ?", chat, question_message)

    async def answer_in(self, chat: int, message: int) -> Kept | None:
        """The answer that a message of the bot holds, None if it holds none."""
        return await self._kept(
            "chat = ? AND ? IN (SELECT value FROM json_each(message_ids))", chat, message
        )

    async def last_answer(self, conversation: str) -> Kept | None:
        """The newest answer of a conversation."""
        return await self._kept("conversation = ?", conversation)

    async def forget(self, conversation: str) -> None:
        """Erase a conversation, its answers and its filter."""

        def work(connection: sqlite3.Connection) -> None:
            for table in ("answers", "filters"):
                connection.execute(f"DELETE FROM {table} WHERE conversation = ?", (conversation,))

        await self._database.run(work)

    async def since(self, conversation: str) -> date | None:
        """The first day that a conversation asks about, None for all."""
        rows = await self._all("SELECT since FROM filters WHERE conversation = ?", conversation)
        return date.fromisoformat(rows[0]["since"]) if rows else None

    async def set_since(self, conversation: str, chat: int, since: date | None) -> None:
        """Set that day; None for no filter."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM filters WHERE conversation = ?", (conversation,))
            if since:
                values = (conversation, chat, since.isoformat())
                connection.execute("INSERT INTO filters VALUES (?, ?, ?)", values)
            _cut(connection, "filters", FILTERS_KEPT)

        await self._database.run(work)

    async def vote(self, answer: int, user: int, vote: int, body: dict[str, Any]) -> None:
        """Keep a user's vote, 1 or -1, with what was asked and answered; 0 takes it back."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM votes WHERE answer = ? AND user = ?", (answer, user))
            if vote:
                values = (answer, user, vote, json.dumps(body, ensure_ascii=False))
                connection.execute("INSERT INTO votes VALUES (?, ?, ?, ?)", values)
            _cut(connection, "votes", VOTES_KEPT)

        await self._database.run(work)

    async def vote_of(self, answer: int, user: int) -> int:
        """The vote that a user gave to an answer, 0 for none."""
        rows = await self._all("SELECT vote FROM votes WHERE answer = ? AND user = ?", answer, user)
        return rows[0]["vote"] if rows else 0

    async def votes(self) -> list[tuple[int, int, dict[str, Any]]]:
        """Each answer that was voted on: its id, the sum of the votes, and what was kept of it."""
        rows = await self._all(
            "SELECT answer, sum(vote) AS sum, body, max(rowid) FROM votes "
            "GROUP BY answer ORDER BY answer"
        )
        return [(row["answer"], row["sum"], json.loads(row["body"])) for row in rows]

    async def migrate(self, chat: int, new: int) -> None:
        """A group became a supergroup: what was kept of it belongs to its new id."""

        def work(connection: sqlite3.Connection) -> None:
            for table in ("answers", "filters"):
                connection.execute(
                    f"UPDATE OR REPLACE {table} SET chat = ?, "
                    "conversation = ? || substr(conversation, instr(conversation, ':')) "
                    "WHERE chat = ?",
                    (new, str(new), chat),
                )

        await self._database.run(work)

    async def _kept(self, condition: str, *values: object) -> Kept | None:
        rows = await self._all(
            f"SELECT * FROM answers WHERE {condition} ORDER BY id DESC LIMIT 1", *values
        )
        return _read(rows[0]) if rows else None

    async def _all(self, query: str, *values: object) -> list[sqlite3.Row]:
        return await self._database.run(lambda c: c.execute(query, values).fetchall())

    async def _do(self, statement: str, *values: object) -> None:
        await self._database.run(lambda c: c.execute(statement, values))


def _read(row: sqlite3.Row) -> Kept:
    return Kept(
        id=row["id"],
        conversation=row["conversation"],
        chat=row["chat"],
        question_message=row["question_message"],
        message_ids=tuple(json.loads(row["message_ids"])),
        question=row["question"],
        body=json.loads(row["body"]),
        sent=row["sent"],
        edited=row["edited"],
        delivered=bool(row["delivered"]),
    )


def _cut(connection: sqlite3.Connection, table: str, kept: int) -> None:
    newest = f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT {kept}"
    connection.execute(f"DELETE FROM {table} WHERE rowid NOT IN ({newest})")
