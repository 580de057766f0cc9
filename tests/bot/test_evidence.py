from dataclasses import replace

import pytest

from bot.evidence import WEIGHTS, sentence_text, weigh
from index.schema import Article, Chunk, ScoredChunk, Span

TEXT = "It rained\n all day. Dmitry Peskov spoke in Moscow. He left."
SPANS = (Span(0, 19), Span(20, 50), Span(51, 59))
ARTICLE = Article("a", "a.txt", "/a.txt", TEXT, (Span(0, len(TEXT)),))
HIT = ScoredChunk(Chunk("a-0", "a", 0, SPANS, TEXT, "en"), ARTICLE, 1.0, 0.5, 0.5, (0.1, 0.1, 0.1))
NEARLY_ALL = pytest.approx(1, abs=0.05)  # the stem "dmitri" is not quite "Dmitry"


def test_the_sentence_with_the_words_of_the_question_comes_first() -> None:
    first, second, third = weigh("Who is Dmitry Peskov?", "en", [HIT])
    assert (first.position, first.text) == (1, "Dmitry Peskov spoke in Moscow.")
    assert (first.overlap, first.before) == (NEARLY_ALL, 0)
    # "He" leans on the sentence before, and that counts.
    assert (second.position, second.overlap, second.before) == (2, 0, NEARLY_ALL)
    assert (third.position, third.overlap, third.before) == (0, 0, 0)
    assert [e.kind > 0 for e in (first, second, third)] == [True, False, False]


def test_the_score_is_the_weighted_sum_of_the_features() -> None:
    for evidence in weigh("Who is Dmitry Peskov?", "en", [HIT]):
        expected = sum(w * f for w, f in zip(WEIGHTS, evidence.features, strict=True))
        assert evidence.score == pytest.approx(expected)


def test_a_name_in_another_script_is_found() -> None:
    assert weigh("Кто такой Песков?", "ru", [HIT])[0].position == 1


def test_the_title_counts_as_said_before() -> None:
    titled = replace(HIT, article=replace(ARTICLE, title="Dmitry Peskov"))
    by_place = {e.position: e.before for e in weigh("Who is Dmitry Peskov?", "en", [titled])}
    assert by_place == {0: NEARLY_ALL, 1: 0, 2: NEARLY_ALL}


def test_white_space_is_collapsed_for_reading_but_the_span_is_exact() -> None:
    assert sentence_text(HIT, 0) == "It rained all day."
    first = next(e for e in weigh("rain?", "en", [HIT]) if e.position == 0)
    assert TEXT[first.span.start : first.span.end] == "It rained\n all day."


@pytest.mark.parametrize("question", ["", "?!… —", "😀🎉"])
def test_a_question_without_words_has_no_evidence(question: str) -> None:
    assert weigh(question, "en", [HIT]) == []


def test_without_hits_there_is_no_evidence() -> None:
    assert weigh("Who is Dmitry Peskov?", "en", []) == []
