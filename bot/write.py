"""Answers written by a language model from the retrieved chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.citations import Pick, resolve_citations, split_unfinished_mark
from bot.llm import stream_text
from bot.schema import AnswerSentence, Citation
from index.schema import ScoredChunk
from prompts import NOT_IN_ARTICLES, defuse, language_name, load_prompt

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

CHARACTERS_PER_TOKEN = 3
"""A rough, careful estimate: English has four and more, Russian often fewer than three."""

LONGEST_ANSWER = 2400
"""Characters; four sentences are far fewer, and a small model does not know when to stop."""

_LOOP = 80  # characters that no answer says twice


@dataclass(frozen=True)
class Draft:
    """A written answer after its checks.

    It holds no sentences when the model refused, or when nothing it wrote is supported.
    """

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    refused: bool


def write_answer(
    llm: LLM,
    question: str,
    hits: Sequence[ScoredChunk],
    language: str,
    pick: Pick,
    today: date,
) -> Iterator[str | Draft]:
    """Let the model answer from the hits, and check what it wrote.

    Args:
        llm: the language model.
        question: a question that stands on its own.
        hits: what was retrieved, best first; the last are left out where the context is short.
        language: ISO 639-1 code of the language to answer in.
        pick: chooses the quote behind a written sentence.
        today: the date that the model is told.

    Yields:
        Text as it comes, with the model's own citation marks, each whole; at the end one `Draft`.

    Raises:
        LanguageModelError: the model cannot be asked, or breaks off.
    """
    sources, messages = _fit(llm, question, hits, language, today)
    if not sources:
        yield Draft((), (), refused=True)  # no evidence, no call
        return
    written: list[str] = []
    yield from _unless_refusal(_whole_marks(stream_text(llm, messages), written))
    yield _check("".join(written), sources, language, pick)


def _check(text: str, sources: Sequence[ScoredChunk], language: str, pick: Pick) -> Draft:
    if not text.strip() or _begins_with_refusal(text):
        return Draft((), (), refused=True)
    sentences, citations = resolve_citations(
        text, sources, pick, language=language, keep_unsupported=False
    )
    return Draft(sentences, citations, refused=not sentences and NOT_IN_ARTICLES in text)


def _fit(
    llm: LLM, question: str, hits: Sequence[ScoredChunk], language: str, today: date
) -> tuple[Sequence[ScoredChunk], list[ChatMessage]]:
    """The most hits, from the first on, that leave the model room to answer; one at least."""
    window = llm.metadata.context_window - max(llm.metadata.num_output, 0)
    sources = hits
    while True:
        messages = _messages(question, sources, language, today)
        size = sum(len(message.content or "") for message in messages)
        if len(sources) <= 1 or size <= window * CHARACTERS_PER_TOKEN:
            return sources, messages
        sources = sources[:-1]


def _messages(
    question: str, sources: Sequence[ScoredChunk], language: str, today: date
) -> list[ChatMessage]:
    return load_prompt("answer").format_messages(
        today=today.isoformat(),
        language=language_name(language),
        sources="\n\n".join(_source(number, hit) for number, hit in enumerate(sources, 1)),
        question=" ".join(question.split()),
    )


def _source(number: int, hit: ScoredChunk) -> str:
    article = hit.article
    return load_prompt("source").format(
        number=str(number),
        title=_line(article.title),
        outlet=_line(article.source),
        date=article.published.isoformat() if article.published else "unknown",
        language=language_name(article.language),
        text=defuse(hit.chunk.text),
    )


def _line(text: str | None) -> str:
    """A field of an article, which may say anything, as one harmless line."""
    return defuse(" ".join((text or "").split())) or "unknown"


def _whole_marks(pieces: Iterator[str], written: list[str]) -> Iterator[str]:
    """Pass the pieces on, an unfinished citation mark only when the rest of it has come.

    What the model wrote is added to `written` as it comes.
    """
    held = text = ""
    for piece in pieces:
        written.append(piece)
        text += piece
        ready, held = split_unfinished_mark(held + piece)
        if ready:
            yield ready
        if _runs_away(text):
            break  # closes the connection, which ends the model's work too
    if held:
        yield held


def _runs_away(text: str) -> bool:
    """Whether the model goes on and on, or says the same again."""
    return len(text) > LONGEST_ANSWER or text[-_LOOP:] in text[:-_LOOP]


def _unless_refusal(pieces: Iterator[str]) -> Iterator[str]:
    """Pass the pieces on, but hold back a beginning that is, or may become, the refusal line."""
    held: str | None = ""
    for piece in pieces:
        if held is None:
            yield piece
            continue
        held += piece
        if not _may_be_refusal(held):
            yield held
            held = None
    if held and not _begins_with_refusal(held):
        yield held


def _begins_with_refusal(text: str) -> bool:
    return _letters(text).startswith(_letters(NOT_IN_ARTICLES))


def _may_be_refusal(text: str) -> bool:
    return _letters(NOT_IN_ARTICLES).startswith(_letters(text)) or _begins_with_refusal(text)


def _letters(text: str) -> str:
    """The text's letters alone: models put the line in quotes, or spaces for its underscores."""
    return re.sub(r"[\W_]+", "", text).upper()
