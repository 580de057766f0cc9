"""How well a reader answers, and how well it tells what is answered from what is not.

usage: .venv/bin/python -m benchmarks.reader.score DATA [--reader FILE] [--sample N] [--pairs N]
                                                          [--json FILE]

Scored is the reader that Dateline carries, or FILE as `export.py` writes it, with the code that
answers questions. Every set is one that `train.py` never sees.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from statistics import mean, median

from benchmarks.reader.examples import read_jsonl, texts_of
from benchmarks.reader.negatives import sentence_spans
from benchmarks.reader.xquad import held_out
from bot.reading.reader import Passage, Reader, Reading, load_reader
from bot.reading.weights import READER_FILE
from bot.settings import Settings
from index.bundled_model import unpack
from index.words import words

SETS = {
    "IDK-MRC valid": ("idk_mrc/articles.valid.jsonl", "idk_mrc/questions.valid.jsonl"),
    "FacQA valid": ("facqa/articles.valid.jsonl", "facqa/questions.valid.jsonl"),
    "SQuAD2 sample": ("squad2/articles.jsonl", "squad2/questions.jsonl"),
}
XQUAD = ("en", "ru", "es")
CHUNKS = 8  # that an answer is looked for in
TIMED = 15  # questions


@dataclass(frozen=True)
class Scores:
    """Percentages, but for the counts; None where a set has nothing to measure it on."""

    name: str
    questions: int
    exact: float
    f1: float
    sentence: float  # the span's sentence, or one that it touches, holds an answer
    auroc: float | None
    preferred: float | None = None


@dataclass(frozen=True)
class Case:
    """A question, a passage, and the answers that count: none where it does not answer."""

    question: str
    passage: str
    answers: tuple[str, ...]


def cases_of(data: Path, articles: str, questions: str) -> list[Case]:
    """The cases of a set with a passage for each question."""
    texts = texts_of(data / articles)
    return [
        Case(row["question"], texts[row["articles"][0]], tuple(filter(None, row["answers"])))
        for row in read_jsonl(data / questions)
    ]


def scored(name: str, cases: Sequence[Case], readings: Sequence[Reading]) -> Scores:
    """Exact match and F1 of the answerable, AUROC of the margin over all."""
    right, held, wanted, others = [], [], [], []
    for case, reading in zip(cases, readings, strict=True):
        if case.answers:
            quote = case.passage[reading.start : reading.end]
            right.append(max((words(quote) == words(a), f1(quote, a)) for a in case.answers))
            held.append(any(a in _sentence(case.passage, reading) for a in case.answers))
        (wanted if case.answers else others).append(reading.margin)
    return Scores(
        name,
        len(cases),
        100 * mean(float(exact) for exact, _ in right),
        100 * mean(overlap for _, overlap in right),
        100 * mean(held),
        100 * auroc(wanted, others) if others else None,
    )


def _sentence(passage: str, reading: Reading) -> str:
    spans = sentence_spans(passage)
    return "".join(passage[a:b] for a, b in spans if a < reading.end and b > reading.start)


def f1(found: str, answer: str) -> float:
    """The overlap of their words: twice the common ones by all of both."""
    a, b = words(found), words(answer)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """How often a positive has the higher score, of all pairs with a negative."""
    higher = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    return higher / len(positives) / len(negatives)


def xquad_cases(data: Path, asked_in: str, read_in: str, sample: int) -> Iterator[tuple[Case, str]]:
    """Held-out cases, and a neighbouring paragraph in the question's language for each."""
    rng = random.Random(0)
    texts = {lang: texts_of(data / f"xquad/articles.{lang}.jsonl") for lang in XQUAD}
    asked = {row["id"]: row for row in read_jsonl(data / f"xquad/questions.{asked_in}.jsonl")}
    rows = [
        row
        for row in read_jsonl(data / f"xquad/questions.{read_in}.jsonl")
        if held_out(row["articles"][0])
    ]
    for row in rng.sample(rows, min(sample, len(rows))):
        home = row["articles"][0]
        near = [
            key
            for key in texts[asked_in]
            if key != home and key.partition("-")[0] == home.partition("-")[0]
        ]
        case = Case(asked[row["id"]]["question"], texts[read_in][home], tuple(row["answers"]))
        yield case, texts[asked_in][rng.choice(near)]


