"""When not to answer, and what came nearest then.

Two logistic regressions over the signs of `bot/answerability.py`: how surely the best evidence is
about what was asked, and, if it is, how surely it answers. Their product is the confidence. The
coefficients are fitted by `benchmarks/refusal.py` on public question sets and kept beside this
file; a sign's part in a decision is its value times its coefficient (`dateline ask --why`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Literal

from bot.answerability import Signs
from bot.evidence import Evidence
from bot.extract import cite
from bot.schema import Citation

COEFFICIENTS = "refusal.json"
FAR = 0.5  # below it the evidence is rather not about what was asked

Reason = Literal["far", "near"]
"""Why not: nothing is about what was asked, or what is about it does not answer."""


@dataclass(frozen=True)
class Regression:
    """A logistic regression over signs, by their names."""

    intercept: float
    coefficients: Mapping[str, float]

    def parts(self, signs: Signs) -> dict[str, float]:
        """What each sign adds to the logit."""
        values = signs._asdict()
        return {name: weight * values[name] for name, weight in self.coefficients.items()}

    def probability(self, signs: Signs) -> float:
        """Between 0 and 1."""
        logit = self.intercept + sum(self.parts(signs).values())
        return 1 / (1 + exp(-logit))


@dataclass(frozen=True)
class Fit:
    """What the training script writes."""

    about: Regression
    answers: Regression
    threshold: float  # below it the answer is refused


@dataclass(frozen=True)
class Decision:
    """Whether to answer, and from what it follows."""

    signs: Signs | None = None
    about: float = 0.0  # probability that the best evidence is about what was asked
    answers: float = 0.0  # probability that it answers, if it is

    @property
    def confidence(self) -> float:
        """Probability that the best evidence answers."""
        return self.about * self.answers

    @property
    def refused(self) -> Reason | None:
        """Why the question is not answered; None where it is."""
        if self.confidence >= fit().threshold:
            return None
        return "far" if self.about < FAR else "near"


def decide(signs: Signs | None) -> Decision:
    """Decide by what can be seen of the best evidence; None of no evidence is a refusal."""
    if signs is None:
        return Decision()
    about, answers = fit().about.probability(signs), fit().answers.probability(signs)
    return Decision(signs, about, answers)


@cache
def fit() -> Fit:
    """The fitted coefficients and thresholds."""
    stored = json.loads((files("bot") / COEFFICIENTS).read_text(encoding="utf-8"))
    return Fit(
        Regression(**stored["about"]),
        Regression(**stored["answers"]),
        stored["threshold"],
    )


def nearest(evidence: Sequence[Evidence]) -> Citation | None:
    """The best evidence as a citation, for a refusal to name."""
    return cite(evidence[0], 1) if evidence else None
