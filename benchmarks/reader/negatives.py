"""Questions and passages that look as if they belonged together, and do not.

Made by rule from answerable examples: something that the question asks about is exchanged for
another of its kind, or the sentence with the answer is taken out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.reader.examples import Example

SENTENCE_END = re.compile(r"(?<=[.!?。।؟])[\s\[\]\d]*\s+|\n+")
NUMBER = re.compile(r"\b\d[\d.,]*\b")
# Words with a capital letter, one after another; not the first word of a sentence.
NAME = re.compile(r"(?<=[\w,;(«] )[^\W\d_a-zа-яё][\w'’-]{2,}(?: [^\W\d_a-zа-яё][\w'’-]+)*")
CASED = frozenset({"en", "id", "es", "ro", "tr", "vi", "ru", "el"})
LENGTHS = (220, 380, 650, 1200)  # characters of a cropped passage

# A word and its opposite; either may be exchanged for the other.
ANTONYMS = {
    "en": "first last|largest smallest|most least|highest lowest|oldest youngest|before after|"
    "increase decrease|increased decreased|more fewer|longest shortest|earliest latest|"
    "north south|east west|northern southern|eastern western|won lost|began ended|start end|"
    "born buried|founded dissolved|enter leave|maximum minimum|allowed forbidden|"
    "male female|public private|win lose|built demolished|started stopped|main secondary|"
    "positive negative|best worst|major minor|above below|include exclude|support oppose|"
    "can cannot|did didn't|does doesn't|is isn't|was wasn't|were weren't|are aren't",
    "id": "pertama terakhir|terbesar terkecil|tertinggi terendah|tertua termuda|sebelum setelah|"
    "utara selatan|barat timur|dibuka ditutup|naik turun|menang kalah|mulai berakhir|"
    "terpanjang terpendek|terbanyak tersedikit|lahir meninggal|didirikan dibubarkan|"
    "masuk keluar|maksimum minimum|meningkat menurun|menerima menolak|membeli menjual",
    "ru": "первый последний|первым последним|крупнейший мельчайший|больше меньше|до после|"
    "северной южной|восточной западной|увеличилось уменьшилось|начала закончила|"
    "выиграл проиграл|выиграла проиграла|родился умер|самый наименее|лучший худший|"
    "начался закончился|основан распущен|максимальное минимальное|севере юге|востоке западе",
    "es": "primer último|primera última|mayor menor|más menos|antes después|norte sur|este oeste|"
    "aumentó disminuyó|ganó perdió|comenzó terminó|mejor peor|máximo mínimo|nació murió",
}
PARTNER = {
    language: {
        one: other
        for pair in pairs.split("|")
        for one, other in (pair.split(" "), pair.split(" ")[::-1])
    }
    for language, pairs in ANTONYMS.items()
}


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of `text`, by their closing marks; they cover all of it."""
    cuts = [match.end() for match in SENTENCE_END.finditer(text)]
    starts = [0, *cuts]
    return [(a, b) for a, b in zip(starts, [*cuts, len(text)], strict=True) if b > a]


def without_answer(example: Example) -> Example | None:
    """`example` with every sentence taken out that the answer touches, or that repeats it.

    None if too little is left for the passage to be a temptation.
    """
    kept = []
    for start, end in sentence_spans(example.passage):
        sentence = example.passage[start:end]
        touched = start < example.end and end > example.start
        if not touched and example.answer.casefold() not in sentence.casefold():
            kept.append(sentence)
    passage = "".join(kept)
    if len(passage) < 120:
        return None
    return replace(example, passage=passage, start=-1, end=-1, kind="answer removed")


def swap_in_question(
    example: Example, evidence: str, questions: Sequence[str], language: str, rng: random.Random
) -> Example | None:
    """`example` with a name, number or word of its question exchanged, so that nothing answers it.

    What is exchanged must stand in `evidence`, the passage in the question's language: else the
    passage would not depend on it. What comes in is of the same kind, out of another question, and
    absent from `evidence`; or out of `evidence`, but not out of the answer's sentence.
    """
    choices = list(_swaps(example, evidence, questions, language, rng))
    if not choices:
        return None
    kind, question = rng.choice(choices)
    return replace(example, question=question, start=-1, end=-1, kind=f"{kind} swapped")


