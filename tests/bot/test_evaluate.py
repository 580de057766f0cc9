from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from rich.console import Console

from bot.evaluation.comparison import compare_runs, read_run
from bot.evaluation.outputs import write_whole
from bot.evaluation.report import render_report
from bot.evaluation.run import run_evaluation
from bot.evaluation.table import print_summary
from bot.settings import Settings
from index.errors import UserFacingError
from tests.bot.test_evaluation_set import EVIL, LINES, write_set


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
    assert lines[0].startswith("4 questions of questions.jsonl, 15 articles (index ")
    assert lines[-3:] == [
        "3 of 4 questions right (75.0 %)",
        "     1  wrong answer",
        f"Report: {evaluated.folder / 'run.html'}",
    ]
    assert re.search(r"Correct \(correct\) +75\.0 % +30\.1 … 95\.4 % +4\n", evaluated.shown)
    assert sorted(path.name for path in evaluated.folder.iterdir()) == [
        "questions.jsonl", "run.html", "run.json",
    ]  # fmt: skip


def test_the_report_is_one_well_formed_page_that_fetches_nothing(evaluated: Run) -> None:
    root = etree.fromstring(evaluated.report.removeprefix("<!DOCTYPE html>"))
    assert not root.xpath("//@src | //@style | //@*[starts-with(name(), 'on')]")
    assert root.xpath("//@href") == ["#wrong"]
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
        "Right, by language",
        "Right, by kind",
        "Coverage and accuracy",
        "Right, by confidence",
        "Confidence",
        "Latency",
    ]


def test_the_report_shows_what_went_wrong_and_nothing_of_it_is_markup(evaluated: Run) -> None:
    root = etree.fromstring(evaluated.report.removeprefix("<!DOCTYPE html>"))
    (failure,) = root.xpath("//details[@class='card failure']")
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
    assert "3 questions in both, 1 better, 0 worse, 1 new, 1 gone\n" in shown
    assert "differ in questions file: questions.jsonl → later.jsonl\n" in shown
    assert "\nAsked or judged otherwise than before: 1 question (wrong)\n" in shown
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
    with pytest.raises(UserFacingError, match="it is where --json writes"):
        run_evaluation(
            questions, no_index, json_file=tmp_path / "run", report_file=tmp_path / "run"
        )


def test_a_report_does_not_replace_the_run_that_it_compares(
    evaluated: Run, tmp_path: Path, settings: Settings
) -> None:
    questions = write_set(tmp_path / "questions.jsonl", *LINES)
    earlier = evaluated.folder / "run.json"
    with pytest.raises(UserFacingError, match=r"run\.json: it is the earlier run"):
        run_evaluation(questions, settings, compare=earlier, report_file=earlier)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="Linux has such a folder")
def test_a_folder_that_takes_no_files_is_told_beforehand(tmp_path: Path) -> None:
    questions = write_set(tmp_path / "questions.jsonl", *LINES)
    no_index = Settings(_env_file=None, index_dir=tmp_path / "none")
    with pytest.raises(UserFacingError, match="cannot write /proc/run"):
        run_evaluation(questions, no_index, report_file=Path("/proc/run.html"))


def test_a_run_can_be_piped_on() -> None:
    reader, writer = os.pipe()
    write_whole(Path(f"/dev/fd/{writer}"), "{}")
    assert os.read(reader, 10) == b"{}"
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_number_is_cut_on_a_narrow_terminal(evaluated: Run, width: int) -> None:
    console = Console(width=width, file=StringIO())
    print_summary(evaluated.document["summary"], console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    named = r" \(answered_unanswerable\)" if width > 100 else ""
    unanswerable = rf"Answered, though unanswerable{named} +0\.0 % +0\.0 … 79\.3 % +1\n"
    assert re.search(unanswerable, shown)
    assert re.search(r"\nid +1 +100 % +100 % +100 % +100 % +\d\.\d\d +– +0 % \d\.\d\d s\n", shown)
    assert max(map(len, shown.splitlines()[:-1])) <= max(width, 100)


def test_an_outlet_that_the_index_lacks_is_told_with_its_question(
    tmp_path: Path, settings: Settings
) -> None:
    questions = write_set(tmp_path / "q.jsonl", LINES[0], {**LINES[1], "source": "Nobody's Daily"})
    with pytest.raises(UserFacingError, match="question 'tarif': no outlet in the index"):
        run_evaluation(questions, settings)
