"""The signs of questions: those that an index answers, nearly answers, or has no word of."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.public_sets import Task, chosen_tasks, index_corpus
from bot.answerability import Signs
from bot.coverage import covered
from bot.evaluation.question_set import read_questions
from bot.inquiry import Inquirer
from bot.schema import Turn
from index.ingest import check_model, sync_articles
from index.retriever import Retriever
from index.schema import ArticleFilter
from index.snapshot import LiveIndex

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

Sort = Literal["answered", "near", "far"]
Asked = tuple[str, str, Sort, *tuple[str, ...]]
"""A question, what it is about, its sort, and the questions before it."""

SETS = ("squad2", "idk_mrc", "facqa", "multihop_rag", "xquad:en→en", "xquad:ru→ru", "xquad:ru→en",
        "xquad:en→ru")  # fmt: skip
MOST = 250  # questions of a set
FAR = 10  # questions of each other set that are put to an index
SMALL_TALK = Path(__file__).with_name("small_talk.txt")
EXAMPLES = Path(__file__).parent.parent / "examples"
KIN = ({"squad2", "xquad"},)  # both are of Wikipedia, and of the same articles at times
STRANGE = {"multihop_rag": "null_query"}  # questions of a set about what is in no article of it


@dataclass(frozen=True)
class Row:
    """A question, what is known of it, and its signs."""

    set: str
    article: str  # that it is about: such questions stay on one side when a fit is tested
    sort: Sort
    signs: Signs


class Nothing:
    """Is told of progress, and says nothing."""

    def looked_at(self, files: int) -> None:
        """Do nothing."""

    def embedded(self, done: int, total: int) -> None:
        """Do nothing."""


def collect(data: Path, indexes: Path, model: EmbeddingModel) -> Iterator[Row]:
    """Yield the signs of each set's questions, put to its own index.

    Args:
        data: the folder of sets.
        indexes: where indexes are kept.
        model: embeds articles and questions.
    """
    tasks = chosen_tasks(SETS)
    for task in tasks:
        index_dir, _ = index_corpus(task.corpus, data, indexes, model, Nothing())
        yield from _ask(index_dir, model, task.name, _asked(task, tasks, data))
    sync_articles([EXAMPLES / "articles"], indexes / "examples", model)
    yield from _ask(indexes / "examples", model, "examples", _examples())


def _ask(
    index_dir: Path, model: EmbeddingModel, name: str, asked: Iterable[Asked]
) -> Iterator[Row]:
    live = LiveIndex(index_dir, partial(check_model, model=model))
    inquirer = Inquirer(Retriever(live, model), None)
    snapshot = live.snapshot()
    coverage = covered(snapshot.store.summaries())
    today = coverage.newest or date.min
    for question, article, sort, *before in asked:
        turns = [Turn(earlier) for earlier in before]
        found = inquirer.inquire(question, turns, ArticleFilter(), today, snapshot, coverage)
        if found.decision.signs:
            yield Row(name, article, sort, found.decision.signs)


def _asked(task: Task, tasks: Sequence[Task], data: Path) -> Iterator[Asked]:
    """Yield questions, what they are about, and their sort: the set's own, then strange ones."""
    for number, line in enumerate(sampled(data / task.questions, MOST)):
        about = ",".join(line["articles"]) or f"{task.name} {number}"
        yield line["question"], about, _sort(task, line)
    for other in tasks:
        if _family(other) != _family(task) and not _kin(other, task):
            for line in sampled(data / other.questions, FAR):
                yield line["question"], f"{other.name} {line['id']}", "far"
    for question in SMALL_TALK.read_text(encoding="utf-8").splitlines():
        yield question, question, "far"


def _sort(task: Task, line: dict[str, Any]) -> Sort:
    if line["answerable"]:
        return "answered"
    return "far" if line.get("kind") == STRANGE.get(task.name, "") else "near"


def _examples() -> Iterator[Asked]:
    """The repository's own questions on news, but for those with a filter or a day of asking."""
    for one in read_questions(EXAMPLES / "questions.jsonl"):
        if not (one.today or one.since or one.until or one.source):
            sort: Sort = "answered" if one.answerable else "near"
            about = ",".join(one.articles) or one.id
            sort = "far" if one.kind == "off-topic" else sort
            yield one.question, about, sort, *one.history


def sampled(path: Path, number: int) -> Iterable[dict[str, Any]]:
    """Return so many lines of a set's questions, always the same."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return random.Random(0).sample(lines, min(number, len(lines)))


def _family(task: Task) -> str:
    return task.name.partition(":")[0]


def _kin(one: Task, other: Task) -> bool:
    return any({_family(one), _family(other)} <= kin for kin in KIN)
