"""A written sentence that is held against sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.support.inference import Inference, Relation
from bot.support.links import missing_domains
from bot.support.meaning import Nearness, nearness
from bot.support.names import missing_names
from bot.support.polarity import contradiction, read_polarity
from bot.support.question import AskedQuestion
from bot.support.sources import Source
from bot.support.spelling import latin, same_name
from bot.support.values import Offer, missing_values
from bot.support.words import without_preamble
from index.words import terms, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

SHORTEST_SHARED = 5  # letters
WORD = re.compile(r"[^\W\d_]+")
PREMISE = 3  # sentences that a model of inference is given


class Claim:
    """A sentence and what speaks against its resting on given sources."""

    def __init__(
        self,
        text: str,
        language: str,
        vector: Vector,
        inference: Inference | None = None,
        question: AskedQuestion | None = None,
    ) -> None:
        """Take a sentence without citation marks, its unit vector, and what it answers."""
        self._text = without_preamble(text, language)
        self._language = language
        self._vector = vector
        self._inference = inference
        self._question = question
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
        lacking += missing_domains(self._text, [source.hit.article.text for source in sources])
        if lacking:
            return tuple(f"{each} stands in none of its sources" for each in lacking)
        source = max(sources, key=lambda source: self.nearness(source).score)
        near = self.nearness(source)
        relation = self._relation(source, near)
        if relation == "contradicts":
            return ("its source contradicts it",)
        far = None if relation == "entails" else self._far(source, near)
        fault = (
            far
            or self._ordered(source)
            or self._contradiction(source, near)
            or (self._question and self._question.fault(self._text, sources))
        )
        return (fault,) if fault else ()

    def _relation(self, source: Source, near: Nearness) -> Relation:
        """What the source has to do with the sentence, if there is a model that can tell."""
        if self._inference is None:
            return "neutral"
        premise = sorted(near.order[:PREMISE])
        return self._inference.relation(" ".join(source.sentences[i] for i in premise), self._text)

    def _ordered(self, source: Source) -> str | None:
        """Whether the sentence obeys its source, or is none at all."""
        if not source.ordered_terms.isdisjoint(terms(self._text, source.language)):
            return "it says what its source orders a language model to say"
        if not (self._has_values or any(read_polarity(self._text, self._language).words)):
            return "it tells nothing"
        return None

    def _far(self, source: Source, near: Nearness) -> str | None:
        """Whether the sentence is about something else, though its names and numbers are there."""
        if not near.is_near:
            return f"nothing in its sources is near to it in meaning ({near.score:.2f})"
        if self._has_values or self._language != source.language:
            return None
        if self._plain and not any(self._stands_in(word, source) for word in self._plain):
            return "none of its words stands in its source, but for names"
        return None

    @cached_property
    def _plain(self) -> list[str]:
        """Its words that have a meaning and are no names."""
        found = WORD.findall(self._text)
        return [word for word in found if word.islower() and terms(word, self._language)]

    @cached_property
    def _has_values(self) -> bool:
        return bool(missing_values(self._text, self._language, Offer()))

    def _stands_in(self, word: str, source: Source) -> bool:
        """Whether a word of the same language stands in a source, in whatever form."""
        stem = terms(word, self._language)[0]
        start = stem[:SHORTEST_SHARED]
        return stem in source.terms or (
            len(start) == SHORTEST_SHARED and any(each.startswith(start) for each in source.terms)
        )

    def _contradiction(self, source: Source, near: Nearness) -> str | None:
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
