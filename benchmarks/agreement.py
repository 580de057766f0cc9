"""Are disagreements of sources shown, and none where there is none?

usage: .venv/bin/python benchmarks/agreement.py DATA [--sample N] [--indexes FOLDER] [--show]

DATA/ramdocs holds questions whose documents give several answers: of namesakes, or of one thing
with wrong documents among them (`kind` misinfo); each document states its `answer`. Which answers
there are in truth is counted over what was retrieved, copies included. DATA/xquad and DATA/facqa
hold questions with one answer each; any disagreement shown there is counted as false. FOLDER keeps
the indexes for the next run; --show prints what is shown falsely.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.public_sets import Corpus, index_corpus
from bot.agreement.asked import read_question
from bot.factory import build_engine, build_model
from bot.paragraphs import make_console
from bot.schema import Answer
from bot.settings import Settings
from index.errors import UserFacingError

if TYPE_CHECKING:
    from bot.engine import AnswerEngine
    from index.embedding import EmbeddingModel

UNKNOWN = "unknown"  # the answer of a document that gives none
RAMDOCS = Corpus("ramdocs", ("ramdocs/articles.jsonl",))
SINGLE = {
    "xquad:en": (Corpus("xquad-en", ("xquad/articles.en.jsonl",)), "xquad/questions.en.jsonl"),
    "xquad:ru": (Corpus("xquad-ru", ("xquad/articles.ru.jsonl",)), "xquad/questions.ru.jsonl"),
    "facqa": (
        Corpus("facqa-valid", ("facqa/articles.valid.jsonl",)),
        "facqa/questions.valid.jsonl",
    ),
}


class Judged(NamedTuple):
    """A question on several documents: what they say in truth, and what was shown."""

    truth: frozenset[str]  # answers of the documents that were retrieved
    wrong: bool  # whether a misleading one is among them
    compared: bool  # whether the question asks for a number, a time, a person, or yes or no
    shown: frozenset[str]  # answers of the documents that the sides cite
    sides: int


class Quiet:
    """Shows nothing of how far a sync is."""

    def looked_at(self, files: int) -> None:
        """Do nothing."""

    def embedded(self, done: int, total: int) -> None:
        """Do nothing."""


def judge(question: dict[str, Any], answer: Answer, documents: dict[str, Any]) -> Judged:
    """Hold what an answer shows against what the retrieved documents say."""
    assert answer.search is not None
    own = {name: documents[name] for name in question["documents"]}
    found = {
        Path(article.path).stem
        for evidence in answer.search.evidence
        for article in (evidence.hit.article, *(copy.article for copy in evidence.hit.copies))
    }
    read = [own[name] for name in found & own.keys() if own[name]["answer"] != UNKNOWN]
    cited = {citation.number: Path(citation.article.path).stem for citation in answer.citations}
    sides = answer.disagreement.sides if answer.disagreement else ()
    names = {cited[number] for side in sides for number in side.citations}
    return Judged(
        frozenset(document["answer"] for document in read),
        any(document["kind"] == "misinfo" for document in read),
        read_question(answer.standalone_question, answer.language) is not None,
        frozenset(own[name]["answer"] if name in own else name for name in names) - {UNKNOWN},
        len(sides),
    )


def summary(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield a line for each group of questions."""
    several = [one for one in judged if len(one.truth) > 1]
    groups = {
        "several answers, a wrong document": [one for one in several if one.wrong],
        "several answers, namesakes": [one for one in several if not one.wrong],
    }
    for name, group in groups.items():
        for label, part in (
            ("all", group),
            ("of a compared kind", [o for o in group if o.compared]),
        ):
            two = sum(len(one.shown & one.truth) > 1 for one in part)
            every = sum(bool(one.shown) and one.truth <= one.shown for one in part)
            yield (
                f"{name}, {label}: {len(part)} questions; at least two shown in {two}, "
                f"all in {every}"
            )
    one_answer = [one for one in judged if len(one.truth) < 2]
    false = sum(one.sides > 0 for one in one_answer)
    beside = sum(one.sides > 0 and len(one.shown & one.truth) < 2 for one in several)
    yield f"one answer: {len(one_answer)} questions; a disagreement shown in {false}"
    yield f"several answers, sides shown that are not two of them: {beside}"


class Benchmark:
    """Asks the questions of a set of its own index."""

    def __init__(self, data: Path, indexes: Path, model: EmbeddingModel) -> None:
        self._data = data
        self._indexes = indexes
        self._model = model

    def engine(self, corpus: Corpus) -> AnswerEngine:
        """Index the corpus, unless it is; return what answers from it by quoting."""
        index_dir, _ = index_corpus(corpus, self._data, self._indexes, self._model, Quiet())
        settings = Settings(index_dir=index_dir)
        return build_engine(settings, lambda _: None)

    def several(self, sample: int) -> list[Judged]:
        """Ask the questions whose documents give several answers."""
        lines = self._lines("ramdocs/articles.jsonl")
        documents = {line["id"]: line for line in lines}
        questions = _some(self._lines("ramdocs/questions.jsonl"), sample)
        engine = self.engine(RAMDOCS)
        return [judge(one, engine.ask(one["question"]), documents) for one in questions]

    def single(self, name: str, sample: int) -> tuple[int, list[Answer]]:
        """Ask questions of one answer; return how many, and the answers that show several."""
        corpus, file = SINGLE[name]
        questions = _some([line for line in self._lines(file) if line["articles"]], sample)
        engine = self.engine(corpus)
        answers = [engine.ask(one["question"]) for one in questions]
        return len(questions), [answer for answer in answers if answer.disagreement]

    def _lines(self, name: str) -> list[dict[str, Any]]:
        text = (self._data / name).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]


def _some(questions: Sequence[dict[str, Any]], sample: int) -> Sequence[dict[str, Any]]:
    if sample >= len(questions):
        return questions
    chosen = sorted(random.Random(0).sample(range(len(questions)), sample))
    return [questions[i] for i in chosen]


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=250, help="questions of a set")
    parser.add_argument("--indexes", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    with TemporaryDirectory() as temporary:
        try:
            _run(arguments, arguments.indexes or Path(temporary))
        except (UserFacingError, OSError) as error:
            sys.exit(str(error))


def _run(arguments: argparse.Namespace, indexes: Path) -> None:
    console = make_console()
    model = build_model(Settings(), console.print)
    benchmark = Benchmark(arguments.data, indexes, model)
    for line in summary(benchmark.several(arguments.sample)):
        console.print(f"ramdocs: {line}", soft_wrap=True)
    for name in SINGLE:
        asked, shown = benchmark.single(name, arguments.sample)
        console.print(f"{name}: {asked} questions; a disagreement shown in {len(shown)}")
        for answer in shown if arguments.show else ():
            assert answer.disagreement is not None
            values = " / ".join(side.value for side in answer.disagreement.sides)
            console.print(f"    {answer.question} {values}", soft_wrap=True)


if __name__ == "__main__":
    main()
