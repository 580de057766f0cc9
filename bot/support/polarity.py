"""Whether a sentence says no where its source says yes, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from bot.support.words import opposites, phrases, word_list
from bot.values.numerals import VALUES
from index.words import fold, terms

PIECE = re.compile(r"[^\W\d_]+|[,;:()—–]")
CLITIC = re.compile(r"n['’]t\b|\bn['’](?=\w)")
SCOPE = 3  # words with a meaning that a negation reaches
ALIKE = 5  # letters that two forms of a word begin with
POSTPOSED = "нет"  # «Погибших нет»
LONGEST = 60  # words of a sentence that are looked at


@dataclass(frozen=True)
class Negation:
    """A word that says no, and the words that it says no to, the nearest first."""

    scope: tuple[str, ...]
    before: tuple[str, ...]  # the word before it: "expects no" says no to "expects" as well
    implied: bool  # it is a verb such as "stop"
    form: str  # the word itself, folded

    def reaches(self, word: str) -> bool:
        """Whether it says no to this word."""
        return any(_alike(word, each) for each in (*self.scope, *self.before))


@dataclass(frozen=True)
class Polarity:
    """What a sentence says, and what of it under a negation."""

    forms: tuple[str, ...]  # its words, folded
    words: tuple[str, ...]  # their lemmas, "" for words without a meaning of their own
    negations: tuple[Negation, ...]

    @property
    def denials(self) -> tuple[Negation, ...]:
        """The negations that no verb hides."""
        return tuple(negation for negation in self.negations if not negation.implied)

    def denies(self, form: str, asked: Container[str] = ()) -> bool:
        """Whether a negation reaches the word that is written so.

        A verb such as "stop" that stands in `asked` says no to nothing: that it stopped is asked.
        """
        at = self.forms.index(form) if form in self.forms else -1
        word = self.words[at] if at >= 0 else ""
        return any(
            negation.reaches(word)
            for negation in self.negations
            if word and not (negation.implied and negation.form in asked)
        )

    def says(self, word: str) -> bool:
        """Whether it holds the word, and no negation reaches it."""
        return any(_alike(word, each) for each in self.words) and not any(
            negation.reaches(word) for negation in self.negations
        )


def contradiction(
    sentence: str, language: str, nearest: Sequence[str], source_language: str
) -> str | None:
    """How a sentence contradicts its source, in plain words; None where it does not.

    Args:
        sentence: without citation marks.
        language: of the sentence.
        nearest: what of the source may say the same, the nearest first.
        source_language: of the source.
    """
    own = read_polarity(sentence, language)
    others = [read_polarity(each, source_language) for each in nearest]
    pair = _opposed(own, others)
    if pair and own.denies(pair[0]) == any(other.denies(pair[1]) for other in others):
        return f"its source says “{pair[1]}”, not “{pair[0]}”"
    if pair is None and _denies(own, others, same_language=language == source_language):
        return "it says no where its source does not"
    if language == source_language and _is_denied(own, others[0]):
        return "its source says no where it does not"
    return None


@lru_cache(maxsize=512)
def read_polarity(sentence: str, language: str) -> Polarity:
    """Find the negations of a sentence and what they reach."""
    pieces = _pieces(sentence, language)
    forms = tuple(filter(str.isalpha, pieces))
    lemmas = tuple(_lemma(form, language) for form in forms)
    return Polarity(forms, lemmas, tuple(_negations(pieces, language)))


def _pieces(sentence: str, language: str) -> list[str]:
    """The words and the signs that part clauses, folded, phrases that deny nothing left out."""
    text = CLITIC.sub(" not " if language == "en" else " ne ", fold(sentence))
    for phrase in phrases(language, "fixed"):
        text = re.sub(rf"\b{re.escape(phrase)}\b", " ", text)
    return PIECE.findall(text)[:LONGEST]


def _negations(pieces: Sequence[str], language: str) -> Iterator[Negation]:
    words, verbs = word_list(language, "negations"), tuple(word_list(language, "implied"))
    for at, piece in enumerate(pieces):
        is_verb = bool(verbs) and piece.startswith(verbs)
        if piece not in words and not is_verb:
            continue
        before = _lemmas(takewhile(str.isalpha, reversed(pieces[:at])), language)
        scope = _lemmas(_reached(pieces[at + 1 :], words, verbs), language)
        if piece == POSTPOSED and not scope:
            scope = before
        yield Negation(scope[:SCOPE], () if is_verb else before[:1], is_verb, piece)


def _reached(pieces: Sequence[str], words: frozenset[str], verbs: tuple[str, ...]) -> Iterator[str]:
    """The words after a negation, up to the clause's end, another negation or "stop"."""
    for piece in takewhile(str.isalpha, pieces):
        if piece in words:
            return
        yield piece
        if verbs and piece.startswith(verbs):
            return


def _lemmas(pieces: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(lemma for piece in pieces if (lemma := _lemma(piece, language)))


def _denies(own: Polarity, others: Sequence[Polarity], *, same_language: bool) -> bool:
    """Whether the sentence denies what its source says, or what no negation there answers to."""
    theirs = [negation for other in others for negation in other.negations]
    for denial in own.denials:
        if not denial.scope:  # "five, not four"
            continue
        if any(other.reaches(word) for other in theirs for word in denial.scope):
            continue
        if not theirs:
            return True
        if same_language and any(other.says(denial.scope[0]) for other in others):
            return True
    return False


def _is_denied(own: Polarity, other: Polarity) -> bool:
    """Whether the source denies what the sentence says."""
    return any(
        denial.scope
        and own.says(denial.scope[0])
        and not any(mine.reaches(word) for mine in own.negations for word in denial.scope)
        for denial in other.denials
    )


def _opposed(own: Polarity, others: Sequence[Polarity]) -> tuple[str, str] | None:
    """Two words that rule each other out, one of the sentence and one of what is nearest to it."""
    for one, two in opposites():
        for mine, theirs in ((one, two), (two, one)):
            said = _beginning(own, mine)
            opposite = next(filter(None, (_beginning(each, theirs) for each in others)), "")
            is_shared = _beginning(own, theirs) or any(_beginning(each, mine) for each in others)
            if said and opposite and not is_shared:
                return said, opposite
    return None


def _beginning(polarity: Polarity, beginnings: tuple[str, ...]) -> str:
    return next((form for form in polarity.forms if form.startswith(beginnings)), "")


@lru_cache(maxsize=8192)
def _lemma(word: str, language: str) -> str:
    """The word without its forms: "told" is "tell"; "" for one that has no meaning of its own."""
    from simplemma import lemmatize

    is_function_word = not terms(word, language) or word in word_list(language, "negations")
    if is_function_word or word in VALUES:
        return ""
    try:
        lemma = fold(lemmatize(word, language))
    except ValueError:  # a language that it has no dictionary of
        lemma = word
    return next(iter(terms(lemma, language)), lemma)


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) >= ALIKE and one[:ALIKE] == other[:ALIKE])
