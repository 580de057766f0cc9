"""When not to answer, and what came nearest then.

A logistic regression over the signs of `bot/answerability.py`, fitted by `benchmarks/refusal.py` on
questions that articles answer, nearly answer, or have no word of: one with the reader's margins,
and one for where there is no reader. Their coefficients are kept beside this file; a sign's part in
a decision is its value times its coefficient (`dateline ask --why`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from bot.answerability import Signs
from bot.evidence import Evidence
from bot.extract import cite
from bot.schema import Citation

COEFFICIENTS = "refusal.json"
READ, UNREAD = "with a reader", "without"


@dataclass(frozen=True)
class Regression:
    """A logistic regression over signs, by their names, and where it says no."""

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float = 0.5  # probability below which a question is refused

    def parts(self, signs: Signs) -> dict[str, float]:
        """What each sign adds to the logit."""
        return {name: weight * getattr(signs, name) for name, weight in self.coefficients.items()}

    def probability(self, signs: Signs) -> float:
        """Between 0 and 1."""
        logit = self.intercept + sum(self.parts(signs).values())
        return 1 / (1 + exp(-logit))


@dataclass(frozen=True)
class Decision:
    """Whether to answer, and from what it follows."""

    signs: Signs | None = None
    confidence: float = 0.0  # 0 to 1: how surely the best evidence answers

    @property
    def regression(self) -> Regression:
        """What decided."""
        return fitted(read=self.signs is not None and self.signs.margin is not None)

    @property
    def seen(self) -> dict[str, float]:
        """The signs that count, by name."""
        return {name: getattr(self.signs, name) for name in self.regression.coefficients}

    @property
    def refused(self) -> bool:
        """Whether the question is not answered."""
        return self.signs is None or self.confidence < self.regression.threshold


def decide(signs: Signs | None) -> Decision:
    """Decide by what can be seen of the best evidence; None of no evidence is a refusal."""
    if signs is None:
        return Decision()
    return Decision(signs, fitted(read=signs.margin is not None).probability(signs))


@cache
def fitted(*, read: bool) -> Regression:
    """What the fit gave, with or without a reader."""
    both = json.loads((files("bot") / COEFFICIENTS).read_text(encoding="utf-8"))
    return Regression(**both[READ if read else UNREAD])


def nearest(evidence: Sequence[Evidence]) -> Citation | None:
    """The best evidence as a citation, for a refusal to name."""
    return cite(evidence[0], 1) if evidence else None
