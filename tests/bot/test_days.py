import re
from datetime import date

import pytest

from bot.citations import strip_citation_marks
from bot.days import days_in, resolve_days, with_days
from bot.quoting import cite_span, shown_text
from index.schema import Article, Span

FRIDAY = date(2021, 4, 9)


def shown(quote: str, language: str, published: date = FRIDAY) -> str:
    return with_days(quote, resolve_days(quote, language, published), "en")


RESOLVED = [
    ("en", "The council voted on Wednesday [7 April 2021] to close the pier."),
    ("en", "Ann Lee said Wednesday [7 April 2021] the pier would close."),
    ("en", "The port urged captains Wednesday [7 April 2021] to wait and said it could close."),
    ("en", "She told reporters on Friday [9 April 2021] that it will reopen next week."),
    ("en", "On Saturday [3 April 2021], the ferry sank."),
    ("en", "The ferry sank late on Thursday night [8 April 2021], police said."),
    ("en", "It left at 07:30 on Tuesday [6 April 2021], a day late."),
    ("en", "Wednesday's [7 April 2021] vote was close."),
    ("en", "The lighthouse burned down yesterday [8 April 2021]."),
    ("en", "Sales fell last month [1–31 March 2021] and last year [2020]."),
    ("en", "They met last week [29 March 2021 – 4 April 2021]."),
    ("en", "Last year's [2020] harvest was poor."),
    ("en", "He was freed earlier today [9 April 2021]."),
    ("en", "The pier closes tomorrow [10 April 2021]."),
    ("id", "Feri itu tenggelam pada Rabu malam [7 April 2021]."),
    ("id", "Jembatan ditutup sejak hari Senin [5 April 2021]."),
    ("id", "Jembatan runtuh pada Jumat lalu [2 April 2021]."),
    ("id", "Pada hari Kamis [8 April 2021] warga mengungsi."),
    ("id", "Ia berkata pada Rabu [7 April 2021] bahwa dermaga akan ditutup."),
    ("id", "Panen gagal tahun lalu [2020]."),
    ("id", "Harga naik bulan lalu [1–31 March 2021]."),
    ("id", "Dermaga ditutup besok [10 April 2021]."),
    ("id", "Kemarin [8 April 2021], feri itu tenggelam."),
    ("ru", "Паром затонул в среду [7 April 2021]."),
    ("ru", "В среду вечером [7 April 2021] паром затонул."),
    ("ru", "Об этом сообщила в четверг [8 April 2021] пресс-служба порта."),
    ("ru", "Во вторник [6 April 2021] мост закрыли."),
    ("ru", "Вчера [8 April 2021] в порту отключили свет."),
    ("ru", "Мост открыли в прошлом году [2020]."),
    ("ru", "Порт закроется завтра [10 April 2021]."),
    ("de", "Die Fähre sank gestern [8 April 2021]."),
    ("fr", "Le bac a coulé hier [8 April 2021]."),
]


@pytest.mark.parametrize(("language", "text"), RESOLVED, ids=[text for _, text in RESOLVED])
def test_a_day_stands_after_its_words(language: str, text: str) -> None:
    quote = re.sub(r" \[[^]]+\]", "", text)
    assert shown(quote, language) == text


