"""Asking: the pipeline from a question to an answer, for every end of the program."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.condense import condense_question
from bot.extract import Extractor
from bot.llm import LanguageModelError
from bot.refusal import refuse
from bot.schema import Answer, Coverage, Turn
from bot.write import Draft, write_answer
from index.languages import question_language
from index.schema import ArticleFilter, ScoredChunk

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from index.embedding import EmbeddingModel
    from index.retriever import Retriever
    from index.snapshot import LiveIndex


class AnswerEngine:
    """Answers questions from the index: by quoting, or, with a language model, by writing."""

    def __init__(
        self, index: LiveIndex, retriever: Retriever, model: EmbeddingModel, llm: LLM | None
    ) -> None: ...

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: ArticleFilter | None = None,
    ) -> Answer: ...

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: ArticleFilter | None = None,
    ) -> Iterator[str | Answer]:
        """Yield the text in pieces as it is written, and the whole Answer at the end."""
        ...

    def coverage(self) -> Coverage: ...
