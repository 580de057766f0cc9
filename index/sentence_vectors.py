"""The vectors of all sentences, so that an answer's sentences are found without embedding them.

One float16 matrix on disk, mapped into memory: 770 bytes a sentence, and a scan of a hundred
thousand of them is faster than a search structure would be worth.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import count, takewhile
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MATRIX_FILE = "sentence_vectors.f16"  # row after row
ROWS_FILE = "sentence_rows.json"


class SentenceVectors:
    """For each chunk the unit vectors of its sentences, in order."""

    def __init__(self, matrix: NDArray[np.float16], rows: Mapping[str, tuple[int, int]]) -> None:
        self._matrix = matrix
        self._rows = rows

    @classmethod
    def load(cls, folder: Path) -> SentenceVectors:
        """Map what a :class:`SentenceVectorWriter` wrote into `folder`."""
        fields = json.loads((folder / ROWS_FILE).read_text(encoding="utf-8"))
        if not fields["rows"]:
            return cls(np.empty((0, 0), np.float16), {})
        matrix = np.memmap(folder / MATRIX_FILE, np.float16, "r")
        return cls(matrix.reshape(-1, fields["dimension"]), fields["rows"])

    @property
    def chunk_ids(self) -> Collection[str]:
        """The chunks whose sentences these are."""
        return self._rows.keys()

    def of(self, chunk_id: str) -> Vectors:
        """The vectors of the chunk's sentences, shape ``(sentences, dimension)``.

        Raises:
            KeyError: there is no such chunk.
        """
        start, end = self._rows[chunk_id]
        return self._matrix[start:end].astype(np.float32)

    def chunks_of(self, article_id: str) -> list[str]:
        """The ids of the article's chunks, in order."""
        return list(takewhile(self.__contains__, (f"{article_id}-{n}" for n in count())))

    def __contains__(self, chunk_id: str) -> bool:
        return chunk_id in self._rows


class SentenceVectorWriter:
    """Writes vectors into a folder as they come; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._dimension = 0

    def __enter__(self) -> SentenceVectorWriter:
        self._file = (self._folder / MATRIX_FILE).open("wb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()
        if error is None:
            fields = {"dimension": self._dimension, "rows": self._rows}
            (self._folder / ROWS_FILE).write_text(json.dumps(fields), encoding="utf-8")

    def add(self, chunk_id: str, vectors: NDArray[np.floating]) -> None:
        """Append the vectors of a chunk's sentences, one row a sentence."""
        self._file.write(np.ascontiguousarray(vectors, np.float16).data)
        self._rows[chunk_id] = (self._end, self._end + len(vectors))
        self._end += len(vectors)
        self._dimension = vectors.shape[1]

    def copy(self, vectors: SentenceVectors, chunk_ids: Sequence[str]) -> None:
        """Append the vectors of these chunks of another generation."""
        for chunk_id in chunk_ids:
            self.add(chunk_id, vectors.of(chunk_id))
