"""When not to answer, and what to say then.

The decision is a score over five features, with the coefficients of a logistic regression fitted on
questions that the indexed articles answer against questions about something else. They were fitted
on the one best sentence; here the surest of three counts, and the threshold was then chosen by
hand. So it is a score and no calibrated probability. It tells what is far from anything indexed; a
question near it that no sentence answers still passes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from bot.evidence import Evidence
from bot.extract import cite
from bot.schema import Citation

FALLBACK = "en"
CONFIDENT = 0.5  # below it the answer is refused
LOOKED_AT = 3  # best sentences; the surest of them decides


@dataclass(frozen=True)
class Coefficients:
    """Of the regression; cosines are those of the bundled embedding model."""

    sentence_cosine: float = 45.0
    chunk_cosine: float = 36.3
    lexical: float = 5.6
    overlap: float = 7.7
    same_language: float = -2.4
    intercept: float = -66.2


COEFFICIENTS = Coefficients()


def confidence(evidence: Sequence[Evidence], language: str) -> float:
    """How surely the best evidence is about what was asked: a score from 0 to 1.

    Where an outlet or a day was asked for, what stands in the article's heading counts too: "what
    did the Gazette write about the ferry" has no more words than that.

    Args:
        evidence: weighed sentences, the best first.
        language: of the question.
    """
    lexical = max((e.hit.lexical for e in evidence[:LOOKED_AT]), default=0.0)
    c = COEFFICIENTS
    logits = (
        c.sentence_cosine * e.cosine
        + c.chunk_cosine * e.hit.dense
        + c.lexical * lexical
        + c.overlap * (e.overlap + e.before * min(e.hit.preferred, 1.0))
        + c.same_language * (e.hit.article.language == language)
        + c.intercept
        for e in evidence[:LOOKED_AT]
    )
    return max((1 / (1 + exp(-logit)) for logit in logits), default=0.0)


def refusal_text(language: str, *, filtered: bool = False) -> str:
    """What is said instead of an answer, in `language` where we have its words.

    Args:
        language: of the question.
        filtered: whether no article matches the dates or sources that were asked for.
    """
    texts = _texts()
    return texts.get(language, texts[FALLBACK])["filtered" if filtered else "refusal"]


def nearest(evidence: Sequence[Evidence]) -> Citation | None:
    """The best evidence as a citation, for a refusal to name."""
    return cite(evidence[0], 1) if evidence else None


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("prompts") / "refusal.toml").read_text(encoding="utf-8"))
