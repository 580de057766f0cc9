"""Dates as newspapers in many languages print them, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.metadata.compact_dates import date_in_name, date_in_url, stated_date
from index.metadata.date_lines import is_date_line
from index.metadata.dates import EARLIEST, find_date, find_day_of_year, in_year_of


@pytest.mark.parametrize(
    "text",
    [
        "April 07, 2021",
        "Apr. 7, 2021 10:30 a.m. ET",
        "the 7th of April, 2021",
        "Wed Apr 07 10:00:00 +0000 2021",
        "Rabu 07 Apr 2021 11:45 WIB",
        "7 апреля 2021, 14:20",
        "Mittwoch, 7. April 2021, 12:30 Uhr",
        "miércoles 7 de abril de 2021",
        "mercredi 7 avril 2021 à 12h30",
        "quarta-feira, 7 de abril de 2021",
        "7 aprile 2021",
        "woensdag 7 april 2021",
        "środa, 7 kwietnia 2021 r.",
        "7 квітня 2021",
        "07 Nisan 2021 Çarşamba",
        "الأربعاء 7 أبريل/نيسان 2021",
        "٧ أبريل ٢٠٢١",
        "7 آوریل 2021",
        "2021年4月7日",
        "2021년 4월 7일",
        "ngày 7 tháng 4 năm 2021",
        "วันพุธที่ 7 เมษายน 2564",
        "बुधवार, 7 अप्रैल 2021",
        "2021. április 7.",
        "2021-04-07T23:30:00-05:00",
        "07.04.2021",
        "2021. 4. 7.",
        "07/04/2021 11:45 WIB",
        "04/07/2021 10:30 a.m. ET",
        "Wednesday, 04/07/2021",
        "Rabu (07/04/2021)",
    ],
)
def test_the_seventh_of_april(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.day == date(2021, 4, 7)


@pytest.mark.parametrize(
    "text",
    [
        "4/7/2021",  # April or July: better none than the wrong one
        "31 February 2021",
        "31.02.2021",
        "00.00.0000",
        "7 April 20210",
        "7 April 1921",
        "7 April 2099",
        "Wednesday, April 7",
        "April 2021",
        "2 hours ago",
        "kemarin",
    ],
)
def test_no_date(text: str) -> None:
    assert find_date(text) is None


def test_a_weekday_belongs_to_its_date() -> None:
    line = "Karsk Herald, Wed, 7 Apr 2021"
    found = find_date(line)
    assert found is not None
    assert line[found.start : found.end] == "Wed, 7 Apr 2021"


def test_a_day_without_a_year_takes_the_nearest() -> None:
    new_year, wednesday = find_day_of_year("Dec. 31"), find_day_of_year("Wednesday, April 7")
    assert new_year is not None
    assert wednesday is not None
    assert in_year_of(new_year, date(2021, 1, 1)) == date(2020, 12, 31)
    assert in_year_of(wednesday, date(2021, 4, 9)) == date(2021, 4, 7)
    assert in_year_of(wednesday, date(2022, 4, 9)) is None  # a Thursday


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://karsk.example/2021/04/07/flood-a73508", date(2021, 4, 7)),
        ("https://karsk.example/2021/apr/07/flood", date(2021, 4, 7)),
        ("https://karsk.example/news/20210407/flood", date(2021, 4, 7)),
        ("https://karsk.example/flood-2021-04-07-update", date(2021, 4, 7)),
        ("https://karsk.example/story?id=5&date=2021-04-07", date(2021, 4, 7)),
        ("https://karsk.example/2021/04/flood", None),
        ("https://karsk.example/2021/02/31/flood", None),
        ("https://karsk.example/article/12345678", None),
        ("https://2021-04-07.example/flood", None),
        ("https://archive.example/web/20220101000000/https://karsk.example/flood", None),
    ],
)
def test_dates_in_addresses(url: str, day: date | None) -> None:
    assert date_in_url(url) == day


def test_dates_in_file_names() -> None:
    names = ["2021-04-07-flood", "flood_20210407", "000_20210499a", "20210407120000", "flood"]
    assert [str(date_in_name(name)) for name in names] == [
        "2021-04-07", "2021-04-07", "None", "None", "None",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        "Wed, 07 Apr 2021 23:00:00 -0700",
        "2021-04-07 10:00:00+00:00",
        "D:20210407101010+07'00'",
        "20210407T100000Z",
        "1617789600",
        "1617789600000",
    ],
)
def test_dates_that_formats_state(value: str) -> None:
    assert stated_date(value) == date(2021, 4, 7)


@pytest.mark.parametrize("value", ["", "soon", "0", "-1", "2021", "2021-04", "20210499", "1" * 99])
def test_stated_dates_that_are_none(value: str) -> None:
    assert stated_date(value) is None


def test_lines_that_are_only_a_date() -> None:
    lines = [
        "Published: April 7, 2021 at 10:30 GMT",
        "Publié le 7 avril 2021 à 12h30, mis à jour le 8 avril 2021",
        "Wednesday, April 7",
        "Zoom stopped sales April 6, 2021",
        "Foto diambil 3 Maret 2019",
        "May 2021",
    ]
    assert [is_date_line(line) for line in lines] == [True, True, True, False, False, False]


@given(st.text(alphabet="0123456789/-. AprilMayрабуя年月日:,()2021", max_size=60))
def test_whatever_is_found_is_a_sane_date_of_the_text(text: str) -> None:
    found = find_date(text, lambda day_first, _: day_first)
    assert found is None or (found.day >= EARLIEST and 0 <= found.start < found.end <= len(text))
