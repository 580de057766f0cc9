from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question.dates import asked_time, asks_for_newest

TODAY = date(2026, 11, 22)
OLDEST, NEWEST = date(2019, 6, 1), date(2021, 4, 8)  # a Thursday


def said(question: str, language: str, today: date = TODAY) -> str | None:
    """The days, and the phrase they were read from; `*` where they were counted."""
    time = asked_time(question, language, today, (OLDEST, NEWEST))
    if time is None:
        return None
    return f"{time.first} {time.last} {'' if time.complete else '*'}{time.words}"


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Who sailed on 8 April 2021?", "2021-04-08 2021-04-08 on 8 April 2021"),
        ("Who sailed on April 8, 2021?", "2021-04-08 2021-04-08 on April 8, 2021"),
        ("Who sailed on 8/4/2021?", "2021-08-04 2021-08-04 on 8/4/2021"),
        ("Who sailed on 2021-04-08?", "2021-04-08 2021-04-08 on 2021-04-08"),
        ("what did the Post write on 8 April?", "2021-04-08 2021-04-08 *on 8 April"),
        ("Who sailed on Wednesday, April 7?", "2021-04-07 2021-04-07 *on Wednesday, April 7"),
        ("What happened last March?", "2021-03-01 2021-03-31 *last March"),
        ("What happened in may?", "2020-05-01 2020-05-31 *in may"),
        ("Who paid for the March floods?", "2021-03-01 2021-03-31 *March"),
        ("Who sailed in March of last year?", "2020-03-01 2020-03-31 *in March of last year"),
        ("Who sailed in March 2020?", "2020-03-01 2020-03-31 in March 2020"),
        ("Who sailed in 2020?", "2020-01-01 2020-12-31 in 2020"),
        ("What was sold in Q1 2021?", "2021-01-01 2021-03-31 in Q1 2021"),
        ("Who sailed between 3 and 7 April?", "2021-04-03 2021-04-07 *between 3 and 7 April"),
        ("Storms from March to May 2020", "2020-03-01 2020-05-31 from March to May 2020"),
        ("Who sailed last Friday?", "2021-04-02 2021-04-02 *last Friday"),
        ("Who sailed the day before yesterday?", "2021-04-06 2021-04-06 *the day before yesterday"),
        ("How strong was Sunday's storm?", "2021-04-04 2021-04-04 *Sunday's"),
        ("What happened two weeks ago?", "2021-03-22 2021-03-28 *two weeks ago"),
        ("Storms in the last three days", "2021-04-06 2021-04-08 *in the last three days"),
        ("Who sailed since Monday?", "2021-04-05 2021-04-08 *since Monday"),
    ],
)
def test_english(question: str, understood: str) -> None:
    assert said(question, "en") == understood


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Apa yang terjadi kemarin?", "2021-04-07 2021-04-07 *kemarin"),
        ("Siapa berlayar minggu lalu?", "2021-03-29 2021-04-04 *minggu lalu"),
        ("Siapa berlayar hari Minggu lalu?", "2021-04-04 2021-04-04 *hari Minggu lalu"),
        ("Siapa berlayar pada hari Rabu (7/4)?", "2021-04-07 2021-04-07 *pada hari Rabu (7/4)"),
        ("Banjir bulan Maret lalu", "2021-03-01 2021-03-31 *bulan Maret lalu"),
        ("Banjir Maret tahun lalu", "2020-03-01 2020-03-31 *Maret tahun lalu"),
        ("Badai tiga hari terakhir", "2021-04-06 2021-04-08 *tiga hari terakhir"),
        ("Badai setahun yang lalu", "2020-01-01 2020-12-31 *setahun yang lalu"),
        ("Badai tahun 2020", "2020-01-01 2020-12-31 tahun 2020"),
        ("Siapa berlayar 8/4/2021?", "2021-04-08 2021-04-08 8/4/2021"),
    ],
)
def test_indonesian(question: str, understood: str) -> None:
    assert said(question, "id") == understood


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Что писали в прошлом месяце?", "2021-03-01 2021-03-31 *в прошлом месяце"),
        ("Что было на прошлой неделе?", "2021-03-29 2021-04-04 *на прошлой неделе"),
        ("Что было в среду?", "2021-04-07 2021-04-07 *в среду"),
        ("Что было за последние три дня?", "2021-04-06 2021-04-08 *за последние три дня"),
        ("Что было год назад?", "2020-01-01 2020-12-31 *год назад"),
        ("Что было 8 апреля?", "2021-04-08 2021-04-08 *8 апреля"),
        ("Что было с 3 по 7 апреля?", "2021-04-03 2021-04-07 *с 3 по 7 апреля"),
        ("Что было в марте прошлого года?", "2020-03-01 2020-03-31 *в марте прошлого года"),
        ("Что было 08.04.2021?", "2021-04-08 2021-04-08 08.04.2021"),
        ("Что было в 2020 году?", "2020-01-01 2020-12-31 в 2020 году"),
    ],
)
def test_russian(question: str, understood: str) -> None:
    assert said(question, "ru") == understood


