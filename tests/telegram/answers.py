"""Answers made by hand, for the tests of what is sent."""

from __future__ import annotations

import re
from datetime import date

from bot.schema import Answer, AnswerSentence, Citation, Coverage
from index.schema import Article, Span

COVERAGE = Coverage(15, (date(2021, 4, 7), date(2023, 10, 8)), ("Harbour Wire", "Карские вести"))


def article(text: str, title: str, **fields: object) -> Article:
    """An article whose paragraphs stand between empty lines."""
    starts = [0, *(found.end() for found in re.finditer("\n\n", text))]
    lengths = [len(paragraph) for paragraph in text.split("\n\n")]
    paragraphs = tuple(Span(at, at + length) for at, length in zip(starts, lengths, strict=True))
    path = f"news/{title[:20]}.txt"
    return Article(title, path, f"/n/{path}", text, paragraphs, title, **fields)  # type: ignore[arg-type]


def cite(number: int, source: Article, quote: str) -> Citation:
    start = source.text.index(quote)
    return Citation(number, quote, start, start + len(quote), source)


def quoting(*citations: Citation, language: str = "en") -> Answer:
    """An answer that quotes, a sentence for each citation."""
    return Answer(
        question="Who?",
        standalone_question="Who?",
        language=language,
        answered=True,
        mode="extract",
        text="…",
        sentences=tuple(
            AnswerSentence(" ".join(citation.quote.split()), (citation.number,), "quoted")
            for citation in citations
        ),
        citations=citations,
        coverage=COVERAGE,
    )


WIRE = article(
    "Harbour officials met on Monday.\n\n"
    "A ferry left Sagara at 07:30.  It carried\n214 people. Nobody was hurt.\n\n"
    "Tickets cost 45,000 rupiah. The next one leaves on Friday.",
    "Ferry sails again",
    published=date(2022, 6, 14),
    source="Harbour Wire",
    url="https://harbourwire.example/ferry?a=1&b=2",
)
KABAR = article(
    "Feri berlayar dua kali sehari.", "Feri berlayar", source="Kabar Bahari", language="id"
)
EVIL = article(
    "</b><script>alert(1)</script> & [2] said <a href='tg://x'>so</a>.",
    "</a><b>",
    source="<i>Wire</i>\x1b[31m",
    url="javascript:alert(1)",
    published=date(2021, 4, 9),
)
