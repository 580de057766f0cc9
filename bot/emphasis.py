"""What of an answer stands out: the words that answer, and a yes or no before its first quote."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from bot.schema import Answer, AnswerSentence, Citation, Verdict
from bot.untrusted import one_line
from bot.wording import wording
from index.schema import Span


class Piece(NamedTuple):
    """A part of a line, harmless; joined, the parts are the line."""

    text: str
    strong: bool = False  # bold where there is bold


def with_verdict(answer: Answer, verdict: Verdict | None) -> Answer:
    """The answer with what its first quote shows; its text begins with that as a word.

    A refusal, and an answer whose first sentence is no quote, stay as they are.
    """
    if verdict is None or not answer.sentences or answer.sentences[0].support != "quoted":
        return answer
    quote = answer.sentences[0].text
    word, opening, closing = _stated(verdict, answer.language)
    text = f"{word}{opening}{quote}{closing}{answer.text.removeprefix(quote)}"
    return replace(answer, verdict=verdict, text=text)


def sentence_pieces(sentence: AnswerSentence, answer: Answer) -> list[Piece]:
    """A sentence of an answer on one line; the first one after the answer's verdict."""
    pieces = _pieces(sentence.text, sentence.answer)
    if answer.verdict is None or sentence is not answer.sentences[0]:
        return pieces
    word, opening, closing = _stated(answer.verdict, answer.language)
    return [Piece(word, strong=True), Piece(opening), *pieces, Piece(closing)]


def quote_pieces(citation: Citation) -> list[Piece]:
    """A quote on one line, as it stands in its article."""
    start, answer = citation.quote_start, citation.answer
    within = Span(answer.start - start, answer.end - start) if answer else None
    return _pieces(citation.quote, within)


def _stated(verdict: Verdict, language: str) -> tuple[str, str, str]:
    """The verdict as a word, and what stands before and after the quote that shows it."""
    words = wording(language)
    opening, closing = words.quotation_marks.split()
    word = words.yes if verdict == "yes" else words.no
    return word.capitalize(), f": {opening}", closing


def _pieces(text: str, words: Span | None) -> list[Piece]:
    """The text on one line; no words stand out where an escape sequence cut through them."""
    line = one_line(text)
    if words is None:
        return [Piece(line)]
    if not one_line(text[words.start]):
        return [Piece(line)]
    start = len(one_line(text[: words.start + 1])) - 1
    strong = one_line(text[words.start : words.end]).strip()
    end = start + len(strong)
    if not strong or start < 0 or line[start:end] != strong:
        return [Piece(line)]
    pieces = (Piece(line[:start]), Piece(strong, strong=True), Piece(line[end:]))
    return [piece for piece in pieces if piece.text]
