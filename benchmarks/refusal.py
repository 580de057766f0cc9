"""Fit the decision whether to answer, and say how well it decides.

usage: .venv/bin/python benchmarks/refusal.py DATA [--indexes FOLDER] [--write]

DATA holds the public sets (see benchmarks/README.md). Two logistic regressions are fitted over the
signs of `bot/answerability.py`: is the best evidence about what was asked (questions of the set
against those of others and small talk), and, if so, does it answer. Every set counts the same, and
in it both sides do: a probability is one for a question as likely answered as not. Figures are of
questions whose articles the fit has not seen (5 folds), and, in brackets, of one regression alone
by a fit that has not seen the set.
--write puts the coefficients into bot/refusal.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.answerability import Row, Sort, collect
from bot.answerability import Signs
from bot.factory import build_model
from bot.refusal import COEFFICIENTS, Regression
from bot.settings import Settings

Vector = NDArray[np.float64]
Split = tuple[NDArray[np.int64], NDArray[np.int64]]

FOLDS = 5
NEWS = "examples"  # the set that the threshold is chosen on: Dateline is for news
LOST = 0.04  # of its answered questions that the threshold refuses
STRENGTH = 0.3  # of the regularisation: scikit-learn's C
LEVELS = 5  # of the probability, in the table of calibration


class Side:
    """One of the two regressions: rows that hold, and that do not."""

    def __init__(
        self, rows: Sequence[Row], holds: Sequence[Sort], other: Sequence[Sort], both: bool = False
    ) -> None:
        of_both = {r.set for r in rows if r.sort in holds} & {
            r.set for r in rows if r.sort in other
        }
        self.rows = [
            r for r in rows if (r.set in of_both or not both) and r.sort in (*holds, *other)
        ]
        self.signs = np.array([row.signs for row in self.rows])
        self.holds = np.array([row.sort in holds for row in self.rows])
        self.sets = np.array([row.set for row in self.rows])
        self.articles = np.array([row.article for row in self.rows])

    def fit(self, chosen: NDArray[np.int64] | slice = slice(None)) -> Regression:
        """Fit on the chosen rows, every set and both sides of it weighing the same."""
        signs, holds, sets = self.signs[chosen], self.holds[chosen], self.sets[chosen]
        groups = [f"{one} {two}" for one, two in zip(sets, holds, strict=True)]
        counts = Counter(groups)
        of_a_side = Counter(group.rpartition(" ")[2] for group in counts)
        shares = [1 / counts[g] / of_a_side[g.rpartition(" ")[2]] for g in groups]
        weights = np.array(shares) / np.mean(shares)
        middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
        model = LogisticRegression(C=STRENGTH, max_iter=5000)
        model.fit((signs - middle) / spread, holds, sample_weight=weights)
        raw = model.coef_[0] / spread
        intercept = float(model.intercept_[0] - raw @ middle)
        return Regression(intercept, dict(zip(Signs._fields, map(float, raw), strict=True)))

    def unseen(self, splits: Iterator[Split]) -> Vector:
        """The probability of each row, by fits that have not seen it."""
        probabilities = np.zeros(len(self.rows))
        for train, test in splits:
            fitted = self.fit(train)
            probabilities[test] = [fitted.probability(Signs(*self.signs[i])) for i in test]
        return probabilities

    def by_article(self) -> Iterator[Split]:
        """Folds that share no article."""
        yield from GroupKFold(FOLDS).split(self.signs, groups=self.articles)

    def by_set(self) -> Iterator[Split]:
        """Each set against all others."""
        for name in sorted(set(self.sets)):
            yield np.flatnonzero(self.sets != name), np.flatnonzero(self.sets == name)


class Unseen:
    """What the two regressions say of every row, by fits that have not seen its article."""

    def __init__(self, rows: Sequence[Row], about: Side, answers: Side) -> None:
        self.sorts = np.array([row.sort for row in rows])
        self.sets = np.array([row.set for row in rows])
        self.about = about.unseen(about.by_article())
        fitted = answers.fit()
        known = dict(zip(map(id, answers.rows), answers.unseen(answers.by_article()), strict=True))
        self.answers = np.array(
            [known.get(id(row), fitted.probability(row.signs)) for row in rows]
        )  # a set of one side only is in no fit of `answers`

    @property
    def confidence(self) -> Vector:
        """Of each row."""
        return self.about * self.answers

    def threshold(self) -> float:
        """Below which confidence questions are refused: what loses so many of those on news."""
        news = (self.sets == NEWS) & (self.sorts == "answered")
        return float(np.quantile(self.confidence[news], LOST))

    def refused(self, name: str, sort: Sort, threshold: float) -> str:
        """The share of a set's questions of a sort that are refused, in percent."""
        here = (self.sets == name) & (self.sorts == sort)
        return f"{100 * (self.confidence[here] < threshold).mean():.1f}" if here.any() else "–"

    def area(self, name: str, sort: Sort) -> str:
        """The AUROC of the confidence: a set's answered questions against those of a sort."""
        here = (self.sets == name) & np.isin(self.sorts, ("answered", sort))
        return _area(self.sorts[here] == "answered", self.confidence[here])