LEFT_ALONE = [
    ("en", "The council voted on Wednesday, April 7, to close the pier."),
    ("en", "On Wednesday (7/4/2021) the pier closed."),
    ("en", "The council will vote on Wednesday."),
    ("en", "The council agreed to meet on Wednesday."),
    ("en", "They kept the Monday meeting short and had a Tuesday lunch."),
    ("en", "The mayor will meet farmers and displaced families on Wednesday."),
    ("en", "The match is scheduled for Wednesday."),
    ("en", "The pier opens next Wednesday."),
    ("en", "It was based on Wednesday Addams."),
    ("en", "She read it in the Sunday Times."),
    ("en", "It was a Wednesday."),
    ("en", "The museum opened on Wednesdays only."),
    ("en", "It was open from Monday to Friday."),
    ("en", "They met on Monday and Tuesday."),
    ("en", "In 1998 the pier burned on a storm-tossed night, on Friday."),
    ("en", "“We met on Wednesday,” said Ann Lee."),
    ("en", "We met on Wednesday."),
    ("en", "“The pier closed yesterday,” said Ann Lee."),
    ("en", "Today the town is known for its pier."),
    ("en", "The town today called Istanbul was rich."),
    ("en", "He acted in the last year of the war and in his last month."),
    ("en", "Ann Lee told Harbour Today."),
    ("en", "Tomorrow's leaders were there."),
    ("en", "The previous week had been dry."),
    ("id", "Jembatan ditutup pada Rabu (7/4/2021)."),
    ("id", "Jembatan ditutup pada Rabu (7/4)."),
    ("id", "Jembatan ditutup pada Kamis 8 April."),
    ("id", "Arunika, Selasa - Dermaga runtuh."),
    ("id", "Dermaga runtuh, Kamis (8/ 9)."),
    ("id", "Kemarin, Rabu tanggal 7 April 2021, dermaga runtuh."),
    ("id", "Rapat akan digelar pada Rabu."),
    ("id", "Rapat digelar pada Rabu depan."),
    ("id", "Ia membeli koran Minggu di Pasar Minggu."),
    ("id", "Mereka libur pada Jumat Agung."),
    ("id", "Museum buka setiap Sabtu."),
    ("id", "Beberapa tahun lalu jembatan runtuh."),
    ("id", "Seribu tahun lalu kota itu ramai."),
    ("id", "Pemilu kemarin ramai."),
    ("ru", "Завод загрязняет окружающую среду."),
    ("ru", "Животных выпустили в среду обитания."),
    ("ru", "Порт откроется в среду."),
    ("ru", "В среду школа откроется."),
    ("ru", "Паром затонул в среду, 7 апреля."),
    ("ru", "«Паром затонул вчера», — сказал капитан."),
    ("ru", "Сегодня город известен портом."),
    ("ru", "Он пришёл в прошлую среду."),
    ("de", "Er starb im letzten Jahr seiner Amtszeit."),
]


@pytest.mark.parametrize(("language", "quote"), LEFT_ALONE, ids=[quote for _, quote in LEFT_ALONE])
def test_what_may_be_another_day_is_left_alone(language: str, quote: str) -> None:
    assert shown(quote, language) == quote


def test_only_the_first_two_days_are_shown() -> None:
    quote = "Last year the pier closed, yesterday it opened, last month it burned."
    assert [quote[day.start : day.end] for day in resolve_days(quote, "en", FRIDAY)] == [
        "Last year",
        "yesterday",
    ]


def test_last_week_is_not_sure_on_a_sunday() -> None:
    assert shown("They met last week.", "en", date(2021, 4, 11)) == "They met last week."


def article(text: str, published: date | None, published_from: str | None) -> Article:
    return Article(
        *("pier", "pier", "/pier", text, (Span(0, len(text)),)),
        published=published,
        published_from=published_from,
    )


@pytest.mark.parametrize(
    ("published", "published_from", "found"),
    [(FRIDAY, "date line", 1), (FRIDAY, "file time", 0), (None, None, 0)],
)
def test_an_article_tells_days_only_by_a_date_of_its_own(
    published: date | None, published_from: str | None, found: int
) -> None:
    sank = article("It sank yesterday.", published, published_from)
    assert len(days_in(sank, Span(0, 18))) == found


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "7 April 2021"), ("id", "7 April 2021"), ("ru", "7 апреля 2021")],
)
def test_an_answer_shows_the_day_and_quotes_verbatim(language: str, label: str) -> None:
    quote = "The  ferry\nsank on Wednesday."
    citation = cite_span(1, article(quote, FRIDAY, "date line"), Span(0, len(quote)))
    text = shown_text(citation, language)
    assert citation.quote == quote
    assert text == f"The ferry sank on Wednesday [{label}]."
    assert strip_citation_marks(f"{text} [1]") == text


@pytest.mark.parametrize("label", ["2020", "1–31 March 2021", "29 March 2021 – 4 April 2021"])
def test_a_period_is_no_citation_mark(label: str) -> None:
    text = f"It sank last time [{label}]."
    assert strip_citation_marks(f"{text} [1]") == text


def test_the_speaker_of_a_quotation_is_shown_where_it_names_none() -> None:
    text = "“The pier is gone,” said Ann Lee. “It will not come back to us.”"
    said = article(text, FRIDAY, "date line")
    citation = cite_span(1, said, Span(text.rindex("“"), len(text)))
    assert (citation.speech, citation.speaker) == ("quotation", "Ann Lee")
    assert shown_text(citation, "en") == "“It will not come back to us.” [Ann Lee]"
