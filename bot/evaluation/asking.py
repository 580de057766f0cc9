"""Asking every question of a set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.evaluation.judge import Judged, judge
from bot.evaluation.question_set import Question
from bot.factory import build_engine, settle_filter
from bot.schema import Turn
from bot.settings import Settings
from index.errors import UserFacingError
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

NOTHING = ArticleFilter(since=date.max)


def ask_all(
    questions: Sequence[Question], settings: Settings, console: Console
) -> tuple[list[Judged], int]:
    """Ask the questions in their order, with a progress bar where the console is a terminal.

    Returns:
        The questions judged, and the number of articles in the index.

    Raises:
        UserFacingError: there is no usable index, or it lacks an outlet that a question names.
    """
    with _progress(console) as progress:
        task = progress.add_task("Loading", total=len(questions))
        engine = build_engine(settings, console.print)
        filters = [_settled(question, settings) for question in questions]
        engine.ask(questions[0].question, where=NOTHING)  # or the first would load what is lazy
        judged = []
        for question, where in zip(questions, filters, strict=True):
            judged.append(_ask(engine, question, where))
            right = sum(bool(one.measures["correct"]) for one in judged)
            progress.update(task, advance=1, description=f"Asking: {right} right")
    return judged, engine.coverage().articles


def _ask(engine: AnswerEngine, question: Question, where: ArticleFilter) -> Judged:
    history = [Turn(earlier) for earlier in question.history]
    return judge(question, engine.ask(question.question, history, where))


def _settled(question: Question, settings: Settings) -> ArticleFilter:
    try:
        return settle_filter(question.where, settings)
    except UserFacingError as error:
        raise UserFacingError(f"question {question.id!r}: {error}") from error


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
