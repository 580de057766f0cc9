"""Whether a sentence says yes or no to a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.agreement.asked import Asked
from bot.agreement.values import YesOrNo
from bot.agreement.words import Word, alike, words_in
from bot.support.polarity import read_polarity
from bot.support.words import opposites, word_list
from index.words import fold

TOLD = 0.66  # of the question's words that stand in the sentence itself


def find_verdict(sentence: str, language: str, asked: Asked) -> YesOrNo | None:
    """Whether what is asked holds by this sentence; None where it does not tell.

    Args:
        sentence: white space collapsed.
        language: of the sentence.
        asked: a question for yes or no.
    """
    if not asked.content or not word_list(asked.language, "negations").isdisjoint(asked.words):
        return None
    words = words_in(sentence, language)
    against = [word for word in words if fold(word.text).startswith(tuple(_against(asked)))]
    told = [[w for w in words if alike(w.keys, keys)] for keys in asked.content]
    held = sum(map(bool, told)) + bool(against)
    if held < TOLD * len(asked.content):
        return None
    polarity = read_polarity(sentence, language)
    own = [word for each in told for word in each]
    if against:
        # "closed", asked whether it is open; with "open" beside it nothing is sure.
        if any(fold(word.text).startswith(tuple(_in_favour(asked))) for word in words):
            return None
        return YesOrNo("", any(polarity.denies(fold(word.text)) for word in against))
    forms = frozenset(fold(word.text) for word in own)
    denied = any(polarity.denies(form, forms) for form in forms)
    if not denied and not _says_verb(asked, told):
        return None
    return YesOrNo("", not denied)


def _says_verb(asked: Asked, told: Sequence[Sequence[Word]]) -> bool:
    """Whether all that is asked stands in the sentence, or all but one word that is no concept."""
    lacking = [keys for keys, words in zip(asked.content, told, strict=True) if not words]
    return not lacking or (len(lacking) == 1 and not any(key[0] == "=" for key in lacking[0]))


def _in_favour(asked: Asked) -> Iterator[str]:
    for one, _ in _pairs(asked):
        yield from one


def _against(asked: Asked) -> Iterator[str]:
    for _, other in _pairs(asked):
        yield from other


def _pairs(asked: Asked) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Beginnings of words for what is asked, and of those that rule it out."""
    for one, two in opposites():
        for mine, theirs in ((one, two), (two, one)):
            if any(word.startswith(mine) for word in asked.words) and not any(
                word.startswith(theirs) for word in asked.words
            ):
                yield mine, theirs
