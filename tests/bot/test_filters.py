from datetime import date

import pytest

from bot.filters import UsageError, match_sources, read_filter
from index.errors import UserFacingError
from index.schema import ArticleFilter

OUTLETS = ("Harbour Wire", "Northgate Courier", "Карские вести", "The Strait Gazette")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2021-04-07", date(2021, 4, 7), date(2021, 4, 7)),
        (" 2021-4-7 ", date(2021, 4, 7), date(2021, 4, 7)),
        ("2021-04", date(2021, 4, 1), date(2021, 4, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_since_is_the_first_day_and_until_the_last(typed: str, first: date, last: date) -> None:
    assert read_filter(typed, typed, ()) == ArticleFilter(first, last)


def test_nothing_typed_lets_everything_through() -> None:
    assert read_filter(None, None, ()) == ArticleFilter()


@pytest.mark.parametrize("typed", ["yesterday", "07.04.2021", "2021-13", "2021-02-29", "0000", "-"])
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_filter(typed, None, ())
    assert str(caught.value) == (
        f"{typed!r} is no date: write 2021-04-07, or 2021-04 or 2021 for a whole month or year"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["harbour"], ("Harbour Wire",)),
        (["КАРСК"], ("Карские вести",)),
        (["th"], ("Northgate Courier", "The Strait Gazette")),
        (["wire", "HARBOUR", "gazette"], ("Harbour Wire", "The Strait Gazette")),
    ],
)
def test_outlets_are_found_by_a_part_of_their_names(
    typed: list[str], meant: tuple[str, ...]
) -> None:
    assert match_sources(read_filter(None, None, typed), OUTLETS).sources == meant


@pytest.mark.parametrize(
    ("outlets", "known"),
    [
        (
            OUTLETS,
            "it has Harbour Wire, Northgate Courier, The Strait Gazette, Карские вести",
        ),
        (
            [f"{letter} Post" for letter in "nmlkjihgfedcba"],
            "it has a Post, b Post, c Post, d Post, e Post, f Post, g Post, h Post, i Post, "
            "j Post, k Post, l Post and 2 more",
        ),
        ([], "none of its articles names its outlet"),
    ],
)
def test_an_unknown_outlet_names_the_known_ones(outlets: list[str], known: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        match_sources(ArticleFilter(sources=("Times",)), outlets)
    assert str(caught.value) == f"no outlet in the index is called 'Times'; {known}"
