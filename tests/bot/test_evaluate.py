from __future__ import annotations

import base64
import hashlib
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import etree

from bot.evaluation.comparison import compare_runs, read_run
from bot.evaluation.judge import judge
from bot.evaluation.question_set import Question, read_questions
from bot.evaluation.report import render_report
from bot.evaluation.run import run_evaluation
from bot.evaluation.summary import summarise
from bot.evaluation.thresholds import missed, read_thresholds
from bot.filters import UsageError
from bot.schema import AlsoIn, Answer, AnswerSentence, Citation, Coverage
from bot.settings import Settings
from index.errors import UserFacingError
from index.schema import Article, Chunk, Copy, ScoredChunk, Span

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


def article(name: str, text: str = "Nobody came. The bridge is shut.") -> Article:
    return Article(name, f"news/{name}.txt", f"/news/{name}.txt", text, (Span(0, len(text)),))


FLOOD, BANJIR, FERRY = article("flood"), article("banjir"), article("ferry")


def hit(found: Article, score: float, *copies: Article) -> ScoredChunk:
    chunk = Chunk(found.id, found.id, 0, (Span(0, 12),), found.text, "en")
    vectors = np.zeros((1, 2), np.float32)
    others = tuple(Copy(copy, (Span(0, 12),), vectors) for copy in copies)
    return ScoredChunk(chunk, found, score, 0.9, 0.5, copies=others)


def answer(text: str, confidence: float = 0.9, **fields: Any) -> Answer:
    sentences = tuple(AnswerSentence(one, (1,), "quoted") for one in text.split("|") if one)
    return Answer(
        question="?",
        standalone_question="?",
        language="en",
        answered=bool(text),
        mode="extract",
        text=text or "The articles do not say.",
        sentences=sentences,
        coverage=Coverage(3, None, None),
        confidence=confidence,
        seconds=0.5,
        **{"citations": (), **fields},
    )


def question(**fields: Any) -> Question:
    whole = {"id": "q", "question": "?", "language": "en", "answerable": True, **fields}
    return Question.model_validate(whole)


def test_a_right_answer_from_the_second_article() -> None:
    asked = question(answers=["the bridge"], articles=["banjir", "ferry"])
    cited = Citation(1, "The bridge is shut.", 13, 32, FLOOD, (AlsoIn(BANJIR, "translation"),))
    moved = Citation(2, "The bridge is shut.", 12, 31, FERRY)
    given = answer(
        "Nobody came.|The bridge is shut.",
        citations=(cited, moved),
        hits=(hit(FLOOD, 3, BANJIR), hit(FLOOD, 2, BANJIR), hit(FERRY, 1)),
    )
    assert judge(asked, given).measures == {
        "correct": 1,
        "correct_first": 0,
        "answer_contained": 1,
        "token_f1": pytest.approx(1 / 3),
        "answered_unanswerable": None,
        "refused_answerable": 0,
        "cited": 1,
        "citation_precision": 1 / 2,
        "citation_recall": 1 / 2,
        "cited_story": 1,
        "citation_precision_story": 1,
        "citation_recall_story": 1,
        "quote_fidelity": 1 / 2,
        "hit@1": 0,
        "hit@4": 1,
        "hit@10": 1,
        "mrr": 1 / 2,
        "ndcg@10": pytest.approx(0.3869, abs=1e-4),
        "hit@1_story": 1,
        "hit@4_story": 1,
        "hit@10_story": 1,
        "mrr_story": 1,
        "ndcg@10_story": 1,
        "coverage": 1,
        "accuracy_answered": 1,
        "confidence": 0.9,
        "seconds": 0.5,
    }


@pytest.mark.parametrize(
    ("answerable", "text", "correct", "first"),
    [
        (True, "", 0, 0),
        (True, "It is [1] of 2.", 0, 0),
        (True, "Three.|Nobody came.", 1, 0),
        (False, "", 1, 1),
        (False, "Nobody came.", 0, 0),
    ],
)
def test_what_counts_as_correct(answerable: bool, text: str, correct: int, first: int) -> None:
    found = judge(question(answers=["nobody"], answerable=answerable), answer(text)).measures
    assert (found["correct"], found["correct_first"]) == (correct, first)
    assert found["answered_unanswerable"] == (None if answerable else float(bool(text)))
    assert found["refused_answerable"] == (float(not text) if answerable else None)
    assert found["cited"] is None
    assert found["accuracy_answered"] == (correct if text else None)


