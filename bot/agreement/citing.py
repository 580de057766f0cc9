"""A comparison of sources as part of an answer: its sides, each with citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.agreement.comparison import Group, compare_sources
from bot.agreement.statements import Statement
from bot.agreement.values import YesOrNo
from bot.copies import same_numbers
from bot.evidence import Evidence
from bot.quoting import cite_span
from bot.schema import Answer, Citation, Disagreement, Side
from bot.wording import wording


def with_disagreement(answer: Answer, evidence: Sequence[Evidence]) -> Answer:
    """The answer with how the sources differ on what is asked, if they do.

    What a side rests on and the answer does not cite yet is cited too, after what it cites.

    Args:
        answer: to the question; a refusal stays as it is.
        evidence: weighed sentences, the best first.
    """
    if not answer.answered:
        return answer
    found = compare_sources(answer.standalone_question, answer.language, evidence)
    if found is None:
        return answer
    citations = list(answer.citations)
    sides = tuple(_side(group, citations, answer.language) for group in found.sides)
    return replace(
        answer, citations=tuple(citations), disagreement=Disagreement(found.relation, sides)
    )


def _side(group: Group, citations: list[Citation], language: str) -> Side:
    """The side, what it cites added to `citations`."""
    numbers = []
    for statement in group.statements:
        number = next((c.number for c in citations if _cites(c, statement)), None)
        if number is None:
            number = len(citations) + 1
            citations.append(cite_span(number, statement.article, statement.span))
        numbers.append(number)
    value = group.statements[0].value
    words = wording(language)
    text = (words.yes if value.holds else words.no) if isinstance(value, YesOrNo) else value.text
    return Side(text, tuple(dict.fromkeys(numbers)), group.reports)


def _cites(citation: Citation, statement: Statement) -> bool:
    """Whether a citation already shows where a statement stands."""
    article, span = statement.article, statement.span
    if citation.article.id == article.id:
        return citation.quote_start < span.end and span.start < citation.quote_end
    return any(other.article.id == article.id for other in citation.also_in) and same_numbers(
        citation.quote, statement.text
    )
