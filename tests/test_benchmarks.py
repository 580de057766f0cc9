"""The retrieval benchmark runs on sets in the format it states, and counts what it finds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.public_sets import chosen_tasks, read_questions
from index.errors import UserFacingError

ROOT = Path(__file__).parents[1]
FERRY = (
    "The ferry to Sagara will leave at six in the morning from Monday. "
    "Tickets cost four crowns, as they did last year."
)
CHESS = (
    "Olga Teterina won the chess memorial in Halden on Sunday. "
    "She beat Ivan Roshchin in the last round with the black pieces."
)
BRIDGE = (
    "Storms closed the bridge of Karsk for nine days. "
    "Engineers found two broken cables and replaced them with new ones on Thursday. "
    "Marta Lind, the mayor, said that buses will cross it again before the weekend."
)
ARTICLES = [
    {"id": "ferry", "language": "en", "text": FERRY},
    {"id": "chess", "language": "en", "text": CHESS},
    {"id": "bridge", "language": "en", "text": BRIDGE, "published": "2021-05-06"},
    {
        "id": "reprint",
        "language": "en",
        "text": BRIDGE.replace("Thursday", "Thursday morning"),
        "published": "2021-05-07",
    },
]
QUESTIONS = [
    {"id": "q1", "question": "What does the ferry to Sagara cost?", "articles": ["ferry"]},
    {"id": "q2", "question": "Who won the chess memorial in Halden?", "articles": ["chess"]},
    {"id": "q3", "question": "What closed the bridge of Karsk?", "articles": ["reprint"]},
    {"id": "q4", "question": "Who sank the harbour of Moreva?", "articles": []},
]
TABLE = """\
xquad:en→en: 3 questions, 4 articles (2 of them have copies), 4 chunks
by article    hit@1  95 % of it     @4    @10   MRR  nDCG  v. dense  story@1     @4    @10   nDCG
─────────────────────────────────────────────────────────────────────────────────────────────────
BM25           66.7   20.8–93.9  100.0  100.0  83.3  87.7     +0 −0    100.0  100.0  100.0  100.0
dense          66.7   20.8–93.9  100.0  100.0  83.3  87.7     +0 −0    100.0  100.0  100.0  100.0
dense + BM25   66.7   20.8–93.9  100.0  100.0  83.3  87.7     +0 −0    100.0  100.0  100.0  100.0
+ sentence     66.7   20.8–93.9  100.0  100.0  83.3  87.7     +0 −0    100.0  100.0  100.0  100.0
+ spelling     66.7   20.8–93.9  100.0  100.0  83.3  87.7     +0 −0    100.0  100.0  100.0  100.0
as shipped     66.7   20.8–93.9   66.7   66.7  66.7  66.7     +0 −0    100.0  100.0  100.0  100.0
"""
SKIPPED = "facqa: skipped, DATA has no facqa/articles.valid.jsonl, facqa/questions.valid.jsonl\n"


def write_lines(path: Path, lines: Sequence[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def benchmark(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "benchmarks/retrieval.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=100,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_lines(folder / "xquad" / "articles.en.jsonl", ARTICLES)
    write_lines(folder / "xquad" / "questions.en.jsonl", QUESTIONS)
    return folder


def test_questions_are_asked_and_counted(data: Path, tmp_path: Path) -> None:
    """The third is answered by a reprint, which stands after the original or is its copy."""
    raw = tmp_path / "raw.json"
    run = benchmark(data, "--set", "xquad:en->en", "--set", "facqa", "--json", raw)
    assert (run.returncode, run.stderr) == (0, "")
    setup, table, skipped = run.stdout.split("\n\n")
    assert "weights: dense 20, sentence 12, lexical 6, spelling 1, preference 1.5" in setup
    assert (f"{table}\n", skipped) == (TABLE, SKIPPED)
    written = raw.read_text(encoding="utf-8")
    document = json.loads(written)
    task = document["tasks"]["xquad:en→en"]
    assert list(document["setup"]["methods"].values()) == [
        line[:12].strip() for line in TABLE.splitlines()[3:]
    ]
    assert task["ranks"] == {
        "q1": [1, 1, 1, 1, 1, 1],
        "q2": [1, 1, 1, 1, 1, 1],
        "q3": [2, 2, 2, 2, 2, None],
    }
    assert task["story_ranks"] == {"q3": [1, 1, 1, 1, 1, 1]}
    assert task["metrics"]["dense"]["story"]["hit@1"] == 1
    assert not any(words in written for words in ("ferry", "Karsk", "bridge"))


def test_sets_are_chosen_by_name() -> None:
    assert [task.name for task in chosen_tasks(["mixed", "xquad:tr->en", "facqa", "facqa"])] == [
        "mixed:en",
        "mixed:ru",
        "mixed:es",
        "mixed:facqa",
        "mixed:multihop_rag",
        "xquad:tr→en",
        "facqa",
    ]
    with pytest.raises(UserFacingError, match="no set 'xqad'; there are xquad:en→en, "):
        chosen_tasks(["xqad"])


def test_a_sample_is_always_the_same(data: Path) -> None:
    questions = data / "xquad" / "questions.en.jsonl"
    assert [question.id for question in read_questions(questions)] == ["q1", "q2", "q3"]
    assert len(read_questions(questions, 2)) == 2
    assert read_questions(questions, 2) == read_questions(questions, 2)


def test_what_cannot_be_measured_is_said_in_a_line(data: Path, tmp_path: Path) -> None:
    absent = benchmark(tmp_path / "nowhere")
    assert (absent.returncode, absent.stdout) == (1, "")
    assert absent.stderr == (
        f"no folder {tmp_path / 'nowhere'}: DATA is a folder of sets such as DATA/xquad, each with "
        'articles*.jsonl, an article a line as {"id", "language", "title", "text", "url", '
        '"published", "source"}, and questions*.jsonl, a question a line as {"id", "question", '
        '"language", "articles": [ids]}\n'
    )


def test_a_damaged_line_is_named(data: Path) -> None:
    questions = data / "xquad" / "questions.en.jsonl"
    questions.write_text('{"id": "q1", "question": "Who?", "articles": []}\n{"id"\n', "utf-8")
    with pytest.raises(UserFacingError) as caught:
        read_questions(questions)
    assert str(caught.value) == f"{questions}, line 2: no JSON object"
