"""What got better and worse since an earlier run, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.figures import BY_NAME, FIGURES, numbered, shown_change
from bot.evaluation.judge import rounded
from bot.evaluation.setup import shown_time
from bot.evaluation.summary import Estimate, mean_estimate
from index.errors import UserFacingError
from index.files import why

# The first of these that differs says whether a question got better or worse.
DECISIVE = ("correct", "correct_first", "cited_story", "cited", "mrr_story", "mrr")
LEAST = 0.0005  # difference; smaller ones are the JSON's rounding
NAMED = 10  # ids in a line
JUDGED_BY = ("answerable", "answers", "articles", "today", "since", "until", "source")

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A question that got better or worse, and in what."""

    id: str
    question: str
    figure: str
    old: float
    new: float
    old_answer: str
    new_answer: str

    @property
    def is_better(self) -> bool:
        """Whether it got better."""
        return self.new > self.old

    def text(self) -> str:
        """One line for people."""
        title = BY_NAME[self.figure].title.lower()
        if self.figure.startswith("mrr"):
            return f"{title} {self.old:.2f} → {self.new:.2f}"
        return f"{title} {'no → yes' if self.is_better else 'yes → no'}"


@dataclass(frozen=True)
class Difference:
    """A figure over the questions of both runs, and the mean difference between the two."""

    figure: str
    old: float
    new: float
    difference: Estimate

    @property
    def is_visible(self) -> bool:
        """Whether the difference is more than rounding hides."""
        return any(
            sign in shown_change(self.difference.value, BY_NAME[self.figure]) for sign in "+−"
        )

    def fields(self) -> dict[str, Any]:
        """The difference as JSON has it."""
        return {
            "figure": self.figure,
            "old": rounded(self.old),
            "new": rounded(self.new),
            "difference": self.difference.fields(),
        }


@dataclass(frozen=True)
class SetupChange:
    """Something that the runs do not share, such as the index."""

    name: str
    old: str
    new: str

    def text(self) -> str:
        """The change for people."""
        return f"{self.name.replace('_', ' ')}: {self.old} → {self.new}"


@dataclass(frozen=True)
class Comparison:
    """Two runs held against each other over the questions that are the same in both."""

    old_date: str
    common: int
    only_old: tuple[str, ...]  # ids, those included that ask something else by now
    only_new: tuple[str, ...]
    altered: tuple[str, ...]  # ids of questions in both that are asked or judged otherwise
    setup: tuple[SetupChange, ...]
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]  # the gravest first

    @property
    def better(self) -> list[Change]:
        """The questions that got better."""
        return [change for change in self.changes if change.is_better]

    @property
    def worse(self) -> list[Change]:
        """The questions that got worse."""
        return [change for change in self.changes if not change.is_better]

    def lines(self) -> Iterator[str]:
        """Yield for people what is compared, and what besides the answers differs."""
        yield (
            f"Compared with the run of {shown_time(self.old_date)}: "
            f"{numbered(self.common, 'question')} in both, "
            f"{len(self.better)} better, {len(self.worse)} worse, {len(self.only_new)} new, "
            f"{len(self.only_old)} gone"
        )
        if self.setup:
            yield f"The runs differ in {'; '.join(change.text() for change in self.setup)}"
        if self.altered:
            yield (
                f"Asked or judged otherwise than before: {numbered(len(self.altered), 'question')} "
                f"({', '.join(self.altered[:NAMED])}{', …' if len(self.altered) > NAMED else ''})"
            )

    def fields(self) -> dict[str, Any]:
        """The comparison as JSON has it."""
        return {
            **{name: getattr(self, name) for name in ("old_date", "common")},
            "only_old": list(self.only_old),
            "only_new": list(self.only_new),
            "altered": list(self.altered),
            "setup": [asdict(change) for change in self.setup],
            "differences": [one.fields() for one in self.differences],
            "better": [asdict(change) for change in self.better],
            "worse": [asdict(change) for change in self.worse],
        }


def read_run(path: Path) -> Document:
    """Read what ``--json`` wrote.

    Raises:
        UserFacingError: it cannot be read, or is something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        for question in document["questions"]:
            _ = _key(question), question["measures"].items(), question["answer"]["text"].strip()
        _ = document["summary"]["setup"]["date"], document["summary"]["setup"].items()
    except OSError as error:
        raise UserFacingError(f"cannot read {path}: {why(error)}") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UserFacingError(f"{path} is nothing that `evaluate --json` wrote") from error
    assert isinstance(document, dict)
    return document


def compare_runs(old: Document, new: Document) -> Comparison:
    """Hold a run against an earlier one; both as in the JSON."""
    before, now = (
        {_key(question): question for question in document["questions"]} for document in (old, new)
    )
    pairs = [(before[key], now[key]) for key in now if key in before]
    changes = sorted(_changes(pairs), key=lambda change: DECISIVE.index(change.figure))
    return Comparison(
        old_date=str(old["summary"]["setup"]["date"]),
        common=len(pairs),
        only_old=tuple(key[0] for key in before if key not in now),
        only_new=tuple(key[0] for key in now if key not in before),
        altered=tuple(new["id"] for old, new in pairs if _is_altered(old, new)),
        setup=tuple(_setup_changes(*(one["summary"]["setup"] for one in (old, new)))),
        differences=tuple(_differences(pairs)),
        changes=tuple(changes),
    )


def _key(question: Document) -> tuple[str, str]:
    """What must be the same for two runs to be compared in it."""
    return question["id"], "\n".join((*question["history"], question["question"]))


def _is_altered(old: Document, new: Document) -> bool:
    return any(name in old and old[name] != new[name] for name in JUDGED_BY)


def _setup_changes(old: Document, new: Document) -> Iterator[SetupChange]:
    for name in new:
        if name != "date" and name in old and old[name] != new[name]:
            yield SetupChange(name, *(str(one[name] or "none") for one in (old, new)))


def _changes(pairs: Sequence[tuple[Document, Document]]) -> Iterator[Change]:
    for old, new in pairs:
        for figure in DECISIVE:
            values = _pair(old, new, figure)
            if values and abs(values[1] - values[0]) > LEAST:
                texts = (one["answer"]["text"] for one in (old, new))
                yield Change(new["id"], new["question"], figure, *values, *texts)
                break


def _differences(pairs: Sequence[tuple[Document, Document]]) -> Iterator[Difference]:
    for figure in FIGURES:
        if figure.statistic != "mean":
            continue
        found = [values for old, new in pairs if (values := _pair(old, new, figure.of))]
        if not found:
            continue
        before, now = (sum(side) / len(found) for side in zip(*found, strict=True))
        change = mean_estimate([new - old for old, new in found])
        yield Difference(figure.name, before, now, change)


def _pair(old: Document, new: Document, measure: str) -> tuple[float, float] | None:
    """The values of both runs; None where the measure does not apply, or is no number."""
    values = old["measures"].get(measure), new["measures"].get(measure)
    if not all(isinstance(value, int | float) for value in values):
        return None
    return float(values[0]), float(values[1])
