import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from bot.answer_json import answer_json
from bot.copies import relation
from bot.render import print_answer, print_sources
from bot.schema import AlsoIn, Answer, AnswerSentence, Citation, Coverage
from bot.untrusted import harmless, one_line
from bot.wording import wording
from index.schema import Article

COVERAGE = Coverage(15, (date(2021, 4, 7), date(2023, 10, 8)))


def article(name: str, text: str, **fields: object) -> Article:
    path = f"news/{name}.txt"
    return Article(name, path, f"/home/me/{path}", text, (), **fields)  # type: ignore[arg-type]


WIRE = article(
    "zoom",
    "Zoom stopped selling\n licences to ministries.  It kept quiet about prices.",
    title="Zoom shuts ministries out",
    published=date(2021, 4, 7),
    published_from="date line",
    source="Harbour Wire",
    url="https://harbourwire.example/zoom",
)
REPRINT = article("reprint", "…", title="Officials lose Zoom", source="Northgate Courier")
NOTICE = article("zapret", "Песков огорчён.", title="Госсектор без Zoom", language="ru")


def cite(number: int, source: Article, quote: str, *also_in: Article) -> Citation:
    start = source.text.index(quote)
    others = tuple(AlsoIn(other, relation(source, other)) for other in also_in)
    return Citation(number, quote, start, start + len(quote), source, others)


FIRST = cite(1, WIRE, "Zoom stopped selling\n licences to ministries.", REPRINT)
SECOND = cite(2, NOTICE, "Песков огорчён.")
THIRD = cite(3, WIRE, "It kept quiet about prices.")
QUOTED = Answer(
    question="Who lost Zoom?",
    standalone_question="Who lost Zoom?",
    language="en",
    answered=True,
    mode="extract",
    text="…",
    sentences=tuple(
        AnswerSentence(" ".join(citation.quote.split()), (citation.number,), "quoted")
        for citation in (FIRST, SECOND, THIRD)
    ),
    citations=(FIRST, SECOND, THIRD),
    coverage=COVERAGE,
    seconds=0.04567,
)
WRITTEN = replace(
    QUOTED,
    mode="write",
    sentences=(
        AnswerSentence("Ministries lost it.", (1,), "supported"),
        AnswerSentence("The Kremlin is sad.", (2, 1), "supported"),
        AnswerSentence("So are the schools.", (), "unsupported"),
    ),
    citations=(FIRST, SECOND),
    notes=("the model is slow",),
)
REFUSED = replace(
    QUOTED,
    answered=False,
    text="The articles do not tell.",
    sentences=(),
    citations=(),
    nearest=THIRD,
    suggestions=("Who kept quiet about prices?",),
)


def shown(answer: Answer, *, terminal: bool = False, width: int = 80) -> str:
    out = StringIO()
    print_answer(answer, console(out, terminal=terminal, width=width))
    return out.getvalue()


def console(out: StringIO, *, terminal: bool = False, width: int = 80) -> Console:
    return Console(
        file=out, force_terminal=terminal, width=width, markup=False, emoji=False, highlight=False
    )


def test_quotes_with_their_sources() -> None:
    assert (
        shown(QUOTED)
        == """\
Zoom stopped selling licences to ministries. [1]
Песков огорчён. [2] (in Russian)
It kept quiet about prices. [3]

Sources
[1][3] Zoom shuts ministries out — Harbour Wire, 7 April 2021 (en)
    news/zoom.txt
    also in: Officials lose Zoom — Northgate Courier, undated (en), reprint
[2] Госсектор без Zoom — undated (ru)
    news/zapret.txt
"""
    )


def test_a_written_answer_shows_the_quotes_behind_it() -> None:
    assert (
        shown(WRITTEN)
        == """\
Ministries lost it. [1] The Kremlin is sad. [2][1] So are the schools. (no source says so)

Sources
[1] Zoom shuts ministries out — Harbour Wire, 7 April 2021 (en)
    “Zoom stopped selling licences to ministries.”
    news/zoom.txt
    also in: Officials lose Zoom — Northgate Courier, undated (en), reprint
[2] Госсектор без Zoom — undated (ru)
    “Песков огорчён.”
    news/zapret.txt
Note: the model is slow
"""
    )


