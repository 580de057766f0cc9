"""The bot's memory: what it keeps, for how long, and who may read it."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.schema import Turn
from bot.telegram.database import TABLES
from bot.telegram.kept import Given
from bot.telegram.store import ANSWERS_KEPT, TURNS, Store
from bot.telegram.unfinished import TRIES
from index.errors import UserFacingError

T = TypeVar("T")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "telegram.sqlite3"


def with_store(path: Path, work: Callable[[Store], Awaitable[T]]) -> T:
    """Open the store, work with it, close it: as a run of the bot does."""

    async def run() -> T:
        store = Store(path)
        try:
            return await work(store)
        finally:
            store.close()

    return asyncio.run(run())


def given(message: int, question: str, told: str = "", **fields: Any) -> Given:
    base = {"conversation": "5:0:0", "chat": 5, "body": {"vote": {"question": question}}}
    return Given(question_message=message, question=question, told=told, **{**base, **fields})


def test_only_its_owner_can_read_it(path: Path) -> None:
    async def write(store: Store) -> list[int]:
        await store.allow(7)
        return [stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()]

    assert with_store(path, write) == [0o600] * 3  # the file, its journal, its shared memory


def test_a_conversation_across_restarts(path: Path) -> None:
    async def first(store: Store) -> None:
        for number in range(TURNS + 2):
            await store.keep(given(number, f"Q{number}?", f"A{number}."))
        await store.keep(given(99, "Elsewhere?", conversation="6:0:0", chat=6))
        await store.set_since("5:0:0", 5, date(2021, 4, 7))

    with_store(path, first)
    turns = with_store(path, lambda store: store.turns("5:0:0"))
    assert turns == tuple(Turn(f"Q{n}?", f"A{n}.") for n in range(2, TURNS + 2))
    assert with_store(path, lambda store: store.since("5:0:0")) == date(2021, 4, 7)


def test_an_edited_question_keeps_its_place_and_its_buttons(path: Path) -> None:
    async def edit(store: Store) -> tuple[int, int, tuple[Turn, ...], tuple[Turn, ...]]:
        first = await store.keep(given(1, "Who?", "Anna."))
        await store.keep(given(2, "When?", "Monday."))
        again = await store.keep(given(1, "Who else?", "Boris."))
        return first, again, await store.turns("5:0:0"), await store.turns("5:0:0", before=2)

    first, again, turns, before = with_store(path, edit)
    assert first == again
    assert turns == (Turn("Who else?", "Boris."), Turn("When?", "Monday."))
    assert before == (Turn("Who else?", "Boris."),)


def test_forgetting_leaves_other_conversations(path: Path) -> None:
    async def forget(store: Store) -> list[object]:
        mine = await store.keep(given(1, "Mine?"))
        theirs = await store.keep(given(2, "Theirs?", conversation="6:0:0", chat=6))
        await store.set_since("5:0:0", 5, date(2021, 4, 7))
        await store.forget("5:0:0")
        kept = await store.answer(theirs)
        return [await store.answer(mine), await store.since("5:0:0"), kept and kept.question]

    assert with_store(path, forget) == [None, None, "Theirs?"]


def test_the_messages_of_an_answer_lead_to_it(path: Path) -> None:
    async def deliver(store: Store) -> list[int | None]:
        answer = await store.keep(given(1, "Who?"))
        await store.delivered(answer, [31, 32])
        found = [await store.answer_in(5, message) for message in (31, 32, 33)]
        return [kept and kept.id for kept in (*found, await store.answer_in(6, 31))]

    assert with_store(path, deliver) == [1, 1, None, None]


def test_a_group_that_becomes_a_supergroup_keeps_its_memory(path: Path) -> None:
    async def migrate(store: Store) -> tuple[object, ...]:
        answer = await store.keep(given(1, "Who?", conversation="-5:3:8", chat=-5))
        await store.set_since("-5:3:8", -5, date(2021, 4, 7))
        await store.migrate(-5, -1005)
        kept = await store.answer(answer)
        return kept and (kept.chat, kept.conversation), await store.since("-1005:3:8")

    assert with_store(path, migrate) == ((-1005, "-1005:3:8"), date(2021, 4, 7))


def test_unsettled_questions_come_back_but_not_for_ever(path: Path) -> None:
    async def receive(store: Store) -> None:
        for update in (12, 11, 13):
            await store.unfinished.add_pending(update, f"update {update}")
        await store.unfinished.remove_pending(12)

    with_store(path, receive)
    tried = [with_store(path, lambda store: store.unfinished.pending()) for _ in range(TRIES + 1)]
    assert tried == [["update 11", "update 13"]] * TRIES + [[]]


def test_it_does_not_grow_without_end(path: Path) -> None:
    async def fill(store: Store) -> tuple[object, ...]:
        for number in range(ANSWERS_KEPT + 50):
            await store.keep(given(number, f"Q{number}?"))
        gone, kept = await store.answer(50), await store.answer(51)
        return gone, kept and kept.question

    assert with_store(path, fill) == (None, "Q50?")


def test_votes_outlive_their_answer_and_can_be_taken_back(path: Path) -> None:
    async def vote(store: Store) -> list[object]:
        answer = await store.keep(given(1, "Who?"))
        for user, value in ((7, 1), (8, 1), (9, -1), (7, -1), (8, 0)):
            await store.vote(answer, user, value, {"question": "Who?"})
        await store.forget("5:0:0")
        return [await store.votes(), await store.vote_of(answer, 7), await store.vote_of(answer, 8)]

    assert with_store(path, vote) == [[(1, -2, {"question": "Who?"})], -1, 0]


def test_a_file_of_the_first_version_is_read_on(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.executescript(f"{TABLES} PRAGMA user_version = 1;")
        connection.execute(
            "INSERT INTO answers VALUES (1, '5:0:0', 5, 3, '[4]', 'Who?', 'Ida Lund.', '{}')"
        )
    kept = with_store(path, lambda store: store.answer_to(5, 3))
    assert kept
    assert (kept.question, kept.message_ids, kept.sent, kept.delivered) == ("Who?", (4,), 0, True)


def test_what_was_killed_on_its_way_is_not_delivered(path: Path) -> None:
    async def edit(store: Store) -> tuple[object, ...]:
        answer = await store.keep(given(3, "Who?"))
        await store.delivered(answer, [4])
        await store.keep(given(3, "When?", edited=9))
        kept = await store.answer(answer)
        return kept and (kept.question, kept.message_ids, kept.edited, kept.delivered)

    assert with_store(path, edit) == ("When?", (4,), 9, False)


def test_notices_are_kept_until_they_are_gone_or_an_answer(path: Path) -> None:
    async def notice(store: Store) -> list[tuple[int, int]]:
        for chat, message in ((5, 10), (5, 11), (6, 11), (7, 12)):
            await store.unfinished.add_notice(chat, message)
        await store.unfinished.remove_notice(7, 12)
        await store.delivered(await store.keep(given(3, "Who?")), [11])
        return await store.unfinished.notices()

    assert with_store(path, notice) == [(5, 10), (6, 11)]


def test_a_newer_version_is_left_alone(path: Path) -> None:
    with_store(path, lambda store: store.allow(7))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UserFacingError, match=r"written by a newer version of Dateline: update"):
        Store(path)


def test_a_file_that_is_none_of_ours(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database, and long enough to be taken for something else " * 20)
    with pytest.raises(UserFacingError, match=r"cannot use .*, the bot's memory: .*not a database"):
        Store(path)
