"""Is a written sentence supported by what it cites? The one place that decides it.

So far: it must cite something, and every number in it must stand in what it cites, in whatever
spelling. Names, negation and meaning are to be checked here as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.schema import Support
from index.schema import ScoredChunk

# Thousands may be parted by a point, a comma, an apostrophe or a (thin, unbreakable) space.
_PARTS = r"[.,'’ \u00a0\u2009\u202f]"
_NUMBER = re.compile(rf"\d{{1,3}}(?:{_PARTS}\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_DATE = re.compile(r"\b(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\b")

Reading = frozenset[Decimal]


def judge(sentence_text: str, cited: Sequence[ScoredChunk]) -> Support:
    """Whether the cited chunks support the sentence.

    Args:
        sentence_text: the sentence, without citation marks.
        cited: the hits that its marks name; unknown numbers are already dropped.
    """
    if not cited:
        return "unsupported"
    known: set[Decimal] = set()
    for hit in cited:
        for readings in _numbers(_evidence(hit)):
            known.update(*readings)
    found = _numbers(sentence_text)
    return "supported" if all(any(r <= known for r in rs) for rs in found) else "unsupported"


def _evidence(hit: ScoredChunk) -> str:
    """What a sentence may rest on: the chunk, its article's title and date."""
    published = hit.article.published
    return "\n".join(
        (hit.chunk.text, hit.article.title, published.isoformat() if published else "")
    )


def _numbers(text: str) -> Iterator[tuple[Reading, ...]]:
    """Each number in the text, as the set of its possible readings."""
    for found in _NUMBER.finditer(_DATE.sub(r"\1; \3; \4", text)):
        yield _readings(found.group())


def _readings(number: str) -> tuple[Reading, ...]:
    """What a spelling may mean: "1.234" is 1234 or 1.234; "7 100" is 7100, or 7 and 100."""
    marks = re.findall(_PARTS, number)
    if not marks:
        return (frozenset({Decimal(number)}),)
    parts = re.split(_PARTS, number)
    readings = [frozenset({Decimal("".join(parts[:-1]) + "." + parts[-1])})]
    if all(len(part) == 3 for part in parts[1:]):
        readings.append(frozenset({Decimal("".join(parts))}))
    if any(mark.isspace() for mark in marks):
        readings.append(frozenset(Decimal(part) for part in parts))
    return tuple(readings)
