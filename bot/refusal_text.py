"""What is said instead of an answer. The texts stand in `prompts/refusal.toml`."""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from bot.coverage import covered
from bot.schema import Answer
from bot.wording import wording
from index.schema import ArticleFilter

FALLBACK = "en"


def said_instead(answer: Answer, language: str) -> str:
    """What is said in `language` where there is no answer: why, as far as filters are to blame."""
    if not answer.nothing_passes or answer.search is None:
        return refusal_text(language)
    where, store = answer.search.where, answer.search.index.store
    return no_match_text(language, where, covered(store.summaries(), where.sources).days)


def refusal_text(language: str) -> str:
    """What is said where no article answers, in `language` where we have its words."""
    return _texts(language)["refusal"]


def no_match_text(language: str, where: ArticleFilter, days: Sequence[date]) -> str:
    """What is said where no article passes the filter: so, and from when the nearest are.

    Args:
        language: of the question.
        where: the filter.
        days: of the articles from its outlets, each once, in order.
    """
    texts, words = _texts(language), wording(language)
    near = _nearest_days(where, days)
    if not near:
        return texts["filtered"]
    outlets = texts["from_outlets"].format(outlets=words.listing(where.sources))
    said = words.listing([words.day(day) for day in near])
    nearest = texts["nearest"].format(outlets=outlets if where.sources else "", days=said)
    return f"{texts['filtered']} {nearest}"


def _nearest_days(where: ArticleFilter, days: Sequence[date]) -> Sequence[date]:
    """The last day before the days asked for and the first one after them."""
    before = days[: bisect_left(days, where.since)][-1:] if where.since else ()
    after = days[bisect_right(days, where.until) :][:1] if where.until else ()
    return (*before, *after)


def _texts(language: str) -> dict[str, str]:
    texts = _all_texts()
    return texts.get(language, texts[FALLBACK])


@cache
def _all_texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("prompts") / "refusal.toml").read_text(encoding="utf-8"))
