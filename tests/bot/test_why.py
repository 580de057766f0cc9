"""`--why` and `/why`: what was found, every figure it was chosen by, and the decision."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.engine import AnswerEngine
from bot.factory import build_engine
from bot.refusal import fitted
from bot.schema import Answer
from bot.settings import Settings
from bot.why import explain, shortened
from bot.why_tables import print_why
from index.schema import ArticleFilter
from tests.conftest import Dateline
from tests.llm_servers import ScriptedServer

QUESTION = "Who is Dmitry Peskov?"
OFF_TOPIC = "How do I bake a chocolate cake?"


def as_text(answer: Answer) -> str:
    out = StringIO()
    print_why(answer, Console(file=out, markup=False, emoji=False, highlight=False))
    return out.getvalue()


def test_two_runs_say_the_same(dateline: Dateline, indexed: Path) -> None:
    arguments = ("ask", QUESTION, "--json", "--why", "--source", "harbour")
    first, second = (
        json.loads(dateline(*arguments, DATELINE_INDEX_DIR=indexed).stdout) for _ in range(2)
    )
    del first["seconds"], second["seconds"]
    assert first == second
    why = first["why"]
    assert set(why) == {
        "question", "language", "today", "preference", "filter", "index", "hits", "weights",
        "sentences", "confidence", "threshold", "judgement", "decision", "doubts", "notes",
    }  # fmt: skip
    assert (why["question"], why["language"], why["preference"]) == (QUESTION, "en", None)
    assert why["filter"] == {"since": None, "until": None, "sources": ["Harbour Wire"]}
    index = why["index"]
    assert (index["generation"], index["articles"]) == ("generation-000001", 15)
    assert index["model"].startswith("multilingual-e5-small/")
    assert (
        why["confidence"] == first["confidence"] > why["threshold"] == fitted(read=True).threshold
    )
    assert why["decision"] == f"quoted {len(first['sentences'])} sentences"
    assert set(why["hits"][0]) == {
        "number", "article_id", "path", "chunk", "score", "dense", "lexical", "sentence",
        "spelling", "preferred", "gap", "copies", "read",
    }  # fmt: skip


def test_the_features_add_up_and_the_quoted_sentences_are_there(engine: AnswerEngine) -> None:
    answer = engine.ask(QUESTION)
    why = explain(answer).fields()
    for sentence in why["sentences"]:
        total = sum(why["weights"][name] * value for name, value in sentence["features"].items())
        assert sentence["score"] == pytest.approx(total, abs=0.01)
    by_citation = {s["citation"]: s["text"] for s in why["sentences"] if s["citation"]}
    assert by_citation == {s.citations[0]: s.text for s in answer.sentences}
    assert [hit["number"] for hit in why["hits"]] == list(range(1, len(answer.hits) + 1))
    assert [hit["read"] for hit in why["hits"]] == [n < 8 for n in range(len(answer.hits))]


def test_people_get_the_answer_and_then_the_reasons(
    dateline: Dateline, indexed: Path, engine: AnswerEngine
) -> None:
    plain = dateline("ask", OFF_TOPIC, DATELINE_INDEX_DIR=indexed)
    ran = dateline("ask", OFF_TOPIC, "--why", DATELINE_INDEX_DIR=indexed)
    assert (ran.returncode, ran.stderr) == (3, "")
    answer = engine.ask(OFF_TOPIC)
    assert ran.stdout == plain.stdout + as_text(answer)
    why, search = explain(answer), answer.search
    assert search
    confidence = shortened(answer.confidence)
    reasons = ran.stdout.removeprefix(plain.stdout).splitlines()
    assert reasons[:9] == [
        "",
        f"Decision   refused: {confidence} < {fitted(read=True).threshold:.2f}",
        f"Confidence {confidence}, threshold {fitted(read=True).threshold:.2f}",
        f"Question   {OFF_TOPIC} (en), asked on {search.today}",
        "Preferred  nothing",
        "Filter     none",
        f"Index      generation-000001, 15 articles, fingerprint {why.fingerprint}",
        f"Model      {why.model}",
        "",
    ]
    assert max(map(len, reasons[9:13])) <= 80


def test_the_days_and_outlets_of_a_question_are_named(engine: AnswerEngine) -> None:
    question = "What did Harbour Wire write about Peskov on 8 April 2021?"
    text = as_text(engine.ask(question, where=ArticleFilter(sources=("Harbour Wire",))))
    assert "\nPreferred  2021-04-08 – 2021-04-08; Harbour Wire\n" in text
    assert "\nFilter     Harbour Wire\n" in text


@pytest.mark.parametrize(
    ("written", "decision"),
    [
        (
            "Peskov is the spokesman [1]. He sang [99].",
            "written, 1 sentence, 1 dropped or corrected",
        ),
        ("NOT_IN_ARTICLES", "refused by the language model"),
    ],
)
def test_what_a_model_wrote_and_was_dropped(
    settings: Settings, scripted_llm_server: ScriptedServer, written: str, decision: str
) -> None:
    update = {"llm_base_url": scripted_llm_server.base_url, "llm_model": "tiny"}
    writer = build_engine(settings.model_copy(update=update), lambda _: None)
    scripted_llm_server.script(written)
    why = explain(writer.ask(QUESTION))
    assert why.decision == decision
    assert [("He sang" in doubt) for doubt in why.doubts] == [True] * written.count("sang")


def test_a_filter_that_nothing_passes(engine: AnswerEngine) -> None:
    why = explain(engine.ask(QUESTION, where=ArticleFilter(sources=("No Such Outlet",))))
    assert (why.decision, why.hits, why.sentences) == (
        "refused: no article passes the filter", (), (),
    )  # fmt: skip


def test_what_people_and_articles_say_is_made_harmless(engine: AnswerEngine) -> None:
    answer = engine.ask(QUESTION)
    hit = replace(answer.hits[0], article=replace(answer.hits[0].article, path="a\x1b[2Jb.txt"))
    hostile = replace(
        answer,
        standalone_question="Who\x1b]0;title\x07 is he?",
        hits=(hit, *answer.hits[1:]),
        notes=("down\x9b31m\nagain",),
    )
    text = as_text(hostile)
    assert not {"\x1b", "\x9b", "\x07"} & set(text)
    assert "Question   Who is he? (en)" in text
    assert " 1  ab.txt, chunk " in text
    assert "Note       down again\n" in text


def test_the_chat_explains_its_last_answer(
    dateline: Dateline, indexed: Path, engine: AnswerEngine
) -> None:
    asked = f"/why\n{QUESTION}\n/why\n"
    said = dateline("chat", stdin=asked, DATELINE_INDEX_DIR=indexed).stdout
    assert said.startswith("Nothing has been asked yet.\n\n")
    assert said.endswith(as_text(engine.ask(QUESTION)))
