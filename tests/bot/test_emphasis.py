"""What stands out of an answer: in a terminal, in Markdown, in JSON and as plain text."""

import json
import re
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from bot.answer_json import answer_fields, answer_json
from bot.emphasis import quote_pieces, sentence_pieces, with_verdict
from bot.markdown import Exchange, as_markdown
from bot.quoting import cite_span, quoted_sentence
from bot.render import print_answer
from bot.schema import Answer, AnswerSentence, Citation, Coverage
from bot.untrusted import one_line
from index.schema import Article, Span

TEXT = (
    "The Sagara ferry returned.\n\n"
    "The ferry left\n  Sagara yesterday at 07:30  with 214 people.\tNobody was hurt.\n\n"
    "“It will sail again on Friday,” said Ann Lee."
)
ADDED = re.compile(r" \[[^]]*\]")
PIECES_OF_TEXT = st.sampled_from(
    ["The ferry", " left", "\n  ", "\t", "yesterday", " on Monday", ", ", "“", "”", "(", "5%", "*",
     "_b_", "<b>", "1. ", "# ", "- ", "&amp;", "\\", "`", "[1]", "$", "Песков", "é", "👍🏽", "\xa0",
     "\x1b[31m", "\x1b[", "\x07", "\u202e", "~~"]
)  # fmt: skip


def article(text: str, **fields: object) -> Article:
    paragraphs, at = [], 0
    for paragraph in text.split("\n\n"):
        paragraphs.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    known = {"title": "Ferry sails", "published": date(2023, 5, 4), "published_from": "date line"}
    return Article("f", "f.txt", "/f.txt", text, tuple(paragraphs), **(known | fields))  # type: ignore[arg-type]


FERRY = article(TEXT)


def find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def cite(number: int, quote: str, words: str | None, source: Article = FERRY) -> Citation:
    answer = find(source.text, words) if words else None
    return cite_span(number, source, find(source.text, quote), (), answer)


def quoting(*citations: Citation, language: str = "en") -> Answer:
    sentences = tuple(quoted_sentence(citation, language) for citation in citations)
    text = " ".join(f"{one.text} [{n}]" for n, one in enumerate(sentences, start=1))
    return Answer(
        "When?", "When?", language, True, "extract", text, sentences, citations, Coverage(1, ())
    )


LEFT = cite(1, "The ferry left\n  Sagara yesterday at 07:30  with 214 people.", "07:30  with 214")
HURT = cite(2, "Nobody was hurt.", "Nobody")
ASKED_WHEN, ASKED_WHETHER = quoting(LEFT, HURT), quoting(HURT)


def in_terminal(answer: Answer, *, terminal: bool = True) -> str:
    out = StringIO()
    console = Console(
        file=out, force_terminal=terminal, no_color=True, width=80, markup=False, highlight=False
    )
    print_answer(answer, console)
    return out.getvalue()


def bold(words: str) -> str:
    return f"\x1b[1m{words}\x1b[0m"


def strong(answer: Answer, place: int = 0) -> list[str]:
    return [p.text for p in sentence_pieces(answer.sentences[place], answer) if p.strong]


def rendered(markdown: str) -> tuple[str, list[str]]:
    """The text of a paragraph as a Markdown reader shows it, and what in it is strong."""
    [_, inline, _] = MarkdownIt("commonmark").parse(markdown)
    texts, strong, inside = [], [], False
    for token in inline.children or ():
        inside = token.type == "strong_open" or (inside and token.type != "strong_close")
        texts.append(token.content)
        if inside and token.content:
            strong.append(token.content)
    return "".join(texts), strong


def test_the_words_that_answer_are_bold_in_a_terminal_without_colours_too() -> None:
    first, second, *_ = in_terminal(ASKED_WHEN).splitlines()
    assert first == (
        f"The ferry left Sagara yesterday [3 May 2023] at {bold('07:30 with 214')} people."
        f"{bold(' [1]')}"
    )
    assert second == f"{bold('Nobody')} was hurt.{bold(' [2]')}"


def test_a_verdict_stands_before_the_quote_that_shows_it() -> None:
    answer = with_verdict(quoting(HURT, LEFT), "no")
    assert (
        in_terminal(answer, terminal=False)
        == """\
No: “Nobody was hurt.” [2]
The ferry left Sagara yesterday [3 May 2023] at 07:30 with 214 people. [1]

Sources
[2][1] Ferry sails — 4 May 2023 (en)
    f.txt
"""
    )
    assert in_terminal(answer).startswith(f"{bold('No')}: “{bold('Nobody')} was hurt.”")


@pytest.mark.parametrize(
    ("language", "verdict", "text"),
    [
        ("en", "yes", "Yes: “Nobody was hurt.” [1]"),
        ("id", "no", "Tidak: “Nobody was hurt.” [1]"),
        ("ru", "yes", "Да: «Nobody was hurt.» [1]"),
        ("de", "no", "Nein: „Nobody was hurt.“ [1]"),
        ("fi", "yes", "Yes: “Nobody was hurt.” [1]"),
    ],
)
def test_plain_text_begins_with_the_verdict(language: str, verdict: str, text: str) -> None:
    answer = with_verdict(quoting(HURT, language=language), verdict)  # type: ignore[arg-type]
    assert answer.text == text
    fields = answer_fields(answer)
    assert (fields["verdict"], fields["sentences"][0]["text"]) == (verdict, "Nobody was hurt.")


