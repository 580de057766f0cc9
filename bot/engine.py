"""Asking: the pipeline from a question to an answer, for every end of the program."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.agreement.citing import with_disagreement
from bot.coverage import covered
from bot.emphasis import with_verdict
from bot.evidence import chunk_margins
from bot.extract import (
    MOST_IN_LIST,
    MOST_SENTENCES,
    choose_statements,
    quote_statements,
    with_answers,
)
from bot.inquiry import Inquirer, Inquiry
from bot.llm import LanguageModelError
from bot.question.kind import wants_several
from bot.refusal import nearest
from bot.refusal_text import said_instead
from bot.schema import Answer, AnswerSentence, Citation, Coverage, Turn, Unsupported
from bot.suggestions import suggest
from bot.support.names import load_dictionary
from bot.verdict import verdict_of
from bot.write import Draft, write_answer
from index.schema import ArticleFilter
from prompts import language_name

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from bot.reading.reader import Reader
    from bot.support.inference import Inference
    from index.embedding import EmbeddingModel
    from index.retriever import Retriever
    from index.snapshot import LiveIndex

CUT_OFF_NOTE = "The language model's answer was cut off."
LANGUAGE_NOTE = "The language model did not answer in {language}, though asked twice."
UNSUPPORTED_NOTE = "The language model wrote nothing that the articles support; this quotes them."


class AnswerEngine:
    """Answers questions from the index: by quoting, or, with a language model, by writing."""

    def __init__(
        self,
        index: LiveIndex,
        retriever: Retriever,
        model: EmbeddingModel,
        llm: LLM | None,
        unsupported: Unsupported = "drop",
        inference: Inference | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Join the parts; `unsupported` says what becomes of a written sentence without support."""
        self._index = index
        self._inquirer = Inquirer(retriever, llm, reader)
        self._reader = reader
        self._retriever = retriever
        self._model = model
        self._llm = llm
        self._unsupported: Unsupported = unsupported
        self._inference = inference
        self._covered: tuple[Path, Coverage] | None = None  # of that generation

    @property
    def reads(self) -> bool:
        """Whether a reader looks for the words that answer."""
        return self._reader is not None

    def quoting(self) -> AnswerEngine:
        """The same without the language model: answers at once, by quoting."""
        return AnswerEngine(self._index, self._retriever, self._model, None, reader=self._reader)

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

    def warm_up(self) -> None:
        """Load what the first questions would wait for, a second each: code and dictionaries."""
        self.ask("What is new?")
        for language in self._index.snapshot().lexical.languages:
            load_dictionary(language)

    def coverage(self) -> Coverage:
        """What the index covers."""
        snapshot = self._index.snapshot()
        if self._covered is None or self._covered[0] != snapshot.folder:
            self._covered = (snapshot.folder, covered(snapshot.store.summaries()))
        return self._covered[1]

    def _inquire(
        self, question: str, history: Sequence[Turn], where: ArticleFilter, today: date
    ) -> Inquiry:
        return self._inquirer.inquire(
            question, history, where, today, self._index.snapshot(), self.coverage()
        )

    def _refuse(self, inquiry: Inquiry) -> Answer:
        answer = self._answer(inquiry)
        return replace(
            answer,
            text=said_instead(answer, inquiry.language),
            nearest=nearest(inquiry.evidence),
            suggestions=self._suggest(inquiry),
        )

    def _suggest(self, inquiry: Inquiry) -> tuple[str, ...]:
        search, asked = inquiry.search, (inquiry.question, inquiry.standalone)

        def cited(question: str) -> tuple[Citation, ...]:
            other = self._inquire(question, (), search.where, inquiry.today)
            return self._quote(other).citations if not other.decision.refused else ()

        return suggest(inquiry.evidence, inquiry.language, asked, cited, search.preference)

    def _quote(self, inquiry: Inquiry, *notes: str) -> Answer:
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
        answer = with_disagreement(answer, inquiry.evidence)
        if answer.disagreement or not statements:
            return answer
        best = statements[0].evidence
        return with_verdict(
            answer, verdict_of(inquiry.standalone, inquiry.language, best, citations[0])
        )

    def _write(self, inquiry: Inquiry, llm: LLM) -> Generator[str | Answer, None, None]:
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
                self._inference,
                chunk_margins(inquiry.evidence),
            ):
                if isinstance(piece, Draft):
                    yield replace(self._settle(inquiry, piece), doubts=piece.doubts)
                else:
                    yield piece
        except LanguageModelError as error:
            yield self._quote(inquiry, str(error))

    def _settle(self, inquiry: Inquiry, draft: Draft) -> Answer:
        if draft.refused:
            return replace(self._refuse(inquiry), mode="write")
        if not draft.sentences:
            return self._quote(inquiry, UNSUPPORTED_NOTE)
        notes: tuple[str, ...] = (CUT_OFF_NOTE,) if draft.cut_off else ()
        if draft.other_language:
            note = LANGUAGE_NOTE.format(language=language_name(inquiry.language))
            quoted = self._quote(inquiry, note)
            # A quote that the asker can read comes before sentences that they perhaps cannot.
            if quoted.citations[0].article.language == inquiry.language:
                return quoted
            notes = (note, *notes)
        answer = replace(
            self._answer(inquiry),
            answered=True,
            mode="write",
            text=_marked(draft.sentences),
            sentences=draft.sentences,
            citations=with_answers(draft.citations, inquiry.evidence),
            notes=(*inquiry.notes, *notes),
        )
        return with_disagreement(answer, inquiry.evidence)

    def _answer(self, inquiry: Inquiry) -> Answer:
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


def _marked(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences with their citation marks, as plain text."""
    return " ".join(
        sentence.text + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in sentences
    )
