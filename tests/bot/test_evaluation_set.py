from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.judge import judge
from bot.evaluation.question_set import read_questions
from bot.evaluation.summary import summarise
from bot.evaluation.thresholds import missed, read_thresholds
from bot.filters import UsageError
from index.errors import UserFacingError
from tests.bot.test_evaluation_judge import answer, question

EVIL = "<script>alert('&')</script>"
LINES = [
    {"id": "who", "question": "Who is Dmitry Peskov?", "language": "en", "kind": "person",
     "answers": ["Kremlin spokesman", "spokesman for the Kremlin"],
     "articles": ["zoom-ban-wire-en", "zoom-alternatives-explainer-en"], "answerable": True},
    {"id": "tarif", "question": "Berapa tarif feri untuk orang dewasa?", "language": "id",
     "kind": "number", "answers": ["45.000"], "articles": ["feri-sagara-nirwasa-id"],
     "answerable": True, "source": "Kabar Bahari"},
    {"id": "cake", "question": "How do I bake a chocolate cake?", "language": "en",
     "kind": "off-topic", "answers": [], "articles": [], "answerable": False},
    {"id": "wrong", "question": "Кто такой Песков?", "language": "ru", "kind": EVIL,
     "answers": [EVIL], "articles": ["pavodok-verezha-ru"], "answerable": True, "history": ["А?"]},
]  # fmt: skip


def write_set(path: Path, *lines: Any) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"id": 1'], "line 1: not JSON: Expecting ',' delimiter, column 9"),
        (["[" * 5000], "line 1: not JSON that can be read"),
        (["[1]"], "line 1: not a JSON object"),
        ([LINES[0], "", {"id": "x"}], "line 3: question is missing"),
        ([{**LINES[0], "answers": "Belov"}], "line 1: answers: Input should be a list"),
        ([{**LINES[0], "answers": [" "]}], "line 1: answerable, but answers is missing or empty"),
        ([{**LINES[0], "question": " "}], "line 1: question: is empty"),
        (
            [{**LINES[0], "answerable": "no"}],
            "line 1: answerable: Input should be a valid boolean",
        ),
        (
            [{**LINES[0], "today": "yesterday"}],
            "line 1: today: Input should be a valid date or datetime, input is too short",
        ),
        (
            [{**LINES[0], "since": "2022", "until": "2021"}],
            "line 1: nothing lies between 2022 and 2021: the first date is the later",
        ),
        ([*LINES, LINES[1]], "line 5: the id 'tarif' stands in line 2 already"),
    ],
)
def test_a_bad_set_is_told_with_its_line(tmp_path: Path, lines: list[Any], message: str) -> None:
    path = write_set(tmp_path / "questions.jsonl", *lines)
    with pytest.raises(UserFacingError) as error:
        read_questions(path)
    assert str(error.value) == f"{path}, {message}"


def test_a_set_may_have_a_byte_order_mark_numbers_as_ids_and_more_keys(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    line = {**LINES[0], "id": 7, "source": "A\x1b[31m", "entities": [1], "question": " who\n? "}
    path.write_text(json.dumps(line) + "\r\n", encoding="utf-8-sig")
    (found,) = read_questions(path)
    assert (found.id, found.question, found.source) == ("7", "who ?", ("A",))


def test_a_set_that_is_not_there_or_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="none: No such file or directory"):
        read_questions(tmp_path / "none")
    with pytest.raises(UserFacingError, match="no question in "):
        read_questions(write_set(tmp_path / "empty.jsonl", "", " "))
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UserFacingError, match="picture: not in UTF-8"):
        read_questions(tmp_path / "picture")


def test_thresholds() -> None:
    typed = ["correct=0.5", "seconds_p95=0.1", "refused_answerable = 1", "auroc=0.5"]
    summary = summarise([judge(question(answers=["x"]), answer("Nobody came."))])
    assert list(missed(read_thresholds(typed), summary)) == [
        "correct is 0, under 0.5",
        "seconds_p95 is 0.5, over 0.1",
        "auroc is not defined: no question of the set measures it",
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("corect=1", "no figure is called 'corect': did you mean correct?"),
        ("correct", "--fail-under 'correct': write correct=0.8"),
        (
            "correct=80",
            "--fail-under 'correct=80': correct lies between 0 and 1; write correct=0.8",
        ),
        ("correct=nan", "--fail-under 'correct=nan': write correct=0.8"),
    ],
)
def test_thresholds_that_cannot_be_meant(typed: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read_thresholds([typed])
    assert str(error.value) == message
