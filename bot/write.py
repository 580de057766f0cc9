"""Answers written by a language model from the retrieved chunks."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer_prompt import HEADING, AnswerPrompt
from bot.citations import read_sentences, resolve_citations
from bot.llm import ContextTooLong, LanguageModelError, stream_text
from bot.reply import Reply, begins_with_refusal, letters, names_refusal
from bot.schema import AnswerSentence, Citation, Unsupported
from bot.support.checker import Embed, SupportChecker, Verdict
from bot.support.inference import Inference
from bot.support.question import AskedQuestion
from index.languages import other_language
from index.schema import ScoredChunk

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

_ECHO = 15  # letters by which a sentence of the prompt is known


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
    other_language: str | None = None  # that it is in instead of the one that was asked for


def write_answer(
    llm: LLM,
    question: str,
    hits: Sequence[ScoredChunk],
    language: str,
    embed: Embed,
    today: date,
    unsupported: Unsupported = "drop",
    inference: Inference | None = None,
    margins: Mapping[str, float] | None = None,
) -> Iterator[str | Draft]:
    """Let the model answer from the hits, and check what it wrote.

    An answer in another language than the one asked for is asked for once more. What comes then is
    shown only where nothing was before.

    Args:
        llm: the language model.
        question: a question that stands on its own.
        hits: what was retrieved, best first; the last are left out where the context is short.
        language: ISO 639-1 code of the language to answer in.
        embed: returns a sentence's unit vector, for holding it against those of the hits.
        today: the date that the model is told.
        unsupported: what becomes of a sentence that no hit supports, beside others that are.
        inference: a model that has a say in what is supported.
        margins: by chunk id, how surely each hit answers by the reader, if there is one.

    Yields:
        Text as it comes, with the model's own citation marks, each whole; at the end one `Draft`.

    Raises:
        LanguageModelError: the model cannot be asked, or breaks off.
    """
    if not hits:
        yield Draft((), (), refused=True)  # no evidence, no call
        return
    prompt = AnswerPrompt(question, hits, language, today).fitted(llm)
    asked = AskedQuestion(question, language, margins or {})
    yield from _Writing(llm, hits, language, embed, unsupported, inference, asked).drafts(prompt)


@dataclass(frozen=True)
class _Writing:
    """One question's way through the model and the checks."""

    llm: LLM
    hits: Sequence[ScoredChunk]
    language: str
    embed: Embed
    unsupported: Unsupported
    inference: Inference | None
    question: AskedQuestion

    def drafts(self, prompt: AnswerPrompt) -> Iterator[str | Draft]:
        prompt, reply = yield from self._ask(prompt)
        first = Draft((), (), False) if reply.began_in else self._check(prompt, reply)
        written = reply.began_in or first.other_language
        if written is None or first.refused:
            yield first
            return
        again = replace(prompt, written=written)
        try:
            prompt, reply = yield from self._ask(again, silently=reply.is_shown)
        except LanguageModelError:
            if not first.sentences:
                raise
            yield first
            return
        second = self._check(prompt, reply)
        yield second if second.sentences or not first.sentences else first

    def _ask(
        self, prompt: AnswerPrompt, *, silently: bool = False
    ) -> Generator[str, None, tuple[AnswerPrompt, Reply]]:
        """Yield what may be shown; return the reply and the prompt, of which half may be left."""
        try:
            reply = Reply(stream_text(self.llm, prompt.messages()))
            yield from self._read(reply, prompt, silently)
        except ContextTooLong:
            if len(prompt.sources) == 1:
                raise
            prompt = prompt.halved()
            reply = Reply(stream_text(self.llm, prompt.messages()))
            yield from self._read(reply, prompt, silently)
        return prompt, reply

    def _read(self, reply: Reply, prompt: AnswerPrompt, silently: bool) -> Iterator[str]:
        # The second reply is the last, in whatever language.
        pieces = reply.read(self._other if prompt.written is None else lambda _: None)
        for piece in pieces:
            if not silently:
                yield piece

    def _other(self, text: str) -> str | None:
        spoken = {hit.article.language for hit in self.hits}
        return other_language(text, self.language, spoken)

    def _other_of_most(self, text: str) -> str | None:
        """The other language that a text is in, the whole or most of it."""
        sizes: Counter[str | None] = Counter()
        for sentence in read_sentences(text, self.language):
            sizes[self._other(sentence.text)] += len(sentence.text)
        most = max(sizes, key=sizes.__getitem__, default=None)
        return most or self._other(text)

    def _check(self, prompt: AnswerPrompt, reply: Reply) -> Draft:
        if begins_with_refusal(reply.text):
            return Draft((), (), refused=_is_own(prompt))
        written = self._other_of_most(reply.text)
        # What was retrieved and not sent may still be what a sentence is about.
        checker = SupportChecker(
            self.hits,
            self.embed,
            written or self.language,
            given=len(prompt.sources),
            inference=self.inference,
            question=self.question,
        )
        judge = _Judge(checker, prompt)
        sentences, citations = resolve_citations(
            reply.text,
            self.hits,
            judge,
            language=checker.language,
            keep_unsupported=self.unsupported == "mark",
        )
        doubts = tuple(judge.doubts)
        if not any(sentence.support == "supported" for sentence in sentences):
            refused = names_refusal(reply.text) and _is_own(prompt)
            return Draft((), (), refused, doubts, other_language=written)
        return Draft(sentences, citations, False, doubts, reply.is_cut_off, written)


class _Judge:
    """The checker's verdicts, what they found wrong, and no sentence of the prompt."""

    def __init__(self, checker: SupportChecker, prompt: AnswerPrompt) -> None:
        self._checker = checker
        self._rules = letters(prompt.rules)
        self.doubts: list[str] = []

    def __call__(self, sentence: str, cited: Iterable[int]) -> Verdict:
        verdict = self._checker.judge(sentence, cited)
        own = letters(sentence)
        if HEADING.match(sentence) or (len(own) >= _ECHO and own in self._rules):
            verdict = Verdict("unsupported", reasons=("it repeats the prompt",), barred=True)
        if verdict.reasons:
            self.doubts.append(f"{verdict.outcome}: “{sentence}”: {'; '.join(verdict.reasons)}")
            logger.info(self.doubts[-1])
        return verdict


def _is_own(prompt: AnswerPrompt) -> bool:
    """Whether a refusal is the model's own: a source that holds the line may have asked for it."""
    return not any(names_refusal(hit.chunk.text) for hit in prompt.sources)
