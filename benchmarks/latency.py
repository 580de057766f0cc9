"""What a question costs: how long each stage takes, and the memory held at the end.

    python benchmarks/latency.py INDEX QUESTIONS    e.g. .dateline examples/questions.jsonl
    python benchmarks/latency.py 10000 QUESTIONS

INDEX is the folder of an index, as `dateline index` made it, or a number: then an index of so many
invented articles of one chunk each, and of the repository's examples, is made for it. To embed them
all would take half an hour and change nothing here: some are embedded, the other vectors lie near
theirs. QUESTIONS is a set, of which the first 200 are asked. A refusal costs more than an answer:
what is suggested instead has been asked before.
Everything runs in one process, as in a chat, and after a few questions that are not measured.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
from llama_index.core.bridge.pydantic import PrivateAttr
from numpy.typing import NDArray

from benchmarks.answerability import EXAMPLES
from benchmarks.sync import write_articles
from bot.engine import AnswerEngine
from bot.evaluation.question_set import read_questions
from bot.factory import build_model, build_reader, build_server
from bot.settings import Settings
from index.bundled_model import BUNDLED_MODEL, unpack
from index.candidates import CANDIDATES
from index.embedding import EmbeddingModel
from index.ingest import check_model, sync_articles
from index.retriever import Retriever
from index.snapshot import LiveIndex

MOST = 200  # questions
UNMEASURED = 10
EMBEDDED = 256  # passages, at most
NOISE = 0.02  # of each of the 384 components: to a cosine of about 0.93


def main(index_dir: Path, questions: Sequence[str]) -> None:
    """Measure and print a line for each stage, and the memory."""
    settings = Settings(index_dir=index_dir)
    model = build_model(settings, print)
    index = LiveIndex(index_dir, partial(check_model, model=model), build_server(settings))
    retriever = Retriever(index, model)
    reader = build_reader(settings, print)
    plain = AnswerEngine(index, retriever, model, None)
    engine = AnswerEngine(index, retriever, model, None, reader=reader)
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
        ("… and evidence, refusal, quotes: the answer without a reader", plain.ask),
        ("… and the reader: the whole answer", engine.ask),
    ]
    for name, stage in stages:
        took = _milliseconds(stage, questions)
        _print_line(name, took)
    answered = [engine.ask(question).answered for question in questions]
    for name, which in (("where it answers", True), ("where it refuses", False)):
        of = [t for t, one in zip(took, answered, strict=True) if one is which]
        if len(of) > 1:
            _print_line(f"    {name}, {len(of)} times", of)
    print(f"memory at most {_peak_megabytes():.0f} MB")


def _print_line(name: str, took: Sequence[float]) -> None:
    print(f"{name:<58} {median(took):8.1f} {quantiles(took, n=20)[-1]:8.1f}")


class _Quick(EmbeddingModel):
    """Embeds the first passages, and gives all others vectors near theirs."""

    _known: Any = PrivateAttr(default=None)
    _chance: Any = PrivateAttr(default_factory=lambda: np.random.default_rng(2021))

    def embed_passages(
        self, passages: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        if self._known is None:
            self._known = super().embed_passages(passages[:EMBEDDED])
        near = self._known[self._chance.integers(len(self._known), size=len(passages))]
        near = near + NOISE * self._chance.standard_normal(near.shape).astype(np.float32)
        vectors: NDArray[np.float32] = near / np.linalg.norm(near, axis=1, keepdims=True)
        return vectors


def make_index(number: int, folder: Path) -> Path:
    """Make an index of `number` invented articles below `folder`."""
    write_articles(folder / "news", number)
    settings = Settings()
    model = _Quick(BUNDLED_MODEL, unpack(settings.cache_dir))
    examples = EXAMPLES / "articles"
    sync_articles([examples], folder / "index", build_model(settings, print))
    sync_articles([examples, folder / "news"], folder / "index", model)
    return folder / "index"


def _peak_megabytes() -> float:
    """Of this process; `ru_maxrss` would take over what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(kilobytes) / 1024


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
    asked = [question.question for question in read_questions(Path(sys.argv[2]))][:MOST]
    if sys.argv[1].isdecimal():
        with tempfile.TemporaryDirectory() as made:
            index = make_index(int(sys.argv[1]), Path(made))
            # In a process of its own: what indexing held is not what asking holds.
            subprocess.run([sys.executable, __file__, str(index), sys.argv[2]], check=True)
    else:
        main(Path(sys.argv[1]), asked)
