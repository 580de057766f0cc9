"""How several methods rank the same candidates of a question, by article and by story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot.engine import AnswerEngine
from bot.question.understanding import understand
from index.candidates import WEIGHTS, Candidate, Weights, find_candidates, with_spelling
from index.catalogue import Catalogue
from index.ingest import check_model
from index.languages import question_language
from index.retriever import FUSED, Retriever
from index.schema import ArticleFilter
from index.snapshot import LiveIndex

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel, Vectors

TODAY = date(2026, 11, 22)  # what "last week" in a question is counted from
BM25 = Weights(dense=0, sentence=0, spelling=0, preference=0)
DENSE = Weights(sentence=0, lexical=0, spelling=0, preference=0, language_gap=0)
FUSED_ONLY = replace(WEIGHTS, sentence=0, spelling=0)
WITH_SENTENCE = replace(WEIGHTS, spelling=0)
METHODS = {
    "bm25": "BM25",
    "dense": "dense",
    "fused": "dense + BM25",
    "sentence": "+ sentence",
    "spelling": "+ spelling",
    "shipped": "as shipped",
}

Ranking = list[str]
"""Article ids, the best first, each once."""


class QuestionVectors:
    """Embeds each question once, though several tasks ask it, each in two ways."""

    def __init__(self, model: EmbeddingModel) -> None:
        self.model = model
        self._known: dict[str, Vectors] = {}

    def embed_question(self, question: str) -> Vectors:
        """Return the unit vector of `question`, shape ``(dimension,)``."""
        if question not in self._known:
            self._known[question] = self.model.embed_question(question)
        return self._known[question]


class Ranker:
    """One index, ranked by every method."""

    def __init__(self, index_dir: Path, vectors: QuestionVectors) -> None:
        self._vectors = vectors
        self._index = LiveIndex(index_dir, partial(check_model, model=vectors.model))
        self._snapshot = self._index.snapshot()
        self._retriever = Retriever(self._index, cast("EmbeddingModel", vectors))
        engine = AnswerEngine(self._index, self._retriever, vectors.model, llm=None)
        self._coverage = engine.coverage()
        self._names: dict[str, set[str]] = defaultdict(set)
        for _, path, id_ in Catalogue.load(self._snapshot.folder).places():
            self._names[id_].add(Path(path).stem)

    def counts(self) -> dict[str, int]:
        """How much there is to find."""
        return {
            "articles": self._coverage.articles,
            "chunks": self._snapshot.store.count_chunks(),
            "copies": len(self._snapshot.stories),
        }

    def close(self) -> None:
        """Let go of the files."""
        self._index.close()

    def rank(self, question: str) -> dict[str, Ranking]:
        """Return the ranking of each method, in the order of `METHODS`."""
        language = question_language(question, self._snapshot.lexical.languages)
        candidates = self._candidates(question, language)
        return {
            "bm25": _ranked([c for c in candidates if c.lexical], BM25),
            "dense": _ranked(candidates, DENSE),
            "fused": _ranked(candidates, FUSED_ONLY),
            "sentence": _ranked(candidates, WITH_SENTENCE),
            "spelling": _ranked(self._spelled(question, language, candidates), WEIGHTS),
            "shipped": self._shipped(question, language),
        }

    def articles(self, ranking: Ranking) -> list[list[str]]:
        """The names of each article in a ranking."""
        return [sorted(self._names[id_]) for id_ in ranking]

    def stories(self, ranking: Ranking) -> list[list[str]]:
        """The names of all articles that tell each story in a ranking, the best first."""
        stories = self._snapshot.stories
        versions = [stories[id_].article_ids if id_ in stories else (id_,) for id_ in ranking]
        return [
            sorted(name for id_ in ids for name in self._names[id_])
            for ids in dict.fromkeys(versions)
        ]

    def _candidates(self, question: str, language: str) -> list[Candidate]:
        vector = self._vectors.embed_question(question)
        return find_candidates(self._snapshot, question, vector, [ArticleFilter()], language)

    def _spelled(
        self, question: str, language: str, candidates: Sequence[Candidate]
    ) -> list[Candidate]:
        best = sorted(candidates, key=lambda c: c.weighed(WITH_SENTENCE), reverse=True)
        seen = best[:FUSED]
        articles = self._snapshot.store.articles(sorted({c.chunk.article_id for c in seen}))
        return [*with_spelling(question, language, seen, articles), *best[FUSED:]]

    def _shipped(self, question: str, language: str) -> Ranking:
        prefer = understand(question, language, TODAY, self._coverage).preference
        hits = self._retriever.search(question, language=language, prefer=prefer)
        return _once(hit.article.id for hit in hits)


def _ranked(candidates: Iterable[Candidate], by: Weights) -> Ranking:
    best = sorted(candidates, key=lambda c: c.weighed(by), reverse=True)
    return _once(c.chunk.article_id for c in best)


def _once(ids: Iterator[str]) -> Ranking:
    return list(dict.fromkeys(ids))
