from dataclasses import replace
from datetime import date

import pytest

from bot.engine import UNSUPPORTED_NOTE, AnswerEngine
from bot.factory import build_engine
from bot.schema import Answer, AnswerSentence, Turn
from bot.settings import Settings
from index.schema import ArticleFilter
from prompts import NOT_IN_ARTICLES
from tests.llm_servers import Reply, ScriptedServer

QUESTION = "Who is Dmitry Peskov?"


def timeless(answer: Answer) -> Answer:
    return replace(answer, seconds=0.0)


@pytest.fixture
def writer(settings: Settings, scripted_llm_server: ScriptedServer) -> AnswerEngine:
    """Writes what the scripted server says."""
    return build_writer(settings, scripted_llm_server.base_url)


def build_writer(settings: Settings, base_url: str) -> AnswerEngine:
    update = {"llm_base_url": base_url, "llm_model": "tiny"}
    return build_engine(settings.model_copy(update=update), lambda _: None)


def test_the_same_question_gets_the_same_answer(engine: AnswerEngine) -> None:
    assert timeless(engine.ask(QUESTION)) == timeless(engine.ask(QUESTION))


def test_the_coverage(engine: AnswerEngine) -> None:
    covers = engine.coverage()
    assert (covers.articles, covers.oldest, covers.newest) == (
        15,
        date(2021, 4, 7),
        date(2023, 10, 8),
    )
    assert covers.outlets[:3] == ("Harbour Wire", "Kabar Bahari", "Lembar Arunika")


@pytest.mark.parametrize(
    ("asked", "follow_up", "name"),
    [
        (QUESTION, "And what did he say?", "Peskov"),
        ("Кто такой Песков?", "А что он сказал?", "Песков"),
        ("Siapa Dmitry Peskov?", "Apa yang dia katakan?", "Peskov"),
    ],
)
def test_a_follow_up_takes_the_name_from_the_turn_before(
    engine: AnswerEngine, asked: str, follow_up: str, name: str
) -> None:
    answer = engine.ask(follow_up, [Turn(asked)])
    assert (answer.question, answer.answered) == (follow_up, True)
    assert name in answer.standalone_question
    assert {"Peskov", "Песков"} & set(answer.text.replace(",", " ").split())
    assert engine.ask(follow_up).standalone_question == follow_up


def test_only_articles_that_pass_the_filter_answer(engine: AnswerEngine) -> None:
    where = ArticleFilter(since=date(2021, 4, 8), sources=("Harbour Wire", "Northgate Courier"))
    answer = engine.ask(QUESTION, where=where)
    assert answer.answered
    for citation in answer.citations:
        for article in (citation.article, *citation.also_in):
            assert article.source in where.sources
            assert article.published is not None
            assert article.published >= date(2021, 4, 8)


def test_written_citations_are_renumbered_and_unknown_ones_dropped(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script("Peskov is the spokesman [3][99]. He spoke [1]. He sang [99].")
    answer = writer.ask(QUESTION)
    assert (answer.answered, answer.mode, answer.notes) == (True, "write", ())
    assert answer.sentences == (
        AnswerSentence("Peskov is the spokesman.", (1,), "supported"),
        AnswerSentence("He spoke.", (2,), "supported"),
    )
    assert answer.text == "Peskov is the spokesman. [1] He spoke. [2]"
    assert [citation.number for citation in answer.citations] == [1, 2]
    for citation in answer.citations:
        text = citation.article.text
        assert text[citation.quote_start : citation.quote_end] == citation.quote


def test_the_draft_streams_before_the_answer(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script(Reply(("Peskov is ", "the spokesman ", "[1].")))
    *pieces, answer = writer.stream(QUESTION)
    assert "".join(map(str, pieces)) == "Peskov is the spokesman [1]."
    assert isinstance(answer, Answer)
    assert answer.text == "Peskov is the spokesman. [1]"


def test_a_model_that_refuses(writer: AnswerEngine, scripted_llm_server: ScriptedServer) -> None:
    scripted_llm_server.script(NOT_IN_ARTICLES)
    answer = writer.ask(QUESTION)
    assert (answer.answered, answer.mode, answer.citations) == (False, "write", ())
    assert answer.text == "The indexed articles do not say."
    assert answer.nearest is not None


@pytest.mark.parametrize("reply", ["He is a poet.", "He is a poet [99].", "He is 987654 [1]."])
def test_quotes_take_the_place_of_what_is_not_supported(
    writer: AnswerEngine, engine: AnswerEngine, scripted_llm_server: ScriptedServer, reply: str
) -> None:
    scripted_llm_server.script(reply)
    quoted = replace(engine.ask(QUESTION), notes=(UNSUPPORTED_NOTE,))
    assert timeless(writer.ask(QUESTION)) == timeless(quoted)


@pytest.mark.parametrize("history", [[], [Turn("Who is the senator?")]])
def test_quotes_take_the_place_of_a_model_that_is_down(
    engine: AnswerEngine, settings: Settings, closed_url: str, history: list[Turn]
) -> None:
    answer = build_writer(settings, closed_url).ask(QUESTION, history)
    (note,) = answer.notes
    assert closed_url in note
    assert "\n" not in note
    quoted = replace(engine.ask(QUESTION, history), notes=(note,))
    assert timeless(answer) == timeless(quoted)


def test_off_topic_never_reaches_the_model(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    answer = writer.ask("How do I bake a chocolate cake?")
    assert (answer.answered, scripted_llm_server.requests) == (False, [])


def test_a_sentence_that_cites_the_wrong_source_is_cited_to_the_right_one(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script(NOT_IN_ARTICLES)
    question = "How many people were moved when the Verezha rose to 8.4 metres?"
    hits = writer.ask(question).hits
    right = next(n for n, hit in enumerate(hits, 1) if "moved 640 people" in hit.chunk.text)
    wrong = next(n for n, hit in enumerate(hits, 1) if "640" not in hit.article.text)
    scripted_llm_server.script(f"Rescue crews moved 640 people out of Karsk [{wrong}].")
    answer = writer.ask(question)
    assert wrong != right
    (citation,) = answer.citations
    assert (answer.mode, citation.article) == ("write", hits[right - 1].article)
    assert "moved 640 people" in citation.quote
    assert answer.doubts == (
        f"cites {right} only: “Rescue crews moved 640 people out of Karsk.”: "
        "number 640 stands in none of its sources; Karsk stands in none of its sources",
    )
