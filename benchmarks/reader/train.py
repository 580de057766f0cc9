"""Train the reader: the bundled encoder's layers, and a head for start and end of the answer.

usage: .venv/bin/python -m benchmarks.reader.train DATA OUT [--examples N] [--minutes M]
                                                          [--start-from READER] [--seed N]

DATA holds the public question sets (see README.md), OUT is a folder for `reader.safetensors`; the
log goes to standard error. The learning rate falls to nothing over N examples, or, with M, over
that time: for a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.reader.data import training_examples
from benchmarks.reader.features import Features, batches, features
from bot.settings import Settings
from index.bundled_model import unpack

if TYPE_CHECKING:
    import torch

LEARNING_RATE = 1.2e-4
HEAD_LEARNING_RATE = 1e-3
WARM_UP = 0.06  # of the whole
SAVE_EVERY = 600  # seconds

log = logging.getLogger("train")


def loss_of(model: Any, head: Any, batch: Sequence[Features], pad: int) -> torch.Tensor:
    """Cross entropy of start and end over the tokens of each row, token 0 meaning "not here"."""
    import torch
    from torch.nn.functional import cross_entropy

    width = max(len(row.ids) for row in batch)
    ids = torch.full((len(batch), width), pad)
    for row, line in zip(batch, ids, strict=True):
        line[: len(row.ids)] = torch.tensor(row.ids)
    mask = ids != pad
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(input_ids=ids, attention_mask=mask.long()).last_hidden_state
    logits = head(hidden.float()).masked_fill(~mask[..., None], -1e4)
    starts = torch.tensor([row.start for row in batch])
    ends = torch.tensor([row.end for row in batch])
    losses: torch.Tensor = cross_entropy(logits[..., 0], starts) + cross_entropy(
        logits[..., 1], ends
    )
    return losses / 2


class Steps:
    """AdamW with a warm-up and a linear decay."""

    def __init__(self, model: Any, head: Any) -> None:
        import torch

        self._weights = [w for w in model.parameters() if w.requires_grad]
        self._head = list(head.parameters())
        self._rates = (LEARNING_RATE, HEAD_LEARNING_RATE)
        groups = zip((self._weights, self._head), self._rates, strict=True)
        self._optimizer = torch.optim.AdamW(
            [{"params": weights, "lr": rate} for weights, rate in groups], weight_decay=0.01
        )

    def __call__(self, progress: float) -> None:
        """Take a step, `progress` (0 to 1) of the way through, and clear the gradients."""
        import torch

        factor = min(1.0, (progress + 0.001) / WARM_UP) * max(0.01, 1 - progress)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        torch.nn.utils.clip_grad_norm_([*self._weights, *self._head], 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()


def build(folder: Path) -> tuple[Any, Any, Any]:
    """(tokenizer, encoder, head), in float32; the word embeddings are frozen."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(
        folder, add_pooling_layer=False, attn_implementation="eager", dtype=torch.float32
    ).eval()  # no dropout: its random numbers cost more than the matrix products
    model.embeddings.word_embeddings.requires_grad_(False)
    head = torch.nn.Linear(model.config.hidden_size, 2)
    torch.nn.init.normal_(head.weight, std=0.02)
    torch.nn.init.zeros_(head.bias)
    return AutoTokenizer.from_pretrained(folder), model, head


def load_weights(path: Path, model: Any, head: Any) -> None:
    """Put the weights that `save` wrote into `model` and `head`."""
    from safetensors.torch import load_file

    tensors = load_file(path)
    own = {name.removeprefix("head."): t for name, t in tensors.items() if name.startswith("head.")}
    head.load_state_dict(own)
    rest = {name: t for name, t in tensors.items() if not name.startswith("head.")}
    unexpected = model.load_state_dict(rest, strict=False).unexpected_keys
    if unexpected:
        raise SystemExit(f"{path} was trained on another encoder: it has {unexpected[0]}")


def save(model: Any, head: Any, out: Path, note: dict[str, Any]) -> None:
    """Write the trained weights and the head as `reader.safetensors`, whole or not at all."""
    from safetensors.torch import save_file

    tensors = {name: w.detach() for name, w in model.named_parameters() if w.requires_grad}
    tensors |= {f"head.{name}": w for name, w in head.state_dict().items()}
    partial = out / "reader.safetensors.partial"
    save_file(tensors, partial, {key: str(value) for key, value in note.items()})
    partial.replace(out / "reader.safetensors")


def train(
    rows: Iterable[Sequence[Features]], parts: tuple[Any, Any, Any], out: Path, limit: Limit
) -> None:
    """Train until `limit` is reached, saving on the way; `rows` are those of each round."""
    tokenizer, model, head = parts
    step, seen, began = Steps(model, head), 0, time.monotonic()
    saved, losses = began, []
    rng = random.Random(0)
    for number, batch in enumerate(batch for some in rows for batch in batches(some, rng)):
        progress = limit.progress(seen, time.monotonic() - began)
        if progress >= 1:
            break
        loss = loss_of(model, head, batch, tokenizer.pad_token_id)
        loss.backward()
        step(progress)
        seen += len(batch)
        losses.append(loss.item())
        if number % 20 == 0:
            mean = sum(losses[-50:]) / len(losses[-50:])
            log.info(
                json.dumps(
                    {
                        "batch": number,
                        "examples": seen,
                        "loss": round(mean, 4),
                        "progress": round(progress, 4),
                        "seconds": round(time.monotonic() - began),
                    }
                )
            )
        if time.monotonic() - saved > SAVE_EVERY:
            save(model, head, out, {"examples": seen, "progress": progress})
            saved = time.monotonic()
    save(model, head, out, {"examples": seen, "progress": 1.0})
    log.info(
        json.dumps({"finished": True, "examples": seen, "seconds": round(time.monotonic() - began)})
    )


@dataclass(frozen=True)
class Limit:
    """How much is trained: so many examples, or so many minutes."""

    examples: int
    minutes: float | None

    def progress(self, seen: int, seconds: float) -> float:
        """The share that is done, 0 to 1."""
        return seconds / 60 / self.minutes if self.minutes else seen / self.examples


def rounds(data: Path, tokenizer: Any, seed: int) -> Iterator[list[Features]]:
    """The examples as tokens, round after round, each with what is drawn drawn anew."""
    for drawn in count(seed):
        examples = training_examples(data, drawn)
        rows = [row for row in (features(tokenizer, example) for example in examples) if row]
        log.info(
            json.dumps(
                {
                    "pool": len(rows),
                    "answered": sum(row.start > 0 for row in rows),
                    "mean_tokens": round(sum(len(r.ids) for r in rows) / len(rows), 1),
                }
            )
        )
        yield rows


def main() -> None:
    """Read the arguments, make the examples, train."""
    import torch
    import transformers

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start-from", type=Path, metavar="READER", help="an earlier run's file")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.manual_seed(0)
    arguments.out.mkdir(parents=True, exist_ok=True)
    parts = build(unpack(Settings().cache_dir))
    if arguments.start_from:
        load_weights(arguments.start_from, *parts[1:])
    rows = rounds(arguments.data, parts[0], arguments.seed)
    train(rows, parts, arguments.out, Limit(arguments.examples, arguments.minutes))


if __name__ == "__main__":
    main()
