from typing import Any

import numpy as np
import pytest

from bot.copies import copies_saying, with_others
from bot.schema import AlsoIn
from index.schema import Article, Chunk, Copy, ScoredChunk, Span


def article(name: str, text: str, language: str = "en") -> Article:
    return Article(name, name, f"/{name}", text, (Span(0, len(text)),), language=language)


def saying(text: str, other: str, language: str = "en", vector: Any = (1.0, 0.0)) -> list[AlsoIn]:
    """What `copies_saying` makes of a hit of one sentence and a copy of one sentence."""
    wire, copy = article("wire", text), article("copy", other, language)
    span = Span(0, len(text))
    vectors = np.array([[1.0, 0.0]], np.float32)
    hit = ScoredChunk(
        Chunk("wire-0", "wire", 0, (span,), text, "en"),
        wire,
        1.0,
        1.0,
        1.0,
        (1.0,),
        vectors,
        (Copy(copy, (Span(0, len(other)),), np.array([vector], np.float32)),),
    )
    return list(copies_saying(hit, span))


@pytest.mark.parametrize(
    ("text", "other", "listed"),
    [
        ("Crews moved 640 people.", "Crews moved 640 people!", True),
        (
            "Crews moved 640 people.",
            "KARSK, May 17 (Harbour Wire) -- Crews moved 640 people.",
            True,
        ),
        ("Crews moved 640 people.", "Crews moved 910 people.", False),
        ("Crews moved 640 people.", "Nobody could say on Monday who will pay 640.", False),
    ],
)
def test_a_reprint_is_listed_if_it_holds_the_sentence(text: str, other: str, listed: bool) -> None:
    assert [also.relation for also in saying(text, other)] == ["reprint"] * listed


@pytest.mark.parametrize(
    ("other", "vector", "listed"),
    [
        ("Regu memindahkan 640 orang.", (1.0, 0.0), True),
        ("Regu memindahkan 910 orang.", (1.0, 0.0), False),
        ("Regu memindahkan 640 orang.", (0.8, 0.6), False),
    ],
)
def test_a_translation_is_listed_if_it_says_the_sentence(
    other: str, vector: Any, listed: bool
) -> None:
    found = saying("Crews moved 640 people.", other, "id", vector)
    assert [also.relation for also in found] == ["translation"] * listed


def test_copies_come_before_other_reports_and_nobody_twice() -> None:
    own, copy, other = (article(name, "Crews moved 640 people.") for name in "abc")
    also = AlsoIn(copy, "reprint")
    assert with_others(own, [also], [own, copy, other, other]) == (
        also,
        AlsoIn(other, "same statement"),
    )
