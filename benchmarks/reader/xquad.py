"""Training examples of XQuAD, whose questions and paragraphs are the same in ten languages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.reader.absent import left_open
from benchmarks.reader.examples import Example, located, present, read_jsonl, texts_of, unanswered
from benchmarks.reader.negatives import swap_in_question, without_answer
from benchmarks.reader.statements import yes_or_no

LANGUAGES = ("ar", "el", "en", "es", "hi", "ro", "ru", "th", "tr", "vi")
HOLD_OUT_EVERY = 6  # articles 4, 10, 16, … are never trained on, in no language
HELD_OUT = 4
SAME_OPENING = 80  # characters that make two paragraphs one


def held_out(paragraph: str) -> bool:
    """Whether the XQuAD paragraph with this id, such as "10-3", is kept for measuring."""
    return int(_article(paragraph)) % HOLD_OUT_EVERY == HELD_OUT


def _article(paragraph: str) -> str:
    return paragraph.partition("-")[0]


def in_squad2(data: Path, xquad_english: Mapping[str, str]) -> set[str]:
    """The XQuAD paragraphs that the SQuAD2 sample has too."""
    openings = {_opening(text) for text in texts_of(data / "squad2/articles.jsonl").values()}
    return {key for key, text in xquad_english.items() if _opening(text) in openings}


def _opening(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))[:SAME_OPENING]


class _Parallel:
    """The same questions and paragraphs in every language, without those that are kept aside."""

    def __init__(self, data: Path) -> None:
        self._texts = {lang: texts_of(data / f"xquad/articles.{lang}.jsonl") for lang in LANGUAGES}
        excluded = in_squad2(data, self._texts["en"])
        self._paragraphs = [p for p in self._texts["en"] if not held_out(p) and p not in excluded]
        usable = set(self._paragraphs)
        self._asked = {
            lang: {
                row["id"]: row
                for row in read_jsonl(data / f"xquad/questions.{lang}.jsonl")
                if row["articles"][0] in usable
            }
            for lang in LANGUAGES
        }
        self.keys = list(self._asked["en"])

    def answered(self, key: str, asked_in: str, read_in: str) -> Example | None:
        """Question `key` with its own paragraph."""
        row = {**self._asked[read_in][key], "question": self._asked[asked_in][key]["question"]}
        passage = self._texts[read_in][row["articles"][0]]
        return located(row, passage, "xquad", f"{asked_in}→{read_in}")

    def near(self, key: str, asked_in: str, read_in: str, rng: random.Random) -> Example | None:
        """Question `key` with another paragraph of the same article."""
        own = self.answered(key, asked_in, read_in)
        home = self._asked["en"][key]["articles"][0]
        beside = [p for p in self._paragraphs if p != home and _article(p) == _article(home)]
        passage = self._texts[read_in][rng.choice(beside)] if beside else ""
        if not own or not passage or own.answer in passage:
            return None
        return unanswered(own.question, passage, "xquad near", own.languages)

    def swapped(self, key: str, asked_in: str, read_in: str, rng: random.Random) -> Example | None:
        """Question `key` with something in it exchanged, and its own paragraph."""
        evidence = self.answered(key, asked_in, asked_in)
        shown = self.answered(key, asked_in, read_in)
        if not evidence or not shown:
            return None
        pool = [row["question"] for row in self._asked[asked_in].values()]
        made = swap_in_question(evidence, evidence.passage, pool, asked_in, rng)
        return made and replace(made, passage=shown.passage, languages=shown.languages)

    def asked_by_template(self, rng: random.Random) -> Iterator[Example]:
        """Of each paragraph: what it leaves open, and what is to be affirmed in each language."""
        for paragraph in self._paragraphs:
            for language in ("en", "ru"):
                yield from left_open(self._texts[language][paragraph], language, rng)
            for language in ("en", "ru"):
                read_in = _language_pair(rng, language)[1]
                pool = [row["question"] for row in self._asked[language].values()]
                own, shown = self._texts[language][paragraph], self._texts[read_in][paragraph]
                yield from yes_or_no(own, shown, (language, read_in), pool, rng)


def xquad_examples(data: Path, rng: random.Random) -> Iterator[Example]:
    """Each question many times, in languages drawn anew; half of the time across languages.

    A negative across languages is as frequent as one within a language, so that the language of a
    passage says nothing about whether it answers.
    """
    parallel = _Parallel(data)
    for key in parallel.keys:
        for _ in range(6):
            yield from present(parallel.answered(key, *_language_pair(rng)))
        for _ in range(2):
            yield from present(parallel.near(key, *_language_pair(rng), rng))
        removed = parallel.answered(key, *_language_pair(rng))
        yield from present(removed and without_answer(removed))
        for asked_in in ("", "en", "ru"):
            yield from present(parallel.swapped(key, *_language_pair(rng, asked_in), rng))
        yield from present(parallel.answered(key, "en", "en"))
    for _ in range(2):
        yield from parallel.asked_by_template(rng)


def _language_pair(rng: random.Random, asked_in: str = "") -> tuple[str, str]:
    """The languages of question and passage, equal half of the time."""
    weights = [3 if lang in ("en", "ru", "es") else 1 for lang in LANGUAGES]
    drawn, other = rng.choices(LANGUAGES, weights, k=2)
    return asked_in or drawn, (asked_in or drawn) if rng.random() < 0.5 else other
