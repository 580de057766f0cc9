"""Links in a written sentence: a quote needs none, and one may carry secrets away."""

from __future__ import annotations

import re
from collections.abc import Sequence

LINK = re.compile(
    r"\b[a-z][a-z\d+.-]{1,20}://|\bwww\.\w|\]\(|\b(?:mailto|javascript|data|tel):\S"
    r"|<\s?/?\s?(?:a|img|script|iframe|form|link|meta)\b|\bxn--"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?::\d{1,5})?/\S",
    re.IGNORECASE,
)
DOMAIN = re.compile(r"\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-zа-я]{2,24}\b")


def has_link(sentence: str) -> bool:
    """Whether a sentence holds a link, or the text of one."""
    return LINK.search(sentence) is not None


def missing_domains(sentence: str, texts: Sequence[str]) -> list[str]:
    """The internet names in a sentence, such as "zoom.us", that stand in none of the texts."""
    named = dict.fromkeys(DOMAIN.findall(sentence))
    return [name for name in named if not any(name.casefold() in text.casefold() for text in texts)]
