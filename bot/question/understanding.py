"""What a question says about the articles that should answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.question.dates import AskedTime, asked_time, asks_for_newest
from bot.question.note import understood
from bot.question.outlets import asked_outlets
from bot.schema import Coverage
from index.schema import ArticleFilter, Preference, ScoredChunk


@dataclass(frozen=True)
class Understanding:
    """The days, the outlets and the recency that a question names."""

    time: AskedTime | None
    outlets: tuple[str, ...]
    newest: bool

    @property
    def preference(self) -> Preference | None:
        """Which articles come first; None where the question does not say."""
        if not (self.time or self.outlets or self.newest):
            return None
        first, last = (self.time.first, self.time.last) if self.time else (None, None)
        as_of = self.time is not None and self.time.as_of
        return Preference(first, last, self.outlets, self.newest, as_of)

    def note(self, language: str, hits: Sequence[ScoredChunk]) -> str | None:
        """What the asker should know of it: what was counted, and what was not found.

        Args:
            language: of the sentence.
            hits: what was found.
        """
        no_time = self.time is not None and not _any(_within(self.time), hits)
        no_outlets = bool(self.outlets) and not _any(ArticleFilter(sources=self.outlets), hits)
        counted = self.time is not None and not self.time.complete
        if not (counted or self.newest or no_time or no_outlets):
            return None  # what is named in full and found needs no words
        return understood(self.time, self.outlets, self.newest, language, no_time, no_outlets)


def understand(question: str, language: str, today: date, coverage: Coverage) -> Understanding:
    """Read the days, outlets and recency that `question` names.

    Args:
        question: standing by itself.
        language: of the question, ISO 639-1.
        today: where the asker is.
        coverage: of the index; what is relative is counted from its newest day if not from today.
    """
    return Understanding(
        asked_time(question, language, today, coverage.days),
        asked_outlets(question, coverage.outlets),
        asks_for_newest(question),
    )


def _within(time: AskedTime) -> ArticleFilter:
    return ArticleFilter(since=None if time.as_of else time.first, until=time.last)


def _any(where: ArticleFilter, hits: Sequence[ScoredChunk]) -> bool:
    return any(where.allows(hit.article) for hit in hits)
