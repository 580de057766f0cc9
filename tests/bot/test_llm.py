import time
from typing import Any

import pytest
from llama_index.core.llms import LLM, ChatMessage

from bot import llm as llm_module
from bot.llm import LanguageModelError, build_llm, stream_text
from bot.settings import Settings
from index.errors import UserFacingError
from tests.llm_servers import Reply, ScriptedServer

KEY = "sk-secret-0123456789"
HELLO = [ChatMessage(role="user", content="Hello")]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm_module, "RETRY_PAUSES", (0.0, 0.0))


def settings(base_url: str | None, **values: Any) -> Settings:
    given = {"llm_model": "tiny", "llm_api_key": KEY, **values}
    return Settings(_env_file=None, llm_base_url=base_url, **given)


def model(base_url: str, **values: Any) -> LLM:
    llm = build_llm(settings(base_url, **values))
    assert llm is not None
    return llm


def ask(llm: LLM) -> str:
    return "".join(stream_text(llm, HELLO))


def test_no_base_url_means_no_model() -> None:
    assert build_llm(settings(None)) is None


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"llm_model": None}, "DATELINE_LLM_MODEL"),
        ({"llm_base_url": "localhost:8080"}, "DATELINE_LLM_BASE_URL"),
        ({"llm_base_url": "http://[::1/v1"}, "DATELINE_LLM_BASE_URL"),
        ({"llm_base_url": "http://127.0.0.1:99999/v1"}, "DATELINE_LLM_BASE_URL"),
        ({"llm_base_url": "http://a\tb/v1"}, "DATELINE_LLM_BASE_URL"),
        ({"llm_api_key": "ключ"}, "DATELINE_LLM_API_KEY"),
    ],
)
def test_contradicting_settings_are_named(values: dict[str, Any], setting: str) -> None:
    with pytest.raises(UserFacingError, match=setting):
        build_llm(settings(**{"base_url": values.pop("llm_base_url", "http://h/v1"), **values}))


def test_what_is_sent(scripted_llm_server: ScriptedServer) -> None:
    scripted_llm_server.script(Reply(("Good ", "day")))
    pieces = list(stream_text(model(scripted_llm_server.base_url), HELLO))
    assert pieces == ["Good ", "day"]
    (request,) = scripted_llm_server.requests
    assert request.path == "/v1/chat/completions"
    assert request.authorization == f"Bearer {KEY}"
    assert request.body == {
        "model": "tiny",
        "messages": [{"role": "user", "content": "Hello"}],
        "max_tokens": 1024,
        "temperature": 0.0,
        "stream": True,
    }


def test_a_password_in_the_url_is_sent_but_never_shown(scripted_llm_server: ScriptedServer) -> None:
    scripted_llm_server.script("Good day", Reply(status=400, error="bad"))
    llm = model(scripted_llm_server.base_url.replace("//", "//me:s3cr3t@"), llm_api_key=None)
    assert ask(llm) == "Good day"
    assert scripted_llm_server.requests[0].authorization == "Basic bWU6czNjcjN0"
    with pytest.raises(LanguageModelError) as caught:
        ask(llm)
    assert "s3cr3t" not in f"{llm!r}{caught.value}"
    assert scripted_llm_server.base_url in str(caught.value)


def test_nothing_listens(closed_url: str) -> None:
    with pytest.raises(LanguageModelError) as caught:
        ask(model(closed_url))
    assert str(caught.value) == (
        f"the language model at {closed_url} refused the connection: "
        "start it, or correct DATELINE_LLM_BASE_URL."
    )


def test_a_slow_endpoint_is_waited_for_once(scripted_llm_server: ScriptedServer) -> None:
    scripted_llm_server.script(Reply(("Late",), delay=1.0))
    started = time.monotonic()
    with pytest.raises(
        LanguageModelError, match=r"timed out \(nothing for 0.2 s\): raise DATELINE_LLM_TIMEOUT"
    ):
        ask(model(scripted_llm_server.base_url, llm_timeout=0.2))
    assert time.monotonic() - started < 0.9
    assert len(scripted_llm_server.requests) == 1


def test_an_overloaded_endpoint_is_asked_again_after_a_pause(
    scripted_llm_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llm_module, "RETRY_PAUSES", (0.3, 0.0))
    scripted_llm_server.script(Reply(status=429), Reply(status=503), "Here I am")
    started = time.monotonic()
    assert ask(model(scripted_llm_server.base_url)) == "Here I am"
    assert time.monotonic() - started >= 0.3
    assert len(scripted_llm_server.requests) == 3


def test_a_real_model_says_something(smollm: str) -> None:
    assert ask(model(smollm, llm_context=512)).strip()


def test_a_real_model_says_when_the_context_is_too_long(smollm: str) -> None:
    with pytest.raises(LanguageModelError, match="set DATELINE_LLM_CONTEXT"):
        "".join(stream_text(model(smollm), [ChatMessage(role="user", content="Hello " * 5000)]))


def test_a_host_that_is_not_there() -> None:
    url = f"http://{'.'.join(['a' * 60] * 5)}/v1"  # too long to be asked for
    with pytest.raises(LanguageModelError) as caught:
        ask(model(url))
    assert str(caught.value) == (
        f"the language model at {url} cannot be found: correct the host in DATELINE_LLM_BASE_URL."
    )


def test_http_where_https_is_spoken(scripted_llm_server: ScriptedServer) -> None:
    url = scripted_llm_server.base_url.replace("http:", "https:")
    with pytest.raises(LanguageModelError) as caught:
        ask(model(url))
    assert str(caught.value) == (
        f"the language model at {url} has no secure connection that can be trusted: "
        "check its certificate, and http or https in DATELINE_LLM_BASE_URL."
    )
