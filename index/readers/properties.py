"""What a document's own properties say, where it is worth believing.

Programs fill them in unasked: a title may be the name of the file, an author that of the computer.
"""

from __future__ import annotations

import re
from datetime import datetime

FILE_NAME = re.compile(
    r"\.(?:docx?|dotx?|pdf|indd|qxd|qxp|odt|rtf|txt|html?|aspx?|php|pptx?|xlsx?|tmp|ps|eps|ai|pub)$"
)
PROGRAM_TITLES = (
    "microsoft word", "microsoft powerpoint", "powerpoint presentation", "untitled", "document",
    "dokument", "документ", "без имени", "layout", "print", "about:blank", "http://", "https://",
)  # fmt: skip
COMPUTER_NAMES = frozenset((
    "admin", "administrator", "author", "default", "guest", "microsoft", "office", "owner", "pc",
    "root", "unknown", "user", "anonymous", "python-docx", "(anonymous)", "(unspecified)", "админ",
    "пользователь",
))  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]{2}")
LONGEST_TITLE = 300


def property_fields(
    title: str | None, author: str | None, created: datetime | None, text: str
) -> dict[str, str]:
    """Return the fields of a reading: title, author, created (an ISO date; not of publication).

    Args:
        title: as the document's properties have it.
        author: likewise.
        created: when the file was made.
        text: the document's; a short title must stand in it.
    """
    fields = {
        "title": _believable_title(" ".join((title or "").split()), text),
        "author": _believable_author(" ".join((author or "").split())),
        "created": created.date().isoformat() if created else "",
    }
    return {name: value for name, value in fields.items() if value}


def _believable_title(title: str, text: str) -> str:
    lower = title.casefold()
    if not LETTERS.search(title) or len(title) > LONGEST_TITLE:
        return ""
    if lower.startswith(PROGRAM_TITLES) or FILE_NAME.search(lower):
        return ""
    stands_there = lower in " ".join(text[:5000].casefold().split())
    return title if stands_there or len(title.split()) >= 4 else ""


def _believable_author(author: str) -> str:
    words = author.casefold().split()
    known = any(word in COMPUTER_NAMES for word in words)
    return author if LETTERS.search(author) and not known and len(author) < 200 else ""
