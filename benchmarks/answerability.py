"""Questions that an index answers, nearly answers, or has no word of: what is found for them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.public_sets import Task, chosen_tasks, index_corpus
from benchmarks.reader.xquad import held_out
from bot.answerability import Signs
from bot.coverage import covered
from bot.evaluation.question_set import read_questions
from bot.inquiry import Inquirer, Inquiry
from bot.schema import Turn
from index.ingest import check_model, sync_articles
from index.retriever import Retriever
from index.schema import ArticleFilter
from index.snapshot import LiveIndex

if TYPE_CHECKING:
    from bot.reading.reader import Reader
    from index.embedding import EmbeddingModel

Sort = Literal["answered", "near", "far"]
SETS = ("squad2", "idk_mrc", "facqa", "multihop_rag", "xquad:en→en", "xquad:ru→ru", "xquad:ru→en",
        "xquad:en→ru")  # fmt: skip
MOST = 130  # questions of a set
FAR = 6  # questions of each other set that are put to an index
SMALL_TALK = Path(__file__).with_name("small_talk.txt")
EXAMPLES = Path(__file__).parent.parent / "examples"
XQUAD_PARAGRAPH = re.compile(r"\d+-\d+")
KIN = ({"squad2", "xquad"},)  # both are of Wikipedia, and of the same articles at times
STRANGE = {"multihop_rag": "null_query"}  # questions of a set about what is in no article of it


@dataclass(frozen=True)
class Asked:
    """A question and what is known of it."""

    question: str
    about: str  # an article: questions about it stay on one side when a fit is tested
    sort: Sort
    answers: tuple[str, ...] = ()
    before: tuple[str, ...] = ()  # questions


@dataclass(frozen=True)
class Row:
    """A question of a set, and what was found for it."""

    set: str
    asked: Asked
    found: Inquiry

    @property
    def signs(self) -> Signs:
        """Of the best sentence."""
        assert self.found.decision.signs
        return self.found.decision.signs


class Nothing:
    """Is told of progress, and says nothing."""

    def looked_at(self, files: int) -> None:
        """Do nothing."""

    def embedded(self, done: int, total: int) -> None:
        """Do nothing."""


def collect(
    data: Path, indexes: Path, model: EmbeddingModel, reader: Reader | None
) -> Iterator[Row]:
    """Yield what is found for each set's questions, put to its own index.

    Of XQuAD only the articles are asked about that the reader was not trained on.

    Args:
        data: the folder of sets.
        indexes: where indexes are kept.
        model: embeds articles and questions.
        reader: finds the words that answer; None to do without.
    """
    tasks = chosen_tasks(SETS)
    for task in tasks:
        index_dir, _ = index_corpus(task.corpus, data, indexes, model, Nothing())
        yield from _ask(index_dir, model, reader, task.name, _asked(task, tasks, data))
    sync_articles([EXAMPLES / "articles"], indexes / "examples", model)
    yield from _ask(indexes / "examples", model, reader, "examples", _examples())


def _ask(
    index_dir: Path,
    model: EmbeddingModel,
    reader: Reader | None,
    name: str,
    asked: Iterable[Asked],
) -> Iterator[Row]:
    live = LiveIndex(index_dir, partial(check_model, model=model))
    inquirer = Inquirer(Retriever(live, model), None, reader)
    snapshot = live.snapshot()
    coverage = covered(snapshot.store.summaries())
    today = coverage.newest or date.min
    for one in asked:
        turns = [Turn(earlier) for earlier in one.before]
        found = inquirer.inquire(one.question, turns, ArticleFilter(), today, snapshot, coverage)
        if found.decision.signs:
            yield Row(name, one, found)


def _asked(task: Task, tasks: Sequence[Task], data: Path) -> Iterator[Asked]:
    """Yield questions, what they are about, and their sort: the set's own, then strange ones."""
    for number, line in enumerate(sampled(data / task.questions, MOST, unseen)):
        about = ",".join(line["articles"]) or f"{task.name} {number}"
        yield Asked(line["question"], about, _sort(task, line), tuple(line["answers"]))
    for other in tasks:
        if _family(other) != _family(task) and not _kin(other, task):
            for line in sampled(data / other.questions, FAR):
                yield Asked(line["question"], f"{other.name} {line['id']}", "far")
    for question in SMALL_TALK.read_text(encoding="utf-8").splitlines():
        yield Asked(question, question, "far")


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
            yield Asked(one.question, about, sort, one.answers, one.history)


def sampled(
    path: Path, number: int, chosen: Callable[[dict[str, Any]], bool] = lambda _: True
) -> Iterable[dict[str, Any]]:
    """Return so many lines of a set's questions, of those `chosen`, always the same."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = list(filter(chosen, lines))
    return random.Random(0).sample(lines, min(number, len(lines)))


def unseen(line: dict[str, Any]) -> bool:
    """Whether the reader was not trained on what the question is about."""
    paragraphs = [a for a in line["articles"] if XQUAD_PARAGRAPH.fullmatch(a)]
    return all(map(held_out, paragraphs))


def _family(task: Task) -> str:
    return task.name.partition(":")[0]


def _kin(one: Task, other: Task) -> bool:
    return any({_family(one), _family(other)} <= kin for kin in KIN)
