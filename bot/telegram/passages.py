"""A quote where it stands: with its neighbours in the article, or alone on a card."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.schema import Citation
from bot.telegram.html import BOLD, QUOTATION, Part, Run, part, shortened, within
from bot.telegram.messages import described, quotation
from index.schema import Article, Span
from index.sentences import split_sentences

NEIGHBOURS = 2  # sentences before the quote, and after it
AROUND = 1200  # characters of the article that are looked at on either side
LONGEST, NEIGHBOUR = 2000, 400  # UTF-16 units of the quote and of each neighbour: one message


def passage_part(citation: Citation, language: str) -> Part:
    """The sentences around a quote, the quote in bold, and the article it stands in.

    Args:
        citation: with the whole article.
        language: of the words around it.
    """
    before, after = neighbours(citation.article, Span(citation.quote_start, citation.quote_end))
    passage = (Run(before), Run(shortened(citation.quote, LONGEST), (BOLD,)), Run(after))
    heading = Run(f"[{citation.number}] ")
    source = described(citation.article, language)
    return part((heading, *source, Run("\n"), *within(QUOTATION, passage)))


def card_part(citation: Citation, language: str) -> Part:
    """A quote with its source, to stand alone in any chat."""
    source = described(citation.article, language)
    return part((*quotation(citation), Run("\n"), *source))


def neighbours(article: Article, quote: Span) -> tuple[str, str]:
    """What stands before and after a quote in the article's body, up to the quote itself.

    Paragraphs stay apart. Either is empty where there is nothing.
    """
    ahead = Span(max(quote.start - AROUND, 0), quote.start)
    behind = Span(quote.end, quote.end + AROUND)
    before = list(_sentences(article, ahead))[-NEIGHBOURS:]
    after = list(_sentences(article, behind))[:NEIGHBOURS]
    texts = [_shown(article, sentence) for sentence in (*before, *after)]
    gaps = [_gap(article, one, other) for one, other in pairwise((*before, quote, *after))]
    split = len(before)
    return (
        "".join(text + gap for text, gap in zip(texts[:split], gaps[:split], strict=True)),
        "".join(gap + text for gap, text in zip(gaps[split:], texts[split:], strict=True)),
    )


def _sentences(article: Article, window: Span) -> Iterator[Span]:
    """The sentences of the body in the window; what it cuts off of one is left out."""
    for paragraph in article.body:
        visible = Span(max(paragraph.start, window.start), min(paragraph.end, window.end))
        if visible.start < visible.end:
            yield from split_sentences(article.text, visible, article.language)


def _shown(article: Article, sentence: Span) -> str:
    """The sentence on one line, with "…" where the window has cut its beginning."""
    text = article.text[sentence.start : sentence.end]
    whole = any(sentence.start == paragraph.start for paragraph in article.body)
    if not whole and not article.text[sentence.start - 1].isspace():
        text = "…" + text.partition(" ")[2]
    return shortened(text, NEIGHBOUR)


def _gap(article: Article, one: Span, other: Span) -> str:
    """What parts two sentences: a paragraph's end, a space, or nothing."""
    if any(one.end <= paragraph.start <= other.start for paragraph in article.body):
        return "\n\n"
    return " " if other.start > one.end else ""
