"""Speaking to a language model: behind an OpenAI-compatible endpoint, or in a file on this machine.

The key is kept out of everything that can be printed: LlamaIndex's LLM classes are pydantic models
and show their `api_key`, so the key lives in the HTTP client's authentication alone.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.llm_errors import (
    LOCAL_BASE_URL,
    ContextTooLong,
    EmptyReply,
    LanguageModelError,
    empty_reply,
    is_lasting,
    is_out_of_quota,
    language_model_errors,
    own_error,
    without_secrets,
)
from bot.settings import Settings
from bot.thoughts import without_thoughts
from index.errors import UserFacingError

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

__all__ = [
    "ContextTooLong",
    "EmptyReply",
    "LanguageModelError",
    "build_llm",
    "language_model_errors",
    "stream_text",
]

RETRY_PAUSES = (0.5, 2.0)
"""Seconds to wait before each further try when an endpoint refuses or is overloaded."""

LONGEST_PAUSE = 10.0
"""Seconds to wait at most where an endpoint says when to come again."""


def build_llm(settings: Settings) -> LLM | None:
    """The language model that the settings name, or None where they name none.

    Nothing is sent yet: an endpoint that is down shows only when it is asked. A model in a file
    begins to load, in a process of its own.

    Raises:
        UserFacingError: the settings contradict themselves, or name a file that is no model.
    """
    if settings.llm_gguf:
        return _local_llm(settings)
    if not settings.llm_base_url:
        return None
    if not settings.llm_model:
        raise UserFacingError(
            "DATELINE_LLM_BASE_URL is set but DATELINE_LLM_MODEL is not: "
            "set it to the model's name at that endpoint, or unset both."
        )
    _check_url(settings.llm_base_url)
    base_url = without_secrets(settings.llm_base_url)
    return _openai_like(settings, settings.llm_model, base_url, _remote_client(settings))


def stream_text(llm: LLM, messages: Sequence[ChatMessage]) -> Generator[str, None, bool]:
    """Ask the model and yield its reply in pieces, without what it says to itself.

    As long as nothing has come it is asked again where that may help; not after a time-out, when
    the person has waited as long as they said they would.

    Returns:
        Whether the reply is whole; not if the model reached its limit of tokens.

    Raises:
        LanguageModelError: it cannot be reached, refuses, writes nothing, or breaks off.
    """
    import httpx
    import openai

    from bot.llm_http import closing

    deadline = time.monotonic() + _timeout(llm)
    with language_model_errors(llm):
        for pause in (*RETRY_PAUSES, None):
            reply = _Reply()
            try:
                for piece in without_thoughts(reply.read(closing(llm.stream_chat(messages)))):
                    reply.said = reply.said or not piece.isspace()
                    yield piece
                if not reply.said:
                    raise empty_reply(llm, reply.chunks, reply.finish_reason)
                return reply.finish_reason != "length"
            except (openai.OpenAIError, httpx.TransportError, EmptyReply) as error:
                wait = None if reply.said or pause is None else _wait(error, pause)
                if wait is None or time.monotonic() + wait > deadline:
                    raise
                time.sleep(wait)
    raise AssertionError("the last try returns or raises")


class _Reply:
    """One streamed reply, and what is known of it by now."""

    def __init__(self) -> None:
        self.chunks = 0
        self.finish_reason: str | None = None
        self.said = False  # anything that is for the reader

    def read(self, stream: Iterator[ChatResponse]) -> Iterator[str]:
        """Yield the text of the reply as it comes."""
        for chunk in stream:
            self.chunks += 1
            choices = getattr(chunk.raw, "choices", ())
            if choices and choices[0].finish_reason:
                self.finish_reason = choices[0].finish_reason
            if chunk.delta:
                yield chunk.delta


def _wait(error: Exception, pause: float) -> float | None:
    """Seconds until the next try, `pause` or more; None where it would not help."""
    import httpx
    import openai

    passing = (
        openai.APIConnectionError,
        openai.RateLimitError,
        openai.InternalServerError,
        httpx.TransportError,
        EmptyReply,
    )
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return None
    if not isinstance(error, passing) or is_lasting(error) or is_out_of_quota(error):
        return None
    if not isinstance(error, EmptyReply) and own_error(error):
        return None
    wait = max(pause, _retry_after(error))
    return wait if wait <= LONGEST_PAUSE else None


def _retry_after(error: Exception) -> float:
    """Seconds that the endpoint asks to wait, as a number or as a date; 0.0 if it does not say."""
    response = getattr(error, "response", None)
    stated = response.headers.get("Retry-After", "") if response is not None else ""
    try:
        return float(stated)
    except ValueError:
        pass
    try:
        return (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a time zone
        return 0.0


def _openai_like(settings: Settings, model: str, base_url: str, client: httpx.Client) -> LLM:
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(  # type: ignore[call-arg]  # http_client is no field, but its __init__ has it
        model=model,
        api_base=base_url,
        api_key="none",  # see `bearer`
        http_client=client,
        is_chat_model=True,
        context_window=settings.llm_context,
        # Room for a short answer, and for what a model that reasons says to itself before it.
        max_tokens=min(settings.llm_context // 4, 2048),
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,  # `stream_text` retries: OpenAI's client would also repeat a time-out
    )


def _local_llm(settings: Settings) -> LLM:
    from bot.llm_http import bearer, http_client
    from bot.local_llm import GgufServer, LocalTransport

    assert settings.llm_gguf
    if settings.llm_base_url:
        raise UserFacingError(
            "DATELINE_LLM_BASE_URL and DATELINE_LLM_GGUF are both set: unset one of them."
        )
    server = GgufServer(settings.llm_gguf, settings.llm_context)
    transport = LocalTransport(server, settings.llm_timeout)
    client = http_client(bearer(server.key), settings.llm_timeout, transport)
    return _openai_like(settings, settings.llm_gguf.name, LOCAL_BASE_URL, client)


def _remote_client(settings: Settings) -> httpx.Client:
    import httpx

    from bot.llm_http import bearer, http_client

    login = urlsplit(settings.llm_base_url or "")
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else "none"
    if not (key.isascii() and key.isprintable()):
        raise UserFacingError("DATELINE_LLM_API_KEY has characters that no key has: copy it again.")
    basic = httpx.BasicAuth(unquote(login.username or ""), unquote(login.password or ""))
    return http_client(basic if login.username else bearer(key), settings.llm_timeout)


def _timeout(llm: LLM) -> float:
    """Seconds in which an answer may be asked for again."""
    return float(getattr(llm, "timeout", None) or 60.0)


def _check_url(url: str) -> None:
    import httpx

    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):  # a port, an address or a sign that is none
        usable = False
    if not usable:
        raise UserFacingError(
            "DATELINE_LLM_BASE_URL is no URL: it looks like http://127.0.0.1:8080/v1."
        )
