"""The nouns of `bot/`: what is asked, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from index.schema import Article, ArticleFilter, Preference, ScoredChunk, Span

if TYPE_CHECKING:
    from bot.evidence import Evidence
    from bot.refusal import Decision
    from index.snapshot import Snapshot

Mode = Literal["extract", "write"]
Support = Literal["quoted", "supported", "unsupported"]
Unsupported = Literal["drop", "mark"]
"""What becomes of a written sentence that no article supports."""
Relation = Literal["reprint", "translation", "same statement"]
Difference = Literal["update", "contradiction"]
"""How the values differ that sources give for what is asked."""
Verdict = Literal["yes", "no"]
Speech = Literal["outlet", "quotation", "indirect"]
"""Who says what is quoted: the outlet itself, or somebody in their own or in the outlet's words."""


@dataclass(frozen=True)
class Turn:
    """One exchange of a conversation; the answer carries no citation marks."""

    question: str
    answer: str = ""


@dataclass(frozen=True)
class AlsoIn:
    """Another article that says what a citation quotes: a copy of the report, or one of its own."""

    article: Article
    relation: Relation


@dataclass(frozen=True)
class ResolvedDay:
    """Words of a quote that name a day by the article's date; a period has a first and a last."""

    start: int  # in the quote
    end: int
    first: date
    last: date


@dataclass(frozen=True)
class Citation:
    """A quote and where it stands: `quote == article.text[quote_start:quote_end]`, always."""

    number: int
    quote: str
    quote_start: int
    quote_end: int
    article: Article
    also_in: tuple[AlsoIn, ...] = ()
    days: tuple[ResolvedDay, ...] = ()
    speech: Speech = "outlet"
    speaker: str | None = None  # as in the text; None where it is the outlet, or not sure
    answer: Span | None = None  # in the article's text, within the quote: the words that answer


@dataclass(frozen=True)
class AnswerSentence:
    """One sentence of an answer and the numbers of what it cites."""

    text: str
    citations: tuple[int, ...]
    support: Support
    answer: Span | None = None  # in `text`: the words that answer; None where they are not known


@dataclass(frozen=True)
class Side:
    """One of the values that sources give for what is asked."""

    value: str  # as in the text of its first citation; "yes" or "no" in the answer's language
    citations: tuple[int, ...]  # one an article
    reports: int  # independent ones: copies of one report count once


@dataclass(frozen=True)
class Disagreement:
    """What the sources differ on: the sides, the earliest first."""

    relation: Difference
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Coverage:
    """What the index covers."""

    articles: int
    days: tuple[date, ...]  # of the articles that have one, each once, in order
    outlets: tuple[str, ...] = ()  # by name

    @property
    def oldest(self) -> date | None:
        """The day of the oldest article that has one."""
        return self.days[0] if self.days else None

    @property
    def newest(self) -> date | None:
        """The day of the newest article that has one."""
        return self.days[-1] if self.days else None


@dataclass(frozen=True)
class Search:
    """What was searched for an answer, by what, and what was weighed."""

    index: Snapshot
    where: ArticleFilter
    preference: Preference | None  # read from the question
    today: date
    evidence: tuple[Evidence, ...]  # of the hits that were read, the best first


@dataclass(frozen=True)
class Answer:
    """What a person gets. A refusal has `answered` false; its `text` says so in their language."""

    question: str
    standalone_question: str
    language: str
    answered: bool
    mode: Mode
    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage
    suggestions: tuple[str, ...] = ()
    nearest: Citation | None = None  # in a refusal: the closest sentence, which is no answer
    notes: tuple[str, ...] = ()  # what the person should know besides, e.g. a model that is down
    disagreement: Disagreement | None = None  # of the sources, on what is asked
    seconds: float = 0.0
    confidence: float = 0.0  # 0 to 1, of what was found answering the question at all
    decision: Decision | None = field(default=None, repr=False, compare=False)
    hits: tuple[ScoredChunk, ...] = field(default=(), repr=False, compare=False)  # best first
    search: Search | None = field(default=None, repr=False, compare=False)
    verdict: Verdict | None = None  # what the first sentence shows, asked for yes or no
    doubts: tuple[str, ...] = field(default=(), repr=False, compare=False)  # of what a model wrote

    @property
    def nothing_passes(self) -> bool:
        """Whether a filter was set that no article passes."""
        filtered = self.search is not None and self.search.where != ArticleFilter()
        return filtered and not self.hits
