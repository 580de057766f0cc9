"""What the bot says besides its answers, by language. The texts are in `prompts/telegram.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True)
class Texts:
    """The texts of one language; what is in braces is put in with `str.format`."""

    language: str
    start: str
    help: str
    commands: Mapping[str, str]  # name without slash → what Telegram's menu says of it
    searching: str
    stop: str
    stopped: str
    stale: str
    passage: str  # {number}
    passage_gone: str
    good: str
    bad: str
    thanks: str
    vote_withdrawn: str
    ask_usage: str
    nothing_yet: str
    no_sources: str
    forgotten: str
    since_set: str  # {day}
    since_cleared: str
    since_usage: str
    status_articles: str  # {count}
    status_days: str  # {days}
    status_outlets: str  # {count}, {names}
    status_filter: str  # {day}
    status_turns: str  # {count}
    stranger: str  # {id}
    group_stranger: str  # {id}
    paired: str
    wrong_code: str
    allowed: str  # {id}
    disallowed: str  # {id}
    chat_allowed: str
    allow_usage: str
    not_owner: str
    too_many: str  # {seconds}
    too_long: str  # {length}, {longest}
    text_only: str
    wordless: str
    welcome: str
    greetings: Sequence[str]  # in lower case and without punctuation, as the next two
    pleas: Sequence[str]  # for help
    thanks_said: Sequence[str]
    skipped: str  # {count}
    error: str  # {id}
    unavailable: str  # {reason}
    inline_nothing: str
    inline_stranger: str
    inline_prompt: str
    why_title: str
    why_question: str  # {question}
    why_quoted: str  # {count}
    why_written: str  # {count}, {dropped}
    why_unsure: str
    why_model: str
    why_filtered: str
    why_confidence: str  # {confidence}, {threshold}
    why_preferred: str  # {what}
    why_since: str  # {day}
    why_found: str


def texts_for(language_code: str | None) -> Texts:
    """The texts for a user by their `language_code`, e.g. "ru" or "id-ID"; else the English."""
    language = (language_code or "").partition("-")[0].lower()
    return _texts(language if language in languages() else FALLBACK)


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are texts in."""
    return tuple(_read())


@cache
def _texts(language: str) -> Texts:
    texts = _read()
    own = {**texts[FALLBACK], **texts[language], "language": language}
    return Texts(**{name: _stripped(text) for name, text in own.items()})


def _stripped(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


@cache
def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("prompts") / "telegram.toml").read_text(encoding="utf-8"))
