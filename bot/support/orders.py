"""Sentences of an article that speak to a language model: orders, which tell nothing.

A model may follow them, and what it writes then stands word for word in the article. It is no
evidence all the same.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from index.schema import Span
from index.words import fold
from prompts import defuse

LONGEST = 2000  # characters of a sentence that are looked at
START = r"(?:\A|[.:;!?,—–\"“«()‹›|/*#])\W{0,9}(?:(?:please|now|and|then|instead|just|so)\s){0,3}"


def find_orders(text: str, sentences: Sequence[Span], start: int = 0) -> tuple[bool, ...]:
    """Say of each sentence whether it is an order to a model, or goes on with one.

    Args:
        text: of the article, with the lines between sentences that no reader sees.
        sentences: where they stand, in order.
        start: where the text proper begins.
    """
    found, done = [], start
    marked = addressed = False
    for begin, end in sentences:
        gap, sentence = _folded(text[done:begin][-LONGEST:]), _folded(text[begin:end][:LONGEST])
        marked = marked or _has("marks", gap) or _has("marks", sentence)
        follows, addressed = addressed or _has("addresses", gap), _has("addresses", sentence)
        found.append(marked or follows or addressed or _has("orders", sentence))
        done = end
    return tuple(found)


def _folded(text: str) -> str:
    return fold(defuse(text))


def _has(kind: str, folded: str) -> bool:
    return _pattern(kind).search(folded) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    lists = tomllib.loads((files("prompts") / "orders.toml").read_text(encoding="utf-8"))
    lines = [line for kinds in lists.values() for line in kinds.get(kind, "").split("\n") if line]
    before = START if kind == "orders" else ""
    return re.compile(f"{before}(?:{'|'.join(lines)})")
