"""Who says a sentence: the outlet, or somebody whom it quotes or reports.

A wrong name is worse than none: a speaker is named only where a name stands right beside a verb of
saying. `prompts/speech.toml` has the verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.quotations import quotations
from bot.schema import Speech
from index.schema import Span
from prompts import speech_words

SHORTEST = 4  # words; what is shorter within quotation marks is a name or a single expression
SPOKEN = 6  # words within quotation marks that make a quotation of a sentence with a speaker
SAID_MARKS = ",.!?…"  # at the end of what is said; a name in quotation marks has none
LONGEST = 4000  # characters of a paragraph that are looked at on each side

WORD = r"(?:[A-ZА-ЯЁ](?:\.|(?= [A-ZА-ЯЁ]))|[A-ZА-ЯЁ][\w’'-]{1,40})"
NAME = rf"(?P<name>{WORD}(?: (?:(?:de|van|von|bin|binti|al|da) )?{WORD}){{0,5}})"
APPOSITION = r"(?P<apposition>, [^,.;:“”«»\"]{3,80},)?"
CUT = re.compile(r" [A-ZА-ЯЁ]")  # more words than a name has
WHOLE = re.compile(r"[,.;”»\"]|\Z")
MORE = re.compile(r" [^\W\d_]")
BESIDE = re.compile(rf", {NAME}(?=[,.](?! dan\b)|$)")
AUXILIARY = "(?:(?:has|had|have|juga|также|ранее) )?"
AFTER = r"(?<=[\"”’»,—–] )"  # a quotation or a clause of speech
NO_ROLE = "the|and|for|from|that|with|its|his|her|they|she|was|has|had|will|this|there|what|что"
ROLE = rf"(?P<role>(?:(?!(?:{NO_ROLE})\b)[a-zа-яё][\w-]{{2,30}} ){{0,3}})"  # "chief engineer"
PLACE_BEFORE = re.compile(r"[A-ZА-ЯЁ][\w-]{0,40}, \Z")
LAST_WORD = re.compile(r"(\w+) \Z")
INDIRECT_CASE = re.compile(r"(?:у|ю|ам|ям|ом|ем|ого|его)\Z")  # Russian: told to, told by

OBLIQUE = re.compile(r"(?:ого|его|ой|ых|их|ы|и)(?:\s|\Z)")


@dataclass(frozen=True)
class Attribution:
    """Who says a sentence; the speaker as named in the text, None where that is not sure."""

    speech: Speech
    speaker: str | None = None


def attribution(
    sentence: str, before: str = "", after: str = "", previous: str = ""
) -> Attribution:
    """Tell an assertion of the outlet from a quotation and from reported speech.

    A quotation that names nobody, or only "he", is of the one person whom its paragraph names as
    speaking; where it opens its paragraph, of the one whom the paragraph before names.

    Args:
        sentence: as it stands in the article, in English, Indonesian or Russian.
        before: the text of its paragraph up to it.
        after: the text of its paragraph from its end on.
        previous: the paragraph before.
    """
    before, after, previous = before[-LONGEST:], after[:LONGEST], previous[-LONGEST:]
    paragraph = before + sentence + after
    spans = quotations(paragraph)
    own = Span(len(before), len(before) + len(sentence))
    plain = _without_quotations(paragraph, spans)
    piece = plain[own.start : own.end]
    told, names = _told(piece, paragraph)
    if not _is_quotation(paragraph, spans, own, told):
        return Attribution("indirect", _single(names)) if told else Attribution("outlet")
    alone = not any(map(str.isalnum, _outside(paragraph, spans, own)))
    if names or not (alone or _by_pronoun(piece)):
        return Attribution("quotation", _single(names))
    speaker = _single(_told(plain, paragraph)[1])
    if speaker is None and not before.strip():
        outside = _without_quotations(previous, quotations(previous))
        speaker = _single(_told(outside, previous)[1])
    return Attribution("quotation", speaker)


def _is_quotation(text: str, spans: tuple[Span, ...], own: Span, told: bool) -> bool:
    """Whether a sentence is said by somebody: all of it, its beginning, or a long part of it."""
    if not any(map(str.isalnum, _outside(text, spans, own))):
        return True
    inside = [span for span in spans if span.start < own.end and own.start < span.end]
    parts = [text[max(span.start, own.start) : min(span.end, own.end)] for span in inside]
    if inside and inside[0].start <= own.start and _is_said(text, inside[0]):
        return True
    return told and any(len(re.findall(r"\w+", part)) >= SPOKEN for part in parts)


def _outside(text: str, spans: tuple[Span, ...], own: Span) -> str:
    """What of a sentence stands outside quotation marks."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text[own.start : own.end]


def _is_said(text: str, span: Span) -> bool:
    following = text[span.end : span.end + 1]
    last = text[span.start : span.end - 1].rstrip()[-1:]
    return last in SAID_MARKS or following == ","


def _without_quotations(text: str, spans: tuple[Span, ...]) -> str:
    """The text with quotation marks for every character of what is said, names in marks kept."""
    for span in spans:
        start, end = span
        if _is_said(text, span) or len(re.findall(r"\w+", text[start:end])) >= SHORTEST:
            text = text[:start] + '"' * (end - start) + text[end:]
    return text


