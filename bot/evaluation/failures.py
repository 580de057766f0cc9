"""Questions that went wrong, as the report shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.figures import numbered
from bot.evaluation.matching import names_article

REFUSED = "refused, though answerable"
ANSWERED = "answered, though unanswerable"
WRONG = "wrong answer"
UNCITED = "right answer, another source"
FAILURES = (WRONG, REFUSED, ANSWERED, UNCITED)

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """An article that was retrieved, and whether it, or a copy of it, was wanted."""

    rank: int
    path: str
    score: float
    wanted: bool
    copies: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """A question of the JSON that went wrong, and how."""

    why: str
    record: Record
    places: tuple[Place, ...]


def verdict(questions: Sequence[Record]) -> str:
    """How many of them were answered rightly, or rightly refused, in a line."""
    right = sum(question["correct"] for question in questions)
    share = f"{100 * right / len(questions):.1f} %"
    return f"{right} of {numbered(len(questions), 'question')} right ({share})"


def counted(questions: Sequence[Record]) -> dict[str, int]:
    """How many went wrong in which way; only the ways that there are."""
    times = Counter(map(_why, questions))
    return {why: times[why] for why in FAILURES if times[why]}


def failures(questions: Sequence[Record]) -> Iterator[Failure]:
    """Yield what went wrong, in the order of the set."""
    for record in questions:
        if why := _why(record):
            yield Failure(why, record, tuple(_places(record)))


def _why(record: Record) -> str | None:
    if not record["correct"]:
        if not record["answerable"]:
            return ANSWERED
        return WRONG if record["answered"] else REFUSED
    return UNCITED if record["measures"]["cited_story"] == 0 else None


def _places(record: Record) -> Iterator[Place]:
    for rank, one in enumerate(record["retrieved"], 1):
        paths = (one["path"], *one["copies"])
        wanted = any(names_article(name, path) for name in record["articles"] for path in paths)
        yield Place(rank, one["path"], one["score"], wanted, tuple(one["copies"]))
