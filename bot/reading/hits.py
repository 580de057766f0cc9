"""Reading the best evidence: the words of each sentence that answer, and how likely they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.evidence import Evidence, ranked
from bot.question.kind import Kind, wanted_kind
from bot.reading.reader import Passage, Reading
from index.schema import ScoredChunk, Span

if TYPE_CHECKING:
    from bot.reading.reader import Reader

READ = 4  # chunks; each takes its time
UNREAD = -4.0  # logits: what is taken for the margin in other chunks
MOST_MARGIN = 8.0  # logits; beyond them one margin tells no more than another
SURE = 2.0  # logits; below them no words are shown as those that answer


def read_best(
    reader: Reader, question: str, evidence: Sequence[Evidence], most: int = READ
) -> list[Evidence]:
    """Return the evidence with the reader's margins in it, the best first.

    Title and day stand above each chunk that is read, as they do above what is embedded: a sentence
    in the middle of an article seldom says what it is about. What somebody said is a whole
    sentence, not words in it: a question for that is not read, and its evidence comes back as it
    is.

    Args:
        reader: reads the chunks of the best evidence.
        question: as it was searched.
        evidence: weighed sentences, the best first.
        most: chunks that are read.
    """
    if wanted_kind(question) is Kind.STATEMENT:
        return list(evidence)
    hits = list({one.hit.chunk.id: one.hit for one in evidence}.values())[:most]
    readings = reader.read(question, [_passage(hit) for hit in hits])
    found = {hit.chunk.id: of for hit, of in zip(hits, readings, strict=True)}
    return ranked(_read(one, found.get(one.hit.chunk.id)) for one in evidence)


def _read(evidence: Evidence, readings: Sequence[Reading] | None) -> Evidence:
    if readings is None:
        return replace(evidence, margin=UNREAD)
    reading = readings[evidence.position]
    shift = evidence.hit.chunk.span.start - len(_heading(evidence.hit))
    words = Span(reading.start + shift, reading.end + shift)
    margin = max(-MOST_MARGIN, min(MOST_MARGIN, reading.margin))
    answer = words if margin > SURE else None
    return replace(evidence, margin=margin, read=True, answer=answer)


def _passage(hit: ScoredChunk) -> Passage:
    heading, start = _heading(hit), hit.chunk.span.start
    text = hit.article.text[start : hit.chunk.span.end]
    shift = len(heading) - start
    return Passage(
        heading + text, [Span(one.start + shift, one.end + shift) for one in hit.chunk.sentences]
    )


def _heading(hit: ScoredChunk) -> str:
    day = hit.article.published
    return f"{hit.article.title}\n{day.isoformat()}\n" if day else f"{hit.article.title}\n"
