"""Asking: the pipeline from a question to an answer, for every end of the program."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.agreement.citing import with_disagreement
from bot.answerability import read_signs
from bot.condense import condense_question
from bot.evidence import Evidence, weigh
from bot.extract import MOST_IN_LIST, MOST_SENTENCES, choose_statements, quote_statements
from bot.llm import LanguageModelError
from bot.question.kind import wants_several
from bot.question.understanding import understand
from bot.refusal import Decision, decide, nearest, refusal_text
from bot.schema import Answer, AnswerSentence, Coverage, Search, Turn, Unsupported
from bot.write import Draft, write_answer
from index.languages import question_language
from index.schema import ArticleFilter, ScoredChunk

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from index.embedding import EmbeddingModel
    from index.retriever import Retriever
    from index.snapshot import LiveIndex
    from index.store import ArticleSummary

CUT_OFF_NOTE = "The language model's answer was cut off."
UNSUPPORTED_NOTE = "The language model wrote nothing that the articles support; this quotes them."


@dataclass(frozen=True)
class _Inquiry:
    """A question on its way through the pipeline."""

    question: str
    standalone: str
    language: str
    filtered: bool
    hits: list[ScoredChunk]
    evidence: list[Evidence]
    search: Search
    decision: Decision
    notes: tuple[str, ...]
    model_failed: bool  # a moment ago; it is not waited for twice
    today: date
    started: float


class AnswerEngine:
    """Answers questions from the index: by quoting, or, with a language model, by writing."""

    def __init__(
        self,
        index: LiveIndex,
        retriever: Retriever,
        model: EmbeddingModel,
        llm: LLM | None,
        unsupported: Unsupported = "drop",
    ) -> None:
        """Join the parts; `unsupported` says what becomes of a written sentence without support."""
        self._index = index
        self._retriever = retriever
        self._model = model
        self._llm = llm
        self._unsupported: Unsupported = unsupported
        self._covered: tuple[Path, Coverage] | None = None  # of that generation

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: ArticleFilter | None = None,
        today: date | None = None,
    ) -> Answer:
        """Return the answer to `question`, or a refusal.

        Args:
            question: in any language.
            history: the turns before it, oldest first.
            where: which articles may answer.
            today: where the asker is; by default where this runs.

        Raises:
            UserFacingError: there is no index, or it cannot be used.
        """
        *_, answer = self.stream(question, history, where, today)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: ArticleFilter | None = None,
        today: date | None = None,
    ) -> Generator[str | Answer, None, None]:
        """Yield the text in pieces as it is written, and the whole Answer at the end.

        The pieces are a draft: only the Answer's text is checked and its citations settled.
        """
        today = today or datetime.now().astimezone().date()
        inquiry = self._inquire(question, history, where or ArticleFilter(), today)
        if inquiry.decision.refused:
            yield self._refuse(inquiry)
        elif self._llm is None:
            yield self._quote(inquiry)
        else:
            yield from self._write(inquiry, self._llm)

    def coverage(self) -> Coverage:
        """What the index covers."""
        snapshot = self._index.snapshot()
        if self._covered is None or self._covered[0] != snapshot.folder:
            self._covered = (snapshot.folder, _covered(list(snapshot.store.summaries())))
        return self._covered[1]

    def _inquire(
        self, question: str, history: Sequence[Turn], where: ArticleFilter, today: date
    ) -> _Inquiry:
        started = time.monotonic()
        notes: tuple[str, ...] = ()
        failed = False
        try:
            standalone = condense_question(question, history, self._llm)
        except LanguageModelError as error:
            failed, notes = True, (str(error),)
            standalone = condense_question(question, history, None)
        snapshot = self._index.snapshot()
        language = question_language(question, snapshot.lexical.languages)
        understanding = understand(standalone, language, today, self.coverage())
        hits = self._retriever.search(
            standalone, where, language=language, prefer=understanding.preference
        )
        read = hits[: self._retriever.limit]
        note = understanding.note(language, read) if read else None
        evidence = weigh(standalone, language, read)
        return _Inquiry(
            question,
            standalone,
            language,
            where != ArticleFilter() and not hits,
            hits,
            evidence,
            Search(snapshot, where, understanding.preference, today, tuple(evidence)),
            decide(read_signs(standalone, language, evidence)),
            (*notes, note) if note else notes,
            failed,
            today,
            started,
        )

    def _refuse(self, inquiry: _Inquiry) -> Answer:
        return replace(
            self._answer(inquiry),
            text=refusal_text(inquiry.language, filtered=inquiry.filtered),
            nearest=nearest(inquiry.evidence),
        )

    def _quote(self, inquiry: _Inquiry, *notes: str) -> Answer:
        several = wants_several(inquiry.standalone)
        most = MOST_IN_LIST if several else MOST_SENTENCES
        statements = choose_statements(inquiry.evidence, inquiry.language, most)
        sentences, citations = quote_statements(statements, inquiry.language)
        answer = replace(
            self._answer(inquiry),
            answered=True,
            text=_marked(sentences),
            sentences=sentences,
            citations=citations,
            notes=(*inquiry.notes, *notes),
        )
        return with_disagreement(answer, inquiry.evidence)

    def _write(self, inquiry: _Inquiry, llm: LLM) -> Generator[str | Answer, None, None]:
        """Write with the language model; where it fails, quote and say why."""
        if inquiry.model_failed:
            yield self._quote(inquiry)
            return
        try:
            for piece in write_answer(
                llm,
                inquiry.standalone,
                inquiry.hits[: self._retriever.limit],
                inquiry.language,
                self._model.embed_question,
                inquiry.today,
                self._unsupported,
            ):
                if isinstance(piece, Draft):
                    yield replace(self._settle(inquiry, piece), doubts=piece.doubts)
                else:
                    yield piece
        except LanguageModelError as error:
            yield self._quote(inquiry, str(error))

    def _settle(self, inquiry: _Inquiry, draft: Draft) -> Answer:
        if draft.refused:
            return replace(self._refuse(inquiry), mode="write")
        if not draft.sentences:
            return self._quote(inquiry, UNSUPPORTED_NOTE)
        answer = replace(
            self._answer(inquiry),
            answered=True,
            mode="write",
            text=_marked(draft.sentences),
            sentences=draft.sentences,
            citations=draft.citations,
            notes=(*inquiry.notes, CUT_OFF_NOTE) if draft.cut_off else inquiry.notes,
        )
        return with_disagreement(answer, inquiry.evidence)

    def _answer(self, inquiry: _Inquiry) -> Answer:
        """What every answer carries; a refusal until it is filled."""
        return Answer(
            question=inquiry.question,
            standalone_question=inquiry.standalone,
            language=inquiry.language,
            answered=False,
            mode="extract",
            text="",
            sentences=(),
            citations=(),
            coverage=self.coverage(),
            notes=inquiry.notes,
            seconds=round(time.monotonic() - inquiry.started, 3),
            confidence=inquiry.decision.confidence,
            decision=inquiry.decision,
            hits=tuple(inquiry.hits),
            search=inquiry.search,
        )


def _covered(articles: Sequence[ArticleSummary]) -> Coverage:
    days = sorted({article.published for article in articles if article.published})
    outlets = sorted({article.source for article in articles if article.source})
    return Coverage(len(articles), tuple(days), tuple(outlets))


def _marked(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences with their citation marks, as plain text."""
    return " ".join(
        sentence.text + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in sentences
    )
