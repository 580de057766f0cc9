"""How many reports are independent of each other."""

from __future__ import annotations

from collections.abc import Sequence

from bot.agreement.statements import Statement
from bot.copies import alike
from index.words import words

LONG = 12  # words; two that write the same sentence of so many have it from one another


def independent(statements: Sequence[Statement]) -> int:
    """Count the reports that are no copies: of one story, one agency or one sentence."""
    counted: list[Statement] = []
    for statement in statements:
        if not any(_is_one_report(statement, other) for other in counted):
            counted.append(statement)
    return len(counted)


def _is_one_report(one: Statement, other: Statement) -> bool:
    if one.story == other.story:
        return True
    if one.article.agency and one.article.agency == other.article.agency:
        return True
    is_long = len(words(one.text)) >= LONG <= len(words(other.text))
    return is_long and alike(one.text, other.text)
