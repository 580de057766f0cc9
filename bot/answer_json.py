"""An Answer as JSON. Scripts rely on the names: add, don't rename."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bot.schema import Answer, Citation, Disagreement
from index.schema import Article


def answer_json(answer: Answer, *, why: bool = False) -> str:
    """One JSON object on one line; `why` adds how the engine came to this answer."""
    fields = answer_fields(answer)
    if why:
        from bot.why import explain

        fields["why"] = explain(answer).fields()
    return json.dumps(fields, ensure_ascii=False)


def answer_fields(answer: Answer) -> dict[str, Any]:
    """The answer in objects that JSON knows; quotes stay verbatim."""
    coverage = answer.coverage
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "language": answer.language,
        "answered": answer.answered,
        "mode": answer.mode,
        "text": answer.text,
        "verdict": answer.verdict,
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "support": sentence.support,
            }
            for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "coverage": {
            "articles": coverage.articles,
            "oldest": _day(coverage.oldest),
            "newest": _day(coverage.newest),
        },
        "suggestions": list(answer.suggestions),
        "nearest": _citation(answer.nearest) if answer.nearest else None,
        "confidence": round(answer.confidence, 4),
        "disagreement": _disagreement(answer.disagreement) if answer.disagreement else None,
        "notes": list(answer.notes),
        "seconds": round(answer.seconds, 3),
    }


def _disagreement(disagreement: Disagreement) -> dict[str, Any]:
    return {
        "relation": disagreement.relation,
        "sides": [
            {"value": side.value, "citations": list(side.citations), "reports": side.reports}
            for side in disagreement.sides
        ],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "quote_start": citation.quote_start,
        "quote_end": citation.quote_end,
        "answer_start": citation.answer.start if citation.answer else None,
        "answer_end": citation.answer.end if citation.answer else None,
        "days": [
            {
                "start": day.start,
                "end": day.end,
                "first": _day(day.first),
                "last": _day(day.last),
            }
            for day in citation.days
        ],
        "speech": citation.speech,
        "speaker": citation.speaker,
        "article": _article(citation.article),
        "also_in": [
            {**_article(other.article), "relation": other.relation} for other in citation.also_in
        ],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "path": article.path,
        "url": article.url,
        "source": article.source,
        "published": _day(article.published),
        "published_from": article.published_from,
        "language": article.language,
        "author": article.author,
        "agency": article.agency,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
