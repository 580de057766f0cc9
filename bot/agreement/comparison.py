"""Statements side by side: what agrees, what is an update, and what contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.agreement.asked import Asked, Wanted, read_question
from bot.agreement.scope import same_matter
from bot.agreement.sources import independent
from bot.agreement.statements import Statement, find_statements
from bot.agreement.values import Quantity, YesOrNo
from bot.evidence import Evidence
from bot.schema import Difference

LEAD = 6.0  # the best statement's score is at most this much below the best sentence's
MOST_SIDES = 4
LONGEST_EVENT = timedelta(days=60)  # counts that lie further apart are of two events


@dataclass(frozen=True)
class Group:
    """Statements that agree, the best first."""

    statements: tuple[Statement, ...]

    @property
    def first(self) -> date | None:
        """The earliest day of publication."""
        return min(self.days, default=None)

    @property
    def days(self) -> list[date]:
        """The days of publication that are known."""
        return [s.article.published for s in self.statements if s.article.published]

    @property
    def reports(self) -> int:
        """How many independent reports say so."""
        return independent(self.statements)


@dataclass(frozen=True)
class Comparison:
    """What sources say of one thing: the sides, the earliest first."""

    relation: Difference
    sides: tuple[Group, ...]


def compare_sources(
    question: str, language: str, evidence: Sequence[Evidence]
) -> Comparison | None:
    """How the sources differ on what is asked; None where they agree or it is not sure.

    Args:
        question: standing by itself.
        language: of the question.
        evidence: weighed sentences, the best first.
    """
    asked = read_question(question, language)
    if asked is None or not evidence:
        return None
    statements = find_statements(asked, evidence)
    if not statements or evidence[statements[0].rank].score < evidence[0].score - LEAD:
        return None
    groups = _grouped(_comparable(asked, statements))
    if len(groups) < 2:
        return None
    groups = sorted(groups[:MOST_SIDES], key=lambda group: group.first or date.min)
    return Comparison(_relation(asked, groups), tuple(groups))


def _comparable(asked: Asked, statements: Sequence[Statement]) -> list[Statement]:
    """The best statement of each article, those about another matter than the very best left out.

    An article that also gives the value of another does not speak against it, unless it is later
    and says that things have changed.
    """
    lead = statements[0]
    chosen: dict[str, Statement] = {}
    for statement in statements:
        if statement is lead or same_matter(asked, lead, statement):
            chosen.setdefault(statement.article.id, statement)
    every: dict[str, list[Statement]] = {}
    for statement in statements:
        every.setdefault(statement.article.id, []).append(statement)
    return [
        s
        for s in chosen.values()
        if s is lead
        or s.value.agrees(lead.value)
        or _is_news(s, lead)
        or _is_news(lead, s)
        or not (_also_gives(lead, every[s.article.id]) or _also_gives(s, every[lead.article.id]))
    ]


def _is_news(earlier: Statement, later: Statement) -> bool:
    return _is_later(earlier, later) and later.tells_change


def _also_gives(statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether an article's sentences hold the value of another article's statement too."""
    value = statement.value
    held = bool(value.text) and any(f" {value.text}" in f" {other.text}" for other in others)
    return held or any(other.value.agrees(value) for other in others)


def _grouped(statements: Sequence[Statement]) -> list[Group]:
    """The statements by value; a value that agrees with two others joins the better one's."""
    groups: list[list[Statement]] = []
    for statement in statements:
        for group in groups:
            if _same_side(group[0], statement):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return [Group(tuple(group)) for group in groups]


def _same_side(one: Statement, other: Statement) -> bool:
    """Whether two values agree; "at least 12" does not keep a later 17 from being news."""
    if not one.value.agrees(other.value):
        return False
    if not (isinstance(one.value, Quantity) and isinstance(other.value, Quantity)):
        return True
    earlier, later = sorted((one, other), key=lambda s: s.article.published or date.min)
    return one.value.unit != other.value.unit or not (
        later.tells_change and _is_later(earlier, later) and _grew(earlier, later)
    )


def _grew(earlier: Statement, later: Statement) -> bool:
    assert isinstance(earlier.value, Quantity)
    assert isinstance(later.value, Quantity)
    return later.value.low > earlier.value.exact


def _relation(asked: Asked, groups: Sequence[Group]) -> Difference:
    """Whether each side is later than the one before, and may be what became of it."""
    follow = all(_updates(asked, one, two) for one, two in pairwise(groups))
    return "update" if follow else "contradiction"


def _updates(asked: Asked, earlier: Group, later: Group) -> bool:
    if not earlier.days or not later.days or later.first is None:
        return False
    if later.first <= max(earlier.days):
        # Who repeats what was said before has not heard the news, or does not believe it.
        return later.first > min(earlier.days) and any(s.tells_change for s in later.statements)
    if any(s.tells_change for s in later.statements) or any(
        s.tells_plan for s in earlier.statements
    ):
        return True
    if asked.wanted is Wanted.NUMBER:
        one, two = earlier.statements[0].value, later.statements[0].value
        assert isinstance(one, Quantity)
        assert isinstance(two, Quantity)
        grew = two.exact > one.exact and bool(asked.concepts("growing"))
        return grew or later.first - max(earlier.days) > LONGEST_EVENT
    if isinstance(later.statements[0].value, YesOrNo) or asked.wanted is Wanted.PERSON:
        return bool(asked.concepts("states"))
    return False


def _is_later(earlier: Statement, later: Statement) -> bool:
    first, second = earlier.article.published, later.article.published
    return bool(first and second and first < second)
