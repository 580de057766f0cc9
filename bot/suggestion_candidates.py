"""Questions that a passage may answer, made from what stands in it: who speaks, why, how many.

Each template of `prompts/suggestions.toml` is a whole question; what goes into it stands in it as
it does in the article, so that no word needs another ending. What does not fit makes no question.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.evidence import Evidence
from bot.quoting import cite_span
from bot.untrusted import one_line
from bot.wording import wording
from index.schema import Article, Preference
from index.words import fold
from prompts import follow_up_words, question_time_words, speech_words

FALLBACK = "en"
ARTICLES = frozenset(["The", "A", "An"])
LONGEST_NAME = 60  # characters
LONGEST_TITLE = 110
LONGEST_PART = 110  # of a sentence
CYRILLIC = re.compile("[\u0400-\u04ff]")
FIRST_NAME = r"[A-ZА-ЯЁ][^\W\d_]{2,20}"
PATRONYMIC = re.compile(r"(?:ич|вна|чна)(?:\s|\Z)")
NAME = re.compile(r"[\w.’'-]+(?: [\w.’'-]+)*")
NAMES_ASKED = re.compile(
    r"\s(?P<name>[A-Z][\w-]{0,40}(?: [A-Z][\w-]{0,40}){0,4})(?P<after>\W{0,3}\w{0,20})"
)
NATIONALITY = re.compile(r"(?:ian|ish|ese|ench|erman|utch|reek|orean|merican|uropean|frican)\Z")


@dataclass(frozen=True)
class Candidate:
    """A question, and the sentence that it was made from."""

    question: str
    kind: str  # of template
    about: str  # the surname in it, folded; the question where it names nobody
    evidence: Evidence


def of_sentence(evidence: Evidence, language: str, asked: str) -> Iterator[Candidate]:
    """The questions that one sentence may answer, the most telling first.

    Args:
        evidence: the sentence.
        language: of the question; English where there are no templates in it.
        asked: the question that was refused.
    """
    language, templates = _templates(language)
    article = evidence.hit.article
    said = cite_span(1, article, evidence.span)
    if article.language == language and said.speech != "quotation":
        for question in _facts(evidence, templates):
            yield Candidate(question, "fact", question, evidence)
    name = _name(said.speaker, article, language) if said.speaker else None
    if name:
        for kind, question in _about_speaker(name, evidence, templates, language, asked):
            yield Candidate(question, kind, fold(name.split()[-1]), evidence)


def of_article(evidence: Evidence, language: str, prefer: Preference | None) -> Iterator[Candidate]:
    """The questions about a whole article: what it is about, or what was reported on its day.

    Args:
        evidence: a sentence of it.
        language: of the question; English where there are no templates in it.
        prefer: the days that were asked for, if any were.
    """
    language, templates = _templates(language)
    article, day = evidence.hit.article, evidence.hit.article.published
    if day and prefer and prefer.first and prefer.last and prefer.first <= day <= prefer.last:
        question = templates["day"].format(day=wording(language).day(day))
        yield Candidate(question, "day", question, evidence)
    title = one_line(article.title)
    if 0 < len(title) <= LONGEST_TITLE:
        question = templates["article"].format(title=title)
        yield Candidate(question, "article", question, evidence)


def _name(speaker: str, article: Article, language: str) -> str | None:
    """The speaker's whole name as it can stand in a question; None where it cannot.

    In another language titles are foreign words, so only what is short is taken for a bare name.
    """
    name = _whole(one_line(speaker), article)
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        return None
    if language == article.language:
        return _without_title(name) if language == "ru" else name
    if len(name.split()) > 2 or (language == "ru" and not CYRILLIC.search(name)):
        return None
    from anyascii import anyascii

    return anyascii(name).replace("'", "") if CYRILLIC.search(name) and language != "ru" else name


def _whole(name: str, article: Article) -> str:
    """The name with the first name that stands before it elsewhere in the article."""
    if " " in name:
        return name
    lead = re.compile(speech_words().get(article.language, {}).get("leads", "(?!)"))
    for match in re.finditer(rf"\b({FIRST_NAME}) {re.escape(name)}\b", article.text):
        if not lead.fullmatch(match[1]):
            return match[0]
    return name


def _without_title(name: str) -> str:
    """A Russian name without the title that has its capital from the sentence's beginning."""
    parts = name.split()
    has_title = len(parts) == 3 and not PATRONYMIC.search(parts[1] + " " + parts[2])
    return " ".join(parts[1:]) if has_title else name


