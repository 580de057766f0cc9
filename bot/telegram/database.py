"""The bot's SQLite file: its tables, who may read it, and the one thread that uses it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from index.errors import UserFacingError

T = TypeVar("T")

VERSION = 2
BUSY_SECONDS = 10
TABLES = """
CREATE TABLE allowed (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL DEFAULT 0);
CREATE TABLE pending (
    update_id INTEGER PRIMARY KEY,
    received REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
);
CREATE TABLE filters (conversation TEXT PRIMARY KEY, chat INTEGER NOT NULL, since TEXT NOT NULL);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: buttons carry it
    conversation TEXT NOT NULL,
    chat INTEGER NOT NULL,
    question_message INTEGER NOT NULL,
    message_ids TEXT NOT NULL DEFAULT '[]',
    question TEXT NOT NULL,
    told TEXT NOT NULL,  -- the answer's text without marks; empty for a refusal
    body TEXT NOT NULL,
    UNIQUE (chat, question_message)
);
CREATE INDEX answers_of_conversation ON answers (conversation, id);
CREATE TABLE votes (
    answer INTEGER NOT NULL,
    user INTEGER NOT NULL,
    vote INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (answer, user)
);
"""
SINCE_1 = """
CREATE TABLE notices (chat INTEGER NOT NULL, message INTEGER NOT NULL);
ALTER TABLE answers ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;  -- 0: not known
ALTER TABLE answers ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answers ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
UPDATE answers SET delivered = message_ids != '[]';
"""


class Database:
    """A connection that one thread uses, so that writes are in order and off the event loop."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it when missing; only its owner can read it.

        Raises:
            UserFacingError: it cannot be opened, or a newer version of Dateline wrote it.
        """
        try:
            self._connection = _connect(path)
        except (OSError, sqlite3.Error) as error:
            raise UserFacingError(f"cannot use {path}, the bot's memory: {error}") from error
        self._thread = ThreadPoolExecutor(1, "telegram-database")

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in one transaction and return what it returns."""

        def transaction() -> T:
            with self._connection:
                return work(self._connection)

        return await asyncio.get_running_loop().run_in_executor(self._thread, transaction)

    def close(self) -> None:
        """Finish what is under way and let go of the file."""
        self._thread.shutdown()
        self._connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)  # what SQLite puts beside it takes the same rights
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise UserFacingError(
            f"{path} was written by a newer version of Dateline: update this one, "
            "or set DATELINE_TELEGRAM_STATE to another file"
        )
    if version < VERSION:
        tables = (TABLES if version == 0 else "") + SINCE_1
        connection.executescript(f"BEGIN; {tables} PRAGMA user_version = {VERSION}; COMMIT;")
    return connection
