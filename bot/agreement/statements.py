"""The retrieved sentences that give a value for what is asked, one an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.agreement.asked import Asked, Wanted
from bot.agreement.moments import find_moment
from bot.agreement.persons import find_person
from bot.agreement.quantities import find_quantity
from bot.agreement.values import Value
from bot.agreement.verdicts import find_verdict
from bot.agreement.words import alike, phrases, words_in
from bot.evidence import Evidence
from bot.support.names import Vocabulary
from index.schema import Article, Copy, Span
from index.words import fold

POOL = 40  # best sentences that are looked at
WITHIN = 12.0  # of the best one's score
TOLD = 0.6  # share of the question's words that stand in a sentence, before it or in the title
TOLD_ABROAD = 0.5  # … of one in another language
NEAR_COPY = 0.9  # cosine of a sentence and the one that a copy of its report has in its place


@dataclass(frozen=True)
class Statement:
    """A sentence that gives a value for what is asked."""

    article: Article
    span: Span
    text: str  # white space collapsed
    before: str  # what stands in the chunk before it, and the title
    value: Value
    story: str  # the same for articles of one story
    rank: int  # among the evidence, 0 for the best

    @property
    def key(self) -> tuple[str, Span]:
        """Where it stands."""
        return self.article.id, self.span

    @property
    def tells_change(self) -> bool:
        """Whether it says that something is no longer as it was."""
        return bool(phrases("changes", "words").search(fold(self.text)))

    @property
    def tells_plan(self) -> bool:
        """Whether it speaks of what is to come."""
        return bool(phrases("changes", "plans").search(fold(self.text)))


def find_statements(asked: Asked, evidence: Sequence[Evidence]) -> list[Statement]:
    """The sentences that give a value, the best first; several of an article where it has them.

    Args:
        asked: what is asked for.
        evidence: weighed sentences, the best first.
    """
    found: dict[tuple[str, Span], Statement] = {}
    for rank, each in enumerate(evidence[:POOL]):
        if each.score < evidence[0].score - WITHIN:
            break
        for statement in _of_evidence(asked, each, rank):
            found.setdefault(statement.key, statement)
    return list(found.values())


def _of_evidence(asked: Asked, evidence: Evidence, rank: int) -> Iterator[Statement]:
    hit = evidence.hit
    spans = hit.chunk.sentences[: evidence.position]
    story = hit.article.id
    own = _statement(asked, hit.article, evidence.span, _before(hit.article, spans), story, rank)
    if own is None:
        return
    yield own
    for copy in hit.copies:
        if other := _in_copy(asked, evidence, copy, rank):
            yield other


def _in_copy(asked: Asked, evidence: Evidence, copy: Copy, rank: int) -> Statement | None:
    """What another version of the report says in a sentence's place."""
    cosines = copy.sentence_vectors @ evidence.vector
    nearest = int(cosines.argmax())
    if cosines[nearest] < NEAR_COPY:
        return None
    before = _before(copy.article, copy.sentences[max(0, nearest - 3) : nearest])
    span = copy.sentences[nearest]
    return _statement(asked, copy.article, span, before, evidence.hit.article.id, rank)


def _before(article: Article, spans: Sequence[Span]) -> str:
    return " ".join([article.title, *(article.text[start:end] for start, end in spans)])


def _statement(
    asked: Asked, article: Article, span: Span, before: str, story: str, rank: int
) -> Statement | None:
    text = " ".join(article.text[span.start : span.end].split())
    if phrases("rumours", "words").search(fold(text)) and asked.wanted is not Wanted.VERDICT:
        return None
    if not _is_about(asked, article, text, before):
        return None
    value = _value(asked, article, text)
    if value is None:
        return None
    return Statement(article, span, text, before, value, story, rank)


def _is_about(asked: Asked, article: Article, text: str, before: str) -> bool:
    """Whether a sentence is about what is asked, as far as names and words tell."""
    vocabulary = _vocabulary(article)
    if not all(vocabulary.holds(name, asked.language) for name in asked.names):
        return False
    if asked.wanted is Wanted.VERDICT:  # an opposite tells as much
        return True
    near = words_in(f"{text} {before}", article.language)
    told = sum(any(alike(keys, word.keys) for word in near) for keys in asked.content)
    enough = TOLD if article.language == asked.language else TOLD_ABROAD
    return told >= enough * len(asked.content)


def _value(asked: Asked, article: Article, text: str) -> Value | None:
    if asked.wanted is Wanted.NUMBER:
        return find_quantity(text, article.language, asked)
    if asked.wanted is Wanted.TIME:
        return find_moment(text, article.language, asked, article.published)
    if asked.wanted is Wanted.PERSON:
        return find_person(text, article.language, asked)
    return find_verdict(text, article.language, asked)


@lru_cache(maxsize=64)
def _vocabulary(article: Article) -> Vocabulary:
    return Vocabulary(article)