def test_a_refusal_says_what_came_nearest() -> None:
    assert (
        shown(REFUSED)
        == """\
The articles do not tell.

Nearest, not an answer:
    “It kept quiet about prices.”
    Zoom shuts ministries out — Harbour Wire, 7 April 2021 (en)
    news/zoom.txt

Articles in the index: 15 (7 April 2021 – 8 October 2023)

Try:
- Who kept quiet about prices?
"""
    )


def test_a_refusal_over_nothing() -> None:
    empty = replace(REFUSED, nearest=None, suggestions=(), coverage=Coverage(0, ()))
    assert shown(empty) == "The articles do not tell.\n\nArticles in the index: 0\n"


def test_the_details_of_sources() -> None:
    out = StringIO()
    print_sources(QUOTED, console(out), detailed=True)
    assert (
        out.getvalue()
        == """\
Sources
[1] Zoom shuts ministries out — Harbour Wire, 7 April 2021 (en)
    “Zoom stopped selling licences to ministries.”
    news/zoom.txt
    https://harbourwire.example/zoom
    also in: Officials lose Zoom — Northgate Courier, undated (en), reprint
             news/reprint.txt
[2] Госсектор без Zoom — undated (ru)
    “Песков огорчён.”
    news/zapret.txt
[3] Zoom shuts ministries out — Harbour Wire, 7 April 2021 (en)
    “It kept quiet about prices.”
    news/zoom.txt
    https://harbourwire.example/zoom
"""
    )


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("id", ["Sumber", "7 April 2021", "tanpa tanggal", "juga di: ", "(dalam bahasa Rusia)"]),
        ("ru", ["Источники", "7 апреля 2021", "без даты", "также в: ", "(на английском)"]),
        ("de", ["Quellen", "7. April 2021", "ohne Datum", "auch in: ", "(auf Russisch)"]),
        ("fi", ["Sources", "7 April 2021", "undated", "also in: ", "(in Russian)"]),
    ],
)
def test_the_words_are_in_the_language_of_the_answer(language: str, lines: list[str]) -> None:
    text = shown(replace(QUOTED, language=language))
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("language", ["en", "id", "ru", "de"])
def test_every_language_has_every_word(language: str) -> None:
    words = wording(language)
    english = wording("en")
    assert len(words.months.split()) == 12
    assert words.in_language.keys() == english.in_language.keys()
    if language != "en":
        same = {name for name, text in vars(words).items() if text == getattr(english, name)}
        assert same <= {"date_format", "quotation_marks"}


def test_on_a_terminal_lines_are_wrapped_and_sources_are_links() -> None:
    text = shown(QUOTED, terminal=True, width=40)
    assert "\x1b]8;" in text
    assert ";https://harbourwire.example/zoom\x1b\\" in text
    assert ";file:///home/me/news/zoom.txt\x1b\\" in text
    assert (
        harmless(text)
        == """\
Zoom stopped selling licences to
ministries. [1]
Песков огорчён. [2] (in Russian)
It kept quiet about prices. [3]

Sources
[1][3] Zoom shuts ministries out —
    Harbour Wire, 7 April 2021 (en)
    news/zoom.txt
    also in: Officials lose Zoom —
             Northgate Courier, undated
             (en), reprint
[2] Госсектор без Zoom — undated (ru)
    news/zapret.txt
"""
    )


def test_piped_output_is_plain() -> None:
    assert "\x1b" not in shown(QUOTED) + shown(WRITTEN) + shown(REFUSED)


