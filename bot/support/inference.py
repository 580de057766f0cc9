"""The seam for a model of natural language inference, which may be better at this than code."""

from __future__ import annotations

from typing import Literal, Protocol

Relation = Literal["entails", "contradicts", "neutral"]


class Inference(Protocol):
    """Says what a premise has to do with a hypothesis, in any two languages."""

    def relation(self, premise: str, hypothesis: str) -> Relation:
        """Whether the premise, one to three sentences of an article, entails the hypothesis."""
        ...