def print_figures(unseen: Unseen, about: Side, answers: Side, threshold: float) -> None:
    """Print AUROC and refusals by set, and the calibration of `answers`."""
    strange = [side.unseen(side.by_set()) for side in (about, answers)]
    print(f"\n{'':<14} {'AUROC, far':>15} {'AUROC, near':>15} {'refused: answered':>19} near   far")
    for name in sorted(set(unseen.sets)):
        areas = [
            f"{unseen.area(name, sort)} ({_area(side.holds[here], probabilities[here])})"
            for sort, side, probabilities in zip(
                ("far", "near"), (about, answers), strange, strict=True
            )
            for here in [side.sets == name]
        ]
        refused = [unseen.refused(name, sort, threshold) for sort in ("answered", "near", "far")]
        shares = f"{refused[0]:>19} {refused[1]:>4} {refused[2]:>5}"
        print(f"{name:<14} {areas[0]:>15} {areas[1]:>15} {shares}")
    print("\nprobability of `answers`: share that is answered")
    probabilities = answers.unseen(answers.by_article())
    for low in np.arange(LEVELS) / LEVELS:
        level = (probabilities >= low) & (probabilities < low + 1 / LEVELS)
        share = f"{answers.holds[level].mean():.2f} of {level.sum()}"
        print(f"{low:.1f}–{low + 1 / LEVELS:.1f}: {share}")


def _area(holds: NDArray[np.bool_], probabilities: Vector) -> str:
    return f"{roc_auc_score(holds, probabilities):.3f}" if len(set(holds)) == 2 else "–"


def main() -> None:
    """Collect, fit, print and, if told to, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--indexes", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model = build_model(Settings(_env_file=None), print)  # type: ignore[call-arg]  # pydantic's
    with TemporaryDirectory() as scratch:
        rows = list(collect(arguments.data, arguments.indexes or Path(scratch), model))
    report(rows, write=arguments.write)


def report(rows: Sequence[Row], *, write: bool) -> None:
    """Fit on `rows`, print what comes of it, and write the coefficients if told to."""
    about = Side(rows, ("answered", "near"), ("far",))
    answers = Side(rows, ("answered",), ("near",), both=True)
    unseen = Unseen(rows, about, answers)
    threshold = unseen.threshold()
    fitted = {"about": about.fit(), "answers": answers.fit()}
    print(f"{len(rows)} questions; refused below {threshold:.3f}")
    print(f"\n{'sign':<16} {'about':>8} {'answers':>8}")
    for sign in Signs._fields:
        print(f"{sign:<16}", *(f"{one.coefficients[sign]:8.2f}" for one in fitted.values()))
    print_figures(unseen, about, answers, threshold)
    if write:
        document = {
            **{name: _fields(one) for name, one in fitted.items()},
            "threshold": round(threshold, 3),
        }
        target = Path(sys.modules["bot.refusal"].__file__ or "").with_name(COEFFICIENTS)
        target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _fields(fitted: Regression) -> dict[str, Any]:
    rounded = {name: round(weight, 3) for name, weight in fitted.coefficients.items()}
    return {"intercept": round(fitted.intercept, 3), "coefficients": rounded}


if __name__ == "__main__":
    main()
