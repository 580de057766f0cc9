"""What a question costs: how long each stage takes, and the memory held at the end.

    python benchmarks/latency.py INDEX QUESTIONS    e.g. .dateline examples/questions.jsonl

INDEX is the folder of an index, as `dateline index` made it; QUESTIONS a set of questions, of which
the first 200 are asked. Their words are all that matters here, not whether the index answers them.
Everything runs in this process, as in a chat, and after a few questions that are not measured.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bot.evaluation.question_set import read_questions
from bot.factory import build_server
from bot.settings import Settings

MOST = 200  # questions
UNMEASURED = 10


def main(index_dir: Path, questions: Sequence[str]) -> None:
    """Measure and print a line for each stage, and the memory."""
    from bot.engine import AnswerEngine
    from bot.factory import build_model
    from index.candidates import CANDIDATES
    from index.ingest import check_model
    from index.retriever import Retriever
    from index.snapshot import LiveIndex

    settings = Settings(index_dir=index_dir)
    model = build_model(settings, print)
    index = LiveIndex(index_dir, partial(check_model, model=model), build_server(settings))
    retriever = Retriever(index, model)
    engine = AnswerEngine(index, retriever, model, None)
    snapshot = index.snapshot()

    def nearest(question: str) -> None:
        snapshot.store.nearest(model.embed_question(question), CANDIDATES)
        snapshot.lexical.scores(question)

    print(f"{snapshot.store.count_chunks()} chunks of {engine.coverage().articles} articles, "
          f"{len(questions)} questions, milliseconds")  # fmt: skip
    print(f"{'stage':<58} {'median':>8} {'95 %':>8}")
    stages: list[tuple[str, Callable[[str], object]]] = [
        ("embedding the question", model.embed_question),
        (f"… and the {CANDIDATES} nearest chunks, and BM25 of all", nearest),
        ("… and sentences, spelling, stories: the whole search", retriever.search),
        ("… and evidence, refusal, quotes: the whole answer", engine.ask),
    ]
    for name, stage in stages:
        took = _milliseconds(stage, questions)
        print(f"{name:<58} {median(took):8.1f} {quantiles(took, n=20)[-1]:8.1f}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _milliseconds(stage: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    for question in questions[:UNMEASURED]:
        stage(question)
    took = []
    for question in questions:
        started = time.perf_counter()
        stage(question)
        took.append(1000 * (time.perf_counter() - started))
    return took


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [q.question for q in read_questions(Path(sys.argv[2]))][:MOST])
