"""A question on its way through the pipeline: understood, searched, and its evidence weighed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.answerability import read_signs
from bot.condense import condense_question
from bot.evidence import Evidence, weigh
from bot.llm import LanguageModelError
from bot.question.understanding import understand
from bot.reading.hits import READ, read_best
from bot.refusal import Decision, decide
from bot.schema import Coverage, Search, Turn
from index.languages import question_language
from index.schema import ArticleFilter, ScoredChunk

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from bot.reading.reader import Reader
    from index.retriever import Retriever
    from index.snapshot import Snapshot


@dataclass(frozen=True)
class Inquiry:
    """What is known of a question once the index has been searched for it."""

    question: str
    standalone: str  # understandable without the turns before it
    language: str
    hits: list[ScoredChunk]
    evidence: list[Evidence]  # the best first
    search: Search
    decision: Decision
    notes: tuple[str, ...]
    model_failed: bool  # a moment ago; it is not waited for twice
    today: date
    started: float  # of the monotonic clock


class Inquirer:
    """Makes an Inquiry of a question."""

    def __init__(self, retriever: Retriever, llm: LLM | None, reader: Reader | None = None) -> None:
        """`llm` makes follow-up questions whole; without it a rule does."""
        self._retriever = retriever
        self._llm = llm
        self._reader = reader

    def inquire(
        self,
        question: str,
        history: Sequence[Turn],
        where: ArticleFilter,
        today: date,
        snapshot: Snapshot,
        coverage: Coverage,
    ) -> Inquiry:
        """Understand, search, weigh and decide; nothing is said yet.

        Args:
            question: in any language.
            history: the turns before it, oldest first.
            where: which articles may answer.
            today: where the asker is.
            snapshot: of the index.
            coverage: of that snapshot.
        """
        started = time.monotonic()
        standalone, notes = self._condense(question, history)
        failed = bool(notes)
        language = question_language(question, snapshot.lexical.languages)
        understanding = understand(standalone, language, today, coverage)
        hits = self._retriever.search(
            standalone, where, language=language, prefer=understanding.preference
        )
        read = hits[: self._retriever.limit]
        note = understanding.note(language, read) if read else None
        evidence = weigh(standalone, language, read)
        if self._reader:
            most = len(read) if self._llm else READ  # what is written is judged by each source
            evidence = read_best(self._reader, standalone, evidence, most)
        return Inquiry(
            question=question,
            standalone=standalone,
            language=language,
            hits=hits,
            evidence=evidence,
            search=Search(snapshot, where, understanding.preference, today, tuple(evidence)),
            decision=decide(
                read_signs(standalone, language, evidence, follow_up=standalone != question)
            ),
            notes=(*notes, note) if note else notes,
            model_failed=failed,
            today=today,
            started=started,
        )

    def _condense(self, question: str, history: Sequence[Turn]) -> tuple[str, tuple[str, ...]]:
        """The question made whole, and what to say if the language model failed at it."""
        try:
            return condense_question(question, history, self._llm), ()
        except LanguageModelError as error:
            return condense_question(question, history, None), (str(error),)
