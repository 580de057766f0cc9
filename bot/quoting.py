"""A sentence of an article as a citation, and as an answer shows it."""

from __future__ import annotations

from bot.days import days_in, with_days
from bot.schema import AlsoIn, AnswerSentence, Citation
from bot.speech import attribution
from index.schema import Article, Span


def cite_span(
    number: int,
    article: Article,
    span: Span,
    also_in: tuple[AlsoIn, ...] = (),
    answer: Span | None = None,
) -> Citation:
    """Return the span as a citation: verbatim, with its days and who says it.

    A sentence within a quotation that began before it names no days: it may be of any day.

    Args:
        number: of the citation.
        article: whose text the spans count in.
        span: of the quote.
        also_in: other articles that say the same.
        answer: the words within the quote that answer; what lies outside of it is cut off.
    """
    quote = article.text[span.start : span.end]
    said = attribution(quote, *_around(article, span))
    days = () if said.speech == "quotation" else days_in(article, span)
    return Citation(
        number,
        quote,
        span.start,
        span.end,
        article,
        also_in,
        days,
        said.speech,
        said.speaker,
        _words_within(article.text, span, answer),
    )


def quoted_sentence(citation: Citation, language: str) -> AnswerSentence:
    """The citation as a sentence of an answer: as `shown_text` has it, its answer marked."""
    text = shown_text(citation, language)
    return AnswerSentence(text, (citation.number,), "quoted", _shown_answer(citation, language))


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


def _words_within(text: str, quote: Span, answer: Span | None) -> Span | None:
    """What of `answer` lies in the quote, without white space around it; None where nothing is."""
    if answer is None:
        return None
    start, end = max(answer.start, quote.start), min(answer.end, quote.end)
    words = text[start:end].strip()
    if not words:
        return None
    start = text.index(words, start)
    return Span(start, start + len(words))


def _shown_answer(citation: Citation, language: str) -> Span | None:
    """Where the words that answer stand in the shown text.

    A day's date that follows right after them is not one of them.
    """
    if citation.answer is None:
        return None
    start, end = (at - citation.quote_start for at in citation.answer)
    before = [day for day in citation.days if day.end <= start]
    within = [day for day in citation.days if day.end < end]
    return Span(
        len(with_days(citation.quote[: start + 1], before, language)) - 1,
        len(with_days(citation.quote[:end], within, language)),
    )


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
