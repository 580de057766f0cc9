from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from bot.evaluation.judge import Judged, judge
from bot.evaluation.plots import Series, histogram, percent, round_up
from bot.evaluation.report import render_report
from bot.evaluation.summary import summarise
from bot.schema import Citation
from index.schema import Article, Span
from tests.bot.test_evaluation_judge import FERRY, FLOOD, answer, hit, question

HOSTILE = """</script><script>alert("1")</script><img src=x onerror='alert(2)'> {{ 7 * 7 }} & ]]>"""


def run_of(*judged: Judged, notes: dict[str, int] | None = None, **setup: Any) -> dict[str, Any]:
    """A run as the JSON has it."""
    stated = {
        "date": "2021-04-07T12:30:00+00:00",
        "dateline": "1.0",
        "questions_file": "questions.jsonl",
        "questions": len(judged),
        "articles": 3,
        "index": "0a1b2c",
        "embedding_model": "small",
        "language_model": None,
        "python": "3.11",
        "cpus": 2,
        **setup,
    }
    return {
        "summary": {"setup": stated, "notes": notes or {}, **summarise(judged)},
        "questions": [one.fields() for one in judged],
    }


def page(document: dict[str, Any]) -> etree._Element:
    return etree.fromstring(render_report(document).removeprefix("<!DOCTYPE html>"))


def words(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def drawings(root: etree._Element) -> list[str]:
    return [str(name) for name in root.xpath("//*[local-name() = 'svg']/@aria-label")]


RIGHT = judge(
    question(id="right", answers=["nobody"], articles=["ferry"]),
    answer("Nobody came.", citations=(Citation(1, "Nobody came.", 0, 12, FERRY),)),
)
WRONG = judge(question(id="wrong", answers=["the bridge"]), answer("Nobody came.", 0.6))
REFUSED = judge(question(id="cake", answerable=False), answer("", 0.1))


def test_the_first_screen_tells_the_verdict() -> None:
    root = page(run_of(RIGHT, RIGHT, WRONG, REFUSED, notes={"the model did not answer": 2}))
    assert words(root.find(".//header")) == (
        "Evaluation of questions.jsonl 3 of 4 questions right (75.0 %) "
        "4 questions of questions.jsonl, 3 articles (index 0a1b2c), 2021-04-07 12:30 "
        "Quoting, no language model; small; Dateline 1.0, Python 3.11, 2 CPUs "
        "Note on 2 of the answers: the model did not answer"
    )
    tiles = [words(tile) for tile in root.xpath("//ul[@class='tiles']/li")]
    assert tiles[0] == "Correct 75.0 % 30.1 … 95.4 % of 4"
    assert tiles[2] == "Refused, though answerable 0.0 % 0.0 … 56.1 % of 3; less is better"
    assert "What went wrong : 1 wrong answer." in words(root)


def test_nothing_hostile_becomes_markup() -> None:
    text = f"{HOSTILE} Nobody came."
    body = (Span(0, len(text)),)
    article = Article(HOSTILE, f"{HOSTILE}.txt", HOSTILE, text, body, title=HOSTILE, source=HOSTILE)
    asked = question(
        id=HOSTILE, question=HOSTILE, language=HOSTILE, kind=HOSTILE, answers=[HOSTILE],
        articles=[HOSTILE], history=[HOSTILE], source=[HOSTILE],
    )  # fmt: skip
    given = answer(
        "Somebody.", citations=(Citation(1, text, 0, len(text), article),), hits=(hit(article, 1),)
    )
    root = page(run_of(judge(asked, given), notes={HOSTILE: 1}, questions_file=HOSTILE))
    assert (len(root.findall(".//script")), root.findall(".//img")) == (1, [])
    assert root.findtext(".//title") == f"Dateline: evaluation of {HOSTILE}"
    (failure,) = root.xpath("//details[@class='card failure']")
    # Path, outlet, title, quote; id, kind, question before, the question, right and wanted, outlet.
    assert words(failure).count(HOSTILE) >= 10
    assert root.findtext(".//script").count("alert") == 0


def test_a_set_of_one_question_that_is_right() -> None:
    root = page(run_of(RIGHT))
    assert drawings(root) == [
        "Right, by language", "Coverage and accuracy", "Right, by confidence", "Confidence",
        "Latency",
    ]  # fmt: skip
    assert "Nothing: every question was answered rightly from a wanted article" in words(root)
    assert root.findall(".//form") == []
    assert root.xpath("//a[@href='#wrong']") == []


def test_a_set_that_nothing_answers() -> None:
    root = page(run_of(REFUSED))
    assert drawings(root) == ["Right, by language", "Confidence", "Latency"]
    tiles = [words(tile) for tile in root.xpath("//ul[@class='tiles']/li")]
    assert [tile.split("%")[0] for tile in tiles[:2]] == [
        "Correct 100.0 ", "Answered, though unanswerable 0.0 ",
    ]  # fmt: skip


def test_failures_are_chosen_by_what_they_differ_in() -> None:
    refused = judge(question(id="gone", answers=["x"], since="2021", source=["Wire"]), answer(""))
    root = page(run_of(WRONG, WRONG, refused))
    (select,) = root.findall(".//select")  # they share language and kind
    assert [option.text for option in select] == [
        "all", "refused, though answerable (1)", "wrong answer (2)",
    ]  # fmt: skip
    assert "Only articles since 2021 of Wire" in words(root)


def test_a_failure_shows_what_was_wanted_retrieved_and_answered() -> None:
    asked = question(id="q1", question="What is shut?", answers=["the bridge"], articles=["ferry"])
    cited = Citation(1, "Nobody came.", 0, 12, FLOOD)
    given = answer("Nobody came.", citations=(cited,), hits=(hit(FLOOD, 2.5), hit(FERRY, 1)))
    (failure,) = page(run_of(judge(asked, given))).xpath("//details[@class='card failure']")
    assert words(failure) == (
        "wrong answer · q1 · en What is shut? "
        "Right answer the bridge Wanted article ferry "
        "Answered with confidence 0.90 in 0.50 s Nobody came. "
        "Nobody came. [1] news/flood.txt, undated news/flood.txt "
        "Retrieved rank wanted article score "
        "1 no news/flood.txt 2.5 2 yes news/ferry.txt 1.0"
    )


def test_a_histogram_counts_what_lies_beyond_its_end() -> None:
    plot = histogram("Latency", "", [Series("answers", [0.05, 0.5, 7.0])], 1.0, "seconds")
    counts = [row[-1] for row in plot.rows]
    assert (counts[1], counts[10], counts[19]) == ("1", "1", "1")
    assert "seconds" in plot.svg


@pytest.mark.parametrize(
    ("value", "rounded"), [(0, 1), (0.061, 0.08), (0.13, 0.2), (0.2, 0.2), (0.95, 1), (37, 40)]
)
def test_axes_end_at_a_round_number_that_holds_all(value: float, rounded: float) -> None:
    assert round_up(value) == pytest.approx(rounded)


def test_a_share_that_is_not_all_is_not_called_all() -> None:
    assert [percent(share) for share in (1, 0.996, 0.74, 0.05, 0.025, 0)] == [
        "100 %", "99.6 %", "74 %", "5 %", "2.5 %", "0 %",
    ]  # fmt: skip
