"""Embedding a question without torch.

Importing sentence-transformers takes 7 to 10 seconds on two cores; a question typed into a fresh
terminal must not wait for that. The twelve layers of the bundled model are therefore also exported
to ONNX, and the rows of the embedding matrix that a question needs are read out of the
safetensors file, so that starting costs neither torch nor the 190 MB of the matrix.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENCODER_FILE = "question_encoder.onnx"
WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
ONNX_OPSET = 18


class QuestionEncoder:
    """The bundled model for one text at a time, run by onnxruntime."""

    def __init__(self, folder: Path, prefix: str, max_tokens: int) -> None:
        """Load the ONNX encoder and tokenizer that stand in `folder`."""
        import onnxruntime
        from safetensors import safe_open

        self._prefix = prefix
        self._max_tokens = max_tokens
        self._tokenizer = load_tokenizer(folder)
        weights = safe_open(folder / "model.safetensors", framework="numpy")
        self._word_embeddings = weights.get_slice(WORD_EMBEDDINGS)  # type: ignore[no-untyped-call]
        self._session = onnxruntime.InferenceSession(
            folder / ENCODER_FILE, providers=["CPUExecutionProvider"]
        )

    def count_tokens(self, text: str) -> int:
        """The number of tokens of `text`, special tokens left out."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of `text`, shape ``(dimension,)``."""
        import numpy as np

        ids = self._tokenizer.encode(self._prefix + text).ids
        if len(ids) > self._max_tokens:
            ids = [*ids[: self._max_tokens - 1], ids[-1]]  # the last one closes the sequence
        rows = np.concatenate([self._word_embeddings[i : i + 1] for i in ids])
        (vectors,) = self._session.run(None, {"embeddings": rows[None].astype(np.float32)})
        vector: NDArray[np.float32] = vectors[0]
        return vector


def load_tokenizer(folder: Path) -> Any:
    """Return the `tokenizers` tokenizer that stands in `folder`, the same one each time.

    It holds 290 MB. It neither cuts nor pads, and must stay so: others use it as well.
    """
    with _one_at_a_time:
        return _tokenizer(folder)


_one_at_a_time = Lock()  # or two threads that start together would load it twice


@lru_cache(maxsize=1)
def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def export_question_encoder(bert: Any, folder: Path) -> None:
    """Write the layers of `bert` as ONNX: word embeddings in, one unit vector out.

    Args:
        bert: a transformers ``BertModel`` in float32.
        folder: where `ENCODER_FILE` is written.
    """
    import torch

    class MeanOfLayers(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, embeddings: torch.Tensor) -> torch.Tensor:
            hidden = self.bert(inputs_embeds=embeddings).last_hidden_state
            return torch.nn.functional.normalize(hidden.mean(dim=1), dim=-1)

    bert.set_attn_implementation("eager")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter is deprecated, and traces constants
        torch.onnx.export(
            MeanOfLayers().eval(),
            (torch.zeros(1, 8, bert.config.hidden_size),),
            str(folder / ENCODER_FILE),
            input_names=["embeddings"],
            output_names=["vector"],
            dynamic_axes={"embeddings": {1: "tokens"}},
            opset_version=ONNX_OPSET,
            dynamo=False,  # the newer exporter needs onnxscript and half a minute
        )
