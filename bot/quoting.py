"""A sentence of an article as a citation, and as an answer shows it."""

from __future__ import annotations

from bot.days import days_in, with_days
from bot.schema import AlsoIn, Citation
from bot.speech import attribution
from index.schema import Article, Span


def cite_span(
    number: int, article: Article, span: Span, also_in: tuple[AlsoIn, ...] = ()
) -> Citation:
    """Return the span as a citation: verbatim, with its days and who says it.

    A sentence within a quotation that began before it names no days: it may be of any day.
    """
    quote = article.text[span.start : span.end]
    said = attribution(quote, *_around(article, span))
    days = () if said.speech == "quotation" else days_in(article, span)
    return Citation(
        number, quote, span.start, span.end, article, also_in, days, said.speech, said.speaker
    )


def shown_text(citation: Citation, language: str) -> str:
    """The quote on one line, with our additions in square brackets.

    They are the days that it names by its article's date, as `language` writes them, and the
    speaker of a quotation whose name stands in the sentence before or after.
    """
    text = with_days(citation.quote, citation.days, language)
    speaker = citation.speaker
    if citation.speech != "quotation" or speaker is None or speaker in citation.quote:
        return text
    return f"{text} [{' '.join(speaker.split())}]"


def _around(article: Article, span: Span) -> tuple[str, str, str]:
    """The paragraph's text before and after a sentence, and the paragraph before it."""
    previous = ""
    for paragraph in article.body:
        whole = article.text[paragraph.start : paragraph.end]
        if paragraph.start <= span.start and span.end <= paragraph.end:
            at, end = span.start - paragraph.start, span.end - paragraph.start
            return whole[:at], whole[end:], previous
        previous = whole
    return "", "", ""
