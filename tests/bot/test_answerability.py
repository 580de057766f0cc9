"""What can be seen of an answer: the signs, on sentences that a reader can judge at a glance."""

from math import exp

import pytest

from bot.answerability import Signs, read_signs
from bot.engine import AnswerEngine
from bot.evidence import weigh
from bot.refusal import decide, fitted


def signs(engine: AnswerEngine, question: str) -> Signs:
    """Of a question to the example articles."""
    answer = engine.ask(question)
    assert answer.decision
    assert answer.decision.signs
    return answer.decision.signs


def test_what_stands_there_is_not_missing(engine: AnswerEngine) -> None:
    seen = signs(engine, "Who is Dmitry Peskov?")
    assert (seen.missing < 0.1, seen.missing_names < 0.2, seen.missing_number) == (True, True, 0.0)
    assert (seen.value, seen.open_kind, seen.same_language) == (1.0, 0.0, 1.0)
    assert (seen.asks_person, seen.asks_time, seen.asks_number) == (1.0, 0.0, 0.0)


def test_a_name_that_stands_nowhere_is_missing(engine: AnswerEngine) -> None:
    named = signs(engine, "What did Dmitry Peskov tell Wilhelmina Quackenbush about Zoom?")
    assert named.missing_names > 1.5
    assert named.missing > 0.3


def test_a_number_must_stand_there_exactly(engine: AnswerEngine) -> None:
    question = "What did Kommersant report about Zoom on 7 April {}?"
    assert signs(engine, question.format(2021)).missing_number == 0.0
    assert signs(engine, question.format(1921)).missing_number == 1.0


@pytest.mark.parametrize(
    ("question", "same_language"),
    [("Кто такой Дмитрий Песков?", 1.0), ("Wer ist Dmitri Peskow?", 0.0)],
)
def test_the_language_of_the_article_is_seen(
    engine: AnswerEngine, question: str, same_language: float
) -> None:
    assert signs(engine, question).same_language == same_language


def test_without_evidence_nothing_is_seen_and_nothing_is_said() -> None:
    assert read_signs("Who?", "en", weigh("Who?", "en", [])) is None
    decision = decide(None)
    assert (decision.confidence, decision.refused) == (0.0, True)


def test_the_parts_add_up_to_the_confidence(engine: AnswerEngine) -> None:
    decision = engine.ask("Who is Dmitry Peskov?").decision
    assert decision
    assert decision.signs
    regression = decision.regression
    logit = regression.intercept + sum(regression.parts(decision.signs).values())
    assert decision.confidence == pytest.approx(1 / (1 + exp(-logit)))


def test_every_sign_has_a_coefficient_and_the_margins_need_a_reader() -> None:
    assert tuple(fitted(read=True).coefficients) == Signs._fields
    without = tuple(name for name in Signs._fields if "margin" not in name)
    assert tuple(fitted(read=False).coefficients) == without
