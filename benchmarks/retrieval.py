"""How well articles are found for the questions of public sets, by each part of the retrieval.

usage: .venv/bin/python benchmarks/retrieval.py DATA [--set NAME]… [--sample N] [--json FILE]
                                                [--indexes FOLDER]

DATA holds the sets; a set that is not there is skipped. NAME is a task ("facqa", "xquad:ru→en",
also written "xquad:ru->en": question → article), several of them ("xquad", "mixed"), or another
pair of XQuAD's languages. FOLDER keeps the indexes for the next run, which brings them in step with
DATA; empty it when the way from an article to its chunks has changed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from benchmarks.public_sets import (
    LAYOUT,
    Question,
    Task,
    chosen_tasks,
    index_corpus,
    read_questions,
)
from benchmarks.rankings import METHODS, QuestionVectors, Ranker
from benchmarks.retrieval_table import Fields, describe_setup, print_task, setup_lines
from bot.evaluation.matching import relevance
from bot.evaluation.metrics import hit_at, ndcg_at, reciprocal_rank, wilson_interval
from bot.evaluation.outputs import require_writable, write_whole
from bot.factory import build_model
from bot.paragraphs import make_console
from bot.settings import Settings
from index.errors import UserFacingError

WIDEST = 100  # columns
COUNTED = ("article", "story")


class Indexing:
    """Shows how far a sync is."""

    def __init__(self, progress: Progress, shown: TaskID) -> None:
        self._progress = progress
        self._shown = shown

    def looked_at(self, files: int) -> None:
        """Do nothing; reading takes seconds."""

    def embedded(self, done: int, total: int) -> None:
        """Move the bar."""
        self._progress.update(self._shown, completed=done, total=total)


class Benchmark:
    """Runs tasks, an index at a time."""

    def __init__(
        self, data: Path, indexes: Path, sample: int | None, vectors: QuestionVectors
    ) -> None:
        self._data = data
        self._indexes = indexes
        self._sample = sample
        self._vectors = vectors

    def run(self, task: Task, progress: Progress) -> Fields:
        """Ask the questions of a task; return metrics and ranks as the JSON has them."""
        questions = read_questions(self._data / task.questions, self._sample)
        shown = progress.add_task(f"Indexing {task.corpus.name}", total=None)
        index_dir, report = index_corpus(
            task.corpus,
            self._data,
            self._indexes,
            self._vectors.model,
            Indexing(progress, shown),
        )
        ranker = Ranker(index_dir, self._vectors)
        progress.reset(shown, total=len(questions), description=f"Asking {task.name}")
        judged = {}
        for question in questions:
            judged[question.id] = judge(question, ranker)
            progress.advance(shown)
        counts = ranker.counts()
        ranker.close()
        progress.remove_task(shown)
        return {
            "questions": len(questions),
            **counts,
            "skipped_files": len(report.skipped),
            "metrics": summarise(list(judged.values())),
            **ranks(judged),
        }


def judge(question: Question, ranker: Ranker) -> dict[str, dict[str, Fields]]:
    """Return for each method the measures of its ranking, by article and by story."""
    return {
        method: {
            "article": measures(ranker.articles(ranking), question.articles),
            "story": measures(ranker.stories(ranking), question.articles),
        }
        for method, ranking in ranker.rank(question.text).items()
    }


def measures(ranked: Sequence[Sequence[str]], wanted: Sequence[str]) -> Fields:
    """Return the measures of one ranking; `rank` is None where nothing wanted is in it."""
    relevant, number = relevance(ranked, wanted)
    return {
        "rank": relevant.index(True) + 1 if any(relevant) else None,
        "hit@1": hit_at(relevant, 1),
        "hit@4": hit_at(relevant, 4),
        "hit@10": hit_at(relevant, 10),
        "mrr@10": reciprocal_rank(relevant[:10]),
        "ndcg@10": ndcg_at(relevant, number, 10),
    }


def ranks(judged: Mapping[str, Mapping[str, Mapping[str, Fields]]]) -> Fields:
    """Return by question id the rank under each method, by story only where that is another."""
    by_article, by_story = (
        {id_: [one[by]["rank"] for one in methods.values()] for id_, methods in judged.items()}
        for by in COUNTED
    )
    others = {id_: own for id_, own in by_story.items() if own != by_article[id_]}
    return {"ranks": by_article, "story_ranks": others}


def summarise(judged: Sequence[Mapping[str, Mapping[str, Fields]]]) -> Fields:
    """Return the means by method, the interval of hit@1, and what changed against dense alone."""
    summary: Fields = {}
    for method in METHODS:
        summary[method] = {by: _means([one[method][by] for one in judged]) for by in COUNTED}
        firsts = [
            (one[method]["article"]["hit@1"], one["dense"]["article"]["hit@1"]) for one in judged
        ]
        summary[method]["against_dense"] = {
            "won": sum(own > dense for own, dense in firsts),
            "lost": sum(own < dense for own, dense in firsts),
        }
    return summary


def _means(rows: Sequence[Fields]) -> Fields:
    names = ("hit@1", "hit@4", "hit@10", "mrr@10", "ndcg@10")
    means: Fields = {name: sum(row[name] for row in rows) / len(rows) for name in names}
    low, high = wilson_interval(means["hit@1"], len(rows))
    return {**means, "hit@1_interval": [low, high]}


def run(arguments: argparse.Namespace, indexes: Path) -> None:
    """Measure what was asked for; print and write each task as soon as it is done.

    Raises:
        UserFacingError: DATA or a set in it cannot be used.
    """
    console, errors = make_console(), make_console(stderr=True)
    if not console.is_terminal:
        console.width = WIDEST
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # which pydantic adds
    vectors = QuestionVectors(build_model(settings, errors.print))
    setup = describe_setup(vectors.model, arguments.sample)
    for line in setup_lines(setup):
        console.print(line, soft_wrap=True)
    benchmark = Benchmark(arguments.data, indexes, arguments.sample, vectors)
    done: Fields = {}
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=errors, transient=True, disable=not errors.is_terminal
    ) as progress:
        for task in chosen_tasks(arguments.set):
            if missing := task.missing(arguments.data):
                lacks = ", ".join(missing)
                console.print(f"\n{task.name}: skipped, DATA has no {lacks}", soft_wrap=True)
                continue
            done[task.name] = benchmark.run(task, progress)
            print_task(task.name, done[task.name], console)
            if arguments.json:
                document = {"setup": setup, "tasks": done}
                text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
                write_whole(arguments.json, f"{text}\n")


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--set", action="append", default=[], metavar="NAME")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--indexes", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    try:
        if not arguments.data.is_dir():
            raise UserFacingError(f"no folder {arguments.data}: DATA is {LAYOUT}")
        if arguments.json:
            require_writable(arguments.json, {})
        with TemporaryDirectory() as scratch:
            run(arguments, arguments.indexes or Path(scratch))
    except UserFacingError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
