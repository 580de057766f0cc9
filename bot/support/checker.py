"""Checking written sentences against the hits that they cite, and against the other hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.schema import Support
from bot.support.claim import Claim
from bot.support.inference import Inference
from bot.support.links import has_link
from bot.support.question import AskedQuestion
from bot.support.sources import Source
from index.schema import ScoredChunk, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

QUESTION_MARKS = ("?", "？", "؟", "\u037e")  # a model may write the question and nothing else
CLOSING = " \t\n\"'”’»)"

Embed = Callable[[str], "Vector"]
"""Returns the unit vector of a sentence, comparable with those of the hits' sentences."""


class Ground(NamedTuple):
    """What a sentence rests on: a hit, by its number from 1, and the nearest sentence of it."""

    number: int
    span: Span  # in the stored text of the hit's article


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence is supported, by what, and what is wrong with it as it was written."""

    support: Support
    grounds: tuple[Ground, ...] = ()
    reasons: tuple[str, ...] = ()  # in plain words; also why a citation was dropped or moved
    barred: bool = False  # it is not even shown as unsupported

    @property
    def outcome(self) -> str:
        """What became of the sentence, for people."""
        if self.support == "unsupported":
            return "unsupported"
        return f"cites {', '.join(str(ground.number) for ground in self.grounds)} only"


Judge = Callable[[str, Iterable[int]], Verdict]
"""Decides what a sentence may cite, given the numbers that its marks name."""


class SupportChecker:
    """Judges the sentences of one answer.

    A hit supports a sentence if it holds its names, numbers and dates, says no where the sentence
    does, and is near in meaning. Several hits that are cited may do so together.
    """

    def __init__(
        self,
        hits: Sequence[ScoredChunk],
        embed: Embed,
        language: str,
        *,
        given: int | None = None,
        inference: Inference | None = None,
        question: AskedQuestion | None = None,
    ) -> None:
        """Take the retrieved hits in the order in which the model was given them.

        Args:
            hits: what was retrieved; each with its sentences' vectors.
            embed: called once a sentence.
            language: of the sentences, ISO 639-1.
            given: how many of the hits, from the first on, the model was given; by default all.
            inference: asked about what the other checks let through.
            question: that the sentences answer.
        """
        self._sources = [Source(hit) for hit in hits]
        self._embed = embed
        self.language = language
        self._given = len(hits) if given is None else given
        self._inference = inference
        self._question = question

    def judge(self, sentence_text: str, cited: Iterable[int]) -> Verdict:
        """Decide what a sentence may cite.

        Hits that do not support it are dropped from those it cites. Where none does, another that
        does takes their place. What cites nothing gets a citation only where there is no doubt.

        Args:
            sentence_text: the sentence, without citation marks.
            cited: the numbers that its marks name, from 1; others than were given are passed over.
        """
        if has_link(sentence_text):
            return Verdict("unsupported", reasons=("it holds a link",), barred=True)
        if sentence_text.rstrip(CLOSING).endswith(QUESTION_MARKS):
            return Verdict("unsupported", reasons=("it is a question",), barred=True)
        claim = Claim(
            sentence_text,
            self.language,
            self._embed(sentence_text),
            self._inference,
            self._question,
        )
        known = [n for n in dict.fromkeys(cited) if 1 <= n <= self._given]
        faults = {number: self._faults(claim, [number]) for number in known}
        alone = [number for number in known if not faults[number]]
        if alone:
            others = dict.fromkeys(reason for reasons in faults.values() for reason in reasons)
            return self._supported(claim, alone, tuple(others))
        reasons = self._faults(claim, known) if known else ("it cites nothing",)
        if not reasons:
            return self._supported(claim, self._needed(claim, known))
        elsewhere = self._best_other(claim, known)
        if elsewhere is not None:
            return self._supported(claim, [elsewhere], reasons)
        return Verdict("unsupported", reasons=reasons)

    def _supported(
        self, claim: Claim, numbers: Sequence[int], reasons: tuple[str, ...] = ()
    ) -> Verdict:
        grounds = []
        for number in numbers:
            source = self._sources[number - 1]
            nearest = claim.nearness(source).order[0]
            grounds.append(Ground(number, source.hit.chunk.sentences[nearest]))
        return Verdict("supported", tuple(grounds), reasons)

    def _faults(self, claim: Claim, numbers: Sequence[int]) -> tuple[str, ...]:
        return claim.faults([self._sources[number - 1] for number in numbers])

    def _needed(self, claim: Claim, known: Sequence[int]) -> list[int]:
        """The hits without which those cited do not support the claim."""
        needed = list(known)
        for number in reversed(known):
            others = [other for other in needed if other != number]
            if others and not self._faults(claim, others):
                needed = others
        return needed

    def _best_other(self, claim: Claim, known: Sequence[int]) -> int | None:
        """The nearest of the hits that are not cited and support the claim."""
        supporting = {}
        for number, source in enumerate(self._sources, start=1):
            if number not in known and not claim.faults([source]):
                near = claim.nearness(source)
                if known or near.is_sure:
                    supporting[number] = near.score
        return max(supporting, key=supporting.__getitem__, default=None)