def test_articles_cannot_reach_the_terminal() -> None:
    """Escape sequences, markup and addresses of other kinds stay text or fall away."""
    evil = replace(
        WIRE,
        title="\x1b]0;owned\x07\x1b[31m[bold]A[/bold] :smile: \u202egnp.exe\x9b2J",
        source="\x1b[2J\x00Wire\x7f",
        url="javascript:alert(1)",
        path="\x1b[1mnews\r/zoom.txt",
        text="A\x1b[8mB\x1bcC",
    )
    citation = cite(1, evil, evil.text)
    sentence = AnswerSentence(evil.text, (1,), "quoted")
    answer = replace(QUOTED, sentences=(sentence,), citations=(citation,))
    text = shown(answer, terminal=True)
    assert "javascript" not in text
    assert "\u202e" not in text
    assert (
        harmless(text)
        == """\
ABcC [1]

Sources
[1] [bold]A[/bold] :smile: gnp.exe — Wire, 7 April 2021 (en)
    news /zoom.txt
"""
    )
    own_styles = ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;36m", "\x1b]8;", "\x1b\\")
    rest = text
    for sequence in own_styles:
        rest = rest.replace(sequence, "")
    assert "\x1b" not in rest


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("one\n\n two\u00a0three", "one two three"),
        ("\x1b[38;5;196mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("half \x1b[", "half ["),
        ("\x1b]0;never closed", "]0;never closed"),
        ("\x9b31mC1", "C1"),
        ("нет \u2067rtl\u2069", "нет rtl"),
        ("👩‍🚀 é", "👩‍🚀 é"),
    ],
)
def test_text_on_one_line(text: str, shown_as: str) -> None:
    assert one_line(text) == shown_as


def test_json_has_every_field_by_its_name() -> None:
    line = answer_json(replace(WRITTEN, nearest=SECOND))
    assert "\n" not in line
    assert "Песков огорчён." in line
    wire = {
        "id": "zoom",
        "title": "Zoom shuts ministries out",
        "path": "news/zoom.txt",
        "url": "https://harbourwire.example/zoom",
        "source": "Harbour Wire",
        "published": "2021-04-07",
        "published_from": "date line",
        "language": "en",
        "author": None,
        "agency": None,
    }
    reprint = {
        "id": "reprint",
        "title": "Officials lose Zoom",
        "path": "news/reprint.txt",
        "url": None,
        "source": "Northgate Courier",
        "published": None,
        "published_from": None,
        "language": "en",
        "author": None,
        "agency": None,
    }
    notice = {
        "number": 2,
        "quote": "Песков огорчён.",
        "quote_start": 0,
        "quote_end": 15,
        "answer_start": None,
        "answer_end": None,
        "days": [],
        "speech": "outlet",
        "speaker": None,
        "article": {
            **reprint,
            "id": "zapret",
            "title": "Госсектор без Zoom",
            "path": "news/zapret.txt",
            "source": None,
            "language": "ru",
        },
        "also_in": [],
    }
    assert json.loads(line) == {
        "question": "Who lost Zoom?",
        "standalone_question": "Who lost Zoom?",
        "language": "en",
        "answered": True,
        "mode": "write",
        "text": "…",
        "verdict": None,
        "sentences": [
            {"text": "Ministries lost it.", "citations": [1], "support": "supported"},
            {"text": "The Kremlin is sad.", "citations": [2, 1], "support": "supported"},
            {"text": "So are the schools.", "citations": [], "support": "unsupported"},
        ],
        "citations": [
            {
                "number": 1,
                "quote": "Zoom stopped selling\n licences to ministries.",
                "quote_start": 0,
                "quote_end": 45,
                "answer_start": None,
                "answer_end": None,
                "days": [],
                "speech": "outlet",
                "speaker": None,
                "article": wire,
                "also_in": [{**reprint, "relation": "reprint"}],
            },
            notice,
        ],
        "coverage": {"articles": 15, "oldest": "2021-04-07", "newest": "2023-10-08"},
        "suggestions": [],
        "nearest": notice,
        "confidence": 0.0,
        "disagreement": None,
        "notes": ["the model is slow"],
        "seconds": 0.046,
    }
