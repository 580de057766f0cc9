"""Whether a written sentence answers the question with what its sources do not answer it with.

A small model takes whatever name stands in a passage for the answer: "The CEO of Zoom is Maxim
Parshin", whose name is there, and who is a minister. No check of names can see that; the reader,
asked the question of that passage, finds nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.question.kind import Kind, holds_new, wanted_kind
from bot.support.sources import Source
from index.spelling import asked_words, found_words
from index.words import terms, words

VALUES = (Kind.PERSON, Kind.TIME, Kind.NUMBER, Kind.SHARE)
SAID_AGAIN = 0.66  # of the question's content words, in a sentence that claims to answer it
BESIDE = 3  # other words of a sentence that says little but the answer, such as a name and a title
UNANSWERED = -4.0  # logits: the reader's margin, below which a source does not answer


@dataclass(frozen=True)
class AskedQuestion:
    """A question for a value, and how surely each hit answers it by the reader."""

    text: str
    language: str
    margins: Mapping[str, float]  # by chunk id: of the hit's best sentence, if it was read

    def fault(self, sentence: str, sources: Sequence[Source]) -> str | None:
        """What is wrong with the sentence as an answer that rests on these sources."""
        margins = [self.margins.get(source.hit.chunk.id) for source in sources]
        known = [margin for margin in margins if margin is not None]
        if len(known) < len(margins) or max(known) >= UNANSWERED or not self._claims(sentence):
            return None
        return "its source does not answer the question"

    def _claims(self, sentence: str) -> bool:
        """Whether the sentence says the question again, and a value of the wanted kind; no more."""
        if wanted_kind(self.text) not in VALUES or not holds_new(sentence, self.text):
            return False
        asked = asked_words(self.text, self.language)
        found = int(np.count_nonzero(found_words(asked, [words(sentence)])[0]))
        beside = len(set(terms(sentence, self.language))) - found
        return found >= SAID_AGAIN * len(asked) and beside <= BESIDE
