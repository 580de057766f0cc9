"""BM25 in the article's own language, by bm25s.

One index a language, because stemming matters: on Russian passages nDCG@10 is 95 with a Russian
stemmer and 87 with an English one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.words import terms

IDS_FILE = "chunk_ids.json"
TERMS_FILE = "terms.txt"  # a line a chunk, as in IDS_FILE


@dataclass
class _LanguageIndex:
    chunk_ids: list[str]
    bm25: Any


class LexicalIndex:
    """BM25 over texts, apart by language."""

    def __init__(self, by_language: dict[str, _LanguageIndex]) -> None:
        self._by_language = by_language

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read what :meth:`save` wrote; the scores stay on disk and are mapped."""
        from bm25s import BM25

        return cls(
            {
                path.name: _LanguageIndex(
                    json.loads((path / IDS_FILE).read_text(encoding="utf-8")),
                    BM25.load(path, mmap=True),
                )
                for path in sorted(folder.iterdir())
            }
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages indexed, ISO 639-1."""
        return tuple(sorted(self._by_language))

    def chunk_ids(self, language: str) -> Sequence[str]:
        """The chunks in `language`."""
        return self._by_language[language].chunk_ids

    def scores(self, question: str) -> dict[str, float]:
        """Return the chunks that share a term with `question`, each with 0 < score < 1.

        A score is BM25 divided by what a chunk would get that held every term of the question
        often: the share of the question's weight that the chunk covers. A question in another
        language than the chunk shares a name at most, and so gets little; normalising by the
        best hit instead would give that hit everything.
        """
        found: dict[str, float] = {}
        for code, index in self._by_language.items():
            question_terms = terms(question, code)
            if not question_terms:
                continue
            scores = index.bm25.get_scores(question_terms) / _ceiling(index.bm25, question_terms)
            found |= {index.chunk_ids[i]: float(scores[i]) for i in scores.nonzero()[0]}
        return found


class LexicalWriter:
    """Collects the terms of chunks and writes their index.

    Finding terms takes ten times as long as indexing them, so they are kept beside the index for
    the next generation.
    """

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = defaultdict(list)
        self._corpora: dict[str, list[list[str]]] = defaultdict(list)
        self._known: dict[str, str] = {}  # every term once, however many chunks hold it

    def add(self, chunk_id: str, language: str, text: str) -> None:
        """Add a chunk by its text."""
        self._add(chunk_id, language, terms(text, language) or [""])

    def copy(self, folder: Path, wanted: Callable[[str], bool]) -> None:
        """Add those chunks of another generation's index whose ids are `wanted`."""
        for path in sorted(folder.iterdir()):
            for chunk_id, found in _saved_terms(path):
                if wanted(chunk_id):
                    self._add(chunk_id, path.name, found)

    def save(self, folder: Path) -> None:
        """Write one folder a language below `folder`."""
        folder.mkdir(parents=True)
        for code, ids in self._ids.items():
            _bm25(self._corpora[code]).save(folder / code, show_progress=False)
            (folder / code / IDS_FILE).write_text(json.dumps(ids), encoding="utf-8")
            with (folder / code / TERMS_FILE).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{' '.join(found)}\n" for found in self._corpora[code])

    def _add(self, chunk_id: str, language: str, found: list[str]) -> None:
        self._ids[language].append(chunk_id)
        self._corpora[language].append([self._known.setdefault(t, t) for t in found])


def _saved_terms(folder: Path) -> Iterator[tuple[str, list[str]]]:
    ids = json.loads((folder / IDS_FILE).read_text(encoding="utf-8"))
    with (folder / TERMS_FILE).open(encoding="utf-8", newline="\n") as file:
        for chunk_id, line in zip(ids, file, strict=True):
            yield chunk_id, line.removesuffix("\n").split(" ")


def _bm25(corpus: list[list[str]]) -> Any:
    from bm25s import BM25

    bm25 = BM25()  # Lucene's variant, k1 = 1.5, b = 0.75
    bm25.index(corpus, show_progress=False)
    return bm25


def _ceiling(bm25: Any, question_terms: list[str]) -> float:
    """The sum of the terms' inverse document frequencies, which BM25 approaches from below."""
    import numpy as np

    starts = bm25.scores["indptr"]
    total = bm25.scores["num_docs"]
    numbers = [bm25.vocab_dict.get(term) for term in question_terms]
    frequencies = np.array([0 if n is None else starts[n + 1] - starts[n] for n in numbers])
    return float(np.log1p((total - frequencies + 0.5) / (frequencies + 0.5)).sum())
