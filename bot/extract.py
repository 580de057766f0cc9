"""Answering without a language model: the sentences that answer, quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.antecedent import antecedent
from bot.copies import alike, copies_saying, same_numbers, with_others
from bot.evidence import Evidence
from bot.quoting import cite_span, quoted_sentence
from bot.schema import AnswerSentence, Citation
from index.schema import Article, Span

MOST_SENTENCES = 3
MARGIN = 3.5  # a further sentence is shown if its score is this near to the best one's
MOST_IN_LIST = 5  # sentences, where the question asks for several things
POOL = 40  # sentences looked through for copies of those chosen
ALIKE_ACROSS = 0.905  # cosine of two sentences in two languages that say the same, names agreeing
NAME = re.compile(r"(?<=\w )[^\W\d_a-zа-яё]\w+")  # a capital, not the first word


@dataclass(frozen=True)
class Statement:
    """One sentence to quote, and the same statement in other articles."""

    evidence: Evidence
    copies: tuple[Evidence, ...]
    before: Span | None = None  # the sentence before, which it cannot stand without


def choose_statements(
    evidence: Sequence[Evidence], language: str, most: int = MOST_SENTENCES
) -> list[Statement]:
    """Choose the one to `most` statements that answer, the best first, none said twice.

    Of a statement's copies the earliest in `language` is quoted, else the earliest in the
    language of the best.

    Args:
        evidence: weighed sentences, the best first.
        language: of the question.
        most: how many at most.
    """
    chosen: list[Statement] = []
    used: list[Evidence] = []
    for candidate in evidence:
        if len(chosen) == most or candidate.score < evidence[0].score - MARGIN:
            break
        if any(other is candidate or same_statement(other, candidate) for other in used):
            continue
        group = [candidate, *_copies(candidate, evidence[:POOL])]
        quoted = _original(group, language)
        copies = tuple(_one_each(e for e in group if e is not quoted))
        before = antecedent(quoted)
        pulled = [e for e in evidence if before and e.hit is quoted.hit and e.span == before]
        if any(e is other for e in pulled for other in used):
            before = None  # it is quoted already
        chosen.append(Statement(quoted, copies, before))
        used += [*group, *pulled]
    return chosen


def quote_statements(
    statements: Sequence[Statement], language: str
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the statements as quoted sentences, each with its own citation.

    A sentence shows in square brackets, in `language`, what its article tells besides: the days
    that it names by the article's date, and the speaker of a quotation that names none.
    """
    citations = tuple(
        cite(
            statement.evidence,
            number,
            (copy.hit.article for copy in statement.copies),
            statement.before,
            statement.evidence.answer,
        )
        for number, statement in enumerate(statements, start=1)
    )
    return tuple(quoted_sentence(citation, language) for citation in citations), citations


def cite(
    evidence: Evidence,
    number: int,
    others: Iterable[Article] = (),
    before: Span | None = None,
    answer: Span | None = None,
) -> Citation:
    """Return the sentence as a citation; its quote is the slice of the stored text.

    `others` are articles, not copies of this one, that make the same statement; the quote begins
    with the sentence `before`, if there is one. `answer` are the words in it that answer.
    """
    article, span = evidence.hit.article, evidence.span
    also_in = with_others(article, copies_saying(evidence.hit, span), others)
    whole = Span(before.start, span.end) if before else span
    return cite_span(number, article, whole, also_in, answer)


def with_answers(
    citations: Iterable[Citation], evidence: Sequence[Evidence]
) -> tuple[Citation, ...]:
    """The citations with the words of their quotes that answer, where the reader found some."""
    found: dict[tuple[str, int], Span] = {}
    for one in reversed(evidence):  # of two chunks with the same sentence, the better
        if one.answer:
            found[one.hit.article.id, one.span.start] = one.answer
    return tuple(
        replace(one, answer=words)
        if (words := found.get((one.article.id, one.quote_start))) and words.end <= one.quote_end
        else one
        for one in citations
    )


def same_statement(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same: near copies, or translations of each other."""
    if not same_numbers(one.text, other.text):
        return False
    if one.hit.article.language == other.hit.article.language:
        return alike(one.text, other.text)
    return float(one.vector @ other.vector) >= ALIKE_ACROSS and _names_agree(one, other)


def _copies(candidate: Evidence, pool: Iterable[Evidence]) -> list[Evidence]:
    return [
        other
        for other in pool
        if other.hit.article.id != candidate.hit.article.id and same_statement(candidate, other)
    ]


def _original(group: Sequence[Evidence], language: str) -> Evidence:
    """The copy to quote: in the asker's language if there is one, and of those the earliest."""
    best = group[0].hit.article.language

    def rank(evidence: Evidence) -> tuple[bool, bool, date]:
        article = evidence.hit.article
        return (
            article.language != language,
            article.language != best,
            article.published or date.max,
        )

    return min(group, key=rank)


def _one_each(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The first of each article."""
    return list({e.hit.article.id: e for e in reversed(list(evidence))}.values())[::-1]


def _names_agree(one: Evidence, other: Evidence) -> bool:
    """Whether at least half of the names of the one with fewer stand in the other."""
    from anyascii import anyascii
    from rapidfuzz.distance import JaroWinkler

    first, second = (
        [anyascii(name).casefold() for name in set(NAME.findall(e.text))] for e in (one, other)
    )
    fewer, more = sorted((first, second), key=len)
    found = sum(
        any(JaroWinkler.normalized_similarity(name, known) > 0.84 for known in more)
        for name in fewer
    )
    return 2 * found >= len(fewer)
