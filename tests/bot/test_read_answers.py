"""What the reader changes in an answer, on the real model and a small real index."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.engine import AnswerEngine
from bot.factory import build_engine, build_reader
from bot.reading.weights import missing_reader
from bot.settings import Settings
from bot.status import read_status
from bot.why import explain
from index.embedding import EmbeddingModel
from index.ingest import check_model, sync_articles
from index.retriever import Retriever
from index.snapshot import LiveIndex

BRIDGE = """Lomas Bridge stays shut until May

4 March 2024. The Lomas bridge in Karsk was closed to lorries on Monday after engineers found a
crack. It will open again on 12 May, said the city's engineer, Ines Talavera. The repair costs
3.4 million euros. The council rejected a plan to build a tunnel instead. Cyclists may still cross.
"""
FERRY = """Feri Teluk Biru mulai berlayar

6 Maret 2024. Feri baru ke Pulau Nirwasa mulai berlayar pada hari Rabu. Kapal itu dapat mengangkut
214 penumpang. Nakhodanya, Budi Santara, mengatakan tiket dijual seharga 45.000 rupiah.
"""


@pytest.fixture(scope="module")
def index_dir(model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read")
    (folder / "news").mkdir()
    (folder / "news/bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "news/ferry.txt").write_text(FERRY, encoding="utf-8")
    sync_articles([folder / "news"], folder / "index", model)
    return folder / "index"


@pytest.fixture(scope="module")
def reading(index_dir: Path) -> AnswerEngine:
    return build_engine(Settings(_env_file=None, index_dir=index_dir), lambda _: None)


@pytest.fixture(scope="module")
def unread(index_dir: Path, model: EmbeddingModel) -> AnswerEngine:
    index = LiveIndex(index_dir, partial(check_model, model=model))
    return AnswerEngine(index, Retriever(index, model), model, None)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much does the repair of the Lomas bridge cost?", "3.4 million"),
        ("When will the Lomas bridge open again?", "12 May"),
        ("Berapa penumpang yang dapat diangkut kapal itu?", "214"),
        ("Сколько пассажиров берёт паром на остров Нирваса?", "214"),
    ],
)
def test_the_words_that_answer_are_marked(reading: AnswerEngine, question: str, words: str) -> None:
    citation = reading.ask(question).citations[0]
    assert citation.answer
    start, end = citation.answer
    assert words in citation.article.text[start:end]
    assert citation.quote_start <= start < end <= citation.quote_end


@pytest.mark.parametrize(
    ("question", "verdict", "begins"),
    [
        ("Did the council reject the plan to build a tunnel?", "yes", "Yes: “The council rejected"),
        ("Will the Lomas bridge open again on 12 May?", None, "It will open"),  # she says
        ("How much does the repair cost?", None, "The repair costs"),
    ],
)
def test_yes_or_no_is_said_before_the_sentence_that_shows_it(
    reading: AnswerEngine, question: str, verdict: str | None, begins: str
) -> None:
    answer = reading.ask(question)
    assert answer.verdict == verdict
    assert begins in answer.text
    assert answer.text.startswith("Yes: “") is (verdict is not None)


def test_why_shows_the_margins(reading: AnswerEngine) -> None:
    why = explain(reading.ask("How much does the repair of the Lomas bridge cost?")).fields()
    best = why["sentences"][0]
    assert best["features"]["margin"] == why["judgement"]["signs"]["margin"] > 0
    assert why["judgement"]["parts"]["margin"] > 0
    assert min(one["features"]["margin"] for one in why["sentences"]) < 0


def test_without_the_reader_nothing_is_marked_and_nothing_else_missing(
    unread: AnswerEngine,
) -> None:
    answer = unread.ask("How much does the repair of the Lomas bridge cost?")
    assert answer.answered
    assert "3.4 million" in answer.citations[0].quote
    assert [citation.answer for citation in answer.citations] == [None] * len(answer.citations)
    why = explain(answer).fields()
    assert {one["features"]["margin"] for one in why["sentences"]} == {0.0}
    assert "margin" not in why["judgement"]["signs"]


def test_another_embedding_model_has_no_reader_and_says_so(index_dir: Path) -> None:
    assert missing_reader("multilingual-e5-small") is None
    told = missing_reader("another/model")
    assert told == "it reads with multilingual-e5-small only"
    settings = Settings(_env_file=None, embedding_model="another/model")
    assert build_reader(settings, lambda _: None) is None
    status = read_status(index_dir)
    assert dict(status.lines())["Reader"] == "yes"
    assert status.fields()["reader"] is True
