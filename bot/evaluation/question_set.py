"""Sets of questions with their right answers: JSON Lines, one question a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from bot.filters import UsageError, read_filter
from bot.untrusted import one_line
from index.errors import UserFacingError
from index.files import why
from index.schema import ArticleFilter


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _written(text: str) -> str:
    line = one_line(text)
    if not line:
        raise ValueError("is empty")
    return line


def _without_blanks(texts: tuple[str, ...]) -> tuple[str, ...]:
    """SQuAD 2.0 has an empty right answer where there is none."""
    return tuple(line for line in map(one_line, texts) if line)


Written = Annotated[str, AfterValidator(_written)]
NonBlank = Annotated[tuple[str, ...], AfterValidator(_without_blanks)]


class Question(BaseModel):
    """A line of the set. `answers` and `articles` are alternatives: any of them will do."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: Written
    question: Written
    language: Annotated[Written, AfterValidator(str.lower)]  # ISO 639-1
    answerable: Annotated[bool, Field(strict=True)]
    answers: NonBlank = ()  # one must stand in the answer
    articles: tuple[Written, ...] = ()  # one must be cited: a file's name, or an end of it
    history: tuple[Written, ...] = ()  # questions asked before, the oldest first
    kind: Annotated[str, AfterValidator(one_line)] = ""
    today: date | None = None  # the day it is asked on; by default the day of the run
    since: str | None = None
    until: str | None = None
    source: Annotated[tuple[Written, ...], BeforeValidator(_as_tuple)] = ()

    @model_validator(mode="after")
    def _can_be_judged(self) -> Question:
        if self.answerable and not self.answers:
            raise ValueError("answerable, but answers is missing or empty")
        return self

    @property
    def where(self) -> ArticleFilter:
        """Which articles may answer; the outlets as typed.

        Raises:
            UsageError: a date cannot be read.
        """
        return read_filter(self.since, self.until, self.source)


def read_questions(path: Path) -> list[Question]:
    """Read a set of questions; blank lines and further keys are passed over.

    Raises:
        UserFacingError: the file cannot be read, holds no question or one id twice, or a line is
            none of the format.
    """
    questions = list(_parse(path))
    if not questions:
        raise UserFacingError(f"no question in {path}")
    return questions


def _parse(path: Path) -> Iterator[Question]:
    lines: dict[str, int] = {}
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        question = _question(line, place)
        if question.id in lines:
            raise UserFacingError(
                f"{place}: the id {question.id!r} stands in line {lines[question.id]} already"
            )
        lines[question.id] = number
        yield question


def _question(line: str, place: str) -> Question:
    try:
        question = Question.model_validate(json.loads(line))
        _ = question.where
    except ValidationError as error:
        raise UserFacingError(f"{place}: {_explain(error)}") from error
    except UsageError as error:
        raise UserFacingError(f"{place}: {error}") from error
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, column {error.colno}"
        raise UserFacingError(f"{place}: not JSON: {reason}") from error
    except (ValueError, RecursionError) as error:  # a number, or nesting, of thousands
        raise UserFacingError(f"{place}: not JSON that can be read") from error
    return question


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserFacingError(f"cannot read {path}: {why(error)}") from error
    except UnicodeDecodeError as error:
        raise UserFacingError(f"cannot read {path}: not in UTF-8") from error


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    if first["type"] == "missing":
        return f"{where} is missing"
    if first["type"] == "model_type":
        return "not a JSON object"
    reason = first["msg"].removeprefix("Value error, ").replace("valid tuple", "list")
    return f"{where}: {reason}" if where else reason
