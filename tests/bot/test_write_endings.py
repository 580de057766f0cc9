"""What becomes of a reply that is cut off, of a context that is too long, of half a thought."""

from collections.abc import Iterator

import pytest

from bot.engine import CUT_OFF_NOTE, AnswerEngine
from bot.factory import build_engine
from bot.settings import Settings
from tests.raw_endpoint import DONE, RawEndpoint, event, failure, head, raw_endpoint

QUESTION = "Who is Dmitry Peskov?"
WRITTEN = "Dmitry Peskov is the Kremlin spokesman [1]."


@pytest.fixture
def endpoint() -> Iterator[RawEndpoint]:
    with raw_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def writer(settings: Settings, endpoint: RawEndpoint) -> AnswerEngine:
    update = {"llm_base_url": endpoint.base_url, "llm_model": "tiny"}
    return build_engine(settings.model_copy(update=update), lambda _: None)


def test_half_a_sentence_is_left_out_and_said(writer: AnswerEngine, endpoint: RawEndpoint) -> None:
    endpoint.script((head(), event(f"{WRITTEN} Dmitry Peskov spoke of"), event("", "length"), DONE))
    answer = writer.ask(QUESTION)
    assert [s.text for s in answer.sentences] == ["Dmitry Peskov is the Kremlin spokesman."]
    assert (answer.mode, answer.notes) == ("write", (CUT_OFF_NOTE,))


def test_a_context_too_long_is_tried_with_fewer_sources(
    writer: AnswerEngine, endpoint: RawEndpoint
) -> None:
    too_long = failure(400, "too many tokens", "context_length_exceeded")
    endpoint.script(too_long, (head(), event(WRITTEN), event("", "stop"), DONE))
    answer = writer.ask(QUESTION)
    assert (answer.mode, answer.notes, endpoint.requests) == ("write", (), 2)


def test_a_thought_that_began_in_the_prompt_is_no_answer(
    writer: AnswerEngine, endpoint: RawEndpoint
) -> None:
    thought = "Dmitry Peskov voiced regret [1]. </think>"
    endpoint.script((head(), event(f"{thought}{WRITTEN}"), event("", "stop"), DONE))
    answer = writer.ask(QUESTION)
    assert [s.text for s in answer.sentences] == ["Dmitry Peskov is the Kremlin spokesman."]
