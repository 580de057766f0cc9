"""Fit the decision whether to answer, and say how well it decides.

usage: .venv/bin/python benchmarks/refusal.py DATA [--indexes FOLDER] [--write]

DATA holds the public sets (see benchmarks/README.md); the repository's own questions on news come
to them. A logistic regression is fitted over the signs of `bot/answerability.py`: answered ones
against those that the articles nearly answer, and those that they have no word of. It is balanced
by set and sort, so its probabilities are for questions as likely answered as not. All figures are
of questions whose articles the fit has not seen (5 folds); AUROC in brackets: whose set it has not.
Twice: with the reader, of the questions that it reads, and without. --write puts the coefficients
into bot/refusal.json.
"""

from __future__ import annotations

import argparse
import json
import sys
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
from bot.factory import build_model, build_reader
from bot.refusal import COEFFICIENTS, READ, UNREAD, Regression
from bot.settings import Settings

Vector = NDArray[np.float64]
Split = tuple[NDArray[np.int64], NDArray[np.int64]]

NEWS = "examples"  # Dateline is for news: these count as much as `OF_NEWS` sets do,
OF_NEWS = 3
LOST = {READ: 0.02, UNREAD: 0.03}  # and the threshold refuses so many of those that are answered
NEAR = 0.3  # what a set's nearly answered questions weigh against those of which there is no word
FOLDS = 5
STRENGTH = 0.3  # of the regularisation: scikit-learn's C
LEVELS = 5  # of the probability, in the table of calibration


class Questions:
    """The rows as columns, and fits over some of them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._names = [n for n in Signs._fields if getattr(rows[0].signs, n) is not None]
        self.rows = rows
        self.signs = np.array([[getattr(row.signs, n) for n in self._names] for row in rows])
        self.sets = np.array([row.set for row in rows])
        self.sorts = np.array([row.asked.sort for row in rows])
        self.articles = np.array([row.asked.about for row in rows])
        self.answered = self.sorts == "answered"

    def fit(self, chosen: NDArray[np.int64] | slice = slice(None)) -> Regression:
        """Fit on the chosen rows."""
        signs, answered = self.signs[chosen], self.answered[chosen]
        middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
        model = LogisticRegression(C=STRENGTH, max_iter=5000)
        model.fit((signs - middle) / spread, answered, sample_weight=self._weights(chosen))
        raw = model.coef_[0] / spread
        intercept = float(model.intercept_[0] - raw @ middle)
        return Regression(intercept, dict(zip(self._names, map(float, raw), strict=True)))

    def unseen(self, splits: Iterator[Split]) -> Vector:
        """The probability of each row, by fits that have not seen it."""
        probabilities = np.zeros(len(self.signs))
        for train, test in splits:
            fitted = self.fit(train)
            probabilities[test] = [fitted.probability(self.rows[i].signs) for i in test]
        return probabilities

    def by_article(self) -> Iterator[Split]:
        """Folds that share no article."""
        yield from GroupKFold(FOLDS).split(self.signs, groups=self.articles)

    def by_set(self) -> Iterator[Split]:
        """Each set against all others."""
        for name in sorted(set(self.sets)):
            yield np.flatnonzero(self.sets != name), np.flatnonzero(self.sets == name)

    def of(self, name: str, *sorts: Sort) -> NDArray[np.bool_]:
        """Which rows are a set's questions of these sorts."""
        chosen: NDArray[np.bool_] = (self.sets == name) & np.isin(self.sorts, sorts)
        return chosen

    def _weights(self, chosen: NDArray[np.int64] | slice) -> Vector:
        """Every set and sort its share, and both sides of the decision half; the mean is 1."""
        sets, sorts = self.sets[chosen], self.sorts[chosen]
        weights = np.zeros(len(sets))
        for name in set(sets):
            for sort in set(sorts):
                here = (sets == name) & (sorts == sort)
                share = (OF_NEWS if name == NEWS else 1) * (NEAR if sort == "near" else 1)
                weights[here] = share / max(1, here.sum())
        for side in (sorts == "answered", sorts != "answered"):
            weights[side] *= len(sets) / 2 / weights[side].sum()
        return weights


def print_figures(questions: Questions, probabilities: Vector, threshold: float) -> None:
    """Print AUROC and refusals by set, and the calibration."""
    strange = questions.unseen(questions.by_set())
    print(
        f"\n{'set':<14} {'AUROC, far':>16} {'AUROC, near':>16} {'refused: answered':>18} near   far"
    )
    for name in sorted(set(questions.sets)):
        areas = []
        for sort in ("far", "near"):
            here = questions.of(name, "answered", sort)
            areas.append(" ".join(
                (_area(questions.answered[here], probabilities[here]),
                 f"({_area(questions.answered[here], strange[here])})")))  # fmt: skip
        shares = [
            _percent(probabilities[questions.of(name, sort)] < threshold)
            for sort in ("answered", "near", "far")
        ]
        told = f"{shares[0]:>18} {shares[1]:>4} {shares[2]:>5}"
        print(f"{name:<14} {areas[0]:>16} {areas[1]:>16} {told}")
    print("\nprobability: share of the questions that is answered")
    for low in np.arange(LEVELS) / LEVELS:
        level = (probabilities >= low) & (probabilities < low + 1 / LEVELS)
        share = f"{_percent(questions.answered[level])} % of {level.sum()}"
        print(f"{low:.1f}–{low + 1 / LEVELS:.1f}: {share}")


def _area(holds: NDArray[np.bool_], probabilities: Vector) -> str:
    return f"{roc_auc_score(holds, probabilities):.3f}" if len(set(holds)) == 2 else "–"


def _percent(those: NDArray[np.bool_]) -> str:
    return f"{100 * those.mean():.0f}" if len(those) else "–"


def report(rows: Sequence[Row], lost: float) -> dict[str, Any]:
    """Fit on `rows`, print what comes of it, and return the fit as it is kept.

    Its threshold refuses the share `lost` of the answered questions on news.
    """
    questions = Questions(rows)
    fitted = questions.fit()
    probabilities = questions.unseen(questions.by_article())
    threshold = float(np.quantile(probabilities[questions.of(NEWS, "answered")], lost))
    print(f"{len(rows)} questions; refused below {threshold:.3f}\n")
    for sign, weight in fitted.coefficients.items():
        print(f"{sign:<16} {weight:8.2f}")
    print_figures(questions, probabilities, threshold)
    return {
        "intercept": round(fitted.intercept, 3),
        "coefficients": {name: round(c, 3) for name, c in fitted.coefficients.items()},
        "threshold": round(threshold, 3),
    }


def main() -> None:
    """Collect, fit, print and, if told to, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--indexes", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic's
    model, reader = build_model(settings, print), build_reader(settings, print)
    document = {}
    with TemporaryDirectory() as scratch:
        for name, chosen in ((READ, reader), (UNREAD, None)):
            indexes = arguments.indexes or Path(scratch)
            print(f"\n{name.capitalize()}\n")
            rows = collect(arguments.data, indexes, model, chosen)
            unread = chosen is None
            kept = [row for row in rows if (row.signs.margin is None) is unread]
            document[name] = report(kept, LOST[name])
    if arguments.write:
        target = Path(sys.modules["bot.refusal"].__file__ or "").with_name(COEFFICIENTS)
        target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
