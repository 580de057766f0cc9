"""Fit the decision whether to answer, and say how well it decides.

usage: .venv/bin/python benchmarks/refusal.py DATA [--indexes FOLDER] [--write]

DATA holds the public sets (see benchmarks/README.md). Two logistic regressions are fitted over the
signs of `bot/answerability.py`: is the best evidence about what was asked (questions of the set
against those of others and small talk), and, if so, does it answer. Every set counts the same, and
in it both sides do: a probability is one for a question as likely answered as not. Figures are of
questions whose articles the fit has not seen (5 folds), and, in brackets, whose set it has not.
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
LOST = 0.02  # of the answered questions of a set, on average, that the threshold refuses
LOST_FAR = 0.01  # … as far
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


def thresholds(about: Side, answers: Side) -> tuple[float, float]:
    """Return below which probabilities questions are refused: as far, and at all.

    Each loses so many of the answered questions of a set, on average over the sets, when the
    regressions have not seen their articles.
    """
    far = _lost_at(about.unseen(about.by_article()), about, LOST_FAR)
    return far, _lost_at(_confidence(about, answers), answers, LOST)


def _lost_at(probabilities: Vector, side: Side, share: float) -> float:
    answered = np.array([row.sort == "answered" for row in side.rows])
    candidates = np.unique(probabilities[answered])
    losses = [
        np.mean([(probabilities[answered & (side.sets == s)] < c).mean() for s in _sets(side)])
        for c in candidates
    ]
    return float(candidates[np.searchsorted(losses, share, side="right") - 1])


def _sets(side: Side) -> list[str]:
    return sorted({row.set for row in side.rows if row.sort == "answered"})


def _confidence(about: Side, answers: Side) -> Vector:
    """The product, for the rows of `answers`, of what each says unseen."""
    known = dict(zip(map(id, about.rows), about.unseen(about.by_article()), strict=True))
    both = answers.unseen(answers.by_article())
    return np.array([known[id(row)] * one for row, one in zip(answers.rows, both, strict=True)])


def print_figures(about: Side, answers: Side, far: float, threshold: float) -> None:
    """Print AUROC and refusals by set, and the calibration of `answers`."""
    print(f"\n{'set':<14} {'about':>14} {'answers':>14}   refused: answered  near   far")
    ones = [
        (side, side.unseen(side.by_article()), side.unseen(side.by_set()))
        for side in (about, answers)
    ]
    confidence = _confidence(about, answers)
    for name in sorted(set(about.sets)):
        areas = [
            _area(side, own, name) + f" ({_area(side, other, name)})" for side, own, other in ones
        ]
        refused = [
            _share(confidence < threshold, answers, name, "answered"),
            _share(confidence < threshold, answers, name, "near"),
            _share(ones[0][1] < far, about, name, "far"),
        ]
        shares = f"{refused[0]:>17} {refused[1]:>5} {refused[2]:>5}"
        print(f"{name:<14} {areas[0]:>14} {areas[1]:>14}   {shares}")
    print("\nprobability of `answers`: share that is answered")
    probabilities = ones[1][1]
    for low in np.arange(LEVELS) / LEVELS:
        level = (probabilities >= low) & (probabilities < low + 1 / LEVELS)
        print(
            f"{low:.1f}–{low + 1 / LEVELS:.1f}: {answers.holds[level].mean():.2f} of {level.sum()}"
        )


def _area(side: Side, probabilities: Vector, name: str) -> str:
    here = side.sets == name
    if len(set(side.holds[here])) < 2:
        return "–"
    return f"{roc_auc_score(side.holds[here], probabilities[here]):.3f}"


def _share(refused: NDArray[np.bool_], side: Side, name: str, sort: Sort) -> str:
    here = np.array([row.set == name and row.sort == sort for row in side.rows])
    return f"{100 * refused[here].mean():.1f}" if here.any() else "–"


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
    far, threshold = thresholds(about, answers)
    fitted = {"about": about.fit(), "answers": answers.fit()}
    print(f"{len(rows)} questions; refused as far below {far:.3f}, at all below {threshold:.3f}")
    print(f"\n{'sign':<16} {'about':>8} {'answers':>8}")
    for sign in Signs._fields:
        print(f"{sign:<16}", *(f"{one.coefficients[sign]:8.2f}" for one in fitted.values()))
    print_figures(about, answers, far, threshold)
    if write:
        document = {
            **{name: _fields(one) for name, one in fitted.items()},
            "far": round(far, 3),
            "threshold": round(threshold, 3),
        }
        target = Path(sys.modules["bot.refusal"].__file__ or "").with_name(COEFFICIENTS)
        target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _fields(fitted: Regression) -> dict[str, Any]:
    rounded = {name: round(weight, 3) for name, weight in fitted.coefficients.items()}
    return {"intercept": round(fitted.intercept, 3), "coefficients": rounded}


if __name__ == "__main__":
    main()
