"""What a question asks for, and what a sentence says to it."""

from datetime import date

import pytest

from bot.agreement.asked import read_question
from bot.agreement.moments import find_moment
from bot.agreement.persons import find_person
from bot.agreement.quantities import find_quantity
from bot.agreement.verdicts import find_verdict
from bot.agreement.words import alike, keys

KILLED = "How many people were killed in the Karsk flood?"
OPENED = "When did the Karsk bridge open?"
MAYOR = "Who is the mayor of Karsk?"
SIGNED = "Did the mayor of Karsk sign the waste agreement?"
MAY = date(2023, 5, 17)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (KILLED, "number"),
        ("Berapa orang tewas saat jembatan ambruk?", "number"),
        ("Сколько человек погибло?", "number"),
        ("What is the death toll in Karsk?", "number"),
        ("What is the population of Karsk?", "number"),
        (OPENED, "time"),
        ("Kapan jembatan dibuka?", "time"),
        (MAYOR, "person"),
        (SIGNED, "yes or no"),
        ("Подписал ли мэр договор?", "yes or no"),
        ("Is the bridge open or closed?", None),
        ("Who is Dmitry Peskov?", None),
        ("What time does the ferry leave?", None),
        ("What did the mayor say about schools?", None),
    ],
)
def test_what_is_asked_for(question: str, wanted: str | None) -> None:
    language = {"B": "id", "K": "id", "С": "ru", "П": "ru"}.get(question[0], "en")
    asked = read_question(question, language)
    assert (asked and asked.wanted.value) == wanted


@pytest.mark.parametrize(
    ("sentence", "shown", "low", "high"),
    [
        ("The Karsk flood killed 12 people.", "12", 12, 12),
        ("About 40 people were killed.", "About 40", 36, 44),
        ("The toll rose from 12 to 17 people killed.", "17", 17, 17),
        ("In Karsk 4 people were killed and 22 were injured.", "4", 4, 4),
        ("Twenty-one people died.", "Twenty-one", 21, 21),
        ("Some 12,000 people died.", "Some 12,000", 10300, 13700),
    ],
)
def test_the_number_that_answers(sentence: str, shown: str, low: float, high: float) -> None:
    asked = read_question(KILLED, "en")
    assert asked is not None
    found = find_quantity(sentence, "en", asked)
    assert found is not None
    assert (found.text, round(found.low), round(found.high)) == (shown, low, high)


@pytest.mark.parametrize(
    "sentence",
    [
        "In Karsk 22 people were injured.",
        "Another 3 people were killed.",
        "Between 10 and 20 people were killed.",
        "Since January 90 people were killed.",
        "12 of 40 people were killed.",
        "In 2019 people were killed.",
        "Killed were 3 children.",
        "A 17-year-old was killed.",
    ],
)
def test_numbers_that_do_not_answer(sentence: str) -> None:
    asked = read_question(KILLED, "en")
    assert asked is not None
    assert find_quantity(sentence, "en", asked) is None


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The bridge opened on 3 May 2021.", date(2021, 5, 3), date(2021, 5, 3)),
        ("The bridge opened in May 2021.", date(2021, 5, 1), date(2021, 5, 31)),
        ("The bridge, opened in 1856, is new.", date(1856, 1, 1), date(1856, 12, 31)),
        ("The bridge opened on Monday.", date(2023, 5, 15), date(2023, 5, 15)),
    ],
)
def test_the_time_that_answers(sentence: str, first: date, last: date) -> None:
    asked = read_question(OPENED, "en")
    assert asked is not None
    found = find_moment(sentence, "en", asked, MAY)
    assert found is not None
    assert found.periods[0] == (first, last)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The mayor of Karsk, Marta Lind, spoke.", "Marta Lind"),
        ("Karsk mayor Marta Lind spoke on Monday.", "Marta Lind"),
        ("The deputy mayor of Karsk, Jon Ek, spoke.", None),
        ("The mayor of Brisby, Peter Quill, came to Karsk.", None),
        ("The mayor of Karsk spoke on Monday.", None),
    ],
)
def test_the_person_who_answers(sentence: str, name: str | None) -> None:
    asked = read_question(MAYOR, "en")
    assert asked is not None
    found = find_person(sentence, "en", asked)
    assert (found and found.text) == name


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("The mayor of Karsk signed the waste agreement.", True),
        ("The mayor of Karsk did not sign the waste agreement.", False),
        ("The mayor of Karsk read the waste agreement.", None),
    ],
)
def test_yes_or_no(sentence: str, holds: bool | None) -> None:
    asked = read_question(SIGNED, "en")
    assert asked is not None
    found = find_verdict(sentence, "en", asked)
    assert (found and found.holds) is holds


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("The council of Karsk rejected the plan.", True),
        ("The council of Karsk did not reject the plan.", False),
    ],
)
def test_an_asked_verb_of_denial_denies_nothing(sentence: str, holds: bool) -> None:
    asked = read_question("Did the council of Karsk reject the plan?", "en")
    assert asked
    found = find_verdict(sentence, "en", asked)
    assert found
    assert found.holds is holds


def test_a_word_without_latin_letters_is_compared_with_nothing() -> None:
    assert keys("ا", "ar") == frozenset()
    assert not alike(keys("ا", "ar"), keys("bridge", "en"))
