"""The reader as onnxruntime runs it: the changed encoder and its head in one file of 43 MB.

It is made once, of the bundled model and the differences that travel with Dateline, and kept beside
the bundled model. Its matrices have 8 bits, for speed; and no torch need be imported, which takes
longer than an answer.
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from bot.reading.weights import HEAD, READER_FILE, fingerprint, read_changes
from index.errors import UserFacingError
from index.question_encoder import ONNX_OPSET, WORD_EMBEDDINGS

if TYPE_CHECKING:
    import torch

SCORES = 2  # of each token: start and end
# Each layer's last multiplication, whose inputs have a few values far above all others: with it
# rounded too, the right sentence is found in 4 % fewer of IDK-MRC's passages.
EXACT = re.compile(r"layer\.\d+/output/dense")
BUILT = "reader-2"  # bump when what is made of the same changes becomes another


def onnx_file(folder: Path, path: Path = READER_FILE) -> Path:
    """Where the reader made of the changes in `path` is kept: beside the model's `folder`."""
    return folder.with_name(f"{BUILT}-{fingerprint(path)[:12]}.onnx")


def make_reader(folder: Path, path: Path = READER_FILE) -> Path:
    """Return the reader's ONNX file, making it on first use: a quarter of a minute.

    Args:
        folder: of the unpacked bundled model.
        path: the changes.

    Raises:
        UserFacingError: `path` is missing, damaged, or for another encoder; or nothing can be
            written beside `folder`.
    """
    made = onnx_file(folder, path)
    if made.is_file():
        return made
    try:
        with FileLock(made.with_suffix(".lock")):
            if not made.is_file():
                _remove_leftovers(made, path)
                _write(_with_head(folder, path), made)
    except OSError as error:
        raise UserFacingError(
            f"cannot write the reader to {made}: {error.strerror or error}. "
            "Set DATELINE_CACHE_DIR to a folder you can write to."
        ) from error
    return made


def _write(reader: Any, made: Path) -> None:
    """Write the module as ONNX, its matrices rounded; the file appears once it is whole."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with (
        tempfile.TemporaryDirectory(prefix=_scratch(made), dir=made.parent) as scratch,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # the older exporter is deprecated, and traces constants
        exact, rounded = Path(scratch) / "exact.onnx", Path(scratch) / "rounded.onnx"
        torch.onnx.export(
            reader.eval(),
            (torch.zeros(1, 8, reader.head.in_features),),
            str(exact),
            input_names=["embeddings"],
            output_names=["scores"],
            dynamic_axes={"embeddings": {1: "tokens"}, "scores": {1: "tokens"}},
            opset_version=ONNX_OPSET,
            dynamo=False,  # the newer exporter needs onnxscript and half a minute
        )
        with _without_advice():
            quantize_dynamic(
                exact,
                rounded,
                weight_type=QuantType.QInt8,
                per_channel=True,
                nodes_to_exclude=[name for name in _matrices(exact) if EXACT.search(name)],
            )
        rounded.replace(made)


@contextmanager
def _without_advice() -> Iterator[None]:
    """Leave out that onnxruntime recommends a step that gains nothing here."""

    def keep(record: logging.LogRecord) -> bool:
        return "pre-processing before quantization" not in record.getMessage()

    root, nowhere = logging.getLogger(), logging.NullHandler()
    root.addFilter(keep)
    root.addHandler(nowhere)  # without any, the first line that is logged would set one up
    try:
        yield
    finally:
        root.removeHandler(nowhere)
        root.removeFilter(keep)


def _scratch(made: Path) -> str:
    return f"{made.stem}.partial-"


def _remove_leftovers(made: Path, path: Path) -> None:
    """Remove what a killed process left, and what was made of an earlier version's changes."""
    for partial in made.parent.glob(f"{_scratch(made)}*"):
        shutil.rmtree(partial, ignore_errors=True)
    for old in made.parent.glob("reader-*.onnx") if path == READER_FILE else ():
        old.unlink(missing_ok=True)


def _matrices(path: Path) -> list[str]:
    """The names of the multiplications in an ONNX file."""
    import onnx

    return [node.name for node in onnx.load(path).graph.node if node.op_type == "MatMul"]


def _with_head(folder: Path, path: Path) -> Any:
    """The changed ``BertModel`` and the head: embedded tokens in, scores out."""
    import torch
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    changes = {name: torch.from_numpy(change) for name, change in read_changes(path).items()}
    weights = {
        name: weight.float()
        for name, weight in load_file(folder / "model.safetensors").items()
        if name != WORD_EMBEDDINGS
    }
    for name, change in changes.items():
        if not name.startswith(HEAD):
            weights[name] += change.reshape(weights[name].shape)
    config = BertConfig.from_pretrained(folder)
    with torch.device("meta"):  # initialising weights takes seconds
        bert: Any = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(weights, strict=False, assign=True)
    bert.embeddings.word_embeddings = torch.nn.Identity()
    bert.embeddings.position_ids = torch.arange(config.max_position_embeddings).unsqueeze(0)
    bert.embeddings.token_type_ids = torch.zeros_like(bert.embeddings.position_ids)
    bert.set_attn_implementation("eager")

    class WithHead(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert
            self.head = torch.nn.Linear(config.hidden_size, SCORES)
            self.head.load_state_dict(
                {
                    "weight": changes[f"{HEAD}weight"].reshape(SCORES, -1),
                    "bias": changes[f"{HEAD}bias"],
                }
            )

        def forward(self, embeddings: torch.Tensor) -> torch.Tensor:
            hidden = self.bert(inputs_embeds=embeddings).last_hidden_state
            scores: torch.Tensor = self.head(hidden)
            return scores

    return WithHead()
