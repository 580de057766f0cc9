"""`dateline ask`, end to end: a fresh process, the real index, the real model."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.engine import AnswerEngine
from bot.render import print_answer
from bot.schema import Answer, Turn
from index.schema import ArticleFilter
from tests.conftest import ROOT, Dateline

QUESTION = "Who is Dmitry Peskov?"
OFF_TOPIC = "How do I bake a chocolate cake?"
ARTICLE_FIELDS = {
    "id", "title", "path", "url", "source", "published", "published_from", "language",
    "author", "agency",
}  # fmt: skip


def as_text(answer: Answer) -> str:
    out = StringIO()
    print_answer(answer, Console(file=out, markup=False, emoji=False, highlight=False))
    return out.getvalue()


def test_an_answer(dateline: Dateline, indexed: Path, engine: AnswerEngine) -> None:
    ran = dateline("ask", QUESTION, DATELINE_INDEX_DIR=indexed)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == as_text(engine.ask(QUESTION))
    first, *_, last = ran.stdout.splitlines()
    assert "Peskov" in first
    assert first.endswith(" [1]")
    assert last.startswith("    ")


def test_a_refusal(dateline: Dateline, indexed: Path, engine: AnswerEngine) -> None:
    ran = dateline("ask", OFF_TOPIC, DATELINE_INDEX_DIR=indexed)
    assert (ran.returncode, ran.stderr) == (3, "")
    assert ran.stdout == as_text(engine.ask(OFF_TOPIC))
    assert "\nArticles in the index: 15 (7 April 2021 – 8 October 2023)\n" in ran.stdout


def test_json_holds_the_whole_answer(dateline: Dateline, indexed: Path) -> None:
    ran = dateline(
        "ask", "-", "--json", stdin="Who is\nDmitry Peskov?\n", DATELINE_INDEX_DIR=indexed
    )
    assert (ran.returncode, ran.stderr, ran.stdout.count("\n")) == (0, "", 1)
    answer = json.loads(ran.stdout)
    assert set(answer) == {
        "question", "standalone_question", "language", "answered", "mode", "text", "sentences",
        "citations", "coverage", "suggestions", "nearest", "notes", "disagreement", "seconds",
        "confidence", "verdict",
    }  # fmt: skip
    assert (answer["question"], answer["language"]) == (QUESTION, "en")
    assert (answer["answered"], answer["mode"], answer["nearest"]) == (True, "extract", None)
    assert answer["coverage"] == {"articles": 15, "oldest": "2021-04-07", "newest": "2023-10-08"}
    numbers = [citation["number"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    for sentence in answer["sentences"]:
        assert set(sentence) == {"text", "citations", "support"}
        assert set(sentence["citations"]) <= set(numbers)
    for citation in answer["citations"]:
        assert set(citation["article"]) == ARTICLE_FIELDS
        assert all(set(other) == ARTICLE_FIELDS | {"relation"} for other in citation["also_in"])
        text = (ROOT / citation["article"]["path"]).read_text(encoding="utf-8")
        assert text[citation["quote_start"] : citation["quote_end"]] == citation["quote"]


def test_filters_and_history_reach_the_engine(
    dateline: Dateline, indexed: Path, engine: AnswerEngine
) -> None:
    ran = dateline(
        *("ask", "And what did he say?", "--json", "--history", QUESTION),
        *("--source", "harbour", "--since", "2021-04-08", "--until", "2021"),
        DATELINE_INDEX_DIR=indexed,
    )
    answer = json.loads(ran.stdout)
    assert "Peskov" in answer["standalone_question"]
    named = {citation["article"]["source"] for citation in answer["citations"]}
    assert named <= {"Harbour Wire"}
    where = ArticleFilter(sources=("Harbour Wire",))
    whole = engine.ask("And what did he say?", [Turn(QUESTION)], where)
    assert answer["standalone_question"] == whole.standalone_question


def test_an_endpoint_that_is_down_is_a_note(
    dateline: Dateline, indexed: Path, closed_url: str
) -> None:
    ran = dateline(
        *("ask", QUESTION),
        DATELINE_INDEX_DIR=indexed,
        DATELINE_LLM_BASE_URL=closed_url,
        DATELINE_LLM_MODEL="any",
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Peskov" in ran.stdout
    assert f"Note: the language model at {closed_url} refused the connection" in ran.stdout


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"DATELINE_LLM_BASE_URL": "http://127.0.0.1:9/v1"},
            "DATELINE_LLM_BASE_URL is set but DATELINE_LLM_MODEL is not: ",
        ),
        (
            {"DATELINE_EMBEDDING_MODEL": "./no-model"},
            "cannot load the embedding model './no-model': ",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_one_line(
    dateline: Dateline, indexed: Path, environment: dict[str, str], message: str
) -> None:
    ran = dateline("ask", QUESTION, DATELINE_INDEX_DIR=indexed, **environment)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"Error: {message}")
    assert ran.stderr.count("\n") == 1


def test_an_outlet_that_is_not_there(dateline: Dateline, indexed: Path) -> None:
    ran = dateline("ask", QUESTION, "--source", "Gazzette", DATELINE_INDEX_DIR=indexed)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "Error: no outlet in the index is called 'Gazzette'; it has Harbour Wire, Kabar Bahari, "
        "Lembar Arunika, Northgate Courier, Screen & Signal, suaranusantara.example, The Eastern "
        "Ledger, The Strait Gazette, Upland Report, Warta Gawai, Волжский листок, Карские вести "
        "and 2 more\n"
    )
