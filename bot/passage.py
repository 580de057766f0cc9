"""A quote where it stands: what its article says right before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.schema import Citation
from bot.untrusted import one_line

FARTHEST = 600  # characters of a neighbour; some articles are one paragraph


@dataclass(frozen=True)
class Passage:
    """A quote and its neighbours, each on one line; empty where there is none."""

    previous: str  # the paragraph before
    before: str  # what stands before the quote in its own paragraph
    quote: str
    after: str
    following: str  # the paragraph after


def passage_of(citation: Citation) -> Passage:
    """Return the quote with the rest of its paragraph and the paragraphs on both sides."""
    text, paragraphs = citation.article.text, citation.article.body
    start, end = citation.quote_start, citation.quote_end
    own = next((p for p in paragraphs if p.start <= start and end <= p.end), None)
    earlier = [p for p in paragraphs if p.end <= (own.start if own else start)]
    later = [p for p in paragraphs if p.start >= (own.end if own else end)]
    return Passage(
        previous=_last_words(text[slice(*earlier[-1])]) if earlier else "",
        before=_last_words(text[own.start : start]) if own else "",
        quote=one_line(citation.quote),
        after=_first_words(text[end : own.end]) if own else "",
        following=_first_words(text[slice(*later[0])]) if later else "",
    )


def _first_words(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= FARTHEST else line[:FARTHEST].rpartition(" ")[0] + " …"


def _last_words(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= FARTHEST else "… " + line[-FARTHEST:].partition(" ")[2]
