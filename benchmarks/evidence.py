"""Fit what a sentence's features weigh, and say how often the best one then holds the answer.

usage: .venv/bin/python benchmarks/evidence.py DATA [--indexes FOLDER]

DATA holds the public sets (see benchmarks/README.md); the repository's own questions on news come
to them. The fit is a conditional logit (softmax over the sentences that were found for a question)
that makes a sentence with the answer in it the likeliest. Only the weight of the reader's margin is
fitted: the others are as they are without a reader, so that their sum stays on one scale, and
nothing changes where there is none. All features fitted anew are printed beside it, to see what
that would gain. "first": how often a sentence with the answer has the highest score.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.answerability import Row, collect
from bot.evaluation.metrics import contains
from bot.evidence import FEATURES, PREFERENCE_WEIGHT, WEIGHTS, Evidence
from bot.factory import build_model, build_reader
from bot.settings import Settings

Vector = NDArray[np.float64]

PRIOR = 0.01  # of the square of what a weight is changed by, in the spread of its feature
HELD_OUT = 5  # every fifth article is fitted without, and measured on


class Question:
    """The features of the sentences found for a question, and which of them hold an answer."""

    def __init__(self, row: Row) -> None:
        evidence = row.found.evidence
        self.set, self.about = row.set, row.asked.about
        self.features = np.array([one.features for one in evidence])
        self.rest = PREFERENCE_WEIGHT * np.array([one.hit.preferred for one in evidence])
        self.right = np.array([_holds(one, row.asked.answers) for one in evidence])

    def scores(self, weights: Vector) -> Vector:
        """Of each sentence."""
        scores: Vector = self.features @ weights + self.rest
        return scores

    def loss(self, weights: Vector, scale: float) -> float:
        """Minus the logarithm of the probability that the chosen sentence is a right one."""
        scores = scale * self.scores(weights)
        scores -= scores.max()
        likely = np.exp(scores)
        return -float(np.log(likely[self.right].sum() / likely.sum() + 1e-12))

    def first(self, weights: Vector) -> bool:
        """Whether a right sentence has the highest score."""
        return bool(self.right[self.scores(weights).argmax()])


def _holds(evidence: Evidence, answers: Sequence[str]) -> bool:
    return any(contains(evidence.text, answer) for answer in answers)


def fitted(questions: Sequence[Question], free: Sequence[int]) -> Vector:
    """The weights, of which those numbered in `free` are fitted, and the others stay."""
    spread = np.concatenate([q.features for q in questions]).std(axis=0)
    start = np.array(WEIGHTS)

    def weights(changes: Vector) -> Vector:
        found = start.copy()
        found[list(free)] += changes[1:] / spread[list(free)]
        return found

    def loss(changes: Vector) -> float:
        total = sum(q.loss(weights(changes), float(np.exp(changes[0]))) for q in questions)
        return total / len(questions) + PRIOR * float(changes[1:] @ changes[1:])

    return weights(minimize(loss, np.zeros(len(free) + 1), method="Powell").x)


def shares(questions: Sequence[Question], weights: Vector) -> str:
    """How often a right sentence comes first, in each set."""
    names = sorted({question.set for question in questions})
    told = []
    for name in names:
        first = [q.first(weights) for q in questions if q.set == name]
        told.append(f"{name} {100 * np.mean(first):.1f}")
    overall = np.mean([q.first(weights) for q in questions])
    return f"{100 * overall:.1f} % ({', '.join(told)})"


def report(questions: Sequence[Question]) -> None:
    """Fit, and print weights and shares, these of questions on articles that were not fitted on."""
    abouts = sorted({question.about for question in questions})
    kept = set(abouts[::HELD_OUT])
    seen = [question for question in questions if question.about not in kept]
    unseen = [question for question in questions if question.about in kept]
    margin = FEATURES.index("margin")
    ways: dict[str, Callable[[Sequence[Question]], Vector]] = {
        "without the reader": lambda _: np.array([*WEIGHTS[:margin], 0.0]),
        "as it is": lambda _: np.array(WEIGHTS),
        "margin fitted": lambda some: fitted(some, [margin]),
        "all fitted": lambda some: fitted(some, range(len(FEATURES))),
    }
    print(f"{len(questions)} questions with an answer found, {len(unseen)} of them held out")
    for name, fit in ways.items():
        print(f"\n{name}: first {shares(unseen, fit(seen))}")
        print(", ".join(f"{f} {w:.2f}" for f, w in zip(FEATURES, fit(questions), strict=True)))


def main() -> None:
    """Collect, fit and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--indexes", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic's
    model, reader = build_model(settings, print), build_reader(settings, print)
    with TemporaryDirectory() as scratch:
        rows = collect(arguments.data, arguments.indexes or Path(scratch), model, reader)
        questions = [Question(row) for row in rows if row.asked.sort == "answered"]
    report([question for question in questions if question.right.any()])


if __name__ == "__main__":
    main()