def test_a_summary_gives_each_figure_with_its_interval() -> None:
    judged = [
        judge(question(answers=["nobody"], kind="fact"), answer("Nobody came.", 0.9)),
        judge(question(answers=["nobody"], kind="fact"), answer("Somebody came.", 0.7)),
        judge(question(answerable=False, kind="none", language="ru"), answer("", 0.2)),
        judge(question(answerable=False, kind="none", language="ru"), answer("Nobody.", 0.8)),
    ]
    summary = summarise(judged)
    assert {name: list(summary[name]) for name in ("by_language", "by_kind")} == {
        "by_language": ["en", "ru"],
        "by_kind": ["fact", "none"],
    }
    assert summary["all"]["correct"] == {"value": 0.5, "low": 0.0, "high": 1.0, "n": 4}
    assert summary["all"]["accuracy_answered"]["value"] == 0.3333
    assert summary["all"]["auroc"] == {"value": 0.75, "low": 0.0, "high": 1.0, "n": 4}
    assert summary["all"]["seconds_p95"] == {"value": 0.5, "low": 0.5, "high": 0.5, "n": 4}
    assert summary["by_kind"]["none"]["answered_unanswerable"]["value"] == 0.5
    nothing = {"value": None, "low": None, "high": None, "n": 0}
    assert summary["by_kind"]["none"]["refused_answerable"] == nothing
    assert [point["accuracy"] for point in summary["coverage_curve"]] == [1, 0.5, 0.333333]
    assert summarise(judged) == summary


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "line 1: not JSON"),
        (["[" * 5000], "line 1: not JSON"),
        (["[1]"], "line 1: not a JSON object"),
        ([LINES[0], "", {"id": "x"}], "line 3: question: Field required"),
        ([{**LINES[0], "answers": "Belov"}], "line 1: answers: Input should be a list"),
        ([{**LINES[0], "answers": [" "]}], "line 1: answerable, but answers is missing or empty"),
        ([{**LINES[0], "question": " "}], "line 1: question: is empty"),
        (
            [{**LINES[0], "answerable": "no"}],
            "line 1: answerable: Input should be a valid boolean",
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
        ("correct=nan", "--fail-under 'correct=nan': write correct=0.8"),
    ],
)
def test_thresholds_that_cannot_be_meant(typed: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read_thresholds([typed])
    assert str(error.value) == message


@dataclass
class Run:
    code: int
    shown: str
    errors: str
    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.folder / "run.json").read_text("utf-8"))
        return document

    @property
    def report(self) -> str:
        return (self.folder / "run.html").read_text("utf-8")


