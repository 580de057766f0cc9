"""What a reader is trained on: a question, a passage, and where the answer stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Example:
    """A question, a passage, and where in it the answer stands: (-1, -1) if it is not there."""

    question: str
    passage: str
    start: int
    end: int
    kind: str
    languages: str  # of question and passage: "en→ru"

    @property
    def answerable(self) -> bool:
        """Whether the passage answers the question."""
        return self.start >= 0

    @property
    def answer(self) -> str:
        """The answer as the passage has it, or nothing."""
        return self.passage[self.start : self.end] if self.answerable else ""


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts_of(path: Path) -> dict[str, str]:
    """Article texts by id."""
    return {article["id"]: article["text"] for article in read_jsonl(path)}


def located(question: Mapping[str, Any], passage: str, kind: str, languages: str) -> Example | None:
    """The example of a question and its own passage, or None if the answer cannot be found."""
    if not question["answers"]:
        return Example(question["question"], passage, -1, -1, kind, languages)
    for answer in question["answers"]:
        start = passage.find(answer)
        if answer and start >= 0:
            end = start + len(answer)
            return Example(question["question"], passage, start, end, kind, languages)
    return None


def unanswered(question: str, passage: str, kind: str, languages: str) -> Example:
    """An example whose passage does not answer."""
    return Example(question, passage, -1, -1, kind, languages)


def present(example: Example | None) -> Iterator[Example]:
    """`example` if there is one."""
    if example is not None:
        yield example
