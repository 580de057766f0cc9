"""How much one user may ask."""

from __future__ import annotations

from bot.telegram.limits import USERS_KEPT, Limits


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_at_once_and_then_as_time_goes_by() -> None:
    clock = Clock()
    limits = Limits(3, clock)
    assert [limits.take(1) for _ in range(5)] == [0, 0, 0, 20, 20]
    clock.now += 15
    assert limits.take(1) == 5
    clock.now += 5
    assert [limits.take(1), limits.take(1)] == [0, 20]
    clock.now += 3600
    assert [limits.take(1) for _ in range(4)] == [0, 0, 0, 20]


def test_each_user_has_their_own() -> None:
    limits = Limits(1, Clock())
    assert [limits.take(1), limits.take(2), limits.take(1), limits.take(2)] == [0, 0, 60, 60]


def test_they_are_told_once_until_they_may_ask_again() -> None:
    clock = Clock()
    limits = Limits(1, clock)
    limits.take(1)
    told = [bool(limits.take(1)) and limits.warns(1) for _ in range(3)]
    clock.now += 60
    limits.take(1)
    assert [*told, bool(limits.take(1)) and limits.warns(1)] == [True, False, False, True]


def test_a_crowd_does_not_fill_the_memory() -> None:
    limits = Limits(1, Clock())
    for user in range(USERS_KEPT + 2):
        limits.take(user)
    assert [limits.take(USERS_KEPT + 1), limits.take(0)] == [60, 0]  # the first is forgotten
