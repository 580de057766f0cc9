"""The sentence before, where a quoted one cannot be understood without it."""

from __future__ import annotations

from bot.evidence import Evidence
from index.schema import Span
from index.words import words
from prompts import follow_up_words

LONGEST = 400  # characters; a longer sentence before is not pulled in


def antecedent(evidence: Evidence) -> Span | None:
    """Return where the sentence before stands if this one begins with a pronoun, else None.

    None too where something else stands between them, such as an advert that was left out, and at
    the beginning of a chunk.
    """
    article, position = evidence.hit.article, evidence.position
    if position == 0 or not leans(evidence.text, article.language):
        return None
    before = evidence.hit.chunk.sentences[position - 1]
    parted = article.text[before.end : evidence.span.start].strip()
    return None if parted or before.end - before.start > LONGEST else before


def leans(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word that points back: "He", "That", "Mereka", "Это"."""
    lists = follow_up_words().get(language)
    return lists is not None and not lists.starts.isdisjoint(words(sentence)[:1])
