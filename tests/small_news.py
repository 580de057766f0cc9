"""A small folder of articles that a test may change, and its index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel
    from index.plan import SyncReport

FLOOD = "KARSK, May 17, 2023 -- Rescue crews moved 640 people after the river rose. It rained."
FERRY = "Feri Teluk Biru tiba di dermaga pada Selasa pagi. Tarifnya Rp45.000 untuk orang dewasa."
CHESS = "Гроссмейстер выиграл партию в последнем туре. Мемориал завершился в субботу."

Sync = Callable[..., "SyncReport"]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of three articles, one of them in a sub-folder."""
    folder = tmp_path / "news"
    (folder / "sport").mkdir(parents=True)
    (folder / "flood.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "sport" / "chess.txt").write_text(CHESS, encoding="utf-8")
    return folder


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def sync(news: Path, index_dir: Path, model: EmbeddingModel) -> Sync:
    """Syncs `news`, or the paths given, and says how many articles fared how."""
    from index.ingest import sync_articles

    def run(*paths: Path, **options: Any) -> SyncReport:
        return sync_articles(paths or [news], index_dir, model, **options)

    return run


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every passage that the model embeds from now on."""
    passages: list[str] = []
    from index.embedding import EmbeddingModel

    embed = EmbeddingModel.embed_passages

    def note(self: EmbeddingModel, texts: Sequence[str], *args: Any) -> Any:
        passages.extend(texts)
        return embed(self, texts, *args)

    monkeypatch.setattr(EmbeddingModel, "embed_passages", note)
    return passages
