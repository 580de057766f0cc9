"""The vectors of all sentences, so that an answer's sentences are found without embedding them.

One float16 matrix on disk, mapped into memory: 770 bytes a sentence, and a scan of a hundred
thousand of them is faster than a search structure would be worth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MATRIX_FILE = "sentence_vectors.npy"
ROWS_FILE = "sentence_rows.json"


class SentenceVectors:
    """For each chunk the unit vectors of its sentences, in order."""

    def __init__(self, matrix: NDArray[np.float16], rows: Mapping[str, tuple[int, int]]) -> None:
        self._matrix = matrix
        self._rows = rows

    @classmethod
    def load(cls, folder: Path) -> SentenceVectors:
        """Map what :func:`save_sentence_vectors` wrote into `folder`."""
        rows = json.loads((folder / ROWS_FILE).read_text(encoding="utf-8"))
        return cls(np.load(folder / MATRIX_FILE, mmap_mode="r"), rows)

    def of(self, chunk_id: str) -> Vectors:
        """The vectors of the chunk's sentences, shape ``(sentences, dimension)``.

        Raises:
            KeyError: there is no such chunk.
        """
        start, end = self._rows[chunk_id]
        return self._matrix[start:end].astype(np.float32)

    def __contains__(self, chunk_id: str) -> bool:
        return chunk_id in self._rows


def save_sentence_vectors(vectors: Iterable[tuple[str, Vectors]], folder: Path) -> None:
    """Write the vectors of each chunk's sentences, given as (chunk id, matrix), into `folder`."""
    rows: dict[str, tuple[int, int]] = {}
    parts: list[NDArray[np.float16]] = []
    end = 0
    for chunk_id, matrix in vectors:
        rows[chunk_id] = (end, end + len(matrix))
        end += len(matrix)
        parts.append(matrix.astype(np.float16))
    np.save(folder / MATRIX_FILE, np.concatenate(parts) if parts else np.empty((0, 0), np.float16))
    (folder / ROWS_FILE).write_text(json.dumps(rows), encoding="utf-8")
