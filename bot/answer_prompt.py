"""What a language model is told: the sources within their fences, the question and the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from index.schema import ScoredChunk
from prompts import defuse, language_name, load_prompt

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

HEADING = re.compile(r"(?:title|outlet|date|language): ")
"""How the lines begin that stand above a source's text in `prompts/source.md`."""

CHARACTERS_PER_TOKEN = 3
"""A rough, careful estimate: English has four and more, Russian often fewer than three."""


@dataclass(frozen=True)
class AnswerPrompt:
    """A question with the sources that may answer it, the best first."""

    question: str
    sources: Sequence[ScoredChunk]
    language: str  # to answer in, ISO 639-1
    today: date
    written: str | None = None  # the language that it was answered in before, and should not be

    def fitted(self, llm: LLM) -> AnswerPrompt:
        """The prompt with the most sources, from the first on, that leave the model room to answer.

        One stays at least.
        """
        window = llm.metadata.context_window - max(llm.metadata.num_output, 0)
        prompt = self
        while len(prompt.sources) > 1 and prompt._size() > window * CHARACTERS_PER_TOKEN:
            prompt = replace(prompt, sources=prompt.sources[:-1])
        return prompt

    def halved(self) -> AnswerPrompt:
        """The prompt with the better half of the sources."""
        return replace(self, sources=self.sources[: len(self.sources) // 2])

    def messages(self) -> list[ChatMessage]:
        """The system message and the user's."""
        sources = (_source(number, hit) for number, hit in enumerate(self.sources, 1))
        messages = load_prompt("answer").format_messages(
            today=self.today.isoformat(),
            language=language_name(self.language),
            sources="\n\n".join(sources),
            question=_line(self.question),
        )
        if self.written:
            messages[-1].content = f"{messages[-1].content}\n\n{self._reminder(self.written)}"
        return messages

    @property
    def rules(self) -> str:
        """What it says besides the sources and the question."""
        own = replace(self, question="", sources=())
        return "\n".join(message.content or "" for message in own.messages())

    def _reminder(self, written: str) -> str:
        return load_prompt("wrong_language").format(
            written=language_name(written), language=language_name(self.language)
        )

    def _size(self) -> int:
        return sum(len(message.content or "") for message in self.messages())


def _source(number: int, hit: ScoredChunk) -> str:
    article = hit.article
    return load_prompt("source").format(
        number=str(number),
        title=_line(article.title) or "unknown",
        outlet=_line(article.source or "") or "unknown",
        date=article.published.isoformat() if article.published else "unknown",
        language=language_name(article.language),
        text=defuse(hit.chunk.text),
    )


def _line(text: str) -> str:
    return defuse(" ".join(text.split()))
