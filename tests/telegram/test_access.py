"""Who may use the bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.telegram.access import CODE_SIGNS, QUIET_SECONDS, TRIES, TRIES_PER_USER, Access, Pairing
from bot.telegram.store import Store

ALICE, BOB, GROUP = 7, 8, -100


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "telegram.sqlite3")
    yield store
    store.close()


def access(store: Store, *configured: int, clock: Callable[[], float] = time.monotonic) -> Access:
    """As a start of the bot makes it."""
    made = Access(configured, store, clock)
    asyncio.run(made.load())
    return made


def now(*steps: Awaitable[object]) -> list[object]:
    async def run() -> list[object]:
        return [await step for step in steps]

    return asyncio.run(run())


def test_nobody_until_allowed(store: Store) -> None:
    nobody = access(store)
    assert not any(nobody.allows(user, chat) for user, chat in ((ALICE, ALICE), (ALICE, GROUP)))
    assert nobody.pairing
    assert access(store, ALICE).pairing is None


def test_users_anywhere_and_groups_as_a_whole(store: Store) -> None:
    some = access(store, ALICE, GROUP)
    assert some.allows(ALICE, ALICE)
    assert some.allows(ALICE, -200)
    assert some.allows(BOB, GROUP)
    assert some.allows(None, GROUP)
    assert not some.allows(BOB, BOB)
    assert not some.allows(BOB, ALICE)  # a private chat has its user's id, and is no group
    assert not some.allows(None, None)


def test_accounts_that_many_share_are_nobody(store: Store) -> None:
    anonymous_admin = 1087968824
    some = access(store, anonymous_admin, GROUP)
    assert not some.allows(anonymous_admin, -200)
    assert some.allows(anonymous_admin, GROUP)


def test_the_code_makes_one_owner_for_good(store: Store) -> None:
    first = access(store)
    assert first.pairing
    code = first.pairing.code
    assert now(first.pair(ALICE, f" {code.lower()} "), first.pair(BOB, code)) == [True, None]
    assert first.allows(ALICE, ALICE)
    assert first.owns(ALICE)
    assert not first.allows(BOB, BOB)
    again = access(store)
    assert again.pairing is None
    assert again.owns(ALICE)


def test_codes_differ_and_are_easy_to_read() -> None:
    codes = {Pairing().code for _ in range(50)}
    assert len(codes) == 50
    assert set("".join(codes)) <= set(CODE_SIGNS)
    assert not set("01OIl") & set(CODE_SIGNS)


def test_few_tries_each_and_in_all() -> None:
    pairing = Pairing()
    tried = [pairing.matches(BOB, "WRONGWRONG") for _ in range(TRIES_PER_USER + 2)]
    assert tried == [False] * TRIES_PER_USER + [None, None]
    assert pairing.matches(BOB, pairing.code) is None
    for user in range(100, 100 + TRIES):
        pairing.matches(user, "WRONGWRONG")
    assert pairing.matches(ALICE, pairing.code) is None


def test_letting_in_and_out(store: Store) -> None:
    first = access(store, ALICE)
    now(first.allow(BOB), first.allow(GROUP), first.disallow(GROUP))
    assert (first.allows(BOB, BOB), first.owns(BOB), first.allows(9, GROUP)) == (True, False, False)
    again = access(store, ALICE)
    assert (again.allows(BOB, BOB), again.owns(BOB), again.allows(9, GROUP)) == (True, False, False)


def test_a_group_stays_allowed_under_its_new_id(store: Store) -> None:
    first = access(store, GROUP)
    now(first.migrate(GROUP, -1001), first.migrate(-200, -1002))
    again = access(store, GROUP)
    assert (again.allows(BOB, -1001), again.allows(BOB, -1002)) == (True, False)


def test_a_stranger_is_greeted_once_an_hour(store: Store) -> None:
    clock = Clock()
    some = access(store, ALICE, clock=clock)
    greeted = [some.greets(BOB), some.greets(BOB), some.greets(9)]
    clock.now += QUIET_SECONDS
    assert [*greeted, some.greets(BOB)] == [True, False, True, True]