@pytest.mark.parametrize(
    ("question", "language", "understood"),
    [
        ("Was geschah vor zwei Wochen?", "de", "2021-03-22 2021-03-28 *vor zwei Wochen"),
        ("Was geschah im März 2020?", "de", "2020-03-01 2020-03-31 im März 2020"),
        ("¿Qué pasó el martes pasado?", "es", "2021-04-06 2021-04-06 *el martes pasado"),
        ("Que s'est-il passé en mars ?", "fr", "2021-03-01 2021-03-31 *en mars"),
        ("Cosa è successo il 7 aprile 2021?", "it", "2021-04-07 2021-04-07 7 aprile 2021"),
        ("feri kemarin", "en", "2021-04-07 2021-04-07 *kemarin"),  # taken for English
    ],
)
def test_other_languages(question: str, language: str, understood: str) -> None:
    assert said(question, language) == understood


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("May the senator march for a second time?", "en"),
        ("What did Theresa May say?", "en"),
        ("Which of the 8 may leave?", "en"),
        ("Who plays Wednesday Addams?", "en"),
        ("What was sold on Black Friday?", "en"),
        ("Who won the World Cup 2022?", "en"),
        ("Did COVID-19 stop the Boeing 737 with 1,200 people?", "en"),
        ("What does Article 5 of Agenda 2030 say?", "en"),
        ("Who was the last king, and when did he die?", "en"),
        ("What happened in the 1960s, and on May 8, 1945?", "en"),
        ("What happened before 8 April?", "en"),
        ("Who lands on mars in the sun?", "en"),
        ("Berapa lama satu minggu pada minggu?", "id"),
        ("Что вредит, попадая в окружающую среду?", "ru"),
        ("Что было 66 миллионов лет назад?", "ru"),
    ],
)
def test_no_day_is_named(question: str, language: str) -> None:
    assert said(question, language) is None


def test_it_is_counted_from_today_where_that_leads_to_articles() -> None:
    friday = date(2021, 4, 9)
    assert said("Who sailed yesterday?", "en", friday) == "2021-04-08 2021-04-08 *yesterday"
    time = asked_time("Who sailed yesterday?", "en", friday, ())
    assert time
    assert time.counted_from == friday


def test_a_year_that_is_left_out_is_one_with_an_article_of_that_day() -> None:
    days = (date(2019, 6, 15), date(2020, 3, 2), date(2021, 4, 8))
    time = asked_time("Who sailed on 15 June?", "en", TODAY, days)
    assert time
    assert (time.first, time.counted_from, time.complete) == (date(2019, 6, 15), None, False)
    may = asked_time("Who sailed in May?", "en", TODAY, days)
    assert may
    assert may.first == date(2020, 5, 1)


def test_a_year_before_all_articles_is_no_time_of_reporting() -> None:
    assert asked_time("Who won in 2005?", "en", TODAY, (OLDEST, NEWEST)) is None
    assert asked_time("Who won in 2005?", "en", TODAY, ())


def test_two_dates_take_in_what_lies_between() -> None:
    assert said("Did the Post of 3 April 2021 and the Ledger of 7 April 2021 agree?", "en") == (
        "2021-04-03 2021-04-07 3 April 2021 and the Ledger of 7 April 2021"
    )


def test_the_closest_phrase_counts() -> None:
    assert said("What did the Post say on 8 April about last year?", "en") == (
        "2021-04-08 2021-04-08 *on 8 April"
    )


@pytest.mark.parametrize(
    ("question", "language", "understood"),
    [
        ("As of 8 April 2021, how many?", "en", "2021-04-08 2021-04-08 As of 8 April 2021"),
        ("How many were there as at April 2020?", "en", "2020-04-01 2020-04-30 as at April 2020"),
        ("How many were there as of Monday?", "en", "2021-04-05 2021-04-05 *as of Monday"),
        ("Berapa layanan per 8 April?", "id", "2021-04-08 2021-04-08 *per 8 April"),
        (
            "Сколько их по состоянию на 8 апреля?",
            "ru",
            "2021-04-08 2021-04-08 *по состоянию на 8 апреля",
        ),
        ("Wie viele, Stand 8. April 2021?", "de", "2021-04-08 2021-04-08 Stand 8. April 2021"),
        ("How many are there as of today?", "en", None),
    ],
)
def test_how_things_stood_on_a_day(question: str, language: str, understood: str | None) -> None:
    assert said(question, language) == understood
    time = asked_time(question, language, TODAY, (OLDEST, NEWEST))
    assert time is None or time.as_of


def test_a_day_on_which_something_happened_is_no_state_of_things() -> None:
    time = asked_time("What happened on 8 April 2021?", "en", TODAY, (OLDEST, NEWEST))
    assert time is not None
    assert not time.as_of


@pytest.mark.parametrize(
    ("question", "newest"),
    [
        ("What is the latest news on the ferry?", True),
        ("Apa berita terbaru tentang feri?", True),
        ("Какие последние новости о пароме?", True),
        ("Was sind die neuesten Nachrichten?", True),
        ("Who was the last king?", False),
        ("Siapa raja terakhir?", False),
        ("Кто последний король?", False),
    ],
)
def test_asking_for_the_newest(question: str, newest: bool) -> None:
    assert asks_for_newest(question) is newest


PIECES = st.sampled_from(
    ["last", "March", "may", "31", "0", "29 февраля", "2021", "минуту", "в прошлом", "году", "99",
     "tahun", "lalu", "-", ",", " ", "three", "weeks ago", "ſeptember", "İ", "since", "(31/12)"]
)  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join)),
    st.sampled_from(["en", "id", "ru", "de", "es", "fr", "xx"]),
    st.dates(),
    st.dates(),
    st.integers(0, 2000),
)
def test_any_text_is_read(
    question: str, language: str, today: date, oldest: date, length: int
) -> None:
    newest = oldest + min(timedelta(length), date.max - oldest)
    time = asked_time(question, language, today, sorted({oldest, newest}))
    assert time is None or (time.first <= time.last and time.words in question)
    assert asks_for_newest(question) in (True, False)
