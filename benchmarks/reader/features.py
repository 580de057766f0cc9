"""Examples as token ids, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.reader.examples import Example

MAX_TOKENS = 320
MAX_QUESTION = 300  # characters
BATCH_TOKENS = 4000  # a batch holds as many examples as fit
SORTED_AT_ONCE = 640  # examples that are brought into batches of like length


@dataclass(frozen=True)
class Features:
    """Token ids of an example, and the tokens where the answer starts and ends: 0 if nowhere."""

    ids: list[int]
    start: int
    end: int


def features(tokenizer: Any, example: Example) -> Features | None:
    """`<s> question </s></s> passage </s>`, or None if the answer is not within the tokens."""
    encoded = tokenizer(
        example.question[:MAX_QUESTION],
        example.passage,
        truncation="only_second",
        max_length=MAX_TOKENS,
        return_offsets_mapping=True,
    )
    if not example.answerable:
        return Features(encoded["input_ids"], 0, 0)
    inside = [
        i
        for i, (part, (start, end)) in enumerate(
            zip(encoded.sequence_ids(0), encoded["offset_mapping"], strict=True)
        )
        if part == 1 and start < example.end and end > example.start
    ]
    if not inside or encoded["offset_mapping"][inside[-1]][1] < example.end:
        return None
    return Features(encoded["input_ids"], inside[0], inside[-1])


def batches(rows: Sequence[Features], rng: random.Random) -> Iterator[list[Features]]:
    """Batches of like length, `BATCH_TOKENS` each; every row once."""
    for begin in range(0, len(rows), SORTED_AT_ONCE):
        part = sorted(rows[begin : begin + SORTED_AT_ONCE], key=lambda row: len(row.ids))
        made: list[list[Features]] = [[]]
        for row in part:
            if (len(made[-1]) + 1) * len(row.ids) > BATCH_TOKENS:
                made.append([])
            made[-1].append(row)
        rng.shuffle(made)
        yield from made
