from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.support.checker import SupportChecker, Verdict
from index.schema import ScoredChunk
from tests.bot.example_hits import read_hits

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel


@pytest.fixture(scope="module")
def hits(indexed: Path, model: EmbeddingModel) -> list[ScoredChunk]:
    """1 and 2 are of the schools, 3 and 4 of the flood, 5 and 6 of the flood in Russian."""
    by_article = read_hits(indexed, model)
    names = ("zoom-schools-ledger-en", "flood-verezha-en", "pavodok-verezha-ru")
    return [hit for name in names for hit in by_article[name]]


@pytest.fixture(scope="module")
def checker(hits: list[ScoredChunk], model: EmbeddingModel) -> SupportChecker:
    return SupportChecker(hits, model.embed_question, "en")


def shown(verdict: Verdict, hits: list[ScoredChunk]) -> tuple[str, list[tuple[int, str]]]:
    quotes = []
    for number, (start, end) in verdict.grounds:
        quotes.append((number, hits[number - 1].article.text[start:end]))
    return verdict.support, quotes


def test_a_sentence_keeps_the_citation_that_supports_it(
    checker: SupportChecker, hits: list[ScoredChunk]
) -> None:
    verdict = checker.judge("The reservoir was 97 per cent full, Igor Plakhotin said.", [3])
    assert shown(verdict, hits) == (
        "supported",
        [(3, "The reservoir was 97 percent full, said chief engineer Igor Plakhotin.")],
    )
    assert verdict.reasons == ()


def test_a_citation_that_supports_nothing_is_dropped(
    checker: SupportChecker, hits: list[ScoredChunk]
) -> None:
    verdict = checker.judge("The reservoir was 97 per cent full.", [1, 3, 9])
    assert [ground.number for ground in verdict.grounds] == [3]
    assert verdict.reasons == ("number 97 stands in none of its sources",)


def test_a_citation_moves_to_the_hit_that_supports_the_sentence(
    checker: SupportChecker, hits: list[ScoredChunk]
) -> None:
    verdict = checker.judge("910 people were evacuated, 204 children among them.", [3])
    assert [ground.number for ground in verdict.grounds] == [5]
    assert verdict.reasons == (
        "number 910 stands in none of its sources",
        "number 204 stands in none of its sources",
    )
    assert verdict.outcome == "cites 5 only"


def test_sources_may_support_a_sentence_together(checker: SupportChecker) -> None:
    both = checker.judge("On Wednesday 640 people were moved, later 910.", [3, 5, 1])
    assert [ground.number for ground in both.grounds] == [3, 5]


def test_what_no_hit_says_is_unsupported(checker: SupportChecker) -> None:
    verdict = checker.judge("Mayor Irina Petrova ordered the Old Bridge closed.", [4])
    assert verdict == Verdict(
        "unsupported",
        reasons=(
            "Irina stands in none of its sources",
            "Petrova stands in none of its sources",
        ),
    )


def test_a_citation_is_given_only_where_there_is_no_doubt(checker: SupportChecker) -> None:
    sure = checker.judge("412 schools in the Verkhnerechensk region used Zoom in March 2021.", [])
    assert [ground.number for ground in sure.grounds] == [1]
    assert checker.judge("Residents were angry.", []) == Verdict(
        "unsupported", reasons=("it cites nothing",)
    )


def test_marks_that_the_model_was_not_given_are_passed_over(
    hits: list[ScoredChunk], model: EmbeddingModel
) -> None:
    checker = SupportChecker(hits, model.embed_question, "en", given=2)
    verdict = checker.judge("Residents were angry about the flood.", [3])
    assert verdict.reasons == ("it cites nothing",)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("See www.ledger.example for the 97 percent.", "it holds a link"),
        ("The reservoir was 97 percent full [see](//ledger).", "it holds a link"),
        ("Was the Lugovoye reservoir 97 percent full?", "it is a question"),
        (
            "The reservoir was 97 percent full, says ledger.example.",
            "ledger.example stands in none of its sources",
        ),
        (
            "The mayor of Karsk is Karsk.",
            "none of its words stands in its source, but for names",
        ),
    ],
)
def test_links_and_empty_words_are_unsupported(
    checker: SupportChecker, sentence: str, reason: str
) -> None:
    verdict = checker.judge(sentence, [3])
    assert (verdict.support, verdict.reasons) == ("unsupported", (reason,))
    assert verdict.barred == (reason in ("it holds a link", "it is a question"))


def test_a_bare_no_tells_nothing(hits: list[ScoredChunk], model: EmbeddingModel) -> None:
    verdict = SupportChecker(hits, model.embed_question, "ru").judge("Нет.", [5, 6])
    assert verdict.support == "unsupported"
