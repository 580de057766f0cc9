"""Text from articles and models, made harmless for a terminal: it may hold escape sequences."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"  # colours, moves of the cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # titles
)
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(text: str) -> str:
    """The text without escape sequences, control characters and marks that reorder a line.

    Line ends and tabs stay.
    """
    without = _ESCAPE.sub("", text)
    return "".join(sign for sign in without if sign in "\n\t" or not _is_control(sign))


def one_line(text: str) -> str:
    """The harmless text with each run of white space as one space."""
    return harmless(" ".join(text.split()))


def web_address(url: str | None) -> str | None:
    """Return what an article gives as its address if it is safe to make a link of it."""
    address = one_line(url or "")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # brackets that hold no address
        return None
    return address if usable and " " not in address else None


def _is_control(sign: str) -> bool:
    return sign in _REORDERING or unicodedata.category(sign) in ("Cc", "Cs")
