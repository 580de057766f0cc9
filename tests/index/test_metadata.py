"""Title, date, outlet and address, read where they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.articles import read_articles
from index.dates import find_date
from index.schema import Article

Read = Callable[..., Article]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "articles"
REAL = ROOT.parent / "shared" / "articles"
real_articles = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real articles (../shared/articles) are not on this machine"
)

BODY = "The river rose to eight metres on Tuesday, the mayor told reporters. Nobody was hurt.\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, name: str = "story.txt") -> Article:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (article,) = read_articles([path])
        assert isinstance(article, Article)
        return article

    return read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kamis 08 Apr 2021 11:45 WIB", date(2021, 4, 8)),
        ("April 07, 2021", date(2021, 4, 7)),
        ("7 апреля 2021, 14:20", date(2021, 4, 7)),
        ("12. März 2021", date(2021, 3, 12)),
        ("15 Agustus 2022", date(2022, 8, 15)),
        ("2021-04-07T10:00:00Z", date(2021, 4, 7)),
        ("07.04.2021", date(2021, 4, 7)),
        ("14/6/2022", date(2022, 6, 14)),
        ("4/7/2021", None),  # April or July: better none than the wrong one
        ("31 February 2021", None),
        ("31.02.2021", None),
        ("7 April 20210", None),
        ("7 April 1921", None),
        ("7 April 2099", None),
        ("Wednesday, April 7", None),
        ("April 2021", None),
        ("yesterday", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    found = find_date(text)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"Karsk under water\n\nApril 7, 2021\n\n{BODY}", "2021-04-07"),
        (
            f"Karsk under water\n\nUpdated: May 9, 2021\nPublished: May 8, 2021\n\n{BODY}",
            "2021-05-08",
        ),
        (f"KARSK, May 17, 2023 -- {BODY}", "2023-05-17"),
        (f"KARSK, 17 мая 2023 — {BODY}", "2023-05-17"),
        (f"Karsk under water\n\n{BODY}\nREPUBLIKA, 8 April 2021\n", "2021-04-08"),
        (f"Karsk under water\n\n{BODY}\nZoom was founded on April 21, 2011.\n", None),
        (f"On April 7, 2021 — the day that Zoom left — {BODY}", None),
        (f"Zoom stopped sales April 6, 2021\n\n{BODY}", None),
        (f"{BODY}\nApril 21, 2011\n\nZoom is founded.\n", None),
        (f"Karsk under water\n\nFoto: Antara, 3 Mei 2019\n\n{BODY}", None),
    ],
)
def test_a_date_line_is_not_a_date_in_the_text(
    read: Read, text: str, published: str | None
) -> None:
    article = read(text)
    assert (article.published and article.published.isoformat()) == published
    assert article.published_from == ("date line" if published else None)


def test_sources_of_the_date_are_trusted_in_order(read: Read) -> None:
    front = "---\ntitle: Karsk\ndate: 2021-04-05\n---\n"
    line, url = "April 6, 2021\n\n", "\nhttps://karsk.example/2021/04/07/flood\n"
    name = "2021-04-08-flood.md"
    assert _dated(read(front + line + BODY + url, name)) == ("2021-04-05", "front matter")
    assert _dated(read(line + BODY + url, name)) == ("2021-04-06", "date line")
    assert _dated(read(BODY + url, name)) == ("2021-04-07", "url")
    assert _dated(read(BODY, name)) == ("2021-04-08", "file name")
    assert _dated(read(BODY, "flood.md")) == ("None", None)
    assert _dated(read(BODY, "000_20210499a.md")) == ("None", None)


def _dated(article: Article) -> tuple[str, str | None]:
    return str(article.published), article.published_from


@pytest.mark.parametrize(
    "front",
    [
        "title: Zoom: the ban\ndate: 2021-02-31",  # not YAML; no such day
        "title: [Zoom, ban]\n? {}\n",
        "[" * 5000,
        "just words",
        "",
    ],
)
def test_front_matter_that_is_none_loses_nothing(read: Read, front: str) -> None:
    article = read(f"---\n{front}\n---\n\n# Karsk\n\n{BODY}", "a.md")
    assert article.published is None
    assert BODY.strip() in [article.text[start:end] for start, end in article.body]


def test_only_web_addresses_count(read: Read) -> None:
    assert read(f"---\nurl: javascript:alert(1)\ntitle: x\n---\n{BODY}", "a.md").url is None
    assert read(f"{BODY}\nOriginal url:\n\n<ftp://a.example/x>\n").url is None
    assert read(f"{BODY}\nRelated article: https://a.example/x\n").url is None
    assert read(f"{BODY}\nhttp://[\n").url is None
    assert read(f"{BODY}\nOriginal url:\n\n<https://www.a.example/x>\n").source == "a.example"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"Karsk under water\n\nNorthgate Courier\nMay 8, 2021\n\n{BODY}", "Northgate Courier"),
        (f"KOMPAS.com, JAKARTA - {BODY}", "kompas.com"),
        (f"MOSCOW, May 8 (Harbour Wire) -- {BODY}", "Harbour Wire"),
        (f"MOSCOW (Harbour Wire) -- {BODY}\nhttps://courier.example/x\n", "courier.example"),
        (f"John Smith\nMay 8, 2021\n\n{BODY}\nhttps://courier.example/x", "courier.example"),
        (BODY, None),
    ],
)
def test_outlets(read: Read, text: str, source: str | None) -> None:
    assert read(text).source == source


def test_the_examples() -> None:
    articles = [one for one in read_articles([EXAMPLES]) if isinstance(one, Article)]
    told = {Path(one.path).stem: (str(one.published), one.source, one.language) for one in articles}
    assert told == {
        "feri-sagara-nirwasa-id": ("2022-06-15", "Kabar Bahari", "id"),
        "ferry-sagara-nirwasa-en": ("2022-06-14", "The Strait Gazette", "en"),
        "flood-verezha-en": ("2023-05-17", "Upland Report", "en"),
        "museum-sains-arunika-id": ("2021-11-20", "Lembar Arunika", "id"),
        "pavodok-verezha-ru": ("2023-05-18", "Карские вести", "ru"),
        "shakhmaty-memorial-ru": ("2023-10-08", "Озёрная газета", "ru"),
        "zoom-alternatives-explainer-en": ("None", "Screen & Signal", "en"),
        "zoom-ban-wire-en": ("2021-04-07", "Harbour Wire", "en"),
        "zoom-ban-wire-reprint-en": ("2021-04-08", "Northgate Courier", "en"),
        "zoom-ban-wire-update-en": ("2021-04-08", "Harbour Wire", "en"),
        "zoom-larangan-id": ("2021-04-08", "suaranusantara.example", "id"),
        "zoom-pengganti-id": ("2021-04-09", "Warta Gawai", "id"),
        "zoom-schools-ledger-en": ("2021-04-09", "The Eastern Ledger", "en"),
        "zoom-shkoly-oblast-ru": ("2021-04-08", "Волжский листок", "ru"),
        "zoom-zapret-ru": ("2021-04-07", "Московский обзор", "ru"),
    }


@real_articles
def test_the_real_articles() -> None:
    articles = [one for one in read_articles([REAL]) if isinstance(one, Article)]
    assert [(str(one.published), one.source, one.language) for one in articles] == [
        ("2021-04-07", "themoscowtimes.com", "en"),
        ("None", None, "en"),
        ("None", None, "id"),
        ("None", None, "en"),
        ("2021-04-08", "republika.co.id", "id"),
    ]
    assert [one.title[:21] for one in articles] == [
        "Russia Warns Could Bl",
        "",
        "",
        "Zoom has banned the R",
        "Legislator Rusia Usul",
    ]
    assert all(one.text == Path(one.path).read_text(encoding="utf-8") for one in articles)
