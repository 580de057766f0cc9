"""`dateline evaluate`: ask a set of questions, judge the answers, say how it went."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.evaluation.asking import ask_all
from bot.evaluation.comparison import Comparison, compare_runs, read_run
from bot.evaluation.outputs import require_writable, write_whole
from bot.evaluation.question_set import Question, read_questions
from bot.evaluation.report import render_report
from bot.evaluation.setup import setup_lines
from bot.evaluation.summary import summarise
from bot.evaluation.table import WIDEST, print_comparison, print_summary, print_verdict
from bot.evaluation.thresholds import Threshold, missed, read_thresholds
from bot.paragraphs import make_console
from bot.reading.weights import fingerprint
from bot.settings import Settings
from bot.untrusted import one_line

UNDER_THRESHOLD = 4  # exit code

Document = dict[str, Any]


def run_evaluation(
    questions: Path,
    settings: Settings,
    *,
    json_file: Path | None = None,
    report_file: Path | None = None,
    compare: Path | None = None,
    fail_under: Sequence[str] = (),
) -> int:
    """Ask a set of questions, print the figures and write what was asked for.

    Args:
        questions: the set, as JSON Lines.
        settings: of the index and the language model.
        json_file: where to write every figure and answer.
        report_file: where to write the HTML page.
        compare: what an earlier run wrote to its `json_file`.
        fail_under: ``METRIC=VALUE``, as often as it was typed.

    Returns:
        The exit code: 0, or 4 if a figure is worse than `fail_under` allows.

    Raises:
        UsageError: `fail_under` cannot be read.
        UserFacingError: a file cannot be read or written, or there is no usable index.
    """
    thresholds = read_thresholds(fail_under)
    asked = read_questions(questions)
    earlier = read_run(compare) if compare else None
    _require_writable(questions, json_file, report_file, compare)
    document = evaluate(asked, settings, questions.name, make_console(stderr=True))
    comparison = compare_runs(earlier, document) if earlier else None
    if comparison:
        document["comparison"] = comparison.fields()
    try:
        _write(document, comparison, json_file, report_file)
    finally:  # where they cannot be written, they can still be read
        _print(document, comparison, report_file)
    return _exit_code(thresholds, document["summary"])


def evaluate(
    questions: Sequence[Question], settings: Settings, name: str, console: Console
) -> Document:
    """Ask and judge `questions`.

    Args:
        questions: in the order in which they are to be asked.
        settings: of the index and the language model.
        name: what the set is called.
        console: shows progress.

    Returns:
        ``{"summary": …, "questions": […]}`` as JSON has it.

    Raises:
        UserFacingError: there is no usable index, or it lacks an outlet that a question names.
    """
    asked = ask_all(questions, settings, console)
    notes = Counter(note for one in asked.judged for note in one.answer.notes)
    setup = {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "dateline": version("dateline"),
        "questions_file": one_line(name),
        "questions": len(questions),
        "articles": asked.articles,
        "index": asked.index,
        "embedding_model": settings.embedding_model,
        "reader": fingerprint()[:12] if asked.read else None,
        "language_model": settings.llm_model if settings.llm_base_url else None,
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
    }
    return {
        "summary": {"setup": setup, "notes": dict(notes), **summarise(asked.judged)},
        "questions": [one.fields() for one in asked.judged],
    }


def _require_writable(
    questions: Path, json_file: Path | None, report_file: Path | None, compare: Path | None
) -> None:
    taken = {questions: "the set of questions"}
    if json_file:
        require_writable(json_file, taken)
        taken[json_file] = "where --json writes"
    if report_file:
        require_writable(report_file, taken | ({compare: "the earlier run"} if compare else {}))


def _write(
    document: Document, comparison: Comparison | None, json_file: Path | None, page: Path | None
) -> None:
    if json_file:
        write_whole(json_file, json.dumps(document, ensure_ascii=False, indent=1))
    if page:
        write_whole(page, render_report(document, comparison))


def _exit_code(thresholds: Sequence[Threshold], summary: Document) -> int:
    """Name the figures that are worse than they may be."""
    errors = make_console(stderr=True)
    failed = list(missed(thresholds, summary))
    for line in failed:
        errors.print(line, soft_wrap=True)
    return UNDER_THRESHOLD if failed else 0


def _print(document: Document, comparison: Comparison | None, report_file: Path | None) -> None:
    console = make_console()
    if not console.is_terminal:
        console.width = WIDEST
    summary = document["summary"]
    for line in setup_lines(summary):
        console.print(Text(line), soft_wrap=True)
    console.print()
    print_summary(summary, console)
    console.print()
    if comparison:
        print_comparison(comparison, console)
        console.print()
    print_verdict(document, console)
    if report_file and report_file.exists():
        console.print(Text(f"Report: {report_file}"), soft_wrap=True)
