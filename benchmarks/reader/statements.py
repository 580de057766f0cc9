"""Questions to be answered by yes or no, made of sentences: statements turned round.

"The bridge was closed in 2019" gives "Was the bridge closed in 2019?". The sentence answers it,
also with the number or an opposite in the question exchanged, or its own "not" left out there: it
says no then. With another name it does not answer: that another won does not say that he lost.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.reader.examples import Example
from benchmarks.reader.negatives import sentence_spans, swap_in_question, without_answer

SHORTEST, LONGEST = 28, 110  # characters of a statement
NO_SUBJECT = {  # what begins a sentence, and no statement that can be asked about
    "en": "He|She|It|They|This|These|Those|There|We|I|You|In|On|At|As|If|When|While|After|Before"
    "|But|And|What|Who|How|That|Which|By|For|From|With|Although|Despite|Due|During|Under|Since",
    "id": "Pada|Di|Dalam|Untuk|Dengan|Setelah|Sebelum|Ketika|Menurut|Karena|Sejak|Selain|Sebagai"
    "|Dari|Oleh|Namun|Ia|Dia|Mereka|Ini|Itu|Hal|Jika|Saat|Selama|Meskipun|Akan|Tetapi|Kemudian",
    "ru": "В|Во|На|После|При|Для|С|Со|Из|По|К|Когда|Если|Хотя|Но|За|Он|Она|Они|Оно|Это|Этот|Эта"
    "|Эти|А|И|У|О|Об|От|До|Как|Кроме|Среди|Однако|Также|Чтобы|Под|Благодаря",
}
VERB = {
    "en": r"was|were|is|are|has|had|have|will|can|could|would|should|may",
    "id": r"adalah|merupakan|telah|akan|menjadi|(?:me[lmnrwy]|ber|di|ter)[a-z]{4,}|tidak",
    "ru": r"\w{2,}(?:[её]т|ит|[уюая]т|[аиеяуо]л[аои]?|(?:[её]т|ит|[уюая]т|л|л[аои]с?)(?:ся|сь))"
    r"|был[аои]?",
}
STATEMENT = {
    language: re.compile(
        rf"^(?P<subject>(?!(?:{NO_SUBJECT[language]})\b)[^,;:()\"“”\[\]]{{3,60}}?)"
        rf" (?P<verb>{verb}) (?P<rest>.{{6,}})$"
    )
    for language, verb in VERB.items()
}
CLAUSE_END = re.compile(
    r"[,;:(\"“”–—]| (?:which|who|because|while|but|although|whereas|yang|karena|sedangkan|tetapi"
    r"|которы\w+|потому|хотя|porque|aunque|pero) "
)
ABOUT = {  # how a statement is asked about; in English the verb is put first instead
    "en": ("Is it true that {}?",),
    "id": ("Apakah {}?", "Apakah benar {}?", "Benarkah {}?"),
    "ru": ("Правда ли, что {}?", "Верно ли, что {}?", "Это правда, что {}?"),
}
SMALL = frozenset(("the", "a", "an", "some", "its", "their", "his", "her", "all", "many", "most"))
TURNED = 0.8  # of the English ones
NOT = {"en": " not ", "id": " tidak ", "ru": " не "}


def yes_or_no(
    passage: str,
    shown: str,
    languages: tuple[str, str],
    names: Sequence[str],
    rng: random.Random,
) -> Iterator[Example]:
    """One example about a sentence of `passage`, or none if no sentence will do.

    Args:
        passage: what the question is made of.
        shown: what it is asked of: `passage`, or a translation with as many sentences.
        languages: of both.
        names: questions out of which names are taken.
        rng: draws sentence and kind.
    """
    own, other = sentence_spans(passage), sentence_spans(shown)
    if len(own) != len(other) or languages[0] not in ABOUT:
        return
    for number in rng.sample(range(len(own)), len(own)):
        made = _statement(passage[slice(*own[number])], passage, languages[0], rng)
        if made is None:
            continue
        question, denied = made
        place = _clause(shown, *other[number])
        told = Example(question, shown, *place, "yes/no", "→".join(languages))
        if denied:
            yield told
        else:
            yield from _variant(told, (passage, own[number]), languages[0], names, rng)
        return


def _variant(
    told: Example,
    source: tuple[str, tuple[int, int]],
    language: str,
    names: Sequence[str],
    rng: random.Random,
) -> Iterator[Example]:
    """The example as it is, or made to be denied, or with nothing there to say it."""
    passage, span = source
    drawn = rng.random()
    if drawn < 0.2 and (gone := without_answer(told)):
        yield gone
        return
    evidence = replace(told, passage=passage, start=span[0], end=span[1])
    swapped = swap_in_question(evidence, passage, names, language, rng) if drawn < 0.7 else None
    if swapped is None or "n't" in swapped.question:
        yield told
    elif swapped.kind == "name swapped":
        yield replace(told, question=swapped.question, start=-1, end=-1)
    else:
        yield replace(told, question=swapped.question)


def _statement(
    sentence: str, passage: str, language: str, rng: random.Random
) -> tuple[str, bool] | None:
    """(a question about the beginning of `sentence`, whether the sentence denies it)."""
    text = " ".join(sentence[: _clause_length(sentence)].split()).rstrip(" .!?")
    found = STATEMENT[language].match(text)
    if not found or not SHORTEST <= len(text) <= LONGEST or not text[0].isupper():
        return None
    denied = NOT[language] in text
    if denied:
        text = text.replace(NOT[language], " ", 1)
        found = STATEMENT[language].match(text)
        if not found:
            return None
    first = text.split(" ")[0].lower()
    if first in SMALL or f" {first} " in passage:  # no name: it is small elsewhere
        text = text[0].lower() + text[1:]
    if language == "en" and rng.random() < TURNED:
        subject = text[: found.end("subject")]
        return f"{found['verb'].capitalize()} {subject} {found['rest']}?", denied
    return rng.choice(ABOUT[language]).format(text), denied


def _clause_length(sentence: str) -> int:
    end = CLAUSE_END.search(sentence, SHORTEST)
    return end.start() if end else len(sentence)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the first clause of a sentence stands, without white space or a full stop."""
    clause = text[start:end][: min(LONGEST, _clause_length(text[start:end]))]
    begin = start + len(clause) - len(clause.lstrip())
    return begin, start + len(clause.rstrip(" .!?\n"))
