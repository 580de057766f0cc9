"""How well sentences with and without support are told apart, on `support_cases.jsonl`.

Sentences are invented, over the example articles; each cites the chunk that is nearest to it, and
no other is there to take its place. The checks were tuned on the part called "tuning".
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.support.checker import SupportChecker
from bot.support.claim import Claim
from bot.support.sources import Source
from tests.bot.example_hits import Hits, read_hits

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

LINES = (Path(__file__).parent / "support_cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.fixture(scope="module")
def hits(indexed: Path, model: EmbeddingModel) -> Hits:
    return read_hits(indexed, model)


def judged(case: dict[str, Any], hits: Hits, model: EmbeddingModel) -> bool:
    text, language = case["sentence"], case["language"]
    vector = model.embed_question(text)
    claim = Claim(text, language, vector)
    cited = max(hits[case["article"]], key=lambda hit: claim.nearness(Source(hit)).score)
    return SupportChecker([cited], lambda _: vector, language).judge(text, [1]).support != (
        "unsupported"
    )


def test_the_cases_are_many_and_half_of_them_unsupported() -> None:
    assert len(CASES) >= 150
    assert 0.4 <= sum(case["supported"] for case in CASES) / len(CASES) <= 0.6
    assert {case["language"] for case in CASES} == {"en", "id", "ru"}


def test_support_is_told_from_its_lack(hits: Hits, model: EmbeddingModel) -> None:
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    for case in CASES:
        kept = judged(case, hits, model)
        counts.setdefault(case["part"], Counter())[case["supported"], kept] += 1
    figures = {part: (_precision(of), _recall(of)) for part, of in counts.items()}
    for part, (precision, recall) in REACHED.items():
        assert figures[part][0] >= precision, figures
        assert figures[part][1] >= recall, figures


# Of the sentences kept, the share that is supported; of those supported, the share that is kept.
# "aside" and "fresh" were looked at between two rounds of tuning, "last" never was.
REACHED = {"tuning": (0.95, 0.98), "aside": (0.86, 0.94), "fresh": (0.96, 1.0), "last": (0.85, 1.0)}


def _precision(counts: Counter[tuple[bool, bool]]) -> float:
    return counts[True, True] / (counts[True, True] + counts[False, True])


def _recall(counts: Counter[tuple[bool, bool]]) -> float:
    return counts[True, True] / (counts[True, True] + counts[True, False])


def test_every_sentence_of_an_article_is_supported_by_it(hits: Hits, model: EmbeddingModel) -> None:
    unsupported = []
    for own in hits.values():
        for hit in own:
            source = Source(hit)
            for position, text in enumerate(source.sentences):
                claim = Claim(text, source.language, source.vectors[position])
                unsupported += [(text, fault) for fault in claim.faults([source])]
    assert unsupported == []
