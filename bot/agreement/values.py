"""What sources may disagree on: a number, a time, a person, or yes or no."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date

from bot.support.spelling import same_name


@dataclass(frozen=True)
class Value(ABC):
    """A value as a sentence gives it."""

    text: str  # as it stands there, white space collapsed

    @abstractmethod
    def agrees(self, other: Value) -> bool:
        """Whether both may be right, or cannot be compared."""


@dataclass(frozen=True)
class Quantity(Value):
    """A number: the exact one, and what it may be as it is rounded or hedged."""

    exact: float
    low: float
    high: float
    unit: str = ""  # "" for a plain count

    def agrees(self, other: Value) -> bool:
        """Whether the ranges meet; other units say nothing."""
        if not isinstance(other, Quantity) or self.unit != other.unit:
            return True
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Moment(Value):
    """A day or a period: each that may be meant, by its first and last day."""

    periods: tuple[tuple[date, date], ...]

    def agrees(self, other: Value) -> bool:
        """Whether any two overlap: "May" and "3 May" do."""
        return not isinstance(other, Moment) or any(
            one[0] <= two[1] and two[0] <= one[1] for one in self.periods for two in other.periods
        )


@dataclass(frozen=True)
class Person(Value):
    """A name, and all names of its sentence: which of them is meant is not always sure."""

    names: frozenset[str]  # romanised words

    def agrees(self, other: Value) -> bool:
        """Whether they share a word, in whatever spelling."""
        return not isinstance(other, Person) or any(
            same_name(one, two) for one in self.names for two in other.names
        )


@dataclass(frozen=True)
class YesOrNo(Value):
    """Whether it is so."""

    holds: bool

    def agrees(self, other: Value) -> bool:
        """Whether both say yes, or both no."""
        return not isinstance(other, YesOrNo) or self.holds == other.holds
