from datetime import date

from bot.question.dates import AskedTime
from bot.question.note import understood

LAST_MARCH = AskedTime(date(2021, 3, 1), date(2021, 3, 31), "last March", date(2021, 4, 8))
YESTERDAY = AskedTime(date(2021, 4, 7), date(2021, 4, 7), "вчера", date(2021, 4, 8))
WINTER = AskedTime(date(2020, 12, 1), date(2021, 2, 28), "Desember-Februari", date(2021, 4, 8))
IN_FULL = AskedTime(date(2021, 4, 8), date(2021, 4, 8), "on 8 April 2021", None)


def test_what_is_counted_from_a_day_is_said_in_full() -> None:
    assert understood(LAST_MARCH, (), newest_first=False, language="en") == (
        "Understood “last March” as 1–31 March 2021, counted from 8 April 2021; "
        "articles of those days come first."
    )
    assert understood(YESTERDAY, (), newest_first=False, language="ru") == (
        "«вчера» понято как 7 апреля 2021, считая от 8 апреля 2021; "
        "сначала идут статьи за этот день."
    )
    assert understood(WINTER, (), newest_first=False, language="id") == (
        "“Desember-Februari” dipahami sebagai 1 Desember 2020 – 28 Februari 2021, dihitung dari "
        "8 April 2021; artikel dari hari-hari itu didahulukan."
    )


def test_outlets_and_recency_are_said() -> None:
    outlets = ("Harbour Post", "ТАСС", "Sagara News")
    assert understood(None, outlets, newest_first=False, language="en") == (
        "Articles from Harbour Post, ТАСС and Sagara News come first."
    )
    assert understood(None, (), newest_first=True, language="id") == (
        "Artikel terbaru didahulukan."
    )
    assert understood(None, outlets[:1], newest_first=True, language="de") == (
        "Zuerst kommen Artikel von Harbour Post und die neuesten Artikel."
    )


def test_a_date_in_full_is_not_explained() -> None:
    assert understood(IN_FULL, ("Harbour Post",), newest_first=False, language="en") == (
        "Articles of that day and articles from Harbour Post come first."
    )


def test_a_language_without_words_gets_english() -> None:
    assert understood(None, (), newest_first=True, language="fi") == (
        "The newest articles come first."
    )


def test_nothing_understood_is_nothing_said() -> None:
    assert understood(None, (), newest_first=False, language="en") is None


def test_many_words_are_shortened() -> None:
    words = "7 April 2021 and the report of the Harbour Post on the ferry of 2 May 2021"
    time = AskedTime(date(2021, 4, 7), date(2021, 5, 2), words, None)
    assert understood(time, (), newest_first=False, language="en") == (
        "Understood “7 April 2021 and the … the ferry of 2 May 2021” as 7 April 2021 – 2 May 2021; "
        "articles of those days come first."
    )
