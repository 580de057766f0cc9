"""What is read from saved web pages, in the manner of the sites that people save them from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import UnreadableArticle
from index.leftovers.boilerplate import body_spans, dissect
from index.readers import Reading
from index.readers.html import read_html

PAGES = Path(__file__).parent / "pages"
SENTENCES = (
    "The river at Karsk rose to eight metres on Wednesday, the mayor told reporters.",
    "Two schools became shelters.",
    "The flood damaged 124 houses and two bridges, the ministry said.",
    "Trains stood still until noon because the line to the coast was under water.",
    "Residents can apply for payments until May 1.",
    "The regional insurer expects claims of four million crowns and more.",
    "Schools reopen on Monday.",
)
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEADLINES = "".join(
    f'<div><h3><a href="/{number}">Minister says budget number {number} will be ready soon</a></h3>'
    f"<p>The finance minister told parliament that item {number} was done.</p></div>"
    for number in range(15)
)


def page(body: str, head: str = "", title: str = "River rises") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{body}</body></html>"
    ).encode()


def ld(*nodes: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )


def body(reading: Reading) -> list[str]:
    spans = body_spans(dissect(reading.text, reading.start))
    return [reading.text[start:end] for start, end in spans]


def reason(raw: bytes) -> str:
    with pytest.raises(UnreadableArticle) as raised:
        read_html(raw)
    return str(raised.value)


# --- whole pages


def test_an_english_page_with_a_graph_of_broken_json() -> None:
    reading = read_html((PAGES / "english.html").read_bytes())
    assert reading.text == (
        "Karsk opened two bridges Wednesday after a flood had closed them for a week, city hall "
        "said.\n\n"
        "Traffic is “fully back to normal,” the press service said in a statement.\n\n"
        "The old bridge carries cars only.\n\n"
        "The new one carries trams as well.\n\n"
        "The flood damaged 124 houses, according to the Emergency Situations Ministry.\n\n"
        "Residents can apply for payments until May 1.\n"
    )
    assert reading.fields == {
        "title": "Karsk Opens Two Bridges After Flood",
        "published": "2021-04-07T12:01:00+03:00",
        "source": "The Karsk Times",
        "url": "https://www.karsktimes.example/2021/04/07/bridges-a73500",
        "language": "en",
        "author": "Inna Krylova, Pyotr Lunin",
    }
    assert reading.fields_from == "JSON-LD datePublished"


def test_an_indonesian_page_and_what_is_left_of_it_to_quote() -> None:
    reading = read_html((PAGES / "indonesian.html").read_bytes())
    assert body(reading) == [
        "Jembatan layang di pusat kota Arunika dibuka kembali pada Kamis pagi setelah ditutup "
        "selama enam bulan untuk perbaikan.",
        '"Kami pastikan jembatan ini aman dilalui," kata Kepala Dinas Pekerjaan Umum Rudi Hartono '
        "kepada wartawan, Kamis (8/4/2021).",
        "Perbaikan menghabiskan biaya Rp 12 miliar. Jembatan itu dilalui sekitar 40 ribu kendaraan "
        "setiap hari.",
        "Wali Kota mengatakan tarif parkir di sekitarnya tidak naik.",
        "Ada tiga aturan baru:",
        "Truk di atas 10 ton dilarang melintas.",
        "Kecepatan dibatasi 40 kilometer per jam.",
        "Pejalan kaki memakai jalur khusus.",
        "Warga mengaku lega.",
        '"Sekarang saya tidak perlu memutar," ujar Wati (43), pedagang di pasar setempat.',
    ]
    assert "\n\nTarif Tidak Naik\n\n" in reading.text
    assert reading.fields == {
        "title": "Jembatan Layang Arunika Dibuka Kembali, Warga Lega",
        "published": "2021-04-08T11:45:10+07:00",
        "source": "kabarnusa",
        "url": "https://news.kabarnusa.example/berita/d-5524001/jembatan",
        "language": "id",
        "author": "Siska Melati",
    }


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8"])
def test_a_russian_page_that_says_it_is_windows_1251(encoding: str) -> None:
    source = (PAGES / "russian.html").read_text(encoding="utf-8")
    assert 'charset=windows-1251"' in source
    reading = read_html(source.encode(encoding))
    assert body(reading) == [
        "КАРСК, 7 апреля. /ВЕСТИ КАРСКА/. Два моста через реку Карку открыли в среду после "
        "паводка. Об этом сообщила пресс-служба мэрии.",
        "«Движение по мостам восстановлено в полном объеме», — говорится в сообщении.",
        "По данным МЧС, вода подтопила 124 дома, из зоны бедствия эвакуировали 310 человек, в том "
        "числе 87 детей.",
        "Пострадавшим выплатят по 10 тыс. рублей. Заявления принимают до 1 мая.",
    ]
    assert reading.fields == {
        "title": "В Карске после паводка открыли два моста",
        "published": "7 апреля 2021, 11:20",
        "source": "Вести Карска",
        "url": "https://vesti-karsk.example/obschestvo/11094321",
        "language": "ru",
    }
    assert reading.fields_from == "date beside the headline"


# --- text


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>River rises</h1>{PARAGRAPHS}</article>",
        f"<form id=aspnetForm><div><h1>River rises</h1>{PARAGRAPHS}</div></form>",
        f"<div id=isi><h1>River rises</h1>{'<br><br>'.join(SENTENCES)}</div>",
        "<h1>River rises</h1><div class=x>"
        + "".join(f'<div class="text__kEc0">{sentence}</div>' for sentence in SENTENCES)
        + "</div>",
        f"<article><h1>River rises</h1><div class=article-lead>{SENTENCES[0]}</div><div "
        f"class=article-body>{''.join(f'<p>{s}</p>' for s in SENTENCES[1:])}</div></article>",
        f"<article><h1>River rises</h1>{PARAGRAPHS.replace('<p>Two', '<p class=embed-text>Two')}"
        "</article>",
        f"<article><h1>River rises</h1>{PARAGRAPHS.replace('<p>Sch', '<p class=share-note>Sch')}"
        "<div class=comments><p>Nobody came to help us at all!</p></div></article>",
        f"<table><tr><td><a href=/a>Sport</a><br><a href=/b>World</a></td><td><h1>River rises</h1>"
        f"<font size=2>{'<p>'.join(SENTENCES)}</font></td></tr></table>",
        "<article><h1>River rises</h1><font>" + "<p><font>".join(SENTENCES) + "</article>",
        f"{'<div>' * 400}<h1>River rises</h1>{PARAGRAPHS}",
    ],
)
def test_no_sentence_is_lost_whatever_it_stands_in(body: str) -> None:
    menu = '<nav><a href="/">Home</a></nav>'
    footer = "<footer><p>Island News is not responsible for other sites.</p></footer>"
    lines = read_html(page(menu + body + footer)).text.rstrip("\n").split("\n\n")
    assert [line for line in lines if line != "River rises"] == list(SENTENCES)


def test_paragraphs_of_the_page_are_preferred_to_a_stated_text_without_any() -> None:
    whole = ld(
        {"@type": "NewsArticle", "headline": "River rises", "articleBody": " ".join(SENTENCES)}
    )
    article = f"<article><h1>River rises</h1>{PARAGRAPHS}</article>"
    assert body(read_html(page(article, whole))) == list(SENTENCES)


def test_the_stated_text_is_taken_where_the_page_shows_only_its_beginning() -> None:
    escaped = "".join(f"&lt;p&gt;{sentence}&amp;nbsp;&lt;/p&gt;" for sentence in SENTENCES)
    stated = ld({"@type": "NewsArticle", "isAccessibleForFree": False, "articleBody": escaped})
    stub = (
        f"<article><h1>River rises</h1><p>{SENTENCES[0]}</p>Subscribe to continue reading</article>"
    )
    assert read_html(page(stub, stated)).text == "\n\n".join(SENTENCES) + "\n"


def test_a_teaser_in_the_stated_text_does_not_replace_the_page() -> None:
    teaser = ld({"@type": "NewsArticle", "headline": "River rises", "articleBody": SENTENCES[0]})
    article = f"<article><h1>River rises</h1>{PARAGRAPHS}</article>"
    assert body(read_html(page(article, teaser))) == list(SENTENCES)


def test_characters_that_take_no_room_go() -> None:
    odd = PARAGRAPHS.replace("Two schools", "Two&nbsp;scho&shy;ols&#8203;").replace(
        "Mai", "Mai\u0308"
    )
    assert "\n\nTwo schools became shelters.\n\n" in read_html(page(odd)).text


def test_a_short_item_is_an_article() -> None:
    item = (
        "<nav><a href=/>Home</a></nav><article><h1>Quake shakes Karsk</h1><p>A magnitude 4.1 "
        "earthquake shook Karsk early on Wednesday.</p><p>There were no reports of damage.</p>"
        f"</article><aside>{HEADLINES}</aside>"
    )
    assert body(read_html(page(item, title="Quake shakes Karsk"))) == [
        "A magnitude 4.1 earthquake shook Karsk early on Wednesday.",
        "There were no reports of damage.",
    ]


def test_an_article_about_cookies_is_an_article() -> None:
    article = (
        "<h1>Shop fined over cookies</h1><p>The regulator fined a shop 2 million crowns because "
        "its banner said “We value your privacy” while it tracked all.</p><p>The shop must ask "
        "anew within 30 days, the regulator said in a statement on Wednesday.</p><p>A spokesman "
        "said that it would appeal the decision in court, and that no customer had complained.</p>"
    )
    assert len(body(read_html(page(article, title="Shop fined over cookies")))) == 3


# --- fields


@pytest.mark.parametrize(
    ("head", "published", "where"),
    [
        (
            ld({"@type": "NewsArticle", "dateModified": "2021-04-08"}),
            "2021-04-08",
            "JSON-LD dateModified",
        ),
        (ld({"@type": "NewsArticle", "datePublished": "20210-04-07"}), None, "page"),
        (ld({"@type": "NewsArticle", "datePublished": "2021-02-31"}), None, "page"),
        (
            '<meta property="article:published_time" content="20210407T1605">',
            "2021-04-07",
            "meta article:published_time",
        ),
        ('<meta name="DC.date" content="2021-04-07">', "2021-04-07", "meta dc.date"),
        ('<meta name="pubdate" content="04/07/2021">', None, "page"),
        (
            ld({"@type": "NewsArticle", "headline": "Hockey", "url": "https://a.example/x/hockey",
                "datePublished": "2020-01-01"})
            + '<link rel="canonical" href="https://a.example/x/river">'
            '<meta name="parsely-pub-date" content="2021-04-07T16:05:00Z">',
            "2021-04-07T16:05:00Z",
            "meta parsely-pub-date",
        ),
    ],
)  # fmt: skip
def test_where_a_date_stands(head: str, published: str | None, where: str) -> None:
    reading = read_html(page(f"<article><h1>River rises</h1>{PARAGRAPHS}</article>", head))
    assert (reading.fields.get("published"), reading.fields_from) == (published, where)


def test_a_time_beside_the_headline_counts_and_one_in_the_comments_does_not() -> None:
    article = "<article><h1>River rises</h1>{}" + PARAGRAPHS + "</article>"
    comment = '<div class="comments"><time datetime="2022-01-01">1 January</time></div>'
    dated = article.format('<time datetime="2021-04-07T16:05:00Z">Wednesday</time>')
    assert read_html(page(dated + comment)).fields["published"] == "2021-04-07T16:05:00Z"
    assert read_html(page(dated)).fields_from == "time element"
    assert "published" not in read_html(page(article.format("") + comment)).fields


def test_fields_from_a_page_without_any_markup_for_machines() -> None:
    saved = b"<!-- saved from url=(0036)https://island.example/2021/river-1 -->\r\n"
    title = "River rises again - World - Island News"
    names = (
        '<meta property="og:site_name" content="Island News"><meta name="author" content="A. Roe">'
    )
    assert read_html(saved + page(PARAGRAPHS, names, title)).fields == {
        "title": "River rises again",
        "source": "Island News",
        "url": "https://island.example/2021/river-1",
        "language": "en",
        "author": "A. Roe",
    }


# --- pages without an article


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        (
            "<h1>We value your privacy</h1><p>We and our 842 partners store or access information "
            "on a device, such as cookies, and process data.</p><button>Accept all</button>",
            "a cookie notice",
        ),
        ("<p>Situs ini menggunakan cookie untuk semua orang.</p>", "a cookie notice"),
        ("<p>Наш сайт использует файлы cookie, чтобы стать лучше.</p>", "a cookie notice"),
        (
            f"<article><h1>River rises</h1><p>{SENTENCES[0]}</p><div>Subscribe to continue reading"
            "</div></article>",
            "a paywall",
        ),
        (
            "<article><h1>Паром подорожает</h1><p>Билеты на паром подорожают с июня, сообщил "
            "оператор в среду.</p><div>Продолжение доступно только подписчикам.</div></article>",
            "a paywall",
        ),
        (
            "<article><h1>Fähre wird teurer</h1><p>Die Preise steigen ab Juni um ein Fünftel, "
            "teilte der Betreiber mit.</p><div>Um weiterzulesen, abonnieren Sie.</div></article>",
            "a paywall",
        ),
        (
            "<noscript>Enable JavaScript to run this app.</noscript><div id=root></div>",
            "a page that needs JavaScript",
        ),
        ("<h1>404</h1><p>Halaman yang Anda cari tidak tersedia.</p>", "an error page"),
        ("<h1>Access Denied</h1>You don't have permission to see this.", "an error page"),
        ("<h1>island.example</h1><p>Verify you are human.</p>", "a check for robots"),
        ("<form><p>Please log in first.</p><p>Forgot your password?</p></form>", "a login form"),
        ("<p>Hello.</p>", "hardly any text"),
    ],
)  # fmt: skip
def test_a_thin_page_is_refused_with_its_kind(shown: str, kind: str) -> None:
    assert reason(page(shown, title="Page")) == f"thin: {kind}, not an article; save the whole page"


def test_a_page_whose_tags_are_nested_too_deeply_is_refused_for_that() -> None:
    assert reason(page("<div>" * 10_000 + PARAGRAPHS)) == "its tags are nested too deeply"
    assert body(read_html(page("<div>" * 1_000 + PARAGRAPHS))) == list(SENTENCES)


@pytest.mark.parametrize("body", [f"<main>{HEADLINES}</main>", HEADLINES.replace("div", "article")])
def test_a_front_page_is_refused(body: str) -> None:
    others = ld(
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "A"}]}
    )
    front = page(f"<h1>Island News</h1>{body}", others, "Island News")
    assert reason(front) == "thin: a page of links, not an article"


# --- hostile input


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 10_000,
        "<b>" * 100_000,
        "<p " + " ".join(f"a{number}=1" for number in range(400_000)) + ">",
        f'<p class="{"a " * 500_000}">',
        "<br>" * 1_000_000,
        "<a<a='" * 300_000,
        "<!--" * 500_000,
        f"<script>{'<' * 2_000_000}</script>",
        f'<script type="application/ld+json">{"[" * 1_000_000}</script>',
        f'<script type="application/ld+json">{{{",   " * 500_000}</script>',
        '<!DOCTYPE h [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        "<p>&b;&c;",
        "&#xD800;&#0;&#x110000;" * 1_000,
        "\0" * 3,
    ],
)
@pytest.mark.timeout(20)
def test_a_bomb_does_no_harm(hostile: str) -> None:
    for raw in (hostile.encode(), page(hostile), page(PARAGRAPHS + hostile)):
        try:
            text = read_html(raw).text
        except UnreadableArticle:
            continue
        assert "root:" not in text
        text.encode()


@pytest.mark.parametrize("raw", [b"", b" ", b"{}", b"Just a line of text.", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_page_is_refused(raw: bytes) -> None:
    assert reason(raw) in ("empty", "not HTML", "binary, not text")


def read_or_refuse(raw: bytes) -> None:
    try:
        reading = read_html(raw)
    except UnreadableArticle:
        return
    reading.text.encode()
    assert all(isinstance(value, str) and value for value in reading.fields.values())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused(raw: bytes) -> None:
    read_or_refuse(raw)
    read_or_refuse(b"<html><body><p>" + raw)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_mutilated_page_is_read_or_refused(data: st.DataObject) -> None:
    whole = (PAGES / data.draw(st.sampled_from(["english.html", "russian.html"]))).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 400, len(whole))))
    junk = data.draw(
        st.sampled_from([b"", b"<", b'"', b"\0\0", b"\xff", b"{", b"</script>", b"<!--"])
    )
    read_or_refuse(whole[:start] + junk + whole[end:])
    read_or_refuse(whole[:end])