def _about_speaker(
    name: str, evidence: Evidence, templates: dict[str, Any], language: str, asked: str
) -> Iterator[tuple[str, str]]:
    """The kinds of questions about somebody who speaks in the sentence, and the questions."""
    named = _with_article(name, evidence, language)
    topic = _topic(asked, evidence.text, language)
    if topic and topic not in name:
        yield "say", templates["say_about"].format(name=named, topic=topic)
    if " " not in name:  # a bare surname, or no person at all
        return
    if "who" in templates and re.search(re.escape(name) + templates["role"], evidence.text):
        yield "who", templates["who"].format(name=name)
    yield "say", templates["say"].format(name=named)


def _with_article(name: str, evidence: Evidence, language: str) -> str:
    """An English name that has an article in the sentence keeps it: "the Basin Authority"."""
    has_article = language == "en" and re.search(rf"\b[Tt]he {re.escape(name)}", evidence.text)
    return f"the {name}" if has_article else name


def _topic(asked: str, sentence: str, language: str) -> str | None:
    """A name that stands by itself in the question, and in the sentence too."""
    lists = follow_up_words()[language]
    for match in NAMES_ASKED.finditer(asked):
        name, after = match["name"], match["after"].strip()
        alone = not after or not after[0].isalnum() or after in lists.links | lists.function
        fits = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
        if alone and fits and not NATIONALITY.search(name) and not _is_time(name, language):
            has_article = asked[: match.start()].lower().endswith(" the")
            return f"the {name}" if has_article else name
    return None


def _is_time(name: str, language: str) -> bool:
    words = question_time_words()[language]
    return any(name.lower() in forms for forms in (*words.months, *words.weekdays))


def _facts(evidence: Evidence, templates: dict[str, Any]) -> Iterator[str]:
    pointing = frozenset(templates["pointing"].split())
    for fact in templates.get("facts", ()):
        match = re.match(fact["pattern"], evidence.text)
        if match is None:
            continue
        parts = {kind: _in_mid_sentence(part, evidence) for kind, part in match.groupdict().items()}
        if all(parts.values()) and _stands_alone(match.groupdict().values(), pointing):
            yield fact["question"].format(**parts)


def _stands_alone(parts: Iterable[str], pointing: frozenset[str]) -> bool:
    """Whether the parts of a sentence are understood without those before it."""
    text = " ".join(parts)
    return len(text) <= LONGEST_PART and pointing.isdisjoint(text.lower().split())


def _in_mid_sentence(part: str, evidence: Evidence) -> str | None:
    """The words as they are written within a sentence; None where their capital may be a name's."""
    first = part.split()[0]
    if not first[0].isupper() or not first.isalpha():
        return part
    if first in ARTICLES:
        return first.lower() + part[len(first) :]
    stem, text = re.escape(first[1 : max(4, len(first) - 2)]), evidence.hit.article.text
    if re.search(rf"[\w,] {first[0]}{stem}", text):
        return part
    if re.search(rf"\b{first[0].lower()}{stem}", text):
        return first[0].lower() + part[1:]
    return None


def _templates(language: str) -> tuple[str, dict[str, Any]]:
    """The templates for a language, and the one that they are in."""
    templates = _all_templates()
    language = language if language in templates else FALLBACK
    return language, templates[language]


@cache
def _all_templates() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("prompts") / "suggestions.toml").read_text(encoding="utf-8"))
