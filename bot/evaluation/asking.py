"""Asking every question of a set."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.evaluation.judge import Judged, judge
from bot.evaluation.question_set import Question
from bot.factory import build_engine, settle_filter
from bot.schema import Turn
from bot.settings import Settings
from index.catalogue import Catalogue
from index.errors import UserFacingError
from index.generations import Generations
from index.manifest import damage_told
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

NOTHING = ArticleFilter(since=date.max)


@dataclass(frozen=True)
class Asked:
    """A set of questions, judged, and what they were asked of."""

    judged: list[Judged]
    articles: int
    index: str  # fingerprint of the articles' texts, titles, dates and outlets
    read: bool  # whether there is a reader


def ask_all(questions: Sequence[Question], settings: Settings, console: Console) -> Asked:
    """Ask the questions in their order, with a progress bar where the console is a terminal.

    Raises:
        UserFacingError: there is no usable index, or it lacks an outlet that a question names.
    """
    with _progress(console) as progress:
        task = progress.add_task("Loading", total=len(questions))
        engine = build_engine(settings, console.print)
        index = _fingerprint(settings)
        filters = [_settled(question, settings) for question in questions]
        engine.ask(questions[0].question, where=NOTHING)  # or the first would load what is lazy
        judged = []
        for question, where in zip(questions, filters, strict=True):
            judged.append(_ask(engine, question, where))
            right = sum(bool(one.measures["correct"]) for one in judged)
            progress.update(task, advance=1, description=f"Asking: {right} right")
    return Asked(judged, engine.coverage().articles, index, engine.reads)


def _fingerprint(settings: Settings) -> str:
    folder = Generations(settings.index_dir).require_current()
    with damage_told(folder):
        articles = Catalogue.load(folder).articles
    lines = sorted(f"{id_} {record.digest}" for id_, record in articles.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _ask(engine: AnswerEngine, question: Question, where: ArticleFilter) -> Judged:
    history = [Turn(earlier) for earlier in question.history]
    return judge(question, engine.ask(question.question, history, where, question.today))


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
