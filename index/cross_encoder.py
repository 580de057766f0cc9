"""Loading models that read two texts together and score the pair."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from index.embedding import has_bfloat16, must_ask_hub
from index.errors import UserFacingError

MAX_TOKENS = 512  # of both texts together, for models that would take more


def load_cross_encoder(name: str, refused: Callable[[str, str], UserFacingError]) -> Any:
    """Return the ``CrossEncoder`` called `name`, or in that folder.

    Args:
        name: of a Sentence Transformers CrossEncoder, or of a transformers model for sequence
            classification.
        refused: makes the error to raise, from the name and the reason.

    Raises:
        UserFacingError: there is none, it cannot be fetched, or it was not trained for this.
    """
    model = _load(name, refused)
    own = type(model.model).__name__
    if own.endswith("ForSequenceClassification") and own not in model.config.architectures:
        raise refused(name, "it is no cross-encoder: nothing in it was trained to give a score")
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    return model


def _load(name: str, refused: Callable[[str, str], UserFacingError]) -> Any:
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
        raise refused(name, str(error).splitlines()[0].rstrip(".")) from error
