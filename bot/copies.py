"""Who else says what is quoted: reprints and translations of the report, and other reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.schema import AlsoIn, Relation
from index.schema import Article, Copy, ScoredChunk, Span
from index.words import words

ALIKE = 80  # token-sort ratio of two sentences in one language that say the same
ALIKE_IN_TRANSLATION = 0.85  # cosine with the nearest sentence of a translation of the same report
# "MOSCOW, April 7 (Reuters) -- ": a reprint has another.
DATELINE = re.compile(r"\A[^\W\d_a-zа-яё]{2}[^\n]{0,60}?(?: --|[\d).] [—–]) ")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def copies_saying(hit: ScoredChunk, span: Span) -> Iterator[AlsoIn]:
    """Yield the copies of the hit's report that hold the sentence at `span` too.

    A shortened reprint may lack it, and an updated one may give another number.
    """
    if not hit.copies:
        return
    position = hit.chunk.sentences.index(span)
    for copy in hit.copies:
        if _says(copy, hit, position):
            yield AlsoIn(copy.article, relation(hit.article, copy.article))


def with_others(
    own: Article, copies: Iterable[AlsoIn], others: Iterable[Article]
) -> tuple[AlsoIn, ...]:
    """Return the copies, then the other reports that make the statement; each article once."""
    found = {also.article.id: also for also in copies}
    for article in others:
        found.setdefault(article.id, AlsoIn(article, "same statement"))
    found.pop(own.id, None)
    return tuple(found.values())


def relation(article: Article, copy: Article) -> Relation:
    """What a copy of an article is to it."""
    return "reprint" if article.language == copy.language else "translation"


def alike(one: str, other: str) -> bool:
    """Whether two sentences in one language are near copies, datelines set aside."""
    from rapidfuzz.fuzz import token_sort_ratio

    first, second = (DATELINE.sub("", text) for text in (one, other))
    return token_sort_ratio(" ".join(words(first)), " ".join(words(second))) >= ALIKE


def same_numbers(one: str, other: str) -> bool:
    """Whether two sentences hold the same numbers, those of their datelines set aside."""
    return _numbers(one) == _numbers(other)


def _says(copy: Copy, hit: ScoredChunk, position: int) -> bool:
    assert hit.sentence_vectors is not None
    cosines = copy.sentence_vectors @ hit.sentence_vectors[position]
    nearest = int(cosines.argmax())
    own, other = (
        " ".join(article.text[start:end].split())
        for article, (start, end) in (
            (hit.article, hit.chunk.sentences[position]),
            (copy.article, copy.sentences[nearest]),
        )
    )
    if not same_numbers(own, other):
        return False
    if hit.article.language == copy.article.language:
        return alike(own, other)
    return float(cosines[nearest]) >= ALIKE_IN_TRANSLATION


def _numbers(text: str) -> set[str]:
    found = NUMBER.findall(DATELINE.sub("", text))
    return {number.replace(",", ".") for number in found}
