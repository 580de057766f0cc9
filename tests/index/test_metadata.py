"""Title, date, outlet and address, read where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles import read_articles
from index.leftovers.boilerplate import dissect
from index.metadata.reading import Metadata, read_metadata
from index.readers import Reading
from index.schema import Article

Read = Callable[..., Article]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "articles"
REAL = ROOT.parent / "shared" / "articles"
real_articles = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real articles (../shared/articles) are not on this machine"
)

BODY = "The river rose to eight metres on Tuesday, the mayor told reporters. Nobody was hurt.\n"
HEAD = "Karsk under water\n\n"
MORE = "The bridge was closed for a week, and the school too, the mayor told the local paper.\n"
LINK = "\nOriginal url:\n\n<https://www.karsk.example/2021/04/07/flood>\n"
INDONESIAN = "Sungai naik delapan meter pada hari Selasa, kata wali kota kepada wartawan di kota.\n"
INDONESIAN += "Tidak ada korban jiwa, tetapi jembatan ditutup selama seminggu, kata wali kota.\n"


def metadata(text: str, **fields: str) -> Metadata:
    return read_metadata(Reading(text, fields=fields), dissect(text), "story.txt")


@pytest.mark.parametrize(
    "line",
    [
        "Posted 12 March 20210",
        "99999-99-99 00:00",
        "0000-00-00",
        "31 September 2021, 25:61 GMT",
        "Обновлено: 31 февраля 2021 года",
        "10 20 30 40",
    ],
)
def test_a_line_of_date_words_is_no_title(line: str) -> None:
    assert metadata(f"{line}\n\n{BODY}").title == ""
    assert metadata(f"Headline of year\n\n{line}\n\n{BODY}").title == "Headline of year"
    assert metadata(f"{line}\n\nHeadline of year\n\n{BODY}").title == "Headline of year"


@pytest.mark.parametrize("title", ["In the last 24 hours", "May 68 in Karsk", "May 1 riots"])
def test_a_title_may_have_numbers_and_months(title: str) -> None:
    assert metadata(f"{title}\n\n{BODY}").title == title


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


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"{HEAD}Updated April 9, 2021 | Published April 7, 2021\n\n{BODY}", "2021-04-07"),
        (f"{HEAD}Updated April 9, 2021\n\n{BODY}", "2021-04-09"),
        (f"{HEAD}Publicado el 7 de abril de 2021.\n\n{BODY}", "2021-04-07"),
        (f"April 9, 2021\n\nThe flood in Karsk goes on\n\nApril 7, 2021\n\n{BODY}", "2021-04-07"),
        (f"{HEAD}{BODY}\nОпубликовано 7 апреля 2021 г.\n\n{MORE}", "2021-04-07"),
        (f"KARSK,\nApril 7, 2021 (Reuters) - {BODY}", "2021-04-07"),
        (f"KARSK, April 7,\n2021 — {BODY}", "2021-04-07"),
        (f"{HEAD}Sungai\n\n07/04/2021\n\n{INDONESIAN}", "2021-04-07"),
        (f"{HEAD}07/04/2021\n\n{BODY}", None),
        (f"{HEAD}07/04/2021\n\n{BODY}{LINK}", "2021-04-07"),  # the address decides
        (f"{HEAD}04/08/2021\n\n{BODY}{LINK}", "2021-04-08"),
        (f"{HEAD}Wednesday, April 7\n\n{BODY}{LINK}", "2021-04-07"),
        (f"KARSK, April 8 (Reuters) -- {BODY}{LINK}", "2021-04-08"),
        (f"KARSK, April 8 (Reuters) -- {BODY}", None),
        (f"On Wednesday, April 7, the river rose. {BODY}", None),
        (f"{HEAD}The law was passed on April 3, 2019.\n\n{BODY}", None),
        (f"{HEAD}Foto diambil 3 Maret 2019\n\n{BODY}", None),
        (f"{HEAD}Photo: AFP\nKarsk bridge, March 3, 2019\n\n{BODY}", None),
        (f"{HEAD}{BODY}\nRelated\nSchools in Karsk closed\nMarch 3, 2019\n", None),
        (f"{HEAD}{BODY}\nNew bridge in Karsk\nMarch 3, 2019\n\nOld one\nMarch 5, 2019\n", None),
        (f"{HEAD}{BODY}\nLeave a Reply\n\nJohn\nPosted on May 9, 2021\n", None),
        (f"{HEAD}April 21, 2011 — {BODY}\nMay 3, 2013 — {MORE}", None),  # a chronicle
    ],
)
def test_which_dates_count(text: str, published: str | None) -> None:
    found = metadata(text)
    assert (found.published and found.published.isoformat()) == published
    assert found.published_from == ("date line" if published else None)


def test_a_format_states_the_date_in_its_own_words() -> None:
    stated = metadata(BODY, published="2021-04-07T23:30:00-05:00", created="2021-05-01")
    assert (str(stated.published), stated.published_from) == ("2021-04-07", "front matter")
    signed = metadata(f"{HEAD}By Jane Doe | April 7, 2021\n\n{BODY}")
    assert (str(signed.published), signed.published_from) == ("2021-04-07", "byline")
    made = metadata(BODY, published="soon", created="D:20210407101010+07'00'")
    assert (str(made.published), made.published_from) == ("2021-04-07", "document properties")


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


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"{HEAD}By [AFP](#)\n\n{BODY}", "AFP"),
        (f"{HEAD}By Jane Doe (AP)\n\n{BODY}", "AP"),
        (f"{HEAD}AFP\nApril 7, 2021\n\n{BODY}", "AFP"),
        (f"KARSK (AP) — {BODY}", "AP"),
        (f"Jakarta (ANTARA) - {BODY}", "Antara"),
        (f"МОСКВА, 7 апреля. /ТАСС/. {BODY}", "TASS"),
        (f"МОСКВА, 7 апр — РИА Новости. {BODY}", "RIA Novosti"),
        (f"Москва. 7 апреля. INTERFAX.RU - {BODY}", "Interfax"),
        (f"{HEAD}{BODY}\nsumber : antara\nAdvertisement\n", "Antara"),
        (f"{HEAD}{BODY}\nИсточник: «Интерфакс»\n", "Interfax"),
        (f"{HEAD}{BODY}\nПо материалам ТАСС\n", "TASS"),
        (f"{HEAD}{BODY}\nWith files from Reuters.\n", "Reuters"),
        (f"{HEAD}{BODY}\n(mit dpa)\n", "dpa"),
        (f"{HEAD}{BODY}\n© AFP\n", "AFP"),
        (f"{HEAD}{BODY}\nPewarta: Budi Santoso\nCOPYRIGHT © ANTARA 2021\n", "Antara"),
        (f"{HEAD}{BODY.strip()} (AFP)\n", "AFP"),
        (f"{HEAD}{BODY.strip()} – AFP\n", "AFP"),
        (f"{HEAD}He told RIA Novosti about the flood. TASS reported it first.\n\n{BODY}", None),
        (f"{HEAD}Reuters mengutip kantor berita RIA, bahwa sungai naik.\n\n{BODY}", None),
        (f"{HEAD}picture alliance / Somebody / TASS\n\n{BODY}", None),
        (f"{HEAD}Photo: AFP\n\n{BODY}", None),
        (f"{HEAD}REUTERS/Jane Doe\n\n{BODY}", None),
        (f"{HEAD}{BODY}\nSource: Bloomberg\n\n{MORE}", None),  # of a chart
        (f"{HEAD}{BODY}\nHe was cited by Agence France-Presse (AFP).\n", None),
    ],
)
def test_an_agency_is_credited_not_mentioned(text: str, agency: str | None) -> None:
    assert metadata(text).agency == agency


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By Jane Doe, Northgate Courier — April 7, 2021", "Jane Doe"),
        ("By Jane Doe, Ann Lee and John Roe", "Jane Doe, Ann Lee and John Roe"),
        ("By Jane Doe, Rivers and Roads", "Jane Doe"),
        ("By Jane Doe (AP)", "Jane Doe"),
        ("By\nJane Doe\nApril 7, 2021", "Jane Doe"),
        ("Oleh: Budi Santoso", "Budi Santoso"),
        ("Reporter: Budi Santoso Editor: Siti Aminah", "Budi Santoso"),
        ("Pewarta: Budi Santoso ANTARA", "Budi Santoso"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("Von Anna Müller", "Anna Müller"),
        ("By AFP", None),
        ("By Northgate Courier staff", None),
        ("Editor: Siti Aminah", None),
    ],
)
def test_authors(byline: str, author: str | None) -> None:
    assert metadata(f"{HEAD}{byline}\n\n{BODY}").author == author


def test_what_a_format_states_is_cleaned() -> None:
    found = metadata(
        INDONESIAN,
        title="Karsk  under\nwater - Karsk Herald",
        source="Karsk Herald",
        author="AFP, Jane Doe; By John Roe, Karsk Herald",
        language="in_ID",
    )
    assert found == Metadata(
        title="Karsk under water",
        source="Karsk Herald",
        author="Jane Doe, John Roe",
        agency="AFP",
        language="id",
    )
    assert metadata(BODY, author="Karsk Herald", source="Karsk Herald").author is None
    assert metadata(BODY, title="Karsk - what now").title == "Karsk - what now"
    assert metadata(INDONESIAN, language="en").language is None  # a template's
    assert metadata(BODY, language="english").language is None


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
    agencies = [metadata(one.text).agency for one in articles]
    assert agencies == ["AFP", None, None, None, "Antara"]
    assert [metadata(one.text).author for one in articles] == [None] * 5
    assert all(one.text == Path(one.path).read_text(encoding="utf-8") for one in articles)
