"""How endpoints misbehave, and what the person then reads: one line, and never the key."""

import gc
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import LLM, ChatMessage

from bot import llm as llm_module
from bot.answer_json import answer_json
from bot.factory import build_engine
from bot.llm import ContextTooLong, LanguageModelError, build_llm, stream_text
from bot.settings import Settings
from tests.conftest import Dateline
from tests.misbehaving_endpoints import FAILURES, KEY, SUCCESSES, TIMEOUT, TOO_LONG
from tests.raw_endpoint import DONE, RawEndpoint, Steps, event, head, raw_endpoint

HELLO = [ChatMessage(role="user", content="Hello")]


@pytest.fixture
def endpoint() -> Iterator[RawEndpoint]:
    with raw_endpoint() as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm_module, "RETRY_PAUSES", (0.0, 0.0))


def settings(base_url: str, **values: Any) -> Settings:
    given = {"llm_model": "tiny", "llm_api_key": KEY, "llm_timeout": TIMEOUT, **values}
    return Settings(_env_file=None, llm_base_url=base_url, **given)


def model(base_url: str, **values: Any) -> LLM:
    llm = build_llm(settings(base_url, **values))
    assert llm is not None
    return llm


def ask(llm: LLM) -> str:
    return "".join(stream_text(llm, HELLO))


@pytest.mark.parametrize(("steps", "tries", "line"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_line(endpoint: RawEndpoint, steps: Steps, tries: int, line: str) -> None:
    endpoint.script(steps)
    with pytest.raises(LanguageModelError) as caught:
        ask(model(endpoint.base_url))
    assert str(caught.value) == f"the language model at {endpoint.base_url} {line}"
    assert isinstance(caught.value, ContextTooLong) == (line == TOO_LONG)
    assert endpoint.requests == tries


def test_a_reply_that_nobody_reads_on_is_hung_up_at_once(endpoint: RawEndpoint) -> None:
    """And not when the garbage collector happens to find it."""
    endpoint.script((head(), *(step for _ in range(100) for step in (event("word "), 0.05))))
    gc.disable()
    try:
        pieces = stream_text(model(endpoint.base_url), HELLO)
        assert next(pieces) == "word "
        pieces.close()
        assert endpoint.hung_up.wait(2)
    finally:
        gc.enable()


@pytest.mark.parametrize(("replies", "text"), SUCCESSES.values(), ids=SUCCESSES)
def test_what_can_be_read_is_read(
    endpoint: RawEndpoint, replies: tuple[Steps, ...], text: str
) -> None:
    endpoint.script(*replies)
    assert ask(model(endpoint.base_url, llm_timeout=5)) == text


@pytest.mark.parametrize(("finish", "whole"), [("stop", True), (None, True), ("length", False)])
def test_a_reply_says_whether_it_is_whole(
    endpoint: RawEndpoint, finish: str | None, whole: bool
) -> None:
    endpoint.script((head(), event("Peskov shrugged"), event(" and", finish), DONE))
    told: list[bool] = []

    def read() -> Iterator[str]:
        told.append((yield from stream_text(model(endpoint.base_url), HELLO)))

    assert list(read()) == ["Peskov shrugged", " and"]
    assert told == [whole]


def test_the_key_is_nowhere(endpoint: RawEndpoint, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    llm = model(endpoint.base_url)
    seen = [repr(llm), llm.to_json()]
    for steps, _, _ in FAILURES.values():
        endpoint.script(steps)
        with pytest.raises(LanguageModelError) as caught:
            ask(llm)
        seen += ["".join(traceback.format_exception(caught.value)), repr(caught.value)]
    assert KEY not in "".join(seen)
    assert "DEBUG" in caplog.text
    assert KEY not in caplog.text


QUOTED = (
    "refuses the key",
    "shows a page of its proxy",
    "hangs in mid-stream",
    "closes in mid-stream",
)


def test_after_a_failure_the_articles_are_quoted(
    endpoint: RawEndpoint, indexed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = build_engine(settings(endpoint.base_url, index_dir=indexed), lambda _: None)
    for steps, _, line in map(FAILURES.__getitem__, QUOTED):
        endpoint.script(steps)
        answer = engine.ask("Who is Dmitry Peskov?")
        assert answer.notes == (f"the language model at {endpoint.base_url} {line}",)
        assert "Half an" not in answer.text
        assert {sentence.support for sentence in answer.sentences} == {"quoted"}
        assert KEY not in answer_json(answer) + caplog.text


def test_the_command_tells_it_and_not_the_key(
    dateline: Dateline, endpoint: RawEndpoint, indexed: Path
) -> None:
    steps, _, line = FAILURES["refuses the key"]
    endpoint.script(steps)
    ran = dateline(
        *("ask", "Who is Dmitry Peskov?"),
        DATELINE_INDEX_DIR=indexed,
        DATELINE_LLM_BASE_URL=endpoint.base_url,
        DATELINE_LLM_MODEL="tiny",
        DATELINE_LLM_API_KEY=KEY,
        OPENAI_LOG="debug",
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith(f"Note: the language model at {endpoint.base_url} {line}\n")
    assert KEY not in ran.stdout
