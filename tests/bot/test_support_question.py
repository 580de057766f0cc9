"""A written sentence must answer with what its source answers the question with."""

from __future__ import annotations

import pytest

from bot.evidence import Evidence, chunk_margins
from bot.support.question import AskedQuestion
from bot.support.sources import Source
from index.schema import Article, Chunk, ScoredChunk, Span

NO_ANSWER = "its source does not answer the question"
CEO = "Who is the CEO of Zoom?"
TEXT = "Maxim Parshin, a deputy minister, spoke of Zoom."
ARTICLE = Article("a", "a.txt", "/a.txt", TEXT, (Span(0, len(TEXT)),))


def hit(number: int) -> ScoredChunk:
    chunk = Chunk(f"a-{number}", "a", number, (Span(0, len(TEXT)),), TEXT, "en")
    return ScoredChunk(chunk, ARTICLE, 1.0, 0.5, 0.5, (0.5,))


def fault(question: str, sentence: str, *margins: float | None) -> str | None:
    """What is wrong with a sentence that rests on chunks with these margins; None: not read."""
    read = {f"a-{i}": margin for i, margin in enumerate(margins) if margin is not None}
    sources = [Source(hit(i)) for i in range(len(margins))]
    return AskedQuestion(question, "en", read).fault(sentence, sources)


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        ((-5.0,), NO_ANSWER),
        ((-5.0, -4.5), NO_ANSWER),
        ((1.0,), None),
        ((-5.0, 1.0), None),
        ((None,), None),
        ((-5.0, None), None),
    ],
)
def test_a_name_from_a_passage_without_the_answer_is_none(
    margins: tuple[float | None, ...], expected: str | None
) -> None:
    assert fault(CEO, "The CEO of Zoom is Maxim Parshin.", *margins) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CEO, "Maxim Parshin spoke of Zoom."),
        (CEO, "The CEO of Zoom is not named."),
        ("Is Zoom banned?", "Zoom is banned."),
        (
            "Who is the mayor of Karsk?",
            "The mayor of Karsk spoke at the opening of the rebuilt Lomas Bridge on Sunday.",
        ),
        (
            "How many people died in the Karsk fire?",
            "The fire in Karsk, in which people died, was put out by 40 firefighters at noon.",
        ),
    ],
)
def test_what_does_not_claim_to_answer_is_not_judged_by_the_question(
    question: str, sentence: str
) -> None:
    assert fault(question, sentence, -8.0) is None


def test_only_chunks_that_were_read_have_margins() -> None:
    read = Evidence(hit(0), 0, TEXT, 0.5, 1, 0, 0, margin=-6.0, read=True)
    better = Evidence(hit(0), 0, TEXT, 0.5, 1, 0, 0, margin=2.0, read=True)
    guessed = Evidence(hit(1), 0, TEXT, 0.5, 1, 0, 0, margin=-4.0)
    assert chunk_margins([read, better, guessed]) == {"a-0": 2.0}
