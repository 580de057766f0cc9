"""What Dateline says to a language model, and the words it goes by. Each prompt is a file here.

A line of three hyphens parts the system message from the user's; a file without one is a piece of
text that goes into another prompt. Placeholders stand in braces.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llama_index.core.prompts import BasePromptTemplate

NOT_IN_ARTICLES = "NOT_IN_ARTICLES"
"""The line a model replies with when the sources do not tell."""

PLACEHOLDERS: dict[str, frozenset[str]] = {
    "answer": frozenset({"today", "language", "refusal", "sources", "question"}),
    "source": frozenset({"number", "title", "outlet", "date", "language", "text"}),
    "wrong_language": frozenset({"written", "language"}),
    "condense": frozenset({"history", "question"}),
}
"""What each prompt is given when it is filled in."""

_LANGUAGES = (
    "ar Arabic,bg Bulgarian,cs Czech,da Danish,de German,el Greek,en English,es Spanish,"
    "et Estonian,fa Persian,fi Finnish,fr French,he Hebrew,hi Hindi,hu Hungarian,id Indonesian,"
    "it Italian,ja Japanese,kk Kazakh,ko Korean,lt Lithuanian,lv Latvian,ms Malay,nl Dutch,"
    "no Norwegian,pl Polish,pt Portuguese,ro Romanian,ru Russian,sk Slovak,sr Serbian,sv Swedish,"
    "th Thai,tr Turkish,uk Ukrainian,uz Uzbek,vi Vietnamese,zh Chinese"
)
_LANGUAGE_NAMES = dict(entry.split(" ") for entry in _LANGUAGES.split(","))

_PHRASES = ("openers", "fixed", "cites", "as_of")
_NUMBERED = ("months", "short", "weekdays", "numbers", "quarters")
_PLAIN = ("leads", "since", "until", "as_of", "ambiguous", "firm")

# Angle brackets are the fence's and square ones the citation marks'; chat templates use both.
_ANGLES = str.maketrans("<＜﹤〈⟨〈❮˂ᐸ>＞﹥〉⟩〉❯˃ᐳ", "‹" * 9 + "›" * 9)
_SQUARES = str.maketrans("[［【⟦〚⁅〔❲﹝]］】⟧〛⁆〕❳﹞", "(" * 9 + ")" * 9)
_DEFUSED = _ANGLES | _SQUARES
# Letters, marks and a sign that show nothing; most of what is hidden Unicode tells by its category.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # of variants of a letter


@dataclass(frozen=True)
class FollowUpWords:
    """The words of one language by which a question leans on the one before it."""

    openers: frozenset[str]  # "and", "what about": what follows continues the last question
    personal: frozenset[str]  # "he", "their": someone named before
    pointing: frozenset[str]  # "that", "there": something said before
    fixed: frozenset[str]  # "is there": phrases in which such a word points to nothing
    links: frozenset[str]  # articles and prepositions
    function: frozenset[str]  # question words, auxiliaries: they carry no topic
    starts: frozenset[str]  # "he", "this": an article's sentence leans on the one before it

    @property
    def empty(self) -> frozenset[str]:
        """Every word that says nothing about the topic."""
        return self.personal | self.pointing | self.links | self.function


@dataclass(frozen=True)
class TimeWords:
    """The words of one language by which a question names days; `question_time.toml` says how."""

    months: tuple[tuple[str, ...], ...]
    short: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]  # from Monday
    numbers: tuple[tuple[str, ...], ...]  # from one
    quarters: tuple[tuple[str, ...], ...]
    leads: frozenset[str]
    since: frozenset[str]
    until: frozenset[str]
    as_of: frozenset[str]
    ambiguous: frozenset[str]
    firm: frozenset[str]
    units: dict[str, tuple[str, ...]]  # by "day", "week", "month", "year": one, then several
    templates: dict[str, tuple[str, ...]]  # by what they name


@dataclass(frozen=True)
class OutletWords:
    """The words around the names of outlets; `question_outlets.toml` explains them."""

    articles: frozenset[str]
    common: frozenset[str]
    nouns: frozenset[str]
    cites: frozenset[str]
    reports: frozenset[str]
    endings: frozenset[str]
    generic: frozenset[str]


def load_prompt(name: str) -> BasePromptTemplate:
    """Read a prompt and check its placeholders.

    LlamaIndex's brace templates are used rather than its Jinja ones because they put values in
    once and never look at them again: braces and tags in an article stay text.

    Raises:
        ValueError: the file's placeholders are not those that `PLACEHOLDERS` declares.
    """
    from llama_index.core.prompts import ChatPromptTemplate, PromptTemplate

    system, parted, user = _read(f"{name}.md").partition("\n---\n")
    template: BasePromptTemplate = (
        ChatPromptTemplate.from_messages([("system", system.strip()), ("user", user.strip())])
        if parted
        else PromptTemplate(system.strip())
    )
    found = frozenset(template.template_vars)
    if found != PLACEHOLDERS[name]:
        wrong = ", ".join(sorted(found ^ PLACEHOLDERS[name]))
        raise ValueError(f"prompts/{name}.md: missing or undeclared placeholders: {wrong}")
    return template.partial_format(refusal=NOT_IN_ARTICLES) if "refusal" in found else template


def language_name(code: str) -> str:
    """The English name of a language, for use in a prompt."""
    return _LANGUAGE_NAMES.get(code, f'the language with the code "{code}"')


def defuse(text: str) -> str:
    """Text from the web, or of a person, as one line that cannot pass for a part of the prompt.

    It lacks the brackets of fences, of citation marks and of chat templates, what a reader would
    not see, and line ends, after which a prompt's headings and turns stand.
    """
    seen = "".join(sign for sign in unescape(text) if not _is_hidden(sign))
    lines = (" ".join(line.split()) for line in seen.splitlines())
    return " / ".join(line for line in lines if line).translate(_DEFUSED)


def _is_hidden(sign: str) -> bool:
    """Whether a character shows nothing: it may spell what the reader of an article never sees."""
    if sign.isascii():
        return not (sign.isprintable() or sign.isspace())
    if sign in _BLANK or any(ord(sign) in each for each in _SELECTORS):
        return True
    return unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Cs")


@cache
def follow_up_words() -> dict[str, FollowUpWords]:
    """The word lists of `follow_ups.toml`, by language."""
    lists = tomllib.loads(_read("follow_ups.toml"))
    return {
        language: FollowUpWords(
            **{
                kind: frozenset(words.split(", " if kind in _PHRASES else None))
                for kind, words in kinds.items()
            }
        )
        for language, kinds in lists.items()
    }


@cache
def question_time_words() -> dict[str, TimeWords]:
    """The words and templates of `question_time.toml`, by language."""
    lists = tomllib.loads(_read("question_time.toml"))
    return {language: _time_words(words) for language, words in lists.items() if "units" in words}


@cache
def newest_phrases() -> tuple[str, ...]:
    """The phrases of all languages by which a question asks for what is newest."""
    return tuple(tomllib.loads(_read("question_time.toml"))["newest"]["words"].split(", "))


@cache
def outlet_words() -> OutletWords:
    """The word lists of `question_outlets.toml`."""
    lists = tomllib.loads(_read("question_outlets.toml"))
    return OutletWords(
        **{
            kind: frozenset(words.split(", " if kind in _PHRASES else None))
            for kind, words in lists.items()
        }
    )


@cache
def quote_day_patterns() -> dict[str, dict[str, str]]:
    """The patterns of `quote_days.toml`, by language."""
    return tomllib.loads(_read("quote_days.toml"))


@cache
def speech_words() -> dict[str, dict[str, str]]:
    """The words of `speech.toml`, by language; of each list any one, as a pattern."""
    lists = tomllib.loads(_read("speech.toml"))
    return {
        language: {kind: "|".join(words.split(", ")) for kind, words in kinds.items()}
        for language, kinds in lists.items()
    }


def _time_words(words: dict[str, Any]) -> TimeWords:
    numbered = {kind: _alternatives(words[kind]) for kind in _NUMBERED}
    plain = {
        kind: frozenset(words[kind].split(", " if kind in _PHRASES else None)) for kind in _PLAIN
    }
    parsed: dict[str, Any] = {
        **numbered,
        **plain,
        "units": {unit: tuple(forms.split("/")) for unit, forms in words["units"].items()},
        "templates": {kind: tuple(of.split(", ")) for kind, of in words["templates"].items()},
    }
    return TimeWords(**parsed)


def _alternatives(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.split("|")) for word in words.split())


def _read(file: str) -> str:
    return (files(__name__) / file).read_text(encoding="utf-8")
