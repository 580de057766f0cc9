"""Text that is too long for one message, as several: cut between sentences where it can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import add
from unicodedata import category

from wcwidth import grapheme_boundary_before

from bot.telegram.html import Run, Runs, fits, measured, plain
from index.schema import Span
from index.sentences import split_sentences


def split(pieces: Iterable[Runs], language: str) -> list[Runs]:
    """Put pieces into as few messages as they fit in, one after the other.

    A message begins at a piece's start. A piece that is too long for one is cut: after a sentence,
    else after a word, else between letters and whole emoji. Joined, the messages are the pieces.

    Args:
        pieces: each ends with the white space that parts it from the next.
        language: ISO 639-1, for finding sentences.
    """
    messages: list[Runs] = []
    used = (0, 0, 0)
    for piece in pieces:
        size = measured(piece)
        together = tuple(map(add, used, size))
        if messages and (fits(together) or fits(measured(messages[-1] + piece))):
            messages[-1] += piece
            used = together
            continue
        while not fits(size):
            head, piece = _cut(piece, _boundary(plain(piece), _longest(piece), language))
            messages.append(head)
            size = measured(piece)
        messages.append(piece)
        used = size
    return [message for message in messages if plain(message).strip()]


def _longest(runs: Runs) -> int:
    """How many characters of the runs fit into one message."""
    lengths = range(1, len(plain(runs)) + 1)
    return bisect_right(
        lengths, False, key=lambda length: not fits(measured(_cut(runs, length)[0]))
    )


def _cut(runs: Runs, at: int) -> tuple[Runs, Runs]:
    """The first `at` characters, and the rest."""
    head: list[Run] = []
    for position, run in enumerate(runs):
        if at < len(run.text):
            left, right = run._replace(text=run.text[:at]), run._replace(text=run.text[at:])
            return (*head, left), (right, *runs[position + 1 :])
        head.append(run)
        at -= len(run.text)
    return tuple(head), ()


def _boundary(text: str, most: int, language: str) -> int:
    """Where to cut a text of which only `most` characters fit, 1 to `most`."""
    for at in (_last_sentence(text, most, language), _last_word(text, most), most):
        if whole := grapheme_boundary_before(text, at + 1):
            return whole
    return most  # one letter with thousands of marks


def _last_sentence(text: str, most: int, language: str) -> int:
    """Where the last sentence begins; 0 where there is no other before it."""
    start = split_sentences(text, Span(0, most), language)[-1:]
    before = text[: start[0].start][-1:] if start else ""
    ends = before.isspace() or category(before or "x").startswith("P")  # else within a long word
    return start[0].start if ends else 0


def _last_word(text: str, most: int) -> int:
    return next((at for at in range(most, 0, -1) if text[at - 1].isspace()), 0)
