"""Which language a text is in: whole articles, and short, misspelt questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

NEWS_LANGUAGES = frozenset(
    [
        "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he",
        "hi", "hr", "hu", "id", "it", "ja", "kk", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt",
        "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "th", "tl", "tr", "uk", "ur", "vi", "zh",
    ]
)  # fmt: skip
QUESTION_LANGUAGES = frozenset({"en", "id", "ru", "de", "es", "fr"})
FALLBACK = "en"
SAMPLE = 3000  # characters; more changes nothing
SURE = 0.7  # below this, py3langid on a few words is a guess
UNLIKELY = 0.01  # below this, a text is not in a language
ENOUGH = 20  # bytes of words, names apart, by which a text shows its language

# The words that questions are made of: on short questions a far better sign than n-grams.
FREQUENT_WORDS = {
    "en": "who what when where why how which whom whose is are was were did does do has have had "
    "the of and to for from with about by will would can could should say said says tell me "
    "it its this that there any many much not",
    "id": "siapa siapakah apa apakah kapan kapankah mana dimana di kenapa mengapa bagaimana berapa "
    "yang itu ini dan dari untuk dengan oleh pada adalah sudah telah akan ada bisa tidak kata "
    "bagi ke dalam karena tentang saja juga dia mereka gimana",
    "de": "wer was wann wo warum wieso weshalb wie welche welcher welches wen wem wessen wieviel "
    "ist sind war waren hat haben wurde wurden wird werden der die das den dem des ein eine und "
    "von mit für über nicht sagte sagt gibt es zum zur im auf kann",
    "es": "quién quien quiénes qué que cuándo cuando dónde donde cómo como cuál cual cuánto "
    "cuántos cuanto por es son fue era ha han el la los las un una del de y para con sobre dijo "
    "no está",
    "fr": "qui que quoi quand où pourquoi comment quel quelle quels quelles combien est sont était "
    "a ont le la les un une des du de et pour avec sur dit pas ne ce qu'est-ce est-ce il elle au",
    "it": "chi che cosa quando dove perché perche come quale quali quanto quanti è e sono era ha "
    "hanno il lo la gli le un una del della di per con su detto non cos'è",
    "pt": "quem que quando onde como qual quais quanto quantos por é são foi era tem têm o os as "
    "um uma do da dos das de e para com sobre disse não porque",
    "nl": "wie wat wanneer waar waarom hoe welke hoeveel is zijn was waren heeft hebben werd wordt "
    "de het een en van voor met over niet zei zegt door naar",
    "tr": "kim kimdir ne nedir zaman nerede neden niçin nasıl hangi kaç mi mı mu mü ve bir bu için "
    "ile dedi değil var olan",
    "ru": "кто что где когда почему зачем как какой какая какое какие сколько чей куда откуда "
    "такой такая такое это и в на не с по из о об для был была было были сказал сказала ли",
    "uk": "хто що де коли чому навіщо як який яка яке які скільки такий це і в на не з до про для "
    "був була було були сказав чи",
}
WORDS = {language: frozenset(words.split()) for language, words in FREQUENT_WORDS.items()}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?")

# Scripts that tell the language, or the most likely one. Kana before Han: Japanese has both.
SCRIPTS = (
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)

# Languages that no reader takes for another one's, and those of most questions.
UNLIKE = QUESTION_LANGUAGES | {code for code, _ in SCRIPTS}
QUOTED = re.compile(r"«[^«»]{1,400}»|“[^“”]{1,400}”|„[^„“”]{1,400}[“”]|\"[^\"]{1,400}\"")

_loading = Lock()


def detect_language(text: str, among: Collection[str] | None = None) -> str:
    """Return the ISO 639-1 code of the language that `text` is written in.

    Args:
        text: whole sentences; for questions there is :func:`question_language`.
        among: the languages it can be; by default those that news comes in.
    """
    sample = text[:SAMPLE]
    if not any(sign.isalpha() for sign in sample):
        return FALLBACK
    return _classify(sample, frozenset(among or NEWS_LANGUAGES))[0]


def question_language(question: str, indexed: Collection[str]) -> str:
    """Return the language of a short, perhaps misspelt question.

    Args:
        question: as it was asked.
        indexed: the languages of the indexed articles, which are likelier than others.
    """
    question = question[:SAMPLE]
    votes = _votes(question)
    script = next((language for language, sign in SCRIPTS if sign.search(question)), None)
    if not votes:
        return script or _guess(question, QUESTION_LANGUAGES | frozenset(indexed))
    most = max(votes.values())
    leading = [language for language, count in votes.items() if count == most]
    if script in leading:
        return str(script)
    return leading[0] if len(leading) == 1 else _classify(question, frozenset(leading))[0]


def other_language(text: str, language: str, among: Collection[str] = ()) -> str | None:
    """Return the language that `text` is in where that is plainly not `language`, else None.

    Names and what stands in quotation marks count for nothing: they keep their language. Of 33,800
    sentences and pieces of sentences in seven languages 23 are taken for another (they hold words
    of it); of whole sentences in English, Indonesian, Russian or Spanish 95 to 99 % are told from
    another of these, of three together all.

    Args:
        text: a few sentences, or fewer.
        language: ISO 639-1 code of what it should be in.
        among: languages that it may be in as well, besides the most frequent ones.
    """
    words = WORD.findall(QUOTED.sub(" ", text[:SAMPLE]))
    plain = " ".join(word for word in words if not word[0].isupper())
    wanted = UNLIKE | {language, *among} | ({"ms"} if language == "id" else set())
    identifier = _identifier(frozenset(wanted))
    if len(plain.encode()) < ENOUGH or identifier is None or language not in identifier.labels:
        return None
    ranked = identifier.rank(plain)
    own = sum(share for code, share in ranked if _is_same(code, language))
    return str(ranked[0][0]) if own < UNLIKELY else None


def _is_same(code: str, language: str) -> bool:
    return code == language or (code, language) == ("ms", "id")


def _votes(question: str) -> Counter[str]:
    words = WORD.findall(question.lower().replace("’", "'"))
    return Counter(
        language for language, frequent in WORDS.items() for word in words if word in frequent
    )


def _guess(question: str, among: frozenset[str]) -> str:
    language, sureness = _classify(question, among)
    return language if sureness >= SURE else FALLBACK


def _classify(text: str, among: frozenset[str]) -> tuple[str, float]:
    # Malay is so near to Indonesian that the model mixes them up; our readers read both.
    wanted = among | {"ms"} if "id" in among else among
    identifier = _identifier(frozenset(wanted))
    if identifier is None:
        return FALLBACK, 0.0
    language, sureness = identifier.classify(text)
    return ("id" if language == "ms" and "id" in among else str(language)), float(sureness)


@lru_cache(maxsize=64)
def _identifier(among: frozenset[str]) -> LanguageIdentifier | None:
    """Return an identifier for some languages of our own, None if the model knows none of them."""
    from py3langid.langid import LanguageIdentifier

    model = _model()
    known = among & set(model.labels)
    if not known:
        return None
    identifier = LanguageIdentifier(
        model.nb_ptc,
        model.nb_pc,
        model.nb_classes,
        model.tk_nextmove,
        model.tk_output,
        norm_probs=True,
        tk_row=model.tk_row,
    )
    identifier.set_languages(known)
    return identifier


def _model() -> LanguageIdentifier:
    with _loading:
        return _load_model()


@lru_cache(maxsize=1)
def _load_model() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