def scored_xquad(data: Path, asked_in: str, read_in: str, sample: int, reader: Reader) -> Scores:
    """Scores across languages.

    `auroc` is of right paragraphs against neighbours in the question's language, `preferred` how
    often a question's own right paragraph beats its neighbour: 50 % is chance.
    """
    pairs = list(xquad_cases(data, asked_in, read_in, sample))
    cases = [case for case, _ in pairs]
    right = read(reader, cases)
    wrong = _read_whole(reader, [(case.question, near) for case, near in pairs])
    margins = [r.margin for r in right], [w.margin for w in wrong]
    better = [r > w for r, w in zip(*margins, strict=True)]
    return replace(
        scored(f"XQuAD {asked_in}→{read_in}", cases, right),
        auroc=100 * auroc(*margins),
        preferred=100 * mean(better),
    )


def read(reader: Reader, cases: Sequence[Case]) -> list[Reading]:
    """What `reader` finds in each case."""
    return _read_whole(reader, [(case.question, case.passage) for case in cases])


def _read_whole(reader: Reader, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
    whole = [(question, Passage.whole(text)) for question, text in pairs]
    return [readings[0] for readings in reader.read_pairs(whole)]


def seconds_a_question(data: Path, reader: Reader) -> list[tuple[float, float]]:
    """(seconds, processor seconds) that `CHUNKS` passages take, for each of `TIMED` questions."""
    texts = list(texts_of(data / SETS["IDK-MRC valid"][0]).values())
    taken = []
    for row in read_jsonl(data / SETS["IDK-MRC valid"][1])[:TIMED]:
        passages = [
            Passage.whole(text[:650]) for text in random.Random(row["id"]).sample(texts, CHUNKS)
        ]
        began, worked = time.perf_counter(), time.process_time()
        reader.read(row["question"], passages)
        taken.append((time.perf_counter() - began, time.process_time() - worked))
    return taken[1:]


def show(scores: Scores) -> None:
    """Print a line."""
    shown = [
        f"{scores.name:16}{scores.questions:6}{scores.exact:8.1f}{scores.f1:8.1f}{scores.sentence:10.1f}"
    ]
    shown += ["" if x is None else f"{x:8.1f}" for x in (scores.auroc, scores.preferred)]
    print("".join(shown), flush=True)


def main() -> None:
    """Read the arguments, score each set, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--reader", type=Path, default=READER_FILE, metavar="FILE")
    parser.add_argument("--sample", type=int, default=100_000, metavar="N", help="of a set")
    parser.add_argument(
        "--pairs", type=int, default=200, metavar="N", help="of a language pair; 0: none"
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    reader = load_reader(unpack(Settings().cache_dir), arguments.reader)
    print(f"{'':16}{'cases':>6}{'EM':>8}{'F1':>8}{'sentence':>10}{'AUROC':>8}{'first':>8}")
    found = []
    for name, files in SETS.items():
        cases = cases_of(arguments.data, *files)
        some = random.Random(0).sample(cases, min(arguments.sample, len(cases)))
        found.append(scored(name, some, read(reader, some)))
        show(found[-1])
    for pair in product(XQUAD, XQUAD) if arguments.pairs else ():
        found.append(scored_xquad(arguments.data, *pair, arguments.pairs, reader))
        show(found[-1])
    seconds, worked = zip(*seconds_a_question(arguments.data, reader), strict=True)
    print(
        f"{CHUNKS} passages: median {1000 * median(seconds):.0f} ms, fastest "
        f"{1000 * min(seconds):.0f} ms; of the processor {1000 * median(worked):.0f} ms"
    )
    if arguments.json:
        rows = {"sets": [asdict(scores) for scores in found], "seconds": seconds}
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
