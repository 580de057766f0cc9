"""What goes wrong with a language model, in one line that says what to change.

LanguageModelError    the model could not be asked; an answer without it is still possible
├── ContextTooLong    it takes less text than it was given; fewer sources may do
└── EmptyReply        it wrote nothing
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import UserFacingError

if TYPE_CHECKING:
    import openai
    from llama_index.core.llms import LLM

LOCAL_BASE_URL = "http://gguf.invalid/v1"
"""Stands for a model that runs on this machine; no such host can exist."""

_ABOUT_CONTEXT = re.compile(
    r"context|too long|too large|too many (?:input )?tokens|reduce the length", re.IGNORECASE
)
_NO_COMPLETION = (
    "sent what is no chat completion",
    "check DATELINE_LLM_BASE_URL (it mostly ends in /v1)",
)


class LanguageModelError(UserFacingError):
    """The language model could not be asked; an answer without it is still possible."""


class ContextTooLong(LanguageModelError):
    """The model takes less text than it was given."""


class EmptyReply(LanguageModelError):
    """The model wrote nothing, or nothing that is for the reader."""


@contextmanager
def language_model_errors(llm: LLM) -> Iterator[None]:
    """Turn what the HTTP client raises into one line that says what to change."""
    import httpx
    import openai

    try:
        yield
    except (openai.OpenAIError, httpx.HTTPError) as error:
        # Not chained: a server's own words may repeat the key, and tracebacks end up in logs.
        raise _explained(error, llm) from None
    except (ValueError, AttributeError, TypeError):
        # What the client makes of a reply that is no chat completion, e.g. a web page.
        raise LanguageModelError(said_of(llm, *_NO_COMPLETION)) from None


def empty_reply(llm: LLM, chunks: int, finish_reason: str | None) -> LanguageModelError:
    """The error for a reply without text.

    Args:
        llm: the language model.
        chunks: how many pieces of a chat completion came, with or without text.
        finish_reason: what the last of them gave as the reason to stop.
    """
    if not chunks:
        return LanguageModelError(said_of(llm, *_NO_COMPLETION))
    if finish_reason == "length":
        advice = "raise DATELINE_LLM_CONTEXT, or set a model that thinks less"
        return LanguageModelError(said_of(llm, "used up its tokens before it wrote", advice))
    return EmptyReply(said_of(llm, "wrote nothing", "see its log, or set another model"))


def said_of(llm: LLM, what: str, advice: str) -> str:
    """One line about the model: where it is, what happened and what to do."""
    return f"the language model {_place(llm)} {what}: {advice}."


def own_error(error: BaseException | None) -> LanguageModelError | None:
    """The error of ours that OpenAI's client took for a broken connection, if it is one."""
    return next((e for e in _chain(error) if isinstance(e, LanguageModelError)), None)


def is_lasting(error: Exception) -> bool:
    """Whether the host's name or its certificate is wrong, which no second try puts right."""
    return any(isinstance(e, socket.gaierror | ssl.SSLError | UnicodeError) for e in _chain(error))


def without_secrets(url: str) -> str:
    """The URL without user, password and query, any of which may be secret."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _explained(error: Exception, llm: LLM) -> LanguageModelError:
    import openai

    if ours := own_error(error):
        return ours
    if isinstance(error, openai.APIError) and _is_about_context(error):
        advice = "set DATELINE_LLM_CONTEXT to what the model takes"
        return ContextTooLong(said_of(llm, "says the context is too long", advice))
    return LanguageModelError(said_of(llm, *_what_and_advice(error, llm)))


def _what_and_advice(error: Exception, llm: LLM) -> tuple[str, str]:
    import httpx
    import openai

    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        seconds = getattr(llm, "timeout", 0.0)
        return f"timed out (nothing for {seconds:g} s)", "raise DATELINE_LLM_TIMEOUT"
    if isinstance(error, openai.APIStatusError):
        return _by_status(error, llm)
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        return _by_connection(error, llm)
    return "reported an error while answering", "see its log, or set another model"


def _by_connection(error: Exception, llm: LLM) -> tuple[str, str]:
    import httpx

    from bot.llm_http import EndlessReply

    causes = list(_chain(error))
    if any(isinstance(cause, EndlessReply) for cause in causes):
        return "does not stop", "see its log, or set another model"
    if _is_local(llm):
        return "stopped", "ask again; if it stops again, set a DATELINE_LLM_GGUF that needs less"
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return "cannot be found", "correct the host in DATELINE_LLM_BASE_URL"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return (
            "has no secure connection that can be trusted",
            "check its certificate, and http or https in DATELINE_LLM_BASE_URL",
        )
    if any(isinstance(cause, httpx.ConnectError) for cause in causes):
        return "refused the connection", "start it, or correct DATELINE_LLM_BASE_URL"
    return "broke off the connection", "ask again, or check DATELINE_LLM_BASE_URL"


def _by_status(error: openai.APIStatusError, llm: LLM) -> tuple[str, str]:
    status = error.status_code
    if status in (401, 403):
        return f"refused the key (HTTP {status})", "correct DATELINE_LLM_API_KEY"
    if 300 <= status < 400:
        # It is not followed: a POST would become a GET, and the articles' text would go elsewhere.
        return f"has moved (HTTP {status})", "set DATELINE_LLM_BASE_URL to where it is now"
    if status == 404 and "model" in error.message.lower():
        return f"has no model {llm.metadata.model_name!r} (HTTP 404)", "correct DATELINE_LLM_MODEL"
    if status == 404:
        return "was not found (HTTP 404)", "correct DATELINE_LLM_BASE_URL"
    if status == 429 and is_out_of_quota(error):
        return "has no quota left (HTTP 429)", "top it up, or set another DATELINE_LLM_API_KEY"
    if status == 429:
        return (
            "is limiting requests (HTTP 429)",
            "wait a little, or set another DATELINE_LLM_BASE_URL or DATELINE_LLM_API_KEY",
        )
    return f"answered HTTP {status}", "see its log, or check DATELINE_LLM_MODEL"


def is_out_of_quota(error: Exception) -> bool:
    """Whether the account is used up, which no waiting puts right."""
    return getattr(error, "code", None) == "insufficient_quota"


def _is_about_context(error: openai.APIError) -> bool:
    """Whether the request was too long: said with these statuses, or in mid-stream without any."""
    if getattr(error, "status_code", None) not in (None, 400, 413, 422, 500):
        return False
    return bool(_ABOUT_CONTEXT.search(f"{error.code} {error.message} {error.body}"))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, one after the other."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _place(llm: LLM) -> str:
    """Where the model is, without anything secret; its name when it is no HTTP endpoint."""
    if _is_local(llm):
        return f"in {llm.metadata.model_name}"
    base = getattr(llm, "api_base", None)
    return f"at {without_secrets(base or llm.metadata.model_name)}"


def _is_local(llm: LLM) -> bool:
    return getattr(llm, "api_base", None) == LOCAL_BASE_URL
