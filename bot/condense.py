"""A follow-up question made whole: "And what did he propose?" needs the name from the turn before.

With a language model by `prompts/condense.md`; without one by a rule over the word lists in
`prompts/follow_ups.toml`: a question that leans on the last turn gets that turn's names or topic
added in brackets, which is what retrieval needs; every other question stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.llm import EmptyReply, stream_text
from bot.question.kind import Kind, wanted_kind
from bot.schema import Turn
from prompts import FollowUpWords, defuse, follow_up_words, load_prompt

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

LAST_TURNS = 3
"""How many turns are looked at; what was said before them is rarely meant."""

_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_SHORTENED = re.compile(r"['’](?:s|re|ve|ll|d|m)\b|n['’]t\b", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LONGEST_POINTING = 8  # words; in a longer question "that" is a conjunction, "it" has a referent
_LONGEST_PERSONAL = 14
_CLITIC = re.compile(r"\w{3,}(?<!ta)(?<!ha)(?<!pu)nya")  # "usulannya", but not "tanya", "hanya"


def condense_question(question: str, history: Sequence[Turn], llm: LLM | None) -> str:
    """Make a question understandable, and retrievable, without the turns before it.

    Args:
        question: what was asked.
        history: the turns before it, oldest first.
        llm: the model to rewrite it with, or None for the rule.

    Raises:
        LanguageModelError: the model cannot be asked; try again with `llm=None`.
    """
    turns = history[-LAST_TURNS:]
    if not turns:
        return question
    if llm is not None and (rewritten := _by_model(question, turns, llm)):
        return rewritten
    return _by_rule(question, turns)


def _by_model(question: str, turns: Sequence[Turn], llm: LLM) -> str | None:
    """The model's version, or None where it is no question of a likely size."""
    # An answer may quote what an article says to the model.
    said = "\n".join(
        f"Question: {defuse(turn.question)}\nAnswer: {defuse(turn.answer[:500])}" for turn in turns
    )
    messages = load_prompt("condense").format_messages(history=said, question=defuse(question))
    longest = 3 * len(question) + 200
    reply = ""
    try:
        for piece in stream_text(llm, messages):
            reply += piece
            if len(reply) > 2 * longest:
                break  # it rambles; do not wait for the end
    except EmptyReply:
        return None
    reply = reply.strip().strip('"“”«»')
    return reply if reply and "\n" not in reply and len(reply) <= longest else None


@dataclass(frozen=True)
class _Piece:
    """A name of one or more words, or a single word that carries topic."""

    text: str
    is_name: bool


@dataclass(frozen=True)
class _Parsed:
    """A question's words as far as they show whether it stands on its own."""

    opened: bool  # by "and", "what about"
    words: tuple[str, ...]  # after the opener, in lower case
    pieces: tuple[_Piece, ...]
    first_name: int  # where in `words`; their number when there is none
    lists: FollowUpWords

    @property
    def leans(self) -> bool:
        """Whether it cannot be understood without the turn before."""
        if not self.words:
            return False
        if self.first_name < len(self.words):
            continues = self.opened or self.words[0] in self.lists.links
            return self.names_a_person_before or (continues and self.is_fragment)
        return self.opened or self.names_a_person_before or self.points or not self.pieces

    @property
    def names_a_person_before(self) -> bool:
        """Whether "he" or "their" comes before any name that it could stand for."""
        before = self.words[: self.first_name]
        return len(self.words) <= _LONGEST_PERSONAL and not self.lists.personal.isdisjoint(before)

    @property
    def points(self) -> bool:
        """Whether "that", "there" or an Indonesian "-nya" points at what was said before."""
        text = f" {' '.join(self.words)} "
        for phrase in sorted(self.lists.fixed, key=len, reverse=True):
            text = text.replace(f" {phrase} ", " ")
        return len(self.words) <= _LONGEST_POINTING and any(
            word in self.lists.pointing or _CLITIC.fullmatch(word) for word in text.split()
        )

    @property
    def is_fragment(self) -> bool:
        """Whether it is a name and nothing else to speak of: "And in Asia?"."""
        return all(piece.is_name for piece in self.pieces) and self.words[0] not in (
            self.lists.function
        )


def _by_rule(question: str, turns: Sequence[Turn]) -> str:
    parsed = _parse(question)
    if not turns or not parsed.leans:
        return question
    known = set(parsed.words)
    carried = [text for text in _carried(parsed, turns) if not known.issuperset(_words(text))]
    return f"{question} ({' '.join(dict.fromkeys(carried))})" if carried else question


def _carried(parsed: _Parsed, turns: Sequence[Turn]) -> list[str]:
    """What the last turn, itself made whole, gives to a question that leans on it."""
    pieces = _parse(_by_rule(turns[-1].question, turns[:-1])).pieces
    names = [piece for piece in pieces if piece.is_name]
    if parsed.names_a_person_before and names:
        # After "Who won the cup?" the person is the answer, and the whole question tells who.
        asked_who = wanted_kind(turns[-1].question) is Kind.PERSON
        pieces = pieces if asked_who else tuple(names)
    elif parsed.first_name < len(parsed.words) and names:
        # The same question of another: "in Asia" takes the place of the last name, "Peskov"
        # that of the first.
        linked = not parsed.lists.links.isdisjoint(parsed.words[: parsed.first_name])
        replaced = names[-1] if linked else names[0]
        pieces = tuple(piece for piece in pieces if piece is not replaced)
    return [piece.text for piece in pieces]


def _parse(question: str) -> _Parsed:
    words = _WORD.findall(_SHORTENED.sub(" ", question))
    lists = _lists_for(words)
    opener = _opener_length(words, lists)
    # A capital at the very beginning tells nothing, unless another follows.
    named = [word[0].isupper() and word.lower() not in lists.empty for word in words]
    if named and not opener and not (len(named) > 1 and named[1]):
        named[0] = False
    words, named = words[opener:], named[opener:]
    return _Parsed(
        opened=opener > 0,
        words=tuple(word.lower() for word in words),
        pieces=tuple(_pieces(words, named, lists)),
        first_name=named.index(True) if True in named else len(words),
        lists=lists,
    )


def _pieces(words: list[str], named: list[bool], lists: FollowUpWords) -> Iterator[_Piece]:
    for is_name, run in groupby(zip(words, named, strict=True), key=lambda pair: pair[1]):
        texts = [word for word, _ in run]
        if is_name:
            yield _Piece(" ".join(texts), is_name=True)
        else:
            for word in texts:
                if word.lower() not in lists.empty:
                    yield _Piece(word, is_name=False)


def _lists_for(words: Sequence[str]) -> FollowUpWords:
    """The word lists of the language that the words are most likely in."""
    lists = follow_up_words()
    if any(_CYRILLIC.search(word) for word in words):
        return lists["ru"]
    lower = [word.lower() for word in words]
    return max(lists.values(), key=lambda each: sum(word in each.empty for word in lower))


def _opener_length(words: Sequence[str], lists: FollowUpWords) -> int:
    """How many words open the question in a way that continues the last one."""
    lower = [word.lower() for word in words]
    lengths = (len(opener.split()) for opener in lists.openers)
    fits = (length for length in lengths if " ".join(lower[:length]) in lists.openers)
    return max(fits, default=0)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
