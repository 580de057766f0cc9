"""The reader's training examples, out of the public question sets that DATA holds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.reader.absent import left_open
from benchmarks.reader.examples import Example, located, present, read_jsonl, texts_of, unanswered
from benchmarks.reader.negatives import crop, swap_in_question, without_answer
from benchmarks.reader.statements import yes_or_no
from benchmarks.reader.xquad import xquad_examples
from index.words import words


def training_examples(data: Path, seed: int = 0) -> list[Example]:
    """All training examples, shuffled, so that any beginning of the list has the same mixture.

    No split that `score.py` reads is in it: neither the validation sets, nor SQuAD2's paragraphs
    in XQuAD's translations, nor XQuAD's held-out articles.
    """
    rng = random.Random(seed)
    found = [
        *_idk_mrc(data, rng),
        *_facqa(data, rng),
        *xquad_examples(data, rng),
        *_ramdocs(data, rng),
        *_news(data, rng),
    ]
    rng.shuffle(found)
    return [_with_heading(crop(example, rng), rng) for example in found]


def _training_split(folder: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """(texts by id, questions) of a set's training split, without what its validation split has."""
    kept_aside = texts_of(folder / "articles.valid.jsonl")
    asked = {_folded(row["question"]) for row in read_jsonl(folder / "questions.valid.jsonl")}
    texts = texts_of(folder / "articles.train.jsonl")
    texts = {key: text for key, text in texts.items() if key not in kept_aside}
    questions = [
        row
        for row in read_jsonl(folder / "questions.train.jsonl")
        if row["articles"][0] in texts and _folded(row["question"]) not in asked
    ]
    return texts, questions


def _folded(question: str) -> str:
    return " ".join(words(question))


def _idk_mrc(data: Path, rng: random.Random) -> Iterator[Example]:
    texts, pool = _training_split(data / "idk_mrc")
    names = [row["question"] for row in pool]
    yield from _asked_by_template(texts.values(), names, 0.35, rng)
    for row in pool:
        example = located(row, texts[row["articles"][0]], "idk_mrc", "id→id")
        if example is None:
            continue
        yield example
        if example.answerable and rng.random() < 0.12:
            yield from present(without_answer(example))
        if example.answerable and rng.random() < 0.06:
            yield from present(swap_in_question(example, example.passage, names, "id", rng))


def _facqa(data: Path, rng: random.Random) -> Iterator[Example]:
    texts, pool = _training_split(data / "facqa")
    names = [row["question"] for row in pool]
    yield from _asked_by_template(texts.values(), names, 0.5, rng)
    nearest = nearest_texts([row["question"] for row in pool], list(texts), list(texts.values()))
    for row, near in zip(pool, nearest, strict=True):
        example = located(row, texts[row["articles"][0]], "facqa", "id→id")
        if example is None:
            continue
        yield example
        wrong = [
            texts[other]
            for other in near
            if other not in row["articles"] and not any(a in texts[other] for a in row["answers"])
        ]
        if wrong and rng.random() < 0.4:
            yield unanswered(row["question"], rng.choice(wrong[:5]), "facqa near", "id→id")
        if rng.random() < 0.25:
            yield from present(swap_in_question(example, example.passage, names, "id", rng))
        if rng.random() < 0.1:
            yield from present(without_answer(example))


def _asked_by_template(
    texts: Iterable[str], names: Sequence[str], share: float, rng: random.Random
) -> Iterator[Example]:
    """Of a share of Indonesian texts each: what it leaves open, and what is to be affirmed."""
    for text in texts:
        if rng.random() < share:
            yield from left_open(text, "id", rng)
        if rng.random() < share:
            yield from yes_or_no(text, text, ("id", "id"), names, rng)


def nearest_texts(
    questions: Sequence[str], ids: Sequence[str], texts: Sequence[str], k: int = 8
) -> list[list[str]]:
    """The ids of the `k` texts that BM25 ranks first, for each question."""
    import bm25s

    if not questions:
        return []
    ranking = bm25s.BM25()
    ranking.index(
        bm25s.tokenize(list(texts), stopwords=None, show_progress=False), show_progress=False
    )
    asked = bm25s.tokenize(list(questions), stopwords=None, show_progress=False)
    found, _scores = ranking.retrieve(asked, k=min(k, len(texts)), show_progress=False)
    return [[ids[i] for i in row] for row in found]


def _ramdocs(data: Path, rng: random.Random) -> Iterator[Example]:
    """The documents that are right about a question, and those about something else."""
    articles = {a["id"]: a for a in read_jsonl(data / "ramdocs/articles.jsonl")}
    rows = read_jsonl(data / "ramdocs/questions.jsonl")
    names = [row["question"] for row in rows]
    for row in rows:
        for key in row["documents"]:
            text, kind = articles[key]["text"], articles[key]["kind"]
            if kind == "noise" and not any(answer in text for answer in row["answers"]):
                yield unanswered(row["question"], text, "ramdocs", "en→en")
            elif kind == "correct" and rng.random() < 0.5:
                own = {"question": row["question"], "answers": [articles[key]["answer"]]}
                right = located(own, text, "ramdocs", "en→en")
                yield from present(right)
                yield from present(right and swap_in_question(right, text, names, "en", rng))


def _news(data: Path, rng: random.Random) -> Iterator[Example]:
    """English articles, asked by templates: MultiHop-RAG's own questions are left for measuring."""
    names = [row["question"] for row in read_jsonl(data / "ramdocs/questions.jsonl")]
    texts = texts_of(data / "multihop_rag/articles.jsonl")
    for text in [*texts.values(), *texts_of(data / "ramdocs/articles.jsonl").values()]:
        yield from left_open(text, "en", rng)
        for _ in range(2):
            yield from yes_or_no(text, text, ("en", "en"), names, rng)


def _with_heading(example: Example, rng: random.Random) -> Example:
    """Sometimes put before the passage what stands before a chunk: a title, and a day.

    The day is drawn by chance: a question "when?" must not be answered with it.
    """
    if rng.random() > 0.2:
        return example
    title = " ".join(example.question.rstrip("?؟ ").split()[-4:])
    day = f"{rng.randint(2005, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    heading = f"{title}\n{day}\n"
    shift = len(heading) if example.answerable else 0
    return replace(
        example,
        passage=heading + example.passage,
        start=example.start + shift,
        end=example.end + shift,
    )
