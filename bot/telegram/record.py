"""All that is kept of an answer, made at once: later its articles may be gone from the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.citations import strip_citation_marks
from bot.schema import Answer, Turn
from bot.telegram.explaining import why_part
from bot.telegram.html import Part
from bot.telegram.messages import answer_parts, sources_parts
from bot.telegram.passages import passage_part
from bot.telegram.texts import Texts


@dataclass(frozen=True)
class Record:
    """An answer as it is delivered and kept."""

    parts: list[Part]
    passages: int
    told: str  # to the model, in the next turn
    body: dict[str, Any]


def make_record(
    answer: Answer, history: tuple[Turn, ...], since: date | None, texts: Texts
) -> Record:
    """Write the answer's messages, those behind its buttons, and what a vote on it would keep."""
    quoted = answer.citations or ((answer.nearest,) if answer.nearest else ())
    passages = [passage_part(citation, answer.language) for citation in quoted]
    return Record(
        parts=answer_parts(answer),
        passages=len(passages),
        told=strip_citation_marks(answer.text) if answer.answered else "",
        body={
            "passages": [asdict(part) for part in passages],
            "sources": [asdict(part) for part in sources_parts(answer)],
            "why": [asdict(why_part(answer, texts))],
            "vote": _votable(answer, history, since),
        },
    )


def kept_parts(body: Mapping[str, Any], name: str) -> list[Part]:
    """The messages that were kept under a name."""
    return [Part(**fields) for fields in body[name]]


def _votable(answer: Answer, history: tuple[Turn, ...], since: date | None) -> dict[str, Any]:
    """The question as a set of questions has it, and what was answered."""
    assert answer.search, "the engine fills it"
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "sentences": [sentence.text for sentence in answer.sentences],
        "articles": list(dict.fromkeys(one.article.path for one in answer.citations)),
        "history": [turn.question for turn in history],
        "today": answer.search.today.isoformat(),
        "since": since and since.isoformat(),
    }
