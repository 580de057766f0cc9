"""The embedding model: the bundled one, or any Sentence Transformers name or path.

LlamaIndex's classes see a `BaseEmbedding`; ours call `embed_question` and `embed_passages`.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from ssl import SSLError
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from index.bundled_model import BUNDLED_MODEL, MAX_TOKENS, WEIGHTS_SHA256, unpack
from index.errors import UserFacingError
from index.question_encoder import QuestionEncoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

BATCH = 32  # texts
STEP = 256  # texts between two reports of progress
HUB_TIMEOUT = 10.0  # seconds


class EmbeddingModel(BaseEmbedding):
    """Unit vectors for questions and passages.

    sentence-transformers is imported when the first passage is embedded; with the bundled model a
    question needs only its ONNX twin.
    """

    _name: str = PrivateAttr()
    _folder: Path | None = PrivateAttr()
    _question_encoder: QuestionEncoder | None = PrivateAttr(default=None)
    _transformer: Any = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, name: str, folder: Path | None = None) -> None:
        """Take the bundled model unpacked in `folder`, or, without one, the model called `name`."""
        super().__init__(model_name=name)
        self._name = name
        self._folder = folder
        if folder:
            self._question_encoder = QuestionEncoder(folder, "query: ", MAX_TOKENS)

    @property
    def fingerprint(self) -> str:
        """Equal for two models only if their vectors can be compared."""
        if self._folder:
            return f"{BUNDLED_MODEL}/{WEIGHTS_SHA256[:12]}"
        return f"{self._name}/{_digest_of_weights(self.transformer)[:12]}"

    @property
    def max_tokens(self) -> int:
        """The longest text that the model reads whole, in its tokens."""
        return MAX_TOKENS if self._folder else int(self.transformer.max_seq_length or MAX_TOKENS)

    @property
    def transformer(self) -> Any:
        """The loaded ``SentenceTransformer``.

        Raises:
            UserFacingError: there is no such model, or it cannot be fetched.
        """
        with self._lock:
            if self._transformer is None:
                self._transformer = _load_transformer(self._name, self._folder)
        return self._transformer

    def count_tokens(self, text: str) -> int:
        """The number of tokens of `text`, special tokens left out."""
        if self._question_encoder:
            return self._question_encoder.count_tokens(text)
        return len(self.transformer.tokenizer(text, add_special_tokens=False)["input_ids"])

    def embed_question(self, question: str) -> Vectors:
        """Return the unit vector of `question`, shape ``(dimension,)``."""
        if self._question_encoder:
            return self._question_encoder.encode(question)
        vector: Vectors = _unit(self.transformer.encode_query([question], show_progress_bar=False))[
            0
        ]
        return vector

    def embed_passages(
        self, passages: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return unit vectors, shape ``(len(passages), dimension)``, in the order given.

        Passages are embedded by length, so that a batch holds little padding; `progress` is told
        after each step how many more are done.
        """
        if not passages:
            return np.empty((0, 0), np.float32)
        by_length = sorted(range(len(passages)), key=lambda i: len(passages[i]), reverse=True)
        done = []
        for start in range(0, len(by_length), STEP):
            step = [passages[i] for i in by_length[start : start + STEP]]
            done.append(
                self.transformer.encode_document(step, batch_size=BATCH, show_progress_bar=False)
            )
            if progress:
                progress(len(step))
        vectors = _unit(np.concatenate(done))
        return vectors[np.argsort(by_length)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(map(float, self.embed_question(query)))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return list(map(float, self.embed_passages([text])[0]))


def load_embedding_model(name: str, cache_dir: Path) -> EmbeddingModel:
    """Return the bundled model, unpacked below `cache_dir`, or the one called `name`.

    Raises:
        UserFacingError: the bundled model cannot be unpacked.
    """
    if name == BUNDLED_MODEL:
        return EmbeddingModel(name, unpack(cache_dir))
    return EmbeddingModel(name)


def _load_transformer(name: str, folder: Path | None) -> Any:
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"dtype": torch.bfloat16 if has_bfloat16() else torch.float32}
    if folder:
        options["add_pooling_layer"] = False
    try:
        return SentenceTransformer(
            str(folder or name),
            device="cpu",
            local_files_only=folder is not None or not must_ask_hub(name),
            model_kwargs=options,
        )
    except (OSError, ValueError) as error:
        raise UserFacingError(
            f"cannot load the embedding model {name!r}: {str(error).splitlines()[0]} "
            "DATELINE_EMBEDDING_MODEL takes the path or the name of a Sentence Transformers "
            f"model; leave it empty for the bundled {BUNDLED_MODEL}."
        ) from error


def must_ask_hub(name: str) -> bool:
    """Whether `name` is to be looked up on the model hub, and the hub can be reached.

    One request finds out: without a network the load itself tries again and again for a minute.
    """
    from huggingface_hub.constants import ENDPOINT

    if Path(name).exists():
        return False
    try:
        with urlopen(Request(ENDPOINT, method="HEAD"), timeout=HUB_TIMEOUT):
            return True
    except HTTPError:
        return True
    except URLError as error:
        return isinstance(error.reason, SSLError)  # the hub's client has certificates of its own
    except OSError:
        return False


def has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; where it does not, float32 is faster."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _unit(vectors: Any) -> Vectors:
    """Vectors of length 1; bfloat16 leaves them off by up to a percent."""
    array: Vectors = np.array(vectors, np.float32)
    array /= np.linalg.norm(array, axis=-1, keepdims=True)
    return array


def _digest_of_weights(transformer: Any) -> str:
    digest = hashlib.sha256(str(transformer).encode())
    for name, parameter in sorted(transformer.named_parameters()):
        digest.update(name.encode())
        digest.update(parameter.detach().flatten()[:256].float().numpy().tobytes())
    return digest.hexdigest()
