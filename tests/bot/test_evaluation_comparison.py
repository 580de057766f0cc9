from __future__ import annotations

from io import StringIO

from lxml import etree
from rich.console import Console

from bot.evaluation.comparison import Comparison, compare_runs
from bot.evaluation.judge import Judged, judge
from bot.evaluation.report import render_report
from bot.evaluation.table import print_comparison
from tests.bot.test_evaluation_judge import answer, question
from tests.bot.test_evaluation_report import HOSTILE, page, run_of, words


def asked(name: str, text: str, right: str = "nobody") -> Judged:
    return judge(question(id=name, question=f"Who {name}?", answers=[right]), answer(text))


OLD = run_of(
    asked("came", "Nobody came."), asked("went", "Nobody."), asked("sang", "Who?"), asked("x", "?")
)
NEW = run_of(
    asked("came", "Somebody."),
    asked("went", "Nobody."),
    asked("sang", "Nobody."),
    asked("y", "Who?"),
    articles=2,
    index="ffffff",
    language_model="gpt",
)


def shown(comparison: Comparison) -> str:
    console = Console(width=100, file=StringIO())
    print_comparison(comparison, console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_a_changed_index_and_model_are_told() -> None:
    assert list(compare_runs(OLD, NEW).lines()) == [
        "Compared with the run of 2021-04-07 12:30: 3 questions in both, "
        "1 better, 1 worse, 1 new, 1 gone",
        "The runs differ in articles: 3 → 2; index: 0a1b2c → ffffff; language model: none → gpt",
    ]


def test_a_right_answer_that_was_changed_is_told() -> None:
    later = run_of(asked("came", "Nobody came.", right="the bridge"))
    comparison = compare_runs(OLD, later)
    assert comparison.altered == ("came",)
    assert "\nAsked or judged otherwise than before: 1 question (came)\n" in shown(comparison)


def test_a_run_is_the_same_as_itself() -> None:
    comparison = compare_runs(OLD, OLD)
    assert shown(comparison) == (
        "Compared with the run of 2021-04-07 12:30: "
        "4 questions in both, 0 better, 0 worse, 0 new, 0 gone\n"
    )
    assert "Figures that changed" not in render_report(OLD, comparison)


def test_what_was_answered_before_and_now() -> None:
    html = render_report(NEW, compare_runs(OLD, NEW)).removeprefix("<!DOCTYPE html>")
    (worse, better) = etree.fromstring(html).xpath("//details[@class='card change']")
    assert words(worse) == ("correct yes → no · came Who came? Before Nobody came. Now Somebody.")
    assert words(better) == "correct no → yes · sang Who sang? Before Who? Now Nobody."
    assert page(NEW).xpath("//details[@class='card change']") == []


def test_an_earlier_run_from_elsewhere_may_hold_anything() -> None:
    old = run_of(asked("came", HOSTILE), date=HOSTILE, index=HOSTILE)
    html = render_report(NEW, compare_runs(old, NEW))
    assert "<img" not in html
    assert html.count("<script>") == 1
