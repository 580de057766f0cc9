"""A written sentence that is held against sources."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.support.inference import Inference
from bot.support.meaning import Nearness, nearness
from bot.support.names import missing_names
from bot.support.polarity import contradiction
from bot.support.sources import Source
from bot.support.spelling import latin, same_name
from bot.support.values import Offer, missing_values
from bot.support.words import without_preamble
from index.words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

SHORTEST_SHARED = 5  # letters
PREMISE = 3  # sentences that a model of inference is given


class Claim:
    """A sentence and what speaks against its resting on given sources."""

    def __init__(
        self, text: str, language: str, vector: Vector, inference: Inference | None = None
    ) -> None:
        """Take a sentence without citation marks, and its unit vector."""
        self._text = without_preamble(text, language)
        self._language = language
        self._vector = vector
        self._inference = inference
        self._nearness: dict[Source, Nearness] = {}

    def nearness(self, source: Source) -> Nearness:
        """What of a source is nearest to the sentence."""
        if source not in self._nearness:
            found = nearness(self._text, self._language, self._vector, source)
            self._nearness[source] = found
        return self._nearness[source]

    def faults(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """What speaks against the sentence resting on these sources together; () if nothing.

        Args:
            sources: one at least.
        """
        offer = sum((source.offer for source in sources), start=Offer())
        lacking = missing_values(self._text, self._language, offer)
        lacking += missing_names(self._text, self._language, [s.vocabulary for s in sources])
        if lacking:
            return tuple(f"{each} stands in none of its sources" for each in lacking)
        source = max(sources, key=lambda source: self.nearness(source).score)
        near = self.nearness(source)
        if not near.is_near:
            return (f"nothing in its sources is near to it in meaning ({near.score:.2f})",)
        fault = self._contradiction(source, near)
        return (fault,) if fault else ()

    def _contradiction(self, source: Source, near: Nearness) -> str | None:
        nearest = [source.sentences[i] for i in near.order[:PREMISE]]
        if self._inference:
            relation = self._inference.relation(" ".join(nearest), self._text)
            return None if relation == "entails" else f"its source {_SAYS[relation]} it"
        said = [source.sentences[i] for i in near.rivals]
        if self._shares_word(source.title):
            said.append(source.title)
        return contradiction(self._text, self._language, said, source.language)

    def _shares_word(self, title: str) -> bool:
        """Whether a title is about what the sentence is about."""
        titled = [latin(word) for word in words(title) if len(word) >= SHORTEST_SHARED]
        return any(same_name(own, word) for own in self._words for word in titled)

    @cached_property
    def _words(self) -> set[str]:
        return {latin(word) for word in words(self._text) if len(word) >= SHORTEST_SHARED}


_SAYS = {"contradicts": "contradicts", "neutral": "does not say"}
