"""Answers as a Markdown file, with their sources; nothing in them is taken for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from unicodedata import category
from urllib.parse import quote

from bot.emphasis import Piece, quote_pieces, sentence_pieces
from bot.schema import Answer, Citation
from bot.untrusted import one_line, web_address
from bot.wording import Wording, wording
from index.schema import Article

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$]")
_AT_THE_START = re.compile(r"\A(\d{0,9})([-+#=.)])")  # lists, headings
_LINK_SAFE = "/:?#@!$&'()*+,;=%~"


class Exchange(NamedTuple):
    """An answer, and which articles alone might give it: empty for all."""

    answer: Answer
    scope: str


def as_markdown(exchanges: Iterable[Exchange], day: date) -> str:
    """Return a page with a section for each question, in order, under the day it was saved on."""
    blocks = [f"# Dateline, {wording('en').day(day)}"]
    for exchange in exchanges:
        blocks.extend(_section(exchange))
    return "\n\n".join(blocks) + "\n"


def _section(exchange: Exchange) -> Iterator[str]:
    answer, words = exchange.answer, wording(exchange.answer.language)
    yield f"## {escaped(answer.question)}"
    if exchange.scope:
        yield f"*Asking only: {escaped(exchange.scope)}*"
    if answer.answered:
        yield from _sentences(answer, words)
        yield f"**{words.sources}**"
        yield "\n".join(_source(citation, words) for citation in answer.citations)
    else:
        yield escaped(answer.text)
        if answer.nearest:
            yield f"**{words.nearest}**"
            yield _source(answer.nearest, words)
    for note in answer.notes:
        yield f"*{words.note}: {escaped(note)}*"


def _sentences(answer: Answer, words: Wording) -> Iterator[str]:
    """A paragraph for each quote; written sentences as one."""
    lines = []
    for sentence in answer.sentences:
        marks = "".join(rf"\[{number}\]" for number in sentence.citations)
        doubt = f"({words.unsupported})" if sentence.support == "unsupported" else ""
        text = _emphasised(sentence_pieces(sentence, answer))
        lines.append(" ".join(filter(None, (text, marks, doubt))))
    if answer.mode == "write":
        yield " ".join(lines)
    else:
        yield from lines


def _source(citation: Citation, words: Wording) -> str:
    """A list item: number, article, quote, where it is, and who else says so."""
    article = citation.article
    lines = [
        rf"- \[{citation.number}\] {_described(article, words)}",
        f"“{_emphasised(quote_pieces(citation))}”",
        escaped(article.path),
    ]
    for other in citation.also_in:
        relation = words.relation.get(other.relation)
        described = _described(other.article, words) + (f", {relation}" if relation else "")
        lines.append(f"{words.also_in}: {described}")
    return "\\\n  ".join(lines)


def _described(article: Article, words: Wording) -> str:
    title, address = escaped(article.name), web_address(article.url)
    linked = f"[{title}](<{quote(address, safe=_LINK_SAFE)}>)" if address else title
    outlet = f"{escaped(article.source)}, " if article.source else ""
    return f"{linked} — {outlet}{words.day(article.published)} ({escaped(article.language)})"


def escaped(text: str) -> str:
    """The text on one line, shown by Markdown as it is."""
    return _emphasised([Piece(one_line(text))])


def _emphasised(pieces: Sequence[Piece]) -> str:
    """The line as Markdown; strong where two asterisks beside these signs mean that."""
    texts = [piece.text for piece in pieces]
    marked = []
    for before, piece, after in zip(["", *texts], pieces, [*texts[1:], ""], strict=False):
        text = _ANYWHERE.sub(r"\\\g<0>", piece.text)
        sound = _is_flank(piece.text[:1], before[-1:]) and _is_flank(piece.text[-1:], after[:1])
        marked.append(f"**{text}**" if piece.strong and sound else text)
    return _AT_THE_START.sub(r"\1\\\2", "".join(marked))


def _is_flank(inner: str, outer: str) -> bool:
    """Whether asterisks between the two signs open or close: not in the midst of "x**(y"."""
    if not inner or category(inner)[0] not in "PS":
        return True
    return not outer or outer.isspace() or category(outer)[0] == "P"
