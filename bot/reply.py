"""What a language model writes, as it comes: what of it is shown, and when it is stopped."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator

from bot.citations import split_unfinished_mark
from prompts import NOT_IN_ARTICLES

LONGEST_ANSWER = 2400
"""Characters; four sentences are far fewer, and a small model does not know when to stop."""

_LOOP = 80  # characters that no answer says twice
_ENDED = re.compile(r"[.!?…][»”\"')]*(?:\s*\[[\d, ]+\])*(?=\s|\Z)")  # a sentence and its marks
_OPENING = 60  # characters; they show the language of 90 to 97 % of the texts


class Reply:
    """One reply of a model."""

    def __init__(self, pieces: Generator[str, None, bool]) -> None:
        """Take the pieces; whoever makes them returns whether the reply came to its own end."""
        self._pieces = pieces
        self._written = ""
        self._whole = False  # until its end has come
        self.is_shown = False  # anything of it
        self.began_in: str | None = (
            None  # a language that it should not be in; then it is not read on
        )

    @property
    def text(self) -> str:
        """Without a thought whose beginning stood in the prompt, and without half a sentence."""
        text = self._written.rpartition("</think>")[2]
        if self._whole:
            return text
        ends = [found.end() for found in _ENDED.finditer(text)]
        return text[: ends[-1]] if ends else ""

    @property
    def is_cut_off(self) -> bool:
        """Whether its last sentence did not come to its end."""
        return not self._whole

    def read(self, other_language: Callable[[str], str | None]) -> Iterator[str]:
        """Yield what may be shown: no refusal line, no half of a citation mark.

        Args:
            other_language: returns the language of a text where it is the wrong one. A reply that
                begins in one is neither shown nor read on.
        """
        opening = ""
        for piece in _unless_refusal(self._whole_marks()):
            if self.is_shown:
                yield piece
                continue
            opening += piece
            if len(opening) < _OPENING:
                continue
            self.began_in = other_language(opening)
            if self.began_in:
                return
            self.is_shown = True
            yield opening
        if opening and not self.is_shown and not other_language(opening):
            self.is_shown = True
            yield opening

    def _whole_marks(self) -> Iterator[str]:
        """Pass the pieces on, an unfinished citation mark only when the rest of it has come."""
        held = ""
        for piece in self._ending():
            self._written += piece
            ready, held = split_unfinished_mark(held + piece)
            if ready:
                yield ready
            if _runs_away(self._written):
                break  # closes the connection, which ends the model's work too
        if held:
            yield held

    def _ending(self) -> Iterator[str]:
        self._whole = yield from self._pieces


def begins_with_refusal(text: str) -> bool:
    """Whether a text begins with the refusal line."""
    return letters(text).startswith(letters(NOT_IN_ARTICLES))


def names_refusal(text: str) -> bool:
    """Whether the refusal line stands anywhere in a text."""
    return letters(NOT_IN_ARTICLES) in letters(text)


def _runs_away(text: str) -> bool:
    """Whether the model goes on and on, or says the same again."""
    return len(text) > LONGEST_ANSWER or text[-_LOOP:] in text[:-_LOOP]


def _unless_refusal(pieces: Iterator[str]) -> Iterator[str]:
    """Pass the pieces on, but hold back a beginning that is, or may become, the refusal line."""
    held: str | None = ""
    for piece in pieces:
        if held is None:
            yield piece
            continue
        held += piece
        if not _may_be_refusal(held):
            yield held
            held = None
    if held and not begins_with_refusal(held):
        yield held


def _may_be_refusal(text: str) -> bool:
    return letters(NOT_IN_ARTICLES).startswith(letters(text)) or begins_with_refusal(text)


def letters(text: str) -> str:
    """The text's letters alone: models put the line in quotes, or spaces for its underscores."""
    return re.sub(r"[\W_]+", "", text).upper()
