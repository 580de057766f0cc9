"""Make what Dateline carries out of what `train.py` wrote: differences to the bundled encoder.

usage: .venv/bin/python -m benchmarks.reader.export TRAINED OUT [--bits 1|2|4|8] [--rank R]

TRAINED is train.py's `reader.safetensors`, OUT the file to write; its checksum is put beside it.
With --rank the differences are first replaced by their best approximation of that rank, to see
what a low-rank form would lose; the file's size stays that of --bits.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reading.weights import BITS, HEAD, write_changes
from bot.settings import Settings
from index.bundled_model import unpack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def differences(trained: Path, folder: Path) -> dict[str, NDArray[np.float32]]:
    """The head, and for each trained weight what it has more than the encoder in `folder`."""
    from safetensors import safe_open
    from safetensors.torch import load_file

    found: dict[str, NDArray[np.float32]] = {}
    with safe_open(folder / "model.safetensors", framework="pt") as base:
        for name, weight in load_file(trained).items():
            if not name.startswith(HEAD):
                weight -= base.get_tensor(name).float()
            found[name] = weight.numpy()
    return found


def low_rank(matrix: NDArray[np.float32], rank: int) -> NDArray[np.float32]:
    """The nearest matrix of `rank`."""
    import numpy as np

    left, sizes, right = np.linalg.svd(matrix, full_matrices=False)
    nearest: NDArray[np.float32] = (left[:, :rank] * sizes[:rank]) @ right[:rank]
    return nearest


def main() -> None:
    """Read the arguments, write the file, say what it lost."""
    import numpy as np

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--bits", type=int, choices=BITS, default=4)
    parser.add_argument("--rank", type=int)
    arguments = parser.parse_args()
    changes = differences(arguments.trained, unpack(Settings().cache_dir))
    if arguments.rank:
        whole = changes
        changes = {
            name: low_rank(change, arguments.rank)
            if change.ndim == 2 and not name.startswith(HEAD)
            else change
            for name, change in whole.items()
        }
        lost = sum(float(np.square(whole[name] - changes[name]).sum()) for name in whole)
        kept = sum(float(np.square(change).sum()) for change in whole.values())
        print(f"rank {arguments.rank} leaves out {lost / kept:.1%} of the squared differences")
    write_changes(changes, arguments.bits, arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
