"""The nouns of `index/`: what an article, a chunk and a hit are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Span(NamedTuple):
    """A half-open range of characters in an article's stored text."""

    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """One news item.

    `text` is what stands in the file, decoded and otherwise untouched, so that every quote is a
    slice of it. `body` says which parts of it are the article proper: one span a paragraph, in
    order, without title, bylines, date lines and web-page leftovers.
    """

    id: str  # of its content: a copy or a renamed file has the same
    path: str  # as given to `dateline index`; `#name` follows in a file of many articles
    location: (
        str  # the absolute path, symbolic links resolved, or the web address; with `#name` too
    )
    text: str
    body: tuple[Span, ...]
    title: str = ""
    published: date | None = None
    published_from: str | None = None  # where the date was read, e.g. "date line", "url"
    source: str | None = None  # the outlet
    url: str | None = None
    language: str = "en"  # ISO 639-1
    author: str | None = None
    agency: str | None = None  # the news agency that the text credits, e.g. "AFP"

    @property
    def name(self) -> str:
        """The title, or the first words of the text where there is none."""
        if self.title or not self.body:
            return self.title or self.path
        words = self.text[self.body[0].start : self.body[0].end].split()
        return " ".join(words[:10]) + ("…" if len(words) > 10 else "")


@dataclass(frozen=True)
class Story:
    """Articles that tell one report: the original, its reprints and its translations."""

    article_ids: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """The unit of search: some whole sentences of one article."""

    id: str
    article_id: str
    position: int  # 0 for the article's first chunk
    sentences: tuple[Span, ...]  # in the article's stored text
    text: str  # the sentences, white space collapsed; title and date are not in it
    language: str

    @property
    def span(self) -> Span:
        """From the first sentence's start to the last one's end."""
        return Span(self.sentences[0].start, self.sentences[-1].end)


@dataclass(frozen=True)
class Copy:
    """Another article of a hit's story, and its sentences."""

    article: Article
    sentences: tuple[Span, ...]
    sentence_vectors: NDArray[np.float32] = field(repr=False, compare=False)


@dataclass(frozen=True)
class ScoredChunk:
    """A hit. `score` orders hits: of what `dense` and `lexical` are parts, or the reranker's."""

    chunk: Chunk
    article: Article
    score: float
    dense: float  # cosine of question and chunk
    lexical: float  # 0 to 1: the share of the question's weight that BM25 found
    sentence_cosines: tuple[float, ...] = ()  # of the question and each of the chunk's sentences
    sentence_vectors: NDArray[np.float32] | None = field(default=None, repr=False, compare=False)
    copies: tuple[Copy, ...] = ()  # of the article; of a story only one article is a hit
    gap: float = 0.0  # what the cosines lack because it is in another language than the question
    level: float = 0.0  # mean cosine of the question and all that is said in the chunk's language
    preferred: float = 0.0  # 0 to 4: how far it is of the days and outlets asked for, and how new
    spelled: float = 0.0  # 0 to 1: the share of the question's words in it, however spelled


@dataclass(frozen=True)
class ArticleFilter:
    """Which articles may answer. Articles without a date match only where no date is asked for."""

    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()  # outlets, as stored

    def allows(self, article: Article) -> bool:
        """Whether this article may answer."""
        day = article.published
        if self.sources and article.source not in self.sources:
            return False
        if day is None:
            return not (self.since or self.until)
        return (not self.since or day >= self.since) and (not self.until or day <= self.until)


@dataclass(frozen=True)
class Preference:
    """Which articles a question is about by its days and outlets; others come after, none is lost.

    A filter would lose the report of the next morning, and whatever was understood wrongly.
    """

    first: date | None = None
    last: date | None = None
    sources: tuple[str, ...] = ()  # outlets, as stored
    newest: bool = False  # of what answers about as well, the newest first
    as_of: bool = False  # how things stood on these days: earlier articles too, and no later ones

    def degree(self, article: Article) -> float:
        """0 to 2: one for the outlet, and one for the days or less for those right after them."""
        named = bool(self.sources) and article.source in self.sources
        return named + self._timeliness(article.published)

    def within(self, where: ArticleFilter) -> tuple[ArticleFilter, ...]:
        """Filters for what is preferred among what `where` lets through."""
        narrowed = []
        sources = tuple(s for s in self.sources if not where.sources or s in where.sources)
        if sources:
            narrowed.append(replace(where, sources=sources))
        if self.first and self.last:
            earliest = date.min if self.as_of else self.first
            since = max(earliest, where.since or earliest)
            until = min(self.last, where.until or self.last)
            if since <= until:
                narrowed.append(replace(where, since=since, until=until))
        return tuple(narrowed)

    def _timeliness(self, day: date | None) -> float:
        if not (day and self.first and self.last):
            return 0.0
        if self.as_of:
            return float(day <= self.last) * (1 if day >= self.first else EARLIER)
        if day < self.first:
            return 0.0
        late = max((day - self.last) / timedelta(days=1), 0)
        return max(1 - late / REPORTED_WITHIN, 0.0)


EARLIER = 0.75  # what an article tells of how things stood some days later
REPORTED_WITHIN = 4  # days; from then on an article is not of the days that are asked for
