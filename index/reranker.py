"""Ordering passages by a cross-encoder, which reads question and passage together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from index.cross_encoder import load_cross_encoder
from index.errors import UserFacingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 32  # pairs


class Reranker:
    """Says how well passages answer a question."""

    def __init__(self, model: Any) -> None:
        """Take a loaded ``CrossEncoder`` that gives one score a pair."""
        self._model = model
        self._lock = threading.Lock()  # its tokenizer is not for two threads at once

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the model's score of each text, shape ``(len(texts),)``: higher is better.

        They are logits: a sigmoid would make those of the best passages equal.
        """
        import torch

        if not texts:
            return np.empty(0, np.float32)
        with self._lock:
            found = self._model.predict(
                [(question, text) for text in texts],
                batch_size=BATCH,
                show_progress_bar=False,
                activation_fn=torch.nn.Identity(),
            )
        return np.asarray(found, np.float32)


def load_reranker(name: str) -> Reranker:
    """Return the cross-encoder called `name`, or in that folder.

    Raises:
        UserFacingError: there is none, it cannot be fetched, or it gives no single score.
    """
    model = load_cross_encoder(name, _refused)
    if model.num_labels != 1:
        raise _refused(name, f"it gives {model.num_labels} scores a pair instead of one")
    return Reranker(model)


def _refused(name: str, reason: str) -> UserFacingError:
    return UserFacingError(
        f"cannot load the reranker {name!r}: {reason}. DATELINE_RERANKER takes the path or the "
        "name of a Sentence Transformers CrossEncoder; leave it empty to do without."
    )
