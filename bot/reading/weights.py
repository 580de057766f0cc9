"""What makes the bundled encoder a reader: how its layers' weights change, and a small head.

The encoder is in the user's cache anyway, so only the differences travel with Dateline, rounded to
a few bits. `reader.safetensors` holds, for a weight W of the encoder,

    W             its difference as it is (vectors)
    W:codes       or a matrix's differences as codes of `bits` bits, the first in the lowest ones
    W:scales      what a step is worth, one a group of `GROUP` neighbours in a row

and `head.weight`, `head.bias`. Its metadata name the encoder and `bits`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.bundled_model import BUNDLED_MODEL, WEIGHTS_SHA256
from index.errors import UserFacingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[Any]

READER_FILE = Path(__file__).with_name("reader.safetensors")
GROUP = 64  # weights that share a scale
BITS = (1, 2, 4, 8)
CODES, SCALES, HEAD = ":codes", ":scales", "head."


def missing_reader(embedding_model: str) -> str | None:
    """Why there is no reader for this embedding model, in a few words; None where there is one."""
    if embedding_model != BUNDLED_MODEL:
        return f"it reads with {BUNDLED_MODEL} only"
    is_there = READER_FILE.is_file() and checksum_file(READER_FILE).is_file()
    return None if is_there else "its file is missing; reinstall Dateline"


def encode(matrix: NDArray[np.float32], bits: int) -> tuple[Array, Array]:
    """Round `matrix` to `bits` bits a weight: (codes as bytes, float16 scales).

    A scale is the one that errs least, out of a few; the number of columns is a multiple of
    `GROUP`.
    """
    import numpy as np

    groups = matrix.reshape(-1, GROUP)
    top = 2**bits - 1
    best_scale, best_error = np.zeros(len(groups), np.float32), np.full(len(groups), np.inf)
    for share in np.linspace(0.15, 1.0, 18):
        scale = (np.abs(groups).max(axis=1) * 2 / top * share).astype(np.float16).astype(np.float32)
        error = ((_rounded(groups, scale, top) - top / 2) * scale[:, None] - groups) ** 2
        better = error.sum(axis=1) < best_error
        best_error = np.where(better, error.sum(axis=1), best_error)
        best_scale = np.where(better, scale, best_scale)
    codes = _rounded(groups, best_scale, top).astype(np.uint8).reshape(-1, 8 // bits)
    shifts = bits * np.arange(8 // bits, dtype=np.uint8)
    packed = np.bitwise_or.reduce(codes << shifts, axis=1)
    return packed, best_scale.astype(np.float16)


def _rounded(groups: Array, scale: Array, top: int) -> Array:
    import numpy as np

    steps = np.divide(groups, scale[:, None], out=np.zeros_like(groups), where=scale[:, None] > 0)
    rounded: Array = np.clip(np.round(steps + top / 2), 0, top)
    return rounded


def decode(codes: Array, scales: Array, bits: int) -> NDArray[np.float32]:
    """The weights that `encode` rounded, flat."""
    import numpy as np

    shifts = bits * np.arange(8 // bits, dtype=np.uint8)
    top = 2**bits - 1
    steps = (codes[:, None] >> shifts & top).reshape(-1, GROUP).astype(np.float32) - top / 2
    weights: NDArray[np.float32] = (steps * scales.astype(np.float32)[:, None]).reshape(-1)
    return weights


def write_changes(changes: Mapping[str, NDArray[np.float32]], bits: int, path: Path) -> None:
    """Write the differences of weights by name, and the head, to `path`, its checksum beside it."""
    import numpy as np
    from safetensors.numpy import save_file

    tensors: dict[str, Array] = {}
    for name, change in changes.items():
        if change.ndim == 2 and not name.startswith(HEAD):
            tensors[name + CODES], tensors[name + SCALES] = encode(change, bits)
        else:
            kept = np.float32 if name.startswith(HEAD) else np.float16
            tensors[name] = change.astype(kept)
    save_file(tensors, path, {"encoder": WEIGHTS_SHA256, "bits": str(bits)})
    checksum_file(path).write_text(f"{_digest(path)}  {path.name}\n", encoding="ascii")


def read_changes(path: Path) -> dict[str, NDArray[np.float32]]:
    """The differences of weights by name, and the head; those of a matrix are flat.

    Raises:
        UserFacingError: the file or its checksum is missing, damaged, or for another encoder.
    """
    import numpy as np
    from safetensors import safe_open

    _check(path)
    with safe_open(path, framework="numpy") as file:
        about = file.metadata()
        if about.get("encoder") != WEIGHTS_SHA256:
            raise _refused(path, "was made for another embedding model")
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    changes: dict[str, NDArray[np.float32]] = {}
    for name, tensor in tensors.items():
        if name.endswith(CODES):
            name = name.removesuffix(CODES)
            changes[name] = decode(tensor, tensors[name + SCALES], int(about["bits"]))
        elif not name.endswith(SCALES):
            changes[name] = tensor.astype(np.float32)
    return changes


def fingerprint(path: Path = READER_FILE) -> str:
    """The SHA-256 of `path`, as it stands beside it.

    Raises:
        UserFacingError: the checksum is missing.
    """
    try:
        return checksum_file(path).read_text(encoding="ascii").split()[0]
    except (OSError, ValueError, IndexError) as error:
        raise _refused(path, f"cannot be read ({error})") from error


def checksum_file(path: Path) -> Path:
    """Where the SHA-256 of `path` stands, as `sha256sum` writes it."""
    return path.with_name(path.name + ".sha256")


def _check(path: Path) -> None:
    expected = fingerprint(path)
    try:
        found = _digest(path)
    except OSError as error:
        raise _refused(path, f"cannot be read ({error})") from error
    if found != expected:
        raise _refused(path, "is damaged")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refused(path: Path, reason: str) -> UserFacingError:
    return UserFacingError(f"the reader's file {path} {reason}; reinstall Dateline.")
