"""`dateline ask`: one question from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.filters import UsageError
from bot.untrusted import harmless

if TYPE_CHECKING:
    from bot.schema import Answer
    from bot.settings import Settings
    from index.schema import ArticleFilter


def read_question(argument: str) -> str:
    """The question that was typed; `-` stands for standard input.

    Raises:
        UsageError: it is empty.
    """
    raw = sys.stdin.buffer.read() if argument == "-" else os.fsencode(argument)
    question = " ".join(harmless(raw.decode("utf-8", errors="replace")).split())
    if not question:
        raise UsageError("the question is empty")
    return question


def answer_question(
    question: str, history: Sequence[str], where: ArticleFilter, settings: Settings
) -> Answer:
    """Answer it; what goes on meanwhile shows on a terminal.

    Raises:
        UserFacingError: there is no index, or the settings contradict themselves.
    """
    from bot.factory import build_engine, settle_filter
    from bot.live import Draft
    from bot.paragraphs import make_console
    from bot.schema import Turn

    with Draft(make_console(stderr=True)) as draft:
        draft.say("Loading")
        engine = build_engine(settings, draft.announce)
        settled = settle_filter(where, settings)
        draft.say("Searching")
        return draft.follow(engine.stream(question, [Turn(q) for q in history], settled))
