"""What can be seen of whether the best evidence answers the question.

Each sign is one that a person can check: how near in meaning, which of the question's words stand
there, which of its names and numbers do not, whether a value of the wanted kind does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from bot.evidence import Evidence, heading
from bot.question.kind import Kind, holds_new, wanted_kind
from index.spelling import asked_words, found_words, rarity
from index.words import WORD, terms, words

SLIGHT = 1e-6  # of a sum of weights: none


class Signs(NamedTuple):
    """Of the best sentence, its neighbours and its chunk, for a question."""

    sentence_cosine: float
    chunk_cosine: float
    level: float  # mean cosine of the question and whatever the articles say in that language
    lexical: float  # 0 to 1: BM25 of the chunk over the best chunk's
    overlap: float  # 0 to 1: weight of the question's words that stand in the sentence
    context: float  # 0 to 1: … only in the sentence before or in the heading
    no_word: float  # 1 if none of them stands in any of these
    missing: float  # 0 to 1: weight of those that stand nowhere in the chunk or its heading
    missing_names: float  # how many of the question's names do not
    missing_number: float  # 1 if one of the question's numbers does not
    value: float  # 1 if sentence or neighbours hold what is asked for, beyond the question itself
    open_kind: float  # 1 if the question's words do not tell which kind of answer it wants
    asks_person: float  # 1 if it asks who
    asks_time: float  # 1 if it asks when
    asks_number: float  # 1 if it asks how many or how much, which articles often leave open
    same_language: float  # 1 if the article is in the question's language
    preferred: float  # 0 to 1: how far it is of the day or the outlet that the question names
    follow_up: float  # 1 if the question leans on the turns before it
    margin: float | None = None  # logits: the reader's, of the sentence; None without a reader


def read_signs(
    question: str, language: str, evidence: Sequence[Evidence], *, follow_up: bool = False
) -> Signs | None:
    """Return the signs of the best sentence; None where there is none.

    Args:
        question: as it was searched.
        language: of the question.
        evidence: weighed sentences, the best first.
        follow_up: whether it was made whole from the turns before it.
    """
    if not evidence:
        return None
    best = evidence[0]
    kind = wanted_kind(question)
    return Signs(
        best.cosine,
        best.hit.dense,
        best.hit.level,
        best.hit.lexical,
        best.overlap,
        best.before,
        float(best.overlap + best.before < SLIGHT),
        *_missing(question, language, evidence),
        float(holds_new(_around(best, evidence), question)),
        float(kind is Kind.OTHER),
        float(kind is Kind.PERSON),
        float(kind is Kind.TIME),
        float(kind is Kind.NUMBER),
        float(best.hit.article.language == language),
        min(best.hit.preferred, 1.0),
        float(follow_up),
        best.margin,
    )


def _missing(
    question: str, language: str, evidence: Sequence[Evidence]
) -> tuple[float, float, float]:
    """The weight of the asked words, the names and whether a number that the best chunk lacks."""
    hits = {e.hit.chunk.id: e.hit for e in evidence}.values()  # the best sentence's first
    texts = [words(f"{heading(hit.article, language)} {hit.chunk.text}") for hit in hits]
    asked = asked_words(question, language)
    found = found_words(asked, texts)
    missing = 1 - found[0]
    numbers = np.array([word.isdigit() for word in asked])
    missing[numbers] = [word not in texts[0] for word in asked if word.isdigit()]
    names = np.isin(asked, list(_names(question, language)))
    return (
        float(missing @ rarity(found)),
        float(missing[names].sum()),
        float(missing[numbers].max(initial=0)),
    )


def _names(question: str, language: str) -> set[str]:
    """The stems of words with a capital, but for the first, which has one anyway."""
    capitals = (m.group() for m in islice(WORD.finditer(question), 1, None))
    return {stem for word in capitals if word[0].isupper() for stem in terms(word, language)}


def _around(best: Evidence, evidence: Sequence[Evidence]) -> str:
    """The sentence between its neighbours."""
    near = (e for e in evidence if e.hit is best.hit and abs(e.position - best.position) <= 1)
    return " ".join(e.text for e in sorted(near, key=lambda e: e.position))
