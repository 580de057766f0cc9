import threading
from collections.abc import Callable

import pytest

from bot.loading import Loading


def test_it_says_what_it_does_until_it_is_there() -> None:
    said: list[str] = []
    heard = threading.Event()

    def build(announce: Callable[[str], None]) -> int:
        announce("Unpacking")
        assert heard.wait(5)
        return 42

    def say(doing: str) -> None:
        said.append(doing)
        if doing == "Unpacking":
            heard.set()

    loading = Loading(build)
    loading.start()
    assert loading.result(say) == 42
    assert loading.result(said.append) == 42
    assert set(said) <= {"Loading", "Unpacking"}
    assert said[-1] == "Unpacking"


def test_it_is_built_once() -> None:
    built: list[int] = []
    loading = Loading(lambda _: built.append(1))
    loading.start()
    loading.start()
    loading.result(print)
    loading.result(print)
    assert built == [1]


def test_after_a_failure_it_tries_again() -> None:
    outcomes = iter([OSError("no"), OSError("still no"), None])

    def build(_: Callable[[str], None]) -> str:
        failure = next(outcomes)
        if failure:
            raise failure
        return "there"

    loading = Loading(build)
    for message in ("no", "still no"):
        with pytest.raises(OSError, match=message):
            loading.result(lambda _: None)
    assert loading.result(lambda _: None) == "there"
