"""An answer in another language than the question's is asked for again, once."""

import pytest

from bot.engine import LANGUAGE_NOTE, AnswerEngine
from bot.factory import build_engine
from bot.schema import Answer
from bot.settings import Settings
from tests.llm_servers import Reply, ScriptedServer

INDONESIAN = "Siapa Dmitry Peskov?"
GERMAN = "Wer ist Dmitri Peskow und was sagte er über Zoom?"  # no article is in German
IN_ENGLISH = (
    "The Kremlin spokesman, who is the press secretary of the president, is Dmitry Peskov [1]. "
    "He said that Russian developers would have to finish their own products [1]."
)
IN_INDONESIAN = "Dmitry Peskov adalah juru bicara Kremlin, kata laporan itu [1]."
REMINDER = (
    "\n\nYour last answer was in English, which the reader may not know. Answer in Indonesian and "
    "in no other language, also where the sources are in English."
)


@pytest.fixture
def writer(settings: Settings, scripted_llm_server: ScriptedServer) -> AnswerEngine:
    update = {"llm_base_url": scripted_llm_server.base_url, "llm_model": "tiny"}
    return build_engine(settings.model_copy(update=update), lambda _: None)


def shown(writer: AnswerEngine, question: str) -> tuple[str, Answer]:
    *pieces, answer = writer.stream(question)
    assert isinstance(answer, Answer)
    return "".join(map(str, pieces)), answer


def test_what_begins_in_another_language_is_never_seen(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script(Reply(tuple(IN_ENGLISH)), Reply(tuple(IN_INDONESIAN)))
    seen, answer = shown(writer, INDONESIAN)
    assert seen == IN_INDONESIAN
    assert (answer.mode, answer.notes) == ("write", ())
    assert [s.text for s in answer.sentences] == [IN_INDONESIAN.replace(" [1]", "")]
    first, second = (request.prompt for request in scripted_llm_server.requests)
    assert second == [first[0], ("user", first[1][1] + REMINDER)]


def test_what_turns_to_another_language_stands_alone_until_it_is_replaced(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    turning = f"{IN_INDONESIAN} {IN_ENGLISH}"
    scripted_llm_server.script(Reply(tuple(turning)), IN_INDONESIAN)
    seen, answer = shown(writer, INDONESIAN)
    assert seen == turning
    assert [s.text for s in answer.sentences] == [IN_INDONESIAN.replace(" [1]", "")]
    assert len(scripted_llm_server.requests) == 2


def test_quotes_that_the_asker_can_read_come_first(
    writer: AnswerEngine, engine: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script(IN_ENGLISH)
    _, answer = shown(writer, INDONESIAN)
    assert (answer.mode, answer.text) == ("extract", engine.ask(INDONESIAN).text)
    assert answer.notes == (LANGUAGE_NOTE.format(language="Indonesian"),)
    assert len(scripted_llm_server.requests) == 2


def test_where_there_are_none_the_answer_stays(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer
) -> None:
    scripted_llm_server.script(IN_ENGLISH)
    seen, answer = shown(writer, GERMAN)
    assert (seen, answer.mode, answer.language) == (IN_ENGLISH, "write", "de")
    assert answer.sentences[0].text == IN_ENGLISH.partition(" [1]")[0] + "."
    assert answer.notes == (LANGUAGE_NOTE.format(language="German"),)


@pytest.mark.parametrize(
    "reply",
    [
        "Dmitry Peskov [1].",
        "«Ничего страшного», kata Dmitry Peskov [1].",
        "NOT_IN_ARTICLES\nThe sources do not say who he is or what he does for a living.",
    ],
)
def test_names_quotations_and_refusals_show_no_language(
    writer: AnswerEngine, scripted_llm_server: ScriptedServer, reply: str
) -> None:
    scripted_llm_server.script(reply)
    writer.ask(INDONESIAN)
    assert len(scripted_llm_server.requests) == 1
