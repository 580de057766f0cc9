"""Answers written by a language model from the retrieved chunks."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.citations import resolve_citations, split_unfinished_mark
from bot.llm import ContextTooLong, stream_text
from bot.schema import AnswerSentence, Citation, Unsupported
from bot.support.checker import Embed, SupportChecker, Verdict
from index.schema import ScoredChunk
from prompts import NOT_IN_ARTICLES, defuse, language_name, load_prompt

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

logger = logging.getLogger(__name__)

CHARACTERS_PER_TOKEN = 3
"""A rough, careful estimate: English has four and more, Russian often fewer than three."""

LONGEST_ANSWER = 2400
"""Characters; four sentences are far fewer, and a small model does not know when to stop."""

_LOOP = 80  # characters that no answer says twice
_ENDED = re.compile(r"[.!?…][»”\"')]*(?:\s*\[[\d, ]+\])*(?=\s|\Z)")  # a sentence and its marks


@dataclass(frozen=True)
class Draft:
    """A written answer after its checks.

    It holds no sentences when the model refused, or when nothing it wrote is supported.
    """

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    refused: bool
    doubts: tuple[str, ...] = field(default=(), compare=False)  # what was dropped or moved, and why
    cut_off: bool = False  # the model's last sentence did not come to its end


class _Reply:
    """What the model writes, as it comes, and whether it came to its own end."""

    def __init__(self, pieces: Generator[str, None, bool]) -> None:
        self._pieces = pieces
        self.written = ""
        self.whole = False  # until its end has come

    def __iter__(self) -> Iterator[str]:
        self.whole = yield from self._pieces

    @property
    def text(self) -> str:
        """Without a thought whose beginning stood in the prompt, and without half a sentence."""
        text = self.written.rpartition("</think>")[2]
        if self.whole:
            return text
        ends = [found.end() for found in _ENDED.finditer(text)]
        return text[: ends[-1]] if ends else ""


def write_answer(
    llm: LLM,
    question: str,
    hits: Sequence[ScoredChunk],
    language: str,
    embed: Embed,
    today: date,
    unsupported: Unsupported = "drop",
) -> Iterator[str | Draft]:
    """Let the model answer from the hits, and check what it wrote.

    Args:
        llm: the language model.
        question: a question that stands on its own.
        hits: what was retrieved, best first; the last are left out where the context is short.
        language: ISO 639-1 code of the language to answer in.
        embed: returns a sentence's unit vector, for holding it against those of the hits.
        today: the date that the model is told.
        unsupported: what becomes of a sentence that no hit supports, beside others that are.

    Yields:
        Text as it comes, with the model's own citation marks, each whole; at the end one `Draft`.

    Raises:
        LanguageModelError: the model cannot be asked, or breaks off.
    """
    sources, messages = _fit(llm, question, hits, language, today)
    if not sources:
        yield Draft((), (), refused=True)  # no evidence, no call
        return
    reply = _Reply(stream_text(llm, messages))
    try:
        yield from _unless_refusal(_whole_marks(reply))
    except ContextTooLong:
        if len(sources) == 1:
            raise
        sources, messages = _fit(llm, question, sources[: len(sources) // 2], language, today)
        reply = _Reply(stream_text(llm, messages))
        yield from _unless_refusal(_whole_marks(reply))
    # What was retrieved and not sent may still be what a sentence is about.
    checker = SupportChecker(hits, embed, language, given=len(sources))
    draft = _check(reply.text, hits, checker, keep_unsupported=unsupported == "mark")
    yield replace(draft, cut_off=not reply.whole)


def _check(
    text: str, hits: Sequence[ScoredChunk], checker: SupportChecker, *, keep_unsupported: bool
) -> Draft:
    if _begins_with_refusal(text):
        return Draft((), (), refused=True)
    doubts: list[str] = []

    def judge(sentence: str, cited: Iterable[int]) -> Verdict:
        verdict = checker.judge(sentence, cited)
        if verdict.reasons:
            doubts.append(f"{verdict.outcome}: “{sentence}”: {'; '.join(verdict.reasons)}")
            logger.info(doubts[-1])
        return verdict

    sentences, citations = resolve_citations(
        text, hits, judge, language=checker.language, keep_unsupported=keep_unsupported
    )
    if any(sentence.support == "supported" for sentence in sentences):
        return Draft(sentences, citations, refused=False, doubts=tuple(doubts))
    return Draft((), (), refused=NOT_IN_ARTICLES in text, doubts=tuple(doubts))


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


def _whole_marks(reply: _Reply) -> Iterator[str]:
    """Pass the pieces on, an unfinished citation mark only when the rest of it has come."""
    held = ""
    for piece in reply:
        reply.written += piece
        ready, held = split_unfinished_mark(held + piece)
        if ready:
            yield ready
        if _runs_away(reply.written):
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
