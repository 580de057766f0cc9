"""Each format gives its article's words, and what it states of it; damage gives a reason."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator

import docx
import pytest

from index.errors import UnreadableArticle
from index.readers import Entry, Reading
from index.readers.docx import read_docx
from index.readers.feed import feed_items, read_feed
from index.readers.fragments import html_to_text
from index.readers.json_lines import read_json, read_json_lines
from index.readers.mail import read_mail, read_mailbox, read_mhtml
from index.readers.markdown import read_markdown
from index.readers.pdf import read_pdf
from tests.index.reader_files import (
    MAIL,
    MHTML,
    RSS,
    encrypt,
    make_docx,
    make_pdf,
    make_zip,
    save_docx,
    set_lines,
)

BRIDGE = (
    "The bridge in Karsk opened on Monday after three years of work, said Mayor Anna Petrova, who"
    " cut the ribbon."
)
COST = (
    "It cost four million crowns, twice what the council had planned in 2018, according to the"
    " Karsk Herald. Residents of Old Town had asked for an answer to the jams on Mill Street."
)
WAITED = "“We waited long enough,” said Ivan Orlov, 54, a baker of Mill Street." + " He waved." * 30


def shown(entries: Iterator[Entry]) -> list[tuple[str, str]]:
    return [
        (
            entry.name,
            entry.reading.text if isinstance(entry.reading, Reading) else "! " + str(entry.reading),
        )
        for entry in entries
    ]


def json_lines(*lines: str | bytes) -> list[tuple[str, str]]:
    raw = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return shown(read_json_lines(io.BytesIO(raw)))


# --- PDF


@pytest.mark.parametrize(("indent", "space"), [(0, 6), (12, 0)], ids=["gaps", "indents"])
def test_a_pdf_gives_whole_paragraphs_without_running_heads(indent: float, space: float) -> None:
    pdf = make_pdf(
        ["Bridge opens in Karsk", BRIDGE, COST, WAITED, COST.upper(), WAITED.upper()],
        title="Bridge opens in Karsk",
        head="Karsk Herald, 7 April 2021",
        indent=indent,
        space=space,
    )
    reading = read_pdf(pdf)
    assert reading.text.split("\n\n") == [
        "Karsk Herald, 7 April 2021",
        "Bridge opens in Karsk",
        *(BRIDGE, COST, WAITED, COST.upper(), WAITED.upper()),
    ]
    assert reading.fields["title"] == "Bridge opens in Karsk"
    assert reading.fields["author"] == "Anna Petrova"
    assert sorted(reading.fields) == ["author", "created", "title"]


@pytest.mark.parametrize("title", ["Microsoft Word - bridge.doc", "kh_0704.indd", "untitled", "A4"])
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    assert "title" not in read_pdf(make_pdf(["Bridge opens", BRIDGE], title=title)).fields


def test_words_broken_at_the_line_end_are_whole_again() -> None:
    pdf = set_lines(
        [
            "The council gave no information on Friday. The infor-",
            "mation came on Monday, in a well-",
            "known paper that asks for long-",
            "term plans. A long-term plan is a good plan for Karsk.",
            "",
        ]
    )
    assert read_pdf(pdf).text == (
        "The council gave no information on Friday. The information came on Monday, in a well-known"
        " paper that asks for long-term plans. A long-term plan is a good plan for Karsk."
    )


def test_a_printed_web_page_is_without_the_day_of_printing_and_keeps_its_address() -> None:
    head = "4/9/21, 10:15 AM Bridge opens - Karsk Herald"
    pdf = set_lines(
        [head, "The bridge in Karsk opened on Monday after three", "https://karsk.example/b 1/2"],
        [head, "years of work, said the mayor.", "https://karsk.example/b 2/2"],
    )
    reading = read_pdf(pdf)
    assert reading.text == (
        "The bridge in Karsk opened on Monday after three years of work, said the mayor."
    )
    assert reading.fields["url"] == "https://karsk.example/b"


def test_an_encrypted_pdf_is_read_only_if_it_needs_no_password() -> None:
    pdf = set_lines(["The bridge opened.", ""])
    assert read_pdf(encrypt(pdf, "")).text == "The bridge opened."
    with pytest.raises(UnreadableArticle, match=r"^encrypted; save it without a password$"):
        read_pdf(encrypt(pdf, "secret"))


def content_stream(content: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<<>>>>>>"
    length = b"<</Length %d/Filter/FlateDecode>>" % len(content)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        length + b"stream\n" + content + b"\nendstream",
    ]
    numbered = (b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return (
        b"%PDF-1.4\n" + b"".join(numbered) + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF"
    )


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (set_lines(["", ""], picture=True), "no text in it, only pictures; run OCR on it first"),
        (set_lines(["", ""]), "no text in it"),
        (set_lines(*[["It rained.", ""]] * 201), "more than 200 pages"),
        (b"%PDF-1.7\n", "a damaged or truncated PDF"),
        (set_lines(["It rained.", ""])[:200], "a damaged or truncated PDF"),
        (content_stream(zlib.compress(bytes(100_000_000))), "its pages are too large to read"),
    ],
    ids=["scan", "blank", "long", "head", "cut", "bomb"],
)
def test_why_a_pdf_is_not_read(pdf: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        read_pdf(pdf)
    assert str(caught.value) == reason


# --- Word


def test_a_word_file_gives_paragraphs_tables_and_its_styled_title() -> None:
    document = docx.Document()
    document.core_properties.title = "Press release template"
    document.add_paragraph("Bridge opens", style="Title")
    document.add_paragraph("It opened ").add_run("today.").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Cost", "Four million."
    document.add_heading("What next", 1)
    reading = read_docx(save_docx(document))
    assert reading.text == "Bridge opens\n\nIt opened today.\n\nCost\n\nFour million.\n\nWhat next"
    assert reading.fields["title"] == "Bridge opens"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (make_docx(["It rained."])[:-500], "a damaged or truncated Word file"),
        (make_docx([]), "no text in it"),
        (make_zip({"word/document.xml": b"<w/>"}), "a damaged or truncated Word file"),
        (
            make_zip({"word/media/rain.bmp": bytes(50_000_001)}),
            "larger than 50 MB when unpacked",
        ),
        (make_zip({"word/document.xml": bytes(10_000_001)}), "more than 10 MB of XML in one part"),
        (
            make_zip({"word/document2.xml": b"<w:p/>" * 500_001}),
            "more than 500,000 tags in one part",
        ),
    ],
    ids=["cut", "blank", "strange", "bomb", "long", "crumbs"],
)
def test_why_a_word_file_is_not_read(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        read_docx(raw)
    assert str(caught.value) == reason


# --- JSON


def test_each_line_is_an_article_under_whatever_names() -> None:
    lines = [
        '{"id": 7, "title": "Rain", "text": "It rained.", "published": "2021-04-07",'
        ' "source": "Herald", "url": "https://karsk.example/7", "language": "en"}',
        '{"_id": "x", "headline": "Snow", "articleBody": "It snowed.", "datePublished": 1617753600,'
        ' "publisher": {"name": "Herald"}, "authors": ["A. Orlov", {"name": "B. Orlov"}]}',
        '{"content": "<p>One &amp; two.</p><p>Three.<br>Four.</p>", "source": "", "site": "K"}',
    ]
    entries = list(read_json_lines(io.BytesIO("\r\n".join(lines).encode("utf-8-sig"))))
    assert [(entry.name, entry.reading) for entry in entries] == [
        (
            "7",
            Reading(
                "It rained.",
                fields={
                    "title": "Rain",
                    "published": "2021-04-07",
                    "source": "Herald",
                    "url": "https://karsk.example/7",
                    "language": "en",
                },
                fields_from="JSON field",
            ),
        ),
        (
            "x",
            Reading(
                "It snowed.",
                fields={
                    "title": "Snow",
                    "published": "2021-04-07",
                    "source": "Herald",
                    "author": "A. Orlov, B. Orlov",
                },
                fields_from="JSON field",
            ),
        ),
        (
            "line 3",
            Reading(
                "One & two.\n\nThree.\nFour.", fields={"source": "K"}, fields_from="JSON field"
            ),
        ),
    ]


def test_a_bad_line_costs_only_itself() -> None:
    assert json_lines(
        '{"id": "a", "text": "First."}',
        "not JSON",
        "",
        '{"id": "b", "text": 5}',
        '{"id": "c", "text": " \\u200b"}',
        '{"id": "d"}',
        b'{"id": "e", "text": "\xcc\xee\xf1\xf2"}',
        b'{"id": "f", "text": "\0"}',
        "[" * 100_000,
        '["text"]',
        '{"text": "Half \\ud83d a sign."}',
        '{"id": "long", "text": "' + "a" * 5_000_000 + '"}',
        '{"id": "g", "text": "Cut of',
    ) == [
        ("a", "First."),
        ("line 2", "! line 2: not JSON"),
        ("line 4", "! line 4: its text is not a string"),
        ("line 5", "! line 5: empty"),
        ("line 6", "! line 6: no text"),
        ("line 7", "! line 7: not valid UTF-8"),
        ("line 8", "! line 8: not JSON"),
        ("line 9", "! line 9: not JSON"),
        ("line 10", "! line 10: not an object"),
        ("line 11", "Half \ufffd a sign."),
        ("line 12", "! line 12: longer than 5 MB"),
        ("line 13", "! line 13: not JSON"),
    ]


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "1e308", "NaN", "-Infinity", "-5", "true"])
def test_a_number_that_is_no_moment_is_no_date(number: str) -> None:
    (entry,) = read_json_lines(io.BytesIO(b'{"text": "It rained.", "date": %b}' % number.encode()))
    assert entry.reading == Reading("It rained.", fields_from="JSON field")


def test_what_cannot_be_stored_of_a_name_is_dropped() -> None:
    line = rb'{"id": "a\u0000\ud800", "text": "It rained.", "title": "R\u0001a\u0000in\ud800"}'
    (entry,) = read_json_lines(io.BytesIO(line))
    fields = {"title": "Rain\ufffd"}
    assert entry == Entry("a\ufffd", Reading("It rained.", fields=fields, fields_from="JSON field"))


def test_an_id_that_stands_there_twice_loses_nothing() -> None:
    first = '{"id": "a", "text": "First."}'
    assert json_lines(first, first, '{"id": "a", "text": "Other."}') == [
        ("a", "First."),
        ("a (line 3)", "Other."),
        ("line 3", '! line 3: the id "a" stands there twice; both are kept'),
    ]
    ids = ["a", "a", "a (line 2)", "a (line 2)"]
    lines = (json.dumps({"id": name, "text": f"Day {day}."}) for day, name in enumerate(ids))
    assert [entry for entry in json_lines(*lines) if not entry[1].startswith("!")] == [
        ("a", "Day 0."),
        ("a (line 2)", "Day 1."),
        ("a (line 2) (line 3)", "Day 2."),
        ("a (line 2) (line 4)", "Day 3."),
    ]


def test_a_json_file_is_an_object_an_array_or_an_object_with_an_array() -> None:
    items = [{"id": "a", "text": "First."}, {"id": "b"}]
    in_array = [("a", "First."), ("item 2", "! item 2: no text")]
    for found, entries in [
        (items[0], [("", "First.")]),
        (items, in_array),
        ({"status": "ok", "articles": items}, in_array),
    ]:
        raw = json.dumps(found, indent=1).encode("utf-16")
        assert shown(read_json(io.BytesIO(raw))) == entries


def test_a_cut_json_file_gives_the_articles_before_the_damage() -> None:
    whole = '[{"id": "a", "text": "It rained."},\n {"id": "b", "text": "Мост"},\n'
    for cut in (' {"te', ' {"text": "Мо', " nonsense", ""):
        (*kept, (name, reason)) = shown(read_json(io.BytesIO((whole + cut).encode())))
        assert kept == [("a", "It rained."), ("b", "Мост")]
        assert (name, reason.split(",")[0]) == ("item 3", "! item 3: not JSON at line 3")
        assert reason.endswith("; what follows is not read")
    in_a_letter = (whole + ' {"text": "М').encode()[:-1]
    assert len(shown(read_json(io.BytesIO(in_a_letter)))) == 3
    after_the_end = (whole + "{}] []").encode()
    assert shown(read_json(io.BytesIO(after_the_end)))[2:] == [
        ("item 3", "! item 3: no text"),
        ("item 4", "! item 4: not JSON at line 3, column 5; what follows is not read"),
    ]


def test_a_json_file_has_a_limit_and_json_lines_have_none() -> None:
    items = ",".join(['{"text": "Rain"}'] * 10_001)
    for raw in (f"[{items}]", f'{{"articles": [{items}]}}'):
        with pytest.raises(UnreadableArticle) as caught:
            list(read_json(io.BytesIO(raw.encode())))
        assert str(caught.value) == "more than 10,000 articles; save it as JSON lines"
    assert len(json_lines(*items.split(","))) == 10_001


def test_what_is_no_article_is_named_twenty_times() -> None:
    found = json_lines('{"text": "It rained."}', *["bad"] * 1_234)
    assert found[1:2] + found[20:] == [
        ("line 2", "! line 2: not JSON"),
        ("line 21", "! line 21: not JSON"),
        ("", "! … and 1,214 more lines that are no articles"),
    ]
    same = json_lines(*(f'{{"id": 1, "text": "Day {day}."}}' for day in range(101)))
    assert [text for _, text in same if text.startswith("!")][20:] == [
        "! … and 80 more whose id stands there twice; all are kept"
    ]


@pytest.mark.parametrize("raw", ["[]", '{"articles": []}', " \n", ""])
def test_a_json_file_without_an_article_says_so(raw: str) -> None:
    read = read_json if raw.strip() else read_json_lines
    assert shown(read(io.BytesIO(raw.encode()))) == [("", "! no article in it")]


# --- mail


def test_a_mail_gives_its_plain_text_and_its_headers() -> None:
    assert read_mail(MAIL) == Reading(
        "Мост was opened on Monday.\n\nIt cost four million.",
        fields={"title": "Мост открыт", "published": "2021-04-07", "source": "Karsk Herald"},
        fields_from="mail header",
    )


def test_a_mail_whose_plain_part_is_a_stub_gives_its_html() -> None:
    stub = MAIL.replace(
        b"=ED=CF=D3=D4 was opened \r\non Monday.\r\n\r\nIt cost four million.", b"View."
    )
    assert read_mail(stub).text == "The bridge was opened on Monday.\n\nIt cost four million."


def test_a_mailbox_gives_its_mails_and_the_reasons_of_the_others() -> None:
    mailbox = (
        b"From a@karsk.example Wed Apr  7 00:30:00 2021\n" + MAIL.replace(b"\r\n", b"\n") + b"\n"
        b"From b@karsk.example Thu Apr  8 00:30:00 2021\nSubject: Rain\nMessage-ID: <2>\n\n"
        b"It rained.\n\nFrom Monday on it was dry, as in 2020\n>From here to there.\n\n"
        b"From c@karsk.example Thu Apr  8 00:30:00 2021\nSubject: Nothing\n\n\n"
        b"From d@karsk.example Thu Apr  8 00:30:00 2021\nSubject: Big\n\n" + b"a" * 5_000_001
    )
    assert shown(read_mailbox(io.BytesIO(mailbox))) == [
        ("bridge@karsk.example", "Мост was opened on Monday.\n\nIt cost four million."),
        ("2", "It rained.\n\nFrom Monday on it was dry, as in 2020\nFrom here to there.\n\n"),
        ("message 3", "! message 3: empty"),
        ("message 4", "! message 4: larger than 5 MB"),
    ]


def test_a_page_that_a_browser_saved_as_a_mail_is_a_page() -> None:
    reading = read_mhtml(MHTML)
    assert "The bridge in Karsk opened on Monday after three years of work" in reading.text
    assert reading.fields["url"] == "https://karsk.example/bridge"
    with pytest.raises(UnreadableArticle, match=r"^no web page in it$"):
        read_mhtml(MHTML.replace(b"text/html", b"text/css"))


# --- feeds


def test_a_feed_gives_an_article_an_item() -> None:
    entries = list(read_feed(RSS.encode()))
    assert [(entry.name, entry.reading) for entry in entries[:2]] == [
        (
            "bridge-1",
            Reading(
                "The bridge\u00a0opened on Monday.\n\nIt cost four million.",
                fields={
                    "title": "Bridge & road open",
                    "published": "2021-04-07",
                    "source": "Karsk Herald",
                    "url": "https://karsk.example/bridge",
                    "language": "en",
                },
                fields_from="feed",
            ),
        ),
        (
            "https://karsk.example/rain",
            Reading(
                "It rained & it was cold.",
                fields={
                    "title": "Rain",
                    "source": "Karsk Herald",
                    "url": "https://karsk.example/rain",
                    "language": "en",
                },
                fields_from="feed",
            ),
        ),
    ]
    assert shown(iter(entries[2:])) == [("item 3", "! item 3: no text")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_an_atom_feed_in_any_encoding(encoding: str) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Bote</title><entry>'
        "<id>urn:1</id><title>Brücke</title><link href='https://bote.example/1'/>"
        "<updated>2021-04-07T23:30:00-05:00</updated><author><name>Ida Beck</name></author>"
        '<content type="html">&lt;p&gt;Sie ist auf.&lt;/p&gt;</content></entry></feed>'
    )
    (item,) = feed_items(atom.encode(encoding))
    assert (item.id, item.title, item.url) == ("urn:1", "Brücke", "https://bote.example/1")
    assert (item.published, item.source, item.author) == ("2021-04-07", "Bote", "Ida Beck")
    assert (item.text, item.language) == ("Sie ist auf.", "de")


def test_a_feed_that_breaks_off_gives_what_is_there_and_says_so() -> None:
    whole = ("bridge-1", "The bridge\u00a0opened on Monday.\n\nIt cost four million.")
    note = ("", "! breaks off; its last item may be incomplete")
    rain = "https://karsk.example/rain"
    for end, found in [
        ("<item><title>Nothing", [whole, (rain, "It rained & it was cold."), note]),
        ("cold&lt;", [whole, (rain, "It rained & it was"), note]),
        (" four million", [(whole[0], whole[1].removesuffix(" four million.")), note]),
        ("]></content", [whole, note]),
    ]:
        cut = RSS[: RSS.index(end)]
        assert shown(read_feed(cut.encode())) == found


@pytest.mark.parametrize("length", range(RSS.index("<item><title>Rain"), len(RSS), 5))
def test_wherever_a_feed_is_cut_its_whole_items_stay(length: int) -> None:
    name, text = shown(read_feed(RSS.encode()[:length]))[0]
    assert (name, text.split()[-1]) == ("bridge-1", "million.")


def test_no_entity_of_a_feed_is_expanded_and_the_items_are_counted() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item>&a;'
    with pytest.raises(UnreadableArticle, match="declares entities"):
        feed_items(bomb.encode("utf-16"))
    items = "".join(f"<item><description>Day {n}.</description></item>" for n in range(1002))
    entries = shown(read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode()))
    assert (len(entries), *entries[-2:]) == (
        1001,
        ("item 1000", "Day 999."),
        ("", "! more than 1,000 items; the rest is left out"),
    )


def test_a_feed_without_items_says_so() -> None:
    for feed in ("<rss version='2.0'/>", "<rss version='2.0'><channel></channel></rss>"):
        assert shown(read_feed(feed.encode())) == [("", "! no article in it")]


# --- text


def test_pieces_of_html_keep_their_paragraphs() -> None:
    assert (
        html_to_text(
            "Lead <b>text</b>\n of it<p>One<br>two</p><ul><li>A</li><li>B</li></ul>"
            "<div style='display:none'>preview</div><style>p {}</style><p hidden-not>End</p> tail"
        )
        == "Lead text of it\n\nOne\ntwo\n\nA\n\nB\n\nEnd\n\ntail"
    )
    assert html_to_text("5 &lt; 6 &amp; 7") == "5 < 6 & 7"
    assert html_to_text("<div>" * 1_000 + "Deep.") == "Deep."


@pytest.mark.parametrize(
    "front_matter",
    ["title: Zoom: the ban\nauthor: A. Orlov", "title: 'Zoom: the ban'\nauthor: A. Orlov"],
)
def test_front_matter_may_be_no_yaml(front_matter: str) -> None:
    reading = read_markdown(f"---\n{front_matter}\n---\n# Zoom\n".encode())
    assert reading.fields == {"title": "Zoom: the ban", "author": "A. Orlov"}
    assert reading.text[reading.start :] == "# Zoom\n"
