"""How often the right answer stands in what is shown, without a language model.

usage: .venv/bin/python benchmarks/answers.py DATA [--sample N] [--indexes FOLDER] [--unread]

DATA holds the public sets (see benchmarks/README.md). Of each set's questions N (300) are asked as
`dateline ask` does, refusals and all; of XQuAD's, those that the reader was not trained on.
"contained": a right answer stands in the quotes; "at once": in the first; "refused": of what has an
answer; "let through": of what has none.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.answerability import Nothing, sampled, unseen
from benchmarks.public_sets import Task, chosen_tasks, index_corpus
from bot.engine import AnswerEngine
from bot.evaluation.judge import judge
from bot.evaluation.question_set import Question
from bot.factory import build_model, build_reader
from bot.settings import Settings
from index.ingest import check_model
from index.retriever import Retriever
from index.snapshot import LiveIndex

if TYPE_CHECKING:
    from bot.reading.reader import Reader
    from index.embedding import EmbeddingModel

SETS = ("xquad:en→en", "xquad:ru→ru", "xquad:ru→en", "xquad:en→ru", "facqa", "idk_mrc", "squad2")
FIGURES = ("answer_contained", "correct_first", "refused_answerable", "answered_unanswerable")
HEADINGS = ("contained", "at once", "refused", "let through", "seconds")


def measure(
    task: Task,
    data: Path,
    indexes: Path,
    parts: tuple[EmbeddingModel, Reader | None],
    number: int,
) -> Iterator[float]:
    """Yield the means of a set, in the order of `HEADINGS`; NaN where there is nothing to count."""
    model, reader = parts
    index_dir, _ = index_corpus(task.corpus, data, indexes, model, Nothing())
    live = LiveIndex(index_dir, partial(check_model, model=model))
    engine = AnswerEngine(live, Retriever(live, model), model, None, reader=reader)
    judged = [
        judge(question, engine.ask(question.question))
        for question in map(_question, sampled(data / task.questions, number, unseen))
    ]
    for figure in FIGURES:
        answerable = [one for one in judged if one.question.answerable or "un" in figure]
        values = [one.measures[figure] for one in answerable]
        yield 100 * float(np.mean([v for v in values if v is not None] or [np.nan]))
    yield float(np.median([one.answer.seconds for one in judged]))


def _question(line: dict[str, Any]) -> Question:
    wanted = ("id", "question", "language", "answerable", "answers", "articles")
    return Question.model_validate({name: line[name] for name in wanted})


def main() -> None:
    """Ask every set, and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--sample", type=int, default=300, metavar="N")
    parser.add_argument("--indexes", type=Path, metavar="FOLDER")
    parser.add_argument("--unread", action="store_true", help="without the reader")
    arguments = parser.parse_args()
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic's
    parts = (
        build_model(settings, print),
        None if arguments.unread else build_reader(settings, print),
    )
    print(f"{'set':<14}" + "".join(f"{heading:>12}" for heading in HEADINGS))
    with TemporaryDirectory() as scratch:
        for task in chosen_tasks(SETS):
            indexes = arguments.indexes or Path(scratch)
            *shares, seconds = measure(task, arguments.data, indexes, parts, arguments.sample)
            told = "".join(
                f"{'–' if np.isnan(share) else f'{share:.1f} %':>12}" for share in shares
            )
            print(f"{task.name:<14}{told}{seconds:>12.2f}", flush=True)


if __name__ == "__main__":
    main()