@pytest.fixture(scope="module")
def evaluated(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The four questions of `LINES`, asked of the example articles."""
    folder = tmp_path_factory.mktemp("evaluated")
    questions = write_set(folder / "questions.jsonl", *LINES)
    with redirect_stdout(StringIO()) as shown, redirect_stderr(StringIO()) as errors:
        code = run_evaluation(
            questions,
            settings,
            json_file=folder / "run.json",
            report_file=folder / "run.html",
            fail_under=["correct=0.9", "coverage=0.1"],
        )
    return Run(code, shown.getvalue(), errors.getvalue(), folder)


def test_a_run(evaluated: Run) -> None:
    document = evaluated.document
    outcomes = [
        (asked["id"], asked["correct"], asked["cited"], asked["answered"])
        for asked in document["questions"]
    ]
    assert outcomes == [
        ("who", True, True, True),
        ("tarif", True, True, True),
        ("cake", True, False, False),
        ("wrong", False, False, True),
    ]
    setup = document["summary"]["setup"]
    assert (setup["questions"], setup["articles"], setup["language_model"]) == (4, 15, None)
    assert document["summary"]["all"]["correct"]["value"] == 0.75
    assert document["questions"][0]["answer"]["citations"][0]["quote"]
    assert (evaluated.code, evaluated.errors) == (4, "correct is 0.75, under 0.9\n")
    lines = evaluated.shown.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("4 questions of questions.jsonl, 15 articles; ")
    assert re.search(r"Correct \(correct\) +75\.0 % +25\.0 % … 100\.0 % +4 ", evaluated.shown)
    assert sorted(path.name for path in evaluated.folder.iterdir()) == [
        "questions.jsonl", "run.html", "run.json",
    ]  # fmt: skip


def test_the_report_is_one_well_formed_page_that_fetches_nothing(evaluated: Run) -> None:
    root = etree.fromstring(evaluated.report.removeprefix("<!DOCTYPE html>"))
    assert not root.xpath("//*[@src or @href or @style or @onclick]")
    assert "url(" not in evaluated.report
    assert "@import" not in evaluated.report
    policy = root.xpath("string(//meta[@http-equiv]/@content)")
    hashes = [
        base64.b64encode(hashlib.sha256(root.findtext(path).encode()).digest()).decode()
        for path in (".//style", ".//script")
    ]
    assert policy == "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'".format(
        *hashes
    )
    drawings = root.findall(".//{http://www.w3.org/2000/svg}svg")
    assert [drawing.get("aria-label") for drawing in drawings] == [
        "Correct, by language",
        "Correct, by kind",
        "Coverage and accuracy",
        "Confidence",
        "Latency",
    ]


def test_the_report_shows_what_went_wrong_and_nothing_of_it_is_markup(evaluated: Run) -> None:
    root = etree.fromstring(evaluated.report.removeprefix("<!DOCTYPE html>"))
    (failure,) = root.xpath("//details[@class='failure']")
    shown = " ".join(failure.itertext())
    assert failure.get("data-why") == "wrong answer"
    assert failure.get("data-kind") == EVIL
    assert EVIL in shown
    asked = evaluated.document["questions"][3]
    assert asked["answer"]["citations"][0]["quote"] in shown
    for retrieved in asked["retrieved"]:
        assert retrieved["path"] in shown
    assert len(root.findall(".//script")) == 1
    assert EVIL not in evaluated.report


def test_a_run_is_compared_question_by_question(
    evaluated: Run, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [*LINES[:2], {**LINES[3], "answers": ["Песков"]}, {**LINES[2], "id": "pie"}]
    questions = write_set(tmp_path / "later.jsonl", *lines)
    later = tmp_path / "later.json"
    earlier = evaluated.folder / "run.json"
    assert run_evaluation(questions, settings, json_file=later, compare=earlier) == 0
    shown = capsys.readouterr().out
    assert "3 questions in both, 1 better, 0 worse, 1 new, 1 gone" in " ".join(shown.split())
    assert "\nBetter:\n  wrong: correct no → yes: Кто такой Песков?\n" in shown
    document = json.loads(later.read_text(encoding="utf-8"))
    comparison = compare_runs(document, evaluated.document)
    assert [change.id for change in comparison.worse] == ["wrong"]
    assert (comparison.only_new, comparison.only_old) == (("cake",), ("pie",))
    assert "correct yes → no" in render_report(evaluated.document, comparison)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": [{}], "summary": {}}'])
def test_what_is_no_earlier_run(tmp_path: Path, text: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserFacingError, match="is nothing that `evaluate --json` wrote"):
        read_run(path)


def test_what_cannot_be_written_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    questions = write_set(tmp_path / "questions.jsonl", *LINES)
    no_index = Settings(_env_file=None, index_dir=tmp_path / "none")
    for file, reason in [
        (tmp_path / "no" / "run.json", "there is no folder"),
        (tmp_path, "it is a folder"),
        (questions, "it is the set of questions"),
    ]:
        with pytest.raises(UserFacingError, match=reason):
            run_evaluation(questions, no_index, json_file=file)


def test_an_outlet_that_the_index_lacks_is_told_with_its_question(
    tmp_path: Path, settings: Settings
) -> None:
    questions = write_set(tmp_path / "q.jsonl", LINES[0], {**LINES[1], "source": "Nobody's Daily"})
    with pytest.raises(UserFacingError, match="question 'tarif': no outlet in the index"):
        run_evaluation(questions, settings)
