"""What a run of `benchmarks/retrieval.py` was made with, and its figures as tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.rankings import METHODS, TODAY
from index.candidates import CANDIDATES, WEIGHTS
from index.chunking import CHUNK_TOKENS
from index.retriever import FUSED, RANKED

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

LIBRARIES = ("torch", "sentence-transformers", "chromadb", "bm25s")
COLUMNS = ("hit@1", "95 % of it", "@4", "@10", "MRR", "nDCG", "v. dense",
           "story@1", "@4", "@10", "nDCG")  # fmt: skip

Fields = dict[str, Any]


def describe_setup(model: EmbeddingModel, sample: int | None) -> Fields:
    """What the figures were made with."""
    return {
        "date": f"{datetime.now().astimezone():%Y-%m-%d}",
        "dateline": version("dateline"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "cpus": os.cpu_count(),
        "model": model.fingerprint,
        "max_tokens": model.max_tokens,
        "chunk_tokens": CHUNK_TOKENS,
        "weights": asdict(WEIGHTS),
        "candidates": CANDIDATES,
        "fused": FUSED,
        "ranked": RANKED,
        "today": TODAY.isoformat(),
        "sample": sample,
        "methods": METHODS,
    }


def setup_lines(setup: Fields) -> Iterator[str]:
    """The set-up in words."""
    libraries = ", ".join(f"{name} {own}" for name, own in setup["libraries"].items())
    weights = ", ".join(f"{name} {weight:g}" for name, weight in setup["weights"].items())
    yield (
        f"{setup['date']}, Dateline {setup['dateline']}, Python {setup['python']}, {libraries}, "
        f"{setup['cpus']} CPUs"
    )
    yield (
        f"Model {setup['model']}, at most {setup['max_tokens']} tokens; chunks of at most "
        f"{setup['chunk_tokens']} tokens; weights: {weights}"
    )
    yield (
        f"Ranked are the nearest {setup['candidates']} chunks, as many that are in another "
        f"language than the question, and the best {setup['candidates']} of BM25, an article by "
        f"its best chunk; spelling is compared in the best {setup['fused']}. As shipped: what "
        f"Retriever.search returns, at least {setup['ranked']} articles where so many are "
        f"candidates, a story in one place, with the days and outlets that the question names; "
        f"today is {setup['today']}."
    )
    if setup["sample"]:
        yield f"Of each file at most {setup['sample']} questions, drawn with a fixed seed."


def print_task(name: str, task: Fields, console: Console) -> None:
    """Print the figures of a task."""
    console.print(
        f"\n{name}: {task['questions']} questions, {task['articles']} articles "
        f"({task['copies']} of them have copies), {task['chunks']} chunks"
        + (f", {task['skipped_files']} files skipped" if task["skipped_files"] else ""),
        soft_wrap=True,
    )
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("by article", no_wrap=True)
    for title in COLUMNS:
        table.add_column(title, justify="right", no_wrap=True)
    for method, title in METHODS.items():
        table.add_row(title, *_cells(task["metrics"][method]))
    console.print(table)


def _cells(metrics: Fields) -> Iterator[str]:
    article, story, change = (metrics[name] for name in ("article", "story", "against_dense"))
    low, high = article["hit@1_interval"]
    yield _percent(article["hit@1"])
    yield f"{_percent(low)}–{_percent(high)}"
    yield from (_percent(article[name]) for name in ("hit@4", "hit@10", "mrr@10", "ndcg@10"))
    yield f"+{change['won']} −{change['lost']}"
    yield from (_percent(story[name]) for name in ("hit@1", "hit@4", "hit@10", "ndcg@10"))


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
