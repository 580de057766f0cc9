"""What to ask instead, after a refusal: questions near the one asked, each tried before."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import chain, islice

from bot.evidence import Evidence
from bot.schema import Citation
from bot.suggestion_candidates import Candidate, of_article, of_sentence
from index.schema import Preference
from index.words import words

MOST = 3  # each is tried, and a try costs as much as a question
OF_A_KIND = 2
NEAR = 0.8  # a sentence's cosine, the gap between languages made up; what is below it is far
HALF = 0.5  # of the question's words stand in a sentence: that is near too
MARGIN = 3.5  # of the scores, as among the sentences of an answer


def suggest(
    evidence: Sequence[Evidence],
    language: str,
    asked: Sequence[str],
    cited: Callable[[str], Sequence[Citation]],
    prefer: Preference | None = None,
) -> tuple[str, ...]:
    """Up to three questions that the index answers, the nearest to the one refused first.

    A question stays only if its answer quotes the sentence it was made from.

    Args:
        evidence: of the question refused, the best first.
        language: of the asker; where there are no templates in it they are in English.
        asked: the question, and as it was made whole.
        cited: what the answer to a question cites; nothing if it is refused.
        prefer: the days that were asked for, if any were.
    """
    asked_before = {_folded(question) for question in asked}
    tried: list[Candidate] = []
    chosen: list[Candidate] = []
    for passage in _near_passages(evidence):
        of_passage = chain.from_iterable(of_sentence(e, language, asked[-1]) for e in passage)
        new = (c for c in of_passage if _is_new(c, tried, asked_before))
        if len(tried) < MOST and (candidate := next(new, None)):
            tried.append(candidate)
            if _quotes(cited(candidate.question), candidate.evidence):
                chosen.append(candidate)
    if not chosen:
        of_articles = _of_articles(evidence, language, prefer)
        new = (c for c in of_articles if _folded(c.question) not in asked_before)
        left = islice(new, MOST - len(tried))
        answered = (c for c in left if _of_article(cited(c.question), c.evidence))
        chosen = list(islice(answered, 1))
    return tuple(candidate.question for candidate in chosen)


def _near_passages(evidence: Sequence[Evidence]) -> Iterable[Sequence[Evidence]]:
    """The evidence by chunk, in the order of the best of each; only chunks that come near.

    Where the best sentence is near the question, so is the rest of its article.
    """
    passages: dict[str, list[Evidence]] = {}
    for one in evidence:
        beside = one.hit.article.id == evidence[0].hit.article.id and _is_near(evidence[0])
        near = _is_near(one) and one.score >= evidence[0].score - MARGIN
        if near or beside or one.hit.chunk.id in passages:
            passages.setdefault(one.hit.chunk.id, []).append(one)
    return passages.values()


def _is_near(evidence: Evidence) -> bool:
    return evidence.features[0] >= NEAR or evidence.overlap >= HALF


def _of_articles(
    evidence: Sequence[Evidence], language: str, prefer: Preference | None
) -> Iterable[Candidate]:
    """The questions about whole articles, the nearest article first."""
    best: dict[str, Evidence] = {}
    for one in evidence:
        best.setdefault(one.hit.article.id, one)
    return chain.from_iterable(of_article(one, language, prefer) for one in best.values())


def _is_new(candidate: Candidate, tried: Sequence[Candidate], asked: Container[str]) -> bool:
    """Whether neither the question nor the person in it comes twice, nor its kind too often."""
    return (
        _folded(candidate.question) not in asked
        and candidate.about not in {other.about for other in tried}
        and [other.kind for other in tried].count(candidate.kind) < OF_A_KIND
    )


def _quotes(citations: Sequence[Citation], evidence: Evidence) -> bool:
    """Whether the sentence is quoted, or a copy of its article."""
    end = evidence.span.end  # a quote may begin with the sentence before
    return any(
        citation.quote_end == end or citation.article.id != evidence.hit.article.id
        for citation in _of_article(citations, evidence)
    )


def _of_article(citations: Sequence[Citation], evidence: Evidence) -> list[Citation]:
    """The citations of the sentence's article and of its copies."""
    article = evidence.hit.article.id
    return [
        citation
        for citation in citations
        if article in (citation.article.id, *(other.article.id for other in citation.also_in))
    ]


def _folded(question: str) -> str:
    return " ".join(words(question))
