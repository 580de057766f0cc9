"""What a run was made with, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.evaluation.figures import numbered
from bot.untrusted import one_line


def setup_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was asked of what, with what, when, and what the answers remarked."""
    setup = summary["setup"]
    writer = setup["language_model"]
    yield (
        f"{numbered(setup['questions'], 'question')} of {setup['questions_file']}, "
        f"{numbered(setup['articles'], 'article')} (index {setup['index']}), "
        f"{shown_time(setup['date'])}"
    )
    yield (
        f"{f'Written by {one_line(writer)}' if writer else 'Quoting, no language model'}; "
        f"{one_line(setup['embedding_model'])}{_reader(setup)}; Dateline {setup['dateline']}, "
        f"Python {setup['python']}, {setup['cpus']} CPUs"
    )
    for note, times in summary["notes"].items():
        yield f"Note on {times} of the answers: {one_line(note)}"


def _reader(setup: Mapping[str, Any]) -> str:
    """Said of runs that tell: an earlier version's do not."""
    if "reader" not in setup:
        return ""
    return " + reader" if setup["reader"] else ", no reader"


def shown_time(written: str) -> str:
    """A date and time of the JSON for people; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(written):%Y-%m-%d %H:%M}"
    except ValueError:
        return written
