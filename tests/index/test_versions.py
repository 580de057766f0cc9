"""A report and its copies take one place, and what is quoted is the version in one's language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.generations import Generations
from index.ingest import check_model
from index.retriever import Retriever
from index.schema import ArticleFilter, ScoredChunk
from index.snapshot import LiveIndex
from index.stories.links import STORIES_FILE
from tests.small_news import Sync

WIRE = "zoom-ban-wire-en"
REPRINT = "zoom-ban-wire-reprint-en"
TRANSLATION = "zoom-larangan-id"
QUESTIONS = {
    "en": "Whom did Zoom tell its distributors not to sell to?",
    "id": "Kepada siapa Zoom melarang distributornya menjual?",
    "ru": "Кому Zoom запретил продавать через дистрибьюторов?",
}


@pytest.fixture(scope="module")
def retriever(indexed: Path, model: EmbeddingModel) -> Iterator[Retriever]:
    index = LiveIndex(indexed, partial(check_model, model=model))
    yield Retriever(index, model)
    index.close()


def names(hits: list[ScoredChunk]) -> set[str]:
    return {Path(hit.article.path).stem for hit in hits}


def test_the_wire_its_reprint_and_its_translation_are_the_only_story(indexed: Path) -> None:
    folder = Generations(indexed).require_current()
    assert [len(story) for story in json.loads((folder / STORIES_FILE).read_text())] == [3]


@pytest.mark.parametrize(("language", "question"), QUESTIONS.items())
def test_one_version_is_a_hit_and_the_others_are_its_copies(
    retriever: Retriever, language: str, question: str
) -> None:
    hits = retriever.search(question, language=language, limit=12)
    versions = {WIRE, REPRINT, TRANSLATION}
    (shown,) = names(hits) & versions
    assert shown == {"en": WIRE, "id": TRANSLATION}.get(language, shown)
    hit = next(hit for hit in hits if Path(hit.article.path).stem == shown)
    assert {Path(copy.article.path).stem for copy in hit.copies} == versions - {shown}
    for copy in hit.copies:
        assert len(copy.sentences) == len(copy.sentence_vectors)
    assert all(not hit.copies for hit in hits if Path(hit.article.path).stem not in versions)


def test_a_filter_holds_for_copies_too(retriever: Retriever) -> None:
    hits = retriever.search(QUESTIONS["en"], ArticleFilter(sources=("Northgate Courier",)))
    assert names(hits) == {REPRINT}
    assert hits[0].copies == ()


def test_a_copy_that_comes_later_joins_and_one_that_goes_leaves(
    sync: Sync, news: Path, index_dir: Path
) -> None:
    def stories() -> list[list[str]]:
        text = (Generations(index_dir).require_current() / STORIES_FILE).read_text()
        found: list[list[str]] = json.loads(text)
        return found

    report = [
        "The mayor of Karsk opened the new bridge over the Verezha on Monday morning.",
        "It took 340 workers four years to build and cost 71 million crowns.",
        "Heavy lorries may use it from the first of June, said engineer Olga Teterina.",
        "The old wooden bridge will be kept for people on foot and on bicycles.",
    ]
    (news / "bridge.txt").write_text("\n\n".join(report))
    sync()
    assert stories() == []
    reprint = news / "reprint.txt"
    reprint.write_text("\n\n".join(["Karsk has a bridge", "(Harbour Wire) —", *report]))
    sync()
    assert [len(story) for story in stories()] == [2]
    reprint.unlink()
    sync()
    assert stories() == []
