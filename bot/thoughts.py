"""What a reasoning model says to itself, which is neither shown nor cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TAGS = ("think", "thinking", "thought", "reasoning")
_OPENING = re.compile(rf"<({'|'.join(_TAGS)})>", re.IGNORECASE)
_BEGINNINGS = frozenset(f"<{tag}"[:length] for tag in _TAGS for length in range(1, len(tag) + 2))
_LONGEST = max(map(len, _TAGS)) + 3  # of a closing tag


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """Pass a reply on in pieces, without its ``<think>…</think>`` blocks.

    A block that does not end takes the rest with it.
    """
    held, closing = "", ""
    for piece in pieces:
        said, held, closing = _read(held + piece, closing)
        if said:
            yield said
    if held and not closing:
        yield held


def _read(text: str, closing: str) -> tuple[str, str, str]:
    """Return what is said in `text`, its end that may be half a tag, and the tag waited for."""
    said = ""
    while True:
        if closing:
            _, found, rest = _partition(text, closing)
            if not found:
                return said, text[-_LONGEST:], closing
            text, closing = rest.lstrip(), ""
        opening = _OPENING.search(text)
        if not opening:
            ready, held = _split_beginning(text)
            return said + ready, held, ""
        said += text[: opening.start()]
        text, closing = text[opening.end() :], f"</{opening[1].lower()}>"


def _partition(text: str, closing: str) -> tuple[str, bool, str]:
    at = text.lower().find(closing)
    return (text, False, "") if at < 0 else (text[:at], True, text[at + len(closing) :])


def _split_beginning(text: str) -> tuple[str, str]:
    """Cut off the end of `text` that may become an opening tag."""
    at = text.rfind("<")
    if at >= 0 and text[at:].lower() in _BEGINNINGS:
        return text[:at], text[at:]
    return text, ""
