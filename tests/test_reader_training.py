"""What the reader is trained on: made negatives, and nothing that is kept for measuring."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.reader.data import training_examples
from benchmarks.reader.examples import Example
from benchmarks.reader.negatives import crop, swap_in_question, without_answer
from benchmarks.reader.score import auroc, f1
from benchmarks.reader.xquad import LANGUAGES

PASSAGE = (
    "The first match in the hall of Halden was held in 1987. "
    "Olga Teterina of Karsk won the largest cup there, in 2014, with the black pieces of her club. "
    "Her brother in law, Ivan Roshchin, was the oldest of all who came to watch that evening."
)
OTHERS = ["Which ferry goes from Sagara to the island of Moreva?"]


def asked(question: str, answer: str) -> Example:
    start = PASSAGE.index(answer)
    return Example(question, PASSAGE, start, start + len(answer), "test", "en→en")


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("who beat them in Halden?", {"who beat them in Sagara?", "who beat them in Moreva?"}),
        ("who won the largest cup?", {"who won the smallest cup?", "who lost the largest cup?"}),
        ("who won against the guests of Berg?", {"who lost against the guests of Berg?"}),
        ("and who came from Berg?", {None}),  # Berg is not in the passage: nothing depends on it
    ],
)
def test_something_of_the_question_is_exchanged(question: str, made: set[str | None]) -> None:
    example = asked(question, "Olga Teterina")
    found = {
        swapped.question if swapped else None
        for seed in range(30)
        for swapped in [
            swap_in_question(example, PASSAGE, OTHERS, "en", random.Random(seed)),
        ]
    }
    near = {None if q is None else q.replace("Ivan Roshchin", "Sagara") for q in found}
    assert near == made


def test_a_year_becomes_another_that_the_passage_does_not_have() -> None:
    example = asked("who won in 2014?", "Olga Teterina")
    swapped = swap_in_question(example, PASSAGE, OTHERS, "en", random.Random(1))
    assert swapped
    assert not swapped.answerable
    assert swapped.kind in ("number swapped", "antonym swapped")
    assert swapped.question != example.question


def test_the_sentence_with_the_answer_goes() -> None:
    left = without_answer(asked("Who won the largest cup?", "Olga Teterina"))
    assert left
    assert left.passage == (
        "The first match in the hall of Halden was held in 1987. "
        "Her brother in law, Ivan Roshchin, was the oldest of all who came to watch that evening."
    )
    assert not left.answerable


def test_a_cropped_passage_keeps_its_answer() -> None:
    long = replace(asked("Who won?", "Olga Teterina"), passage=PASSAGE + " And so on." * 150)
    for seed in range(20):
        short = crop(long, random.Random(seed))
        assert short.answer == "Olga Teterina"
        assert len(short.passage) < len(long.passage)


def test_agreement_is_counted() -> None:
    assert f1("the black pieces", "black pieces") == pytest.approx(0.8)
    assert auroc([3, 1], [2, 0]) == 0.75


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sets of one kind of sentence; its place and year say which set and paragraph it is from."""

    def paragraph(place: str, year: int) -> str:
        return f"In {place} the old bridge was opened in {year} by the mayor, after a long winter."

    def question(place: str, year: int, key: str) -> dict[str, object]:
        asks = f"When was the old bridge in {place} opened?"
        return {"id": f"q-{key}", "question": asks, "answers": [str(year)], "articles": [key]}

    def put(folder: str, part: str, rows: Sequence[tuple[str, str, int]]) -> None:
        texts = [{"id": key, "text": paragraph(place, year)} for key, place, year in rows]
        write(tmp_path / folder / f"articles{part}.jsonl", texts)
        questions = [question(place, year, key) for key, place, year in rows]
        write(tmp_path / folder / f"questions{part}.jsonl", questions)

    for folder in ("idk_mrc", "facqa"):
        trained = [(f"{folder}-{i}", f"Trainville{i}", 1900 + i) for i in range(9)]
        put(folder, ".train", [*trained, (f"{folder}-v", "Validtown", 1950)])  # in both, as FacQA
        put(folder, ".valid", [(f"{folder}-v", "Validtown", 1950)])
    for lang in LANGUAGES:
        places = [("3-0", "Xanten"), ("3-1", "Squadford"), ("3-2", "Xenia"), ("4-0", "Heldout")]
        put("xquad", f".{lang}", [(key, place + lang, 1800) for key, place in places])
    put("squad2", "", [("s", "Squadforden", 1800)])
    put("ramdocs", "", [])
    put("multihop_rag", "", [(f"m-{i}", f"Newsburg{i}", 2000) for i in range(8)])
    write(tmp_path / "multihop_rag/questions.jsonl", [])
    return tmp_path


def test_nothing_kept_for_measuring_is_trained_on(data: Path) -> None:
    seen = json.dumps([(e.question, e.passage) for e in training_examples(data)])
    assert "Trainville3" in seen
    assert "Xantenru" in seen
    for kept in ("Validtown", "Squadford", "Heldout"):
        assert kept not in seen