def _told(text: str, paragraph: str) -> tuple[bool, list[str]]:
    """Whether the text holds a verb of saying, and the names of those who speak."""
    told = False
    names: list[str] = []
    for language in speech_words():
        patterns = _patterns(language)
        plain = patterns["not_said"].sub(lambda found: "." * len(found[0]), text)
        told = told or bool(patterns["said"].search(plain))
        names += _names(plain, paragraph, language)
    return told or bool(names), names


def _stands_after(kind: str, match: re.Match[str], name: str, language: str) -> bool:
    """Whether a name after a verb or "according to" is whole, and no part of a title."""
    following = match.string[match.end("name") :]
    titled = _patterns(language)["title"].fullmatch(name.split()[0])
    if titled and not WHOLE.match(following):
        return False
    if kind == "after_verb" and language != "id" and MORE.match(following):
        return False
    if kind == "after_source":
        return not following.startswith(("'", "’"))
    return language != "ru" or (_agrees(match, name) and not INDIRECT_CASE.search(name))


def _agrees(match: re.Match[str], name: str) -> bool:
    """Whether a Russian name is the subject of its verb: not "секретарь Петрова заявил"."""
    verb = match["verb"]
    if OBLIQUE.search(name) or (match.groupdict().get("role") and " " not in name):
        return False
    return not verb.endswith(("л", "ла")) or verb.endswith("ла") == name.endswith(("а", "я"))


def _by_pronoun(text: str) -> bool:
    return any(_patterns(language)["pronoun"].search(text) for language in speech_words())


def _names(text: str, paragraph: str, language: str) -> Iterator[str]:
    for kind in ("before_verb", "after_verb", "after_source"):
        for match in _patterns(language)[kind].finditer(text):
            name = _titled(match, text, language) or _checked(match, text, paragraph, language)
            if name and _stands(kind, match, name, language):
                yield name


def _titled(match: re.Match[str], text: str, language: str) -> str | None:
    """The name after a title and a comma: "Direktur Museum, Ratri Kusumadewi"."""
    title = _patterns(language)["title"].fullmatch(match["name"].split()[0])
    found = BESIDE.match(text, match.end("name"))
    if not title or not found or _patterns(language)["lead"].fullmatch(found["name"].split()[0]):
        return None
    return found["name"]


def _checked(match: re.Match[str], text: str, paragraph: str, language: str) -> str | None:
    """The name without the sentence's first words; None where it may be no name."""
    leads = _patterns(language)["lead"]
    parts = match["name"].split()
    opening = not text[: match.start("name")].strip('"“”„«»‘’—– ')
    while parts and leads.fullmatch(parts[0]):
        parts, opening = parts[1:], False
    if not parts:
        return None
    name = " ".join(parts).rstrip("’'")
    if opening and len(parts) == 1:  # any first word has a capital
        known = re.search(rf"[\w,] {re.escape(name)}\b", paragraph)
        return name if known else None
    return name


def _stands(kind: str, match: re.Match[str], name: str, language: str) -> bool:
    """Whether the name is the speaker's by what stands before and after it."""
    text, start, end = match.string, match.start("name"), match.end("name")
    if CUT.match(text, end):
        return False
    if kind != "before_verb":
        return _stands_after(kind, match, name, language)
    if language == "ru" and not _agrees(match, name):
        return False
    if match["apposition"] and PLACE_BEFORE.search(text[:start]):  # "Leiden, Belanda, …, said"
        return False
    if text[:start].endswith(") "):  # "the chairman of a club (CLU) Northgate Ann Lee"
        return False
    word = LAST_WORD.search(text[:start])
    return word is None or bool(_patterns(language)["link"].fullmatch(word[1]))


def _single(names: list[str]) -> str | None:
    """The one person that all the names are of, as named most fully; else None."""
    if len({name.split()[-1] for name in names}) != 1:
        return None
    return max(names, key=len)


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words = speech_words()[language]
    verbs, inverted, sources = words["verbs"], words["inverted"], words["sources"]
    pronouns = words["pronouns"]
    # "kata" alone is a word like "word".
    shortened = rf"\b(?:{inverted}|{sources})nya\b" if language == "id" else r"(?!)"
    role = ROLE if language != "id" else ""
    by_pronoun = rf"\b(?:{pronouns}) (?:{verbs})\b|{AFTER}(?:{inverted}) (?:{pronouns})\b"
    of_them = r"\b(?i:по (?:его|её|ее|их) словам)\b"
    texts = {
        "said": rf"\b(?:{verbs})(?!\w)|\b(?i:{sources})\b|{AFTER}(?:{inverted}) (?:{pronouns})\b|"
        rf"{AFTER}(?:{inverted}) \w|{shortened}|{of_them}",
        "pronoun": rf"(?i:{by_pronoun})|{shortened}|{of_them}",
        "not_said": rf"\b(?i:{words['not_said']})",
        "before_verb": rf"(?<![\w-]){NAME}{APPOSITION} {AUXILIARY}(?P<verb>{verbs})(?!\w)",
        "after_verb": rf"{AFTER}(?P<verb>{inverted}) {role}{NAME}",
        "after_source": rf"\b(?i:{sources}) {NAME}",
        "lead": words["leads"],
        "link": words["links"],
        "title": words.get("titles", "(?!)"),
    }
    return {kind: re.compile(text) for kind, text in texts.items()}
