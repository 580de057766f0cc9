import pytest

from bot.condense import condense_question
from bot.llm import LanguageModelError, build_llm
from bot.schema import Turn
from bot.settings import Settings
from tests.llm_servers import ScriptedServer

BASHKIN = {
    "en": "Who is Alexander Bashkin?",
    "id": "Siapa Alexander Bashkin?",
    "ru": "Кто такой Александр Башкин?",
    "de": "Wer ist Alexander Bashkin?",
}


def by_rule(question: str, *earlier: str) -> str:
    return condense_question(question, [Turn(each) for each in earlier], None)


@pytest.mark.parametrize(
    ("language", "question", "added"),
    [
        ("en", "And what did he propose?", "Alexander Bashkin"),
        ("en", "What did he say about Zoom?", "Alexander Bashkin"),
        ("id", "Dan apa yang dia usulkan?", "Alexander Bashkin"),
        ("id", "Apa usulannya?", "Alexander Bashkin"),
        ("ru", "А что он предложил?", "Александр Башкин"),
        ("ru", "Что он сказал о Zoom?", "Александр Башкин"),
        ("de", "Und was hat er vorgeschlagen?", "Alexander Bashkin"),
    ],
)
def test_a_pronoun_takes_the_name_before(language: str, question: str, added: str) -> None:
    assert by_rule(question, BASHKIN[language]) == f"{question} ({added})"


@pytest.mark.parametrize(
    ("question", "earlier", "added"),
    [
        ("When was that?", "Who proposed blocking Zoom?", "proposed blocking Zoom"),
        ("Why?", "Who proposed blocking Zoom?", "proposed blocking Zoom"),
        ("Kapan itu terjadi?", "Siapa yang mengusulkan blokir Zoom?", "mengusulkan blokir Zoom"),
        ("Когда это было?", "Кто предложил блокировать Zoom?", "предложил блокировать Zoom"),
        ("Wann war das?", "Wer wollte Zoom blockieren?", "wollte Zoom blockieren"),
        ("How many people died there?", "What happened in Surabaya?", "happened Surabaya"),
        ("What about Peskov?", "What did Bashkin propose?", "propose"),
        ("And in Asia?", "What share of Zoom's revenue is from Russia?", "share Zoom revenue"),
        ("А Песков?", "Что сказал Башкин о Zoom?", "сказал Zoom"),
        ("and what did he say", "who is alexander bashkin", "alexander bashkin"),
        ("In Bandung?", "What happened in Surabaya?", "happened"),
        ("Tell me more", "Who is Alexander Bashkin?", "Alexander Bashkin"),
        ("Расскажи подробнее", "Кто такой Александр Башкин?", "Александр Башкин"),
        ("Ceritakan lebih lanjut", "Siapa Alexander Bashkin?", "Alexander Bashkin"),
        ("Apa katanya soal tarif?", "Siapa Alexander Bashkin?", "Alexander Bashkin"),
        ("How old is she?", "Who won the Lozitsky memorial?", "won Lozitsky memorial"),
        ("Что она обещала?", "Кто мэр Карска?", "мэр Карска"),
    ],
)
def test_what_was_said_before_is_carried_over(question: str, earlier: str, added: str) -> None:
    assert by_rule(question, earlier) == f"{question} ({added})"


@pytest.mark.parametrize(
    "question",
    [
        "Who is Maxim Parshin?",
        "who is maxim parshin",
        "What is inflation?",
        "Who said that Zoom should be blocked?",
        "Are there any Russian alternatives to Zoom?",
        "Why did Zoom stop its sales?",
        "And who is Maxim Parshin?",
        "Is it true that the museum reopened?",
        "What happened this week?",
        "Это правда, что музей открылся?",
        "Siapa Maxim Parshin?",
        "Apa itu Zoom?",
        "Apa itu inflasi?",
        "Кто такой Максим Паршин?",
        "Wer ist Maxim Parshin?",
        "Wer leitet das Ministerium?",
        "Thanks!",
        "",
    ],
)
@pytest.mark.parametrize("earlier", BASHKIN.values())
def test_a_question_that_stands_on_its_own_is_unchanged(question: str, earlier: str) -> None:
    assert by_rule(question, earlier) == question


def test_a_name_is_carried_through_several_turns() -> None:
    earlier = ("Who is Alexander Bashkin?", "And what did he propose?")
    assert by_rule("When was that?", *earlier) == "When was that? (propose Alexander Bashkin)"


def test_without_history_nothing_changes() -> None:
    assert by_rule("And what did he propose?") == "And what did he propose?"


def ask_model(server: ScriptedServer, reply: str, *turns: Turn) -> str:
    server.script(reply)
    llm = build_llm(Settings(_env_file=None, llm_base_url=server.base_url, llm_model="tiny"))
    return condense_question("And what did he propose?", turns, llm)


def test_a_model_rewrites_the_question(scripted_llm_server: ScriptedServer) -> None:
    turn = Turn("Who is Alexander Bashkin?", "A senator {sic}.")
    reply = ask_model(scripted_llm_server, ' "What did Alexander Bashkin propose?"\n', turn)
    assert reply == "What did Alexander Bashkin propose?"
    system, user = scripted_llm_server.requests[0].prompt
    assert system[0] == "system"
    assert user == (
        "user",
        "Question: Who is Alexander Bashkin?\nAnswer: A senator {sic}.\n\n"
        "Last question: And what did he propose?",
    )


@pytest.mark.parametrize("reply", ["", "  \n", "x" * 300, "One.\nTwo.", "word " * 10_000])
def test_an_absurd_rewriting_falls_back_to_the_rule(
    scripted_llm_server: ScriptedServer, reply: str
) -> None:
    question = ask_model(scripted_llm_server, reply, Turn("Who is Alexander Bashkin?"))
    assert question == "And what did he propose? (Alexander Bashkin)"


def test_without_history_the_model_is_not_asked(scripted_llm_server: ScriptedServer) -> None:
    assert ask_model(scripted_llm_server, "Never") == "And what did he propose?"
    assert scripted_llm_server.requests == []


def test_a_model_that_is_down_is_reported(closed_url: str) -> None:
    llm = build_llm(Settings(_env_file=None, llm_base_url=closed_url, llm_model="tiny"))
    with pytest.raises(LanguageModelError):
        condense_question("Why?", [Turn("Who is Alexander Bashkin?")], llm)
