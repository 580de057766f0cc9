from datetime import date

import pytest

from bot.support import judge
from index.schema import Article, Chunk, ScoredChunk, Span


def source(text: str, title: str = "", published: date | None = None) -> ScoredChunk:
    span = Span(0, len(text))
    article = Article("a", "a", "/a", text, (span,), title=title, published=published)
    return ScoredChunk(Chunk("a-0", "a", 0, (span,), text, "en"), article, 1.0, 1.0, 1.0)


def test_a_sentence_that_cites_nothing_is_unsupported() -> None:
    assert judge("Zoom left.", []) == "unsupported"


def test_a_sentence_without_numbers_needs_only_a_citation() -> None:
    assert judge("Zoom left.", [source("Zoom is leaving.")]) == "supported"


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("1% of revenue", "only 1 % of its revenue"),
        ("1,000 people", "1.000 orang"),
        ("1 000 человек", "1,000 people"),
        ("1 000 000 человек", "1,000,000 people"),
        ("1000 people", "1\u00a0000 человек"),
        ("1000 people", "1\u202f000 человек"),
        ("1'000 Leute", "1000 people"),
        ("1.5 per cent", "1,5 процента"),
        ("1,50 Euro", "1.5 euros"),
        ("1.234,56 Euro", "1,234.56 euros"),
        ("on 7 April 2021", "07.04.2021"),
        ("7 апреля 2021 года", "2021-04-07"),
        ("on April 7", "On April 7 100 people came"),
        ("at 11:45", "Kamis 08 Apr 2021 11:45 WIB"),
        ("COVID-19", "Covid-19"),
    ],
)
def test_a_number_may_be_spelt_otherwise(written: str, cited: str) -> None:
    assert judge(written, [source(cited)]) == "supported"


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("2% of revenue", "1% of revenue"),
        ("1,000 people", "100 people"),
        ("15 people", "1.5 people"),
        ("7 April 2020", "7 April 2021"),
        ("1 000 people", "10 00 people"),
    ],
)
def test_a_number_that_stands_nowhere_is_unsupported(written: str, cited: str) -> None:
    assert judge(written, [source(cited)]) == "unsupported"


def test_title_and_date_count_and_so_does_any_cited_source() -> None:
    dated = source("Zoom left on Wednesday.", "5 systems", date(2021, 4, 7))
    assert judge("On 7 April 2021 there were 5 systems.", [dated]) == "supported"
    assert judge("5 systems, 12 firms.", [dated, source("12 firms")]) == "supported"
    assert judge("5 systems, 13 firms.", [dated, source("12 firms")]) == "unsupported"