def test_only_a_quote_shows_yes_or_no() -> None:
    written = replace(
        ASKED_WHETHER,
        mode="write",
        sentences=(AnswerSentence("All are well.", (1,), "supported"),),
        text="All are well. [1]",
    )
    refused = replace(ASKED_WHETHER, answered=False, sentences=(), text="Not told.")
    for answer in (written, refused):
        assert with_verdict(answer, "yes") == answer
    assert with_verdict(ASKED_WHETHER, None) == ASKED_WHETHER


def test_saved_markdown() -> None:
    page = as_markdown([Exchange(with_verdict(quoting(LEFT), "yes"), "")], date(2023, 5, 5))
    assert page == (
        "# Dateline, 5 May 2023\n\n## When?\n\n"
        "**Yes**: “The ferry left Sagara yesterday \\[3 May 2023\\] at **07:30 with 214** people.”"
        " \\[1\\]\n\n**Sources**\n\n"
        "- \\[1\\] Ferry sails — 4 May 2023 (en)\\\n"
        "  “The ferry left Sagara yesterday at **07:30 with 214** people.”\\\n  f.txt\n"
    )


def test_json_says_where_in_the_article_the_answer_stands() -> None:
    [left, unknown] = json.loads(answer_json(quoting(LEFT, replace(HURT, answer=None))))[
        "citations"
    ]
    assert TEXT[left["answer_start"] : left["answer_end"]] == "07:30  with 214"
    assert (unknown["answer_start"], unknown["answer_end"]) == (None, None)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("yesterday", "yesterday"),  # the date after it is no word of the article
        ("Sagara yesterday at", "Sagara yesterday [3 May 2023] at"),
        ("at 07:30", "at 07:30"),
        ("The ferry left", "The ferry left"),
        ("  with 214 people.\tNobody", "with 214 people."),  # cut off where the quote ends
    ],
)
def test_the_answer_is_found_among_what_was_added(words: str, shown: str) -> None:
    quote = "The ferry left\n  Sagara yesterday at 07:30  with 214 people."
    assert strong(quoting(cite(1, quote, words))) == [shown]


def test_the_name_of_a_speaker_follows_the_answer() -> None:
    quote = "The gate was left open."
    source = article(f"Ann Lee, the mayor, said she was angry. “{quote} It was wrong,” she said.")
    [sentence] = quoting(cite(1, quote, "left open.", source)).sentences
    assert sentence.text.startswith(quote)
    assert sentence.answer == find(quote, "left open.")


def test_words_that_an_escape_sequence_cuts_through_do_not_stand_out() -> None:
    source = article("The ferry \x1b[3left at 07:30.")
    citation = cite(1, source.text, "3left", source)
    [sentence] = (answer := quoting(citation)).sentences
    assert one_line(sentence.text) == "The ferry eft at 07:30."
    assert strong(answer) == []
    assert "".join(piece.text for piece in quote_pieces(citation)) == "The ferry eft at 07:30."


@given(st.lists(PIECES_OF_TEXT, min_size=1, max_size=14), st.data())
def test_what_stands_out_is_what_answers_and_the_rest_stays(
    parts: list[str], data: st.DataObject
) -> None:
    source = article(text := "".join(parts))
    start = data.draw(st.integers(0, len(text)))
    answer = Span(start, data.draw(st.integers(start, len(text))))
    citation = cite_span(1, source, Span(0, len(text)), (), answer)
    words = one_line(text[answer.start : answer.end]).strip()
    told = quoting(citation)
    [sentence] = told.sentences
    for pieces, line in (
        (sentence_pieces(sentence, told), one_line(sentence.text)),
        (quote_pieces(citation), one_line(citation.quote)),
    ):
        assert "".join(piece.text for piece in pieces) == line
        marked = [ADDED.sub("", p.text) for p in pieces if p.strong]
        cut = "\x1b" in text or "\x07" in text or "\u202e" in text
        expected = ADDED.sub("", words)
        assert marked == ([expected] if words else []) or (cut and marked in ([], [expected]))


@given(st.lists(PIECES_OF_TEXT, min_size=1, max_size=14), st.data())
def test_markdown_shows_the_same_text_with_the_same_words_strong(
    parts: list[str], data: st.DataObject
) -> None:
    text = f"x{''.join(parts)}"
    start = data.draw(st.integers(0, len(text)))
    answer = Span(start, data.draw(st.integers(start, len(text))))
    told = quoting(cite_span(1, article(text), Span(0, len(text)), (), answer))
    told = with_verdict(told, data.draw(st.sampled_from(["yes", None])))
    page = as_markdown([Exchange(told, "")], date(2023, 5, 5))
    line = page.split("\n\n")[2]
    pieces = sentence_pieces(told.sentences[0], told)
    shown, marked = rendered(line)
    assert shown == "".join(piece.text for piece in pieces) + " [1]"
    assert set(marked) <= {piece.text for piece in pieces if piece.strong}
    assert ("Yes" in marked) == bool(told.verdict) or "Yes" in text
    spaced = text[: answer.start][-1:].isspace() and text[answer.end :][:1].isspace()
    if spaced and not told.verdict and any(piece.strong for piece in pieces):
        assert marked == [piece.text for piece in pieces if piece.strong]
