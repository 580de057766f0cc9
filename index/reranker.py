"""Ordering passages by a cross-encoder, which reads question and passage together."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import has_bfloat16, must_ask_hub
from index.errors import UserFacingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TOKENS = 512  # of question and passage together, for models that would take more
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
    model = _load_cross_encoder(name)
    own = type(model.model).__name__
    if own.endswith("ForSequenceClassification") and own not in model.config.architectures:
        raise _refused(name, "it is no cross-encoder: nothing in it was trained to give a score")
    if model.num_labels != 1:
        raise _refused(name, f"it gives {model.num_labels} scores a pair instead of one")
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    return Reranker(model)


def _load_cross_encoder(name: str) -> Any:
    import torch
    import transformers
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return CrossEncoder(
            name,
            device="cpu",
            local_files_only=not must_ask_hub(name),
            model_kwargs={"dtype": torch.bfloat16 if has_bfloat16() else torch.float32},
        )
    except (OSError, ValueError, SafetensorError) as error:
        raise _refused(name, str(error).splitlines()[0].rstrip(".")) from error


def _refused(name: str, reason: str) -> UserFacingError:
    return UserFacingError(
        f"cannot load the reranker {name!r}: {reason}. DATELINE_RERANKER takes the path or the "
        "name of a Sentence Transformers CrossEncoder; leave it empty to do without."
    )
