"""Finding the right example article, across languages and within filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.ingest import check_model
from index.retriever import RANKED, Retriever
from index.schema import ArticleFilter, Preference, ScoredChunk
from index.snapshot import LiveIndex


@pytest.fixture(scope="module")
def retriever(indexed: Path, model: EmbeddingModel) -> Iterator[Retriever]:
    index = LiveIndex(indexed, partial(check_model, model=model))
    yield Retriever(index, model)
    index.close()


def names(hits: list[ScoredChunk]) -> list[str]:
    return [Path(hit.article.path).stem for hit in hits]


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How many people were moved when the Verezha rose to 8.4 metres?", "flood-verezha-en"),
        ("Сколько детей эвакуировали из затопленных кварталов Карска?", "pavodok-verezha-ru"),
        ("Berapa lama pertunjukan planetarium di Museum Sains Arunika?", "museum-sains-arunika-id"),
        ("Сколько стоит билет в научный музей в Арунике?", "museum-sains-arunika-id"),
        ("Siapa yang memenangkan turnamen catur memorial?", "shakhmaty-memorial-ru"),
        ("When did the Arunika science museum reopen?", "museum-sains-arunika-id"),
    ],
)
def test_the_right_article_comes_first(retriever: Retriever, question: str, article: str) -> None:
    assert names(retriever.search(question))[0] == article


def test_hits_carry_what_they_were_found_by(retriever: Retriever) -> None:
    hits = retriever.search("How full was the Lugovoye reservoir?", limit=4)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.chunk.article_id == hit.article.id
        assert -1 <= hit.dense <= 1
        assert 0 <= hit.lexical < 1
        assert hit.sentence_vectors is not None
        assert len(hit.sentence_cosines) == len(hit.chunk.sentences) == len(hit.sentence_vectors)
    best = hits[0]
    sentences = [best.article.text[start:end] for start, end in best.chunk.sentences]
    cosine, sentence = max(zip(best.sentence_cosines, sentences, strict=True))
    assert cosine > 0.8
    assert "reservoir" in sentence


def test_after_the_best_chunks_come_further_articles(retriever: Retriever) -> None:
    hits = retriever.search("How full was the Lugovoye reservoir?", limit=4)
    assert len({hit.article.id for hit in hits}) == RANKED
    first, further = hits[:4], hits[4:]
    seen = {hit.article.id for hit in first}
    assert len({hit.article.id for hit in further} - seen) == len(further)


def test_what_is_preferred_comes_first_and_nothing_is_lost(retriever: Retriever) -> None:
    question = "What was written about Zoom?"
    plain = retriever.search(question)
    prefer = Preference(date(2021, 4, 9), date(2021, 4, 9), ("The Eastern Ledger",))
    preferring = retriever.search(question, prefer=prefer)
    assert names(plain)[0] != "zoom-schools-ledger-en"
    assert names(preferring)[0] == "zoom-schools-ledger-en"
    assert preferring[0].preferred == 2
    assert {hit.preferred for hit in preferring} >= {0, 1, 2}


def test_the_newest_first_of_those_that_answer_as_well(retriever: Retriever) -> None:
    question = "What happened at the Verezha in Karsk?"
    assert names(retriever.search(question, language="en"))[0] == "flood-verezha-en"
    newest = retriever.search(question, language="en", prefer=Preference(newest=True))
    assert names(newest)[0] == "pavodok-verezha-ru"


def test_a_preference_stays_within_the_filter(retriever: Retriever) -> None:
    where = ArticleFilter(sources=("Harbour Wire",))
    prefer = Preference(date(2022, 6, 14), date(2022, 6, 14), ("The Strait Gazette",))
    hits = retriever.search("What about the ferry?", where, prefer=prefer)
    assert {hit.article.source for hit in hits} == {"Harbour Wire"}


def test_a_misspelt_name_is_found(retriever: Retriever) -> None:
    assert names(retriever.search("Wer ist Maksim Parschin?"))[0].startswith("zoom")


def test_since_and_until(retriever: Retriever) -> None:
    question = "What happened on the Verezha in Karsk?"
    since = retriever.search(question, ArticleFilter(since=date(2023, 5, 18)))
    assert names(since)[0] == "pavodok-verezha-ru"
    assert all(h.article.published and h.article.published >= date(2023, 5, 18) for h in since)
    until = retriever.search(question, ArticleFilter(until=date(2023, 5, 17)))
    assert names(until)[0] == "flood-verezha-en"
    assert all(h.article.published and h.article.published <= date(2023, 5, 17) for h in until)


def test_source(retriever: Retriever) -> None:
    hits = retriever.search("Вережа", ArticleFilter(sources=("Карские вести",)))
    assert {hit.article.source for hit in hits} == {"Карские вести"}


def test_nothing_left_by_the_filter(retriever: Retriever) -> None:
    assert retriever.search("Karsk", ArticleFilter(since=date(2099, 1, 1))) == []


def test_llama_index_retrieves_the_same(retriever: Retriever) -> None:
    question = "Who closed the Old Bridge?"
    hits = retriever.search(question)[: retriever.limit]
    nodes = retriever.retrieve(question)
    assert [(n.node_id, n.score) for n in nodes] == [(h.chunk.id, h.score) for h in hits]
    assert "Old Bridge" in nodes[0].get_content()