def _swaps(
    example: Example, evidence: str, questions: Sequence[str], language: str, rng: random.Random
) -> Iterator[tuple[str, str]]:
    question, own = example.question, _answer_sentence(example)
    elsewhere = evidence.replace(own, " ")
    sample = " ".join(rng.sample(list(questions), min(25, len(questions))))
    for match in NUMBER.finditer(question):
        if match.group() in evidence:
            near = NUMBER.findall(elsewhere) if rng.random() < 0.35 else []
            others = [*near, *(_shifted(match.group(), rng) for _ in range(3))]
            pool = [n for n in others if n not in own and len(n) == len(match.group())]
            if pool:
                yield "number", _put(question, match, rng.choice(pool))
    for match in NAME.finditer(question) if language in CASED else ():
        if all(_stands_in(word, evidence) for word in match.group().split()):
            near = NAME.findall(elsewhere) if rng.random() < 0.35 else []
            far = [] if near else [n for n in NAME.findall(sample) if n not in evidence]
            pool = [n for n in (*near, *far) if n not in own and n not in question]
            if pool:
                yield "name", _put(question, match, _most_alike(match.group(), pool, rng))
    for match in re.finditer(r"[\w'’]+", question):
        other = PARTNER.get(language, {}).get(match.group().casefold())
        rare = other is None or "n't" not in other or rng.random() < 0.25
        if other and rare and other not in own.casefold().split():
            yield "antonym", _put(question, match, other)


def _put(question: str, match: re.Match[str], other: str) -> str:
    return question[: match.start()] + other + question[match.end() :]


def _shifted(number: str, rng: random.Random) -> str:
    """Another number near this one; one with separators has its last digit changed."""
    if number.isdigit():
        return str(int(number) + rng.choice((-9, -5, -3, -2, -1, 1, 2, 3, 5, 9)))
    return number[:-1] + rng.choice("0123456789")


def _most_alike(name: str, pool: Sequence[str], rng: random.Random) -> str:
    """One of `pool`, of those with as many words and the same ending if there are any."""
    of_length = [n for n in pool if n.count(" ") == name.count(" ")] or pool
    return rng.choice([n for n in of_length if n[-1] == name[-1]] or of_length)


def _answer_sentence(example: Example) -> str:
    return "".join(
        example.passage[start:end]
        for start, end in sentence_spans(example.passage)
        if start < example.end and end > example.start
    )


def _stands_in(word: str, text: str) -> bool:
    """Whether `word` is in `text`, give or take an ending."""
    stem = word if word[:1].isdigit() else word[: max(4, len(word) - 3)]
    return stem.casefold() in text.casefold()


def crop(example: Example, rng: random.Random) -> Example:
    """`example` with a passage of the length of a chunk, cut at sentences around what is asked.

    Without an answer the passage is cut around the sentence that shares most words with the
    question, so that its length and subject give nothing away.
    """
    limit = rng.choices(LENGTHS, (2, 3, 3, 2))[0]
    spans = [part for span in sentence_spans(example.passage) for part in _cut(span, limit)]
    if len(example.passage) <= limit or not spans:
        return example
    first = last = _anchor(example, spans)
    if example.answerable:
        last = max(i for i, (start, _end) in enumerate(spans) if start < example.end)
    while spans[last][1] - spans[first][0] < limit:
        before, after = first > 0, last + 1 < len(spans)
        if not before and not after:
            break
        if before and (not after or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    begin, end = spans[first][0], spans[last][1]
    shift = begin if example.answerable else 0
    return replace(
        example,
        passage=example.passage[begin:end],
        start=example.start - shift,
        end=example.end - shift,
    )


def _cut(span: tuple[int, int], limit: int) -> Iterator[tuple[int, int]]:
    """The pieces of a sentence, none longer than `limit` characters."""
    for start in range(span[0], span[1], limit):
        yield start, min(start + limit, span[1])


def _anchor(example: Example, spans: Sequence[tuple[int, int]]) -> int:
    if example.answerable:
        return max(i for i, (start, _end) in enumerate(spans) if start <= example.start)
    asked = set(re.findall(r"\w+", example.question.casefold()))
    shared = [
        len(asked & set(re.findall(r"\w+", example.passage[start:end].casefold())))
        for start, end in spans
    ]
    return max(range(len(spans)), key=shared.__getitem__)
