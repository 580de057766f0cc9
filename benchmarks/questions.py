"""How many questions of a set are answered rightly from the index that the settings name.

usage: .venv/bin/python benchmarks/questions.py QUESTIONS.jsonl

A line of the set: {"question", "language", "answers": [any of these must stand in the answer],
"articles": [any of these must be cited: file names without ending], "answerable", "history",
"kind"}. An answer is right if the shown text contains one of `answers`, case and ё aside.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from bot.factory import build_engine
from bot.schema import Answer, Turn
from bot.settings import load_settings
from index.words import fold


def judge(question: dict[str, Any], answer: Answer) -> dict[str, float]:
    """Return what is right about `answer`, each 0 or 1, and its number of sentences."""
    if not question["answerable"]:
        return {"refused rightly": float(not answer.answered)}
    wanted = [fold(text) for text in question["answers"]]
    first = fold(answer.sentences[0].text) if answer.sentences else ""
    cited = {Path(citation.article.path).stem for citation in answer.citations}
    return {
        "right": float(answer.answered and any(text in fold(answer.text) for text in wanted)),
        "right with the first sentence": float(any(text in first for text in wanted)),
        "a right source cited": float(not cited.isdisjoint(question["articles"])),
        "refused wrongly": float(not answer.answered),
        "sentences": float(len(answer.sentences)),
    }


def main() -> None:
    """Ask every question of the set and print the means, overall, by language and by kind."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    engine = build_engine(load_settings(), print)
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    seconds = []
    for question in map(json.loads, lines):
        history = [Turn(earlier) for earlier in question.get("history", [])]
        answer = engine.ask(question["question"], history)
        seconds.append(answer.seconds)
        groups = ("all", f"language {question['language']}", f"kind {question.get('kind', '-')}")
        for name, value in judge(question, answer).items():
            for group in groups:
                figures[group][name].append(value)
    for group, values in figures.items():
        print(group)
        for name, each in values.items():
            print(f"  {name:32} {sum(each) / len(each):6.3f}  of {len(each)}")
    print(f"median seconds {median(seconds):.3f}")


if __name__ == "__main__":
    main()
