"""Words as the lexical side sees them: folded, without function words, stemmed by language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# Scripts that put no spaces between words; their runs are cut into pairs of characters.
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]+|[^\W{UNSPACED}]+")

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

STOPWORD_LISTS = {
    "da": "STOPWORDS_DANISH", "de": "STOPWORDS_GERMAN", "en": "STOPWORDS_EN_PLUS",
    "es": "STOPWORDS_SPANISH", "fr": "STOPWORDS_FRENCH", "it": "STOPWORDS_ITALIAN",
    "nl": "STOPWORDS_DUTCH", "no": "STOPWORDS_NORWEGIAN", "pt": "STOPWORDS_PORTUGUESE",
    "ru": "STOPWORDS_RUSSIAN", "sv": "STOPWORDS_SWEDISH", "tr": "STOPWORDS_TURKISH",
}  # fmt: skip


def fold(text: str) -> str:
    """NFKC, case-folded, ё as е: one spelling for what readers take as the same."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return list(_cut(fold(text)))


def terms(text: str, language: str) -> list[str]:
    """The stems of the content words of `text`, in order; one letter or digit is a term too."""
    stem = _stemmer(language)
    skip = _function_words(language)
    return [stem(word) for word in words(text) if word not in skip]


def _cut(folded: str) -> Iterator[str]:
    for match in WORD.finditer(folded):
        run = match.group()
        if re.match(f"[{UNSPACED}]", run) and len(run) > 1:
            yield from (a + b for a, b in pairwise(run))
        else:
            yield run


@lru_cache(maxsize=64)
def _function_words(language: str) -> frozenset[str]:
    """NLTK's lists as bm25s carries them; the broader ISO lists only where those have none.

    The ISO list for English holds "microsoft", "research" and "million".
    """
    from bm25s import stopwords

    name = STOPWORD_LISTS.get(language)
    if name:
        return frozenset(fold(word) for word in getattr(stopwords, name))
    import stopwordsiso

    return frozenset(fold(word) for word in stopwordsiso.stopwords(language))


def _stemmer(language: str) -> Any:
    return _cached_stemmer(STEMMERS[language]) if language in STEMMERS else str


@lru_cache(maxsize=64)
def _cached_stemmer(algorithm: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(algorithm).stemWord
