"""Speaking to a language model behind an OpenAI-compatible endpoint.

The key is kept out of everything that can be printed: LlamaIndex's LLM classes are pydantic models
and show their `api_key`, so the key lives in the HTTP client's authentication alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.settings import Settings
from index.errors import UserFacingError

if TYPE_CHECKING:
    import httpx
    import openai
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

RETRY_PAUSES = (0.5, 2.0)
"""Seconds to wait before each further try when an endpoint refuses or is overloaded."""


class LanguageModelError(UserFacingError):
    """The language model could not be asked; an answer without it is still possible."""


def build_llm(settings: Settings) -> LLM | None:
    """The language model that the settings name, or None where they name none.

    Nothing is sent yet: an endpoint that is down shows only when it is asked.

    Raises:
        UserFacingError: the settings contradict themselves.
    """
    if not settings.llm_base_url:
        return None
    if not settings.llm_model:
        raise UserFacingError(
            "DATELINE_LLM_BASE_URL is set but DATELINE_LLM_MODEL is not: "
            "set it to the model's name at that endpoint, or unset both."
        )
    _check_url(settings.llm_base_url)
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(  # type: ignore[call-arg]  # http_client is no field, but its __init__ has it
        model=settings.llm_model,
        api_base=_without_userinfo(settings.llm_base_url),
        api_key="none",  # see `_http_client`
        http_client=_http_client(settings),
        is_chat_model=True,
        context_window=settings.llm_context,
        # Room for a short answer, and for what a model that reasons says to itself before it.
        max_tokens=min(settings.llm_context // 4, 2048),
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,  # `stream_text` retries: OpenAI's client would also repeat a time-out
    )


def stream_text(llm: LLM, messages: Sequence[ChatMessage]) -> Iterator[str]:
    """Ask the model and yield its reply in pieces.

    Raises:
        LanguageModelError: it cannot be reached, refuses, or breaks off.
    """
    with language_model_errors(llm):
        for reply in _open(llm, messages):
            if reply.delta:
                yield reply.delta


@contextmanager
def language_model_errors(llm: LLM) -> Iterator[None]:
    """Turn what the HTTP client raises into one line that says what to change."""
    import httpx
    import openai

    try:
        yield
    except (openai.OpenAIError, httpx.HTTPError) as error:
        # Not chained: a server's own words may repeat the key, and tracebacks end up in logs.
        raise LanguageModelError(_explain(error, llm)) from None
    except (ValueError, AttributeError, TypeError):
        # What the client makes of a reply that is no chat completion, e.g. a web page.
        raise LanguageModelError(
            f"the language model at {_endpoint(llm)} sent what is no chat completion: "
            "check DATELINE_LLM_BASE_URL (it mostly ends in /v1)."
        ) from None


def _open(llm: LLM, messages: Sequence[ChatMessage]) -> Iterator[ChatResponse]:
    """Start a streamed reply, trying again as long as nothing has come.

    A time-out is not tried again: the person has waited as long as they said they would.
    """
    import openai

    passing = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
    for pause in (*RETRY_PAUSES, None):
        replies = iter(llm.stream_chat(messages))
        try:
            first = next(replies, None)
        except passing as error:
            if pause is None or isinstance(error, openai.APITimeoutError):
                raise
            time.sleep(pause)
        else:
            return chain([first], replies) if first else iter(())
    raise AssertionError("the last try returns or raises")


def _explain(error: Exception, llm: LLM) -> str:
    cause, advice = _cause_and_advice(error, llm)
    return f"the language model at {_endpoint(llm)} {cause}: {advice}."


def _cause_and_advice(error: Exception, llm: LLM) -> tuple[str, str]:
    import httpx
    import openai

    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        seconds = getattr(llm, "timeout", 0.0)
        return f"timed out (nothing for {seconds:g} s)", "raise DATELINE_LLM_TIMEOUT"
    if isinstance(error, openai.APIStatusError):
        return _cause_by_status(error, llm)
    if isinstance(error.__cause__ or error, httpx.ConnectError):
        return "refused the connection", "start it, or correct DATELINE_LLM_BASE_URL"
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        return "broke off the connection", "ask again, or check DATELINE_LLM_BASE_URL"
    if _is_about_context(error):
        return _CONTEXT_TOO_LONG
    return "reported an error while answering", "see its log, or set another DATELINE_LLM_MODEL"


_CONTEXT_TOO_LONG = (
    "says the context is too long",
    "set DATELINE_LLM_CONTEXT to what the model takes",
)


def _cause_by_status(error: openai.APIStatusError, llm: LLM) -> tuple[str, str]:
    status = error.status_code
    if status in (401, 403):
        return f"refused the key (HTTP {status})", "correct DATELINE_LLM_API_KEY"
    if status == 404 and "model" in error.message.lower():
        return f"has no model {_model(llm)!r} (HTTP 404)", "correct DATELINE_LLM_MODEL"
    if status == 404:
        return "was not found (HTTP 404)", "correct DATELINE_LLM_BASE_URL"
    if status == 429:
        return (
            "is limiting requests (HTTP 429)",
            "wait a little, or set another DATELINE_LLM_BASE_URL or DATELINE_LLM_API_KEY",
        )
    if _is_about_context(error):
        return _CONTEXT_TOO_LONG
    return f"answered HTTP {status}", "see its log, or check DATELINE_LLM_MODEL"


def _is_about_context(error: Exception) -> bool:
    return "context" in f"{error} {getattr(error, 'body', '')}".lower()


def _model(llm: LLM) -> str:
    return llm.metadata.model_name


def _endpoint(llm: LLM) -> str:
    """Where the model is, without anything secret; its name when it is no HTTP endpoint."""
    return _without_userinfo(getattr(llm, "api_base", None) or _model(llm))


def _without_userinfo(url: str) -> str:
    """The URL without user, password and query, any of which may be secret."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _http_client(settings: Settings) -> httpx.Client:
    """A client that puts the credentials into each request, and nowhere else."""
    import httpx

    login = urlsplit(settings.llm_base_url or "")
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else "none"
    if not (key.isascii() and key.isprintable()):
        raise UserFacingError("DATELINE_LLM_API_KEY has characters that no key has: copy it again.")

    def bearer(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {key}"
        return request

    basic = httpx.BasicAuth(unquote(login.username or ""), unquote(login.password or ""))
    return httpx.Client(
        auth=basic if login.username else bearer,
        timeout=settings.llm_timeout,
        follow_redirects=True,
    )


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        usable = False
    if not usable:
        raise UserFacingError(
            "DATELINE_LLM_BASE_URL is no URL: it looks like http://127.0.0.1:8080/v1."
        )
