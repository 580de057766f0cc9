"""What several tests share: a real index of the example articles, made once, and the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.factory import build_engine, build_model
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.engine import AnswerEngine
    from index.embedding import EmbeddingModel

pytest_plugins = ["tests.llm_servers", "tests.small_news", "tests.terminal"]

ROOT = Path(__file__).parents[1]
EXAMPLES = Path("examples/articles")  # below ROOT

Ran = subprocess.CompletedProcess[str]
Dateline = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def own_environment() -> Iterator[None]:
    """Nothing that is set on this machine changes a test, but for where the model is unpacked."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("DATELINE_") and name != "DATELINE_CACHE_DIR":
                patch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE"):
            patch.delenv(name, raising=False)
        patch.setenv("PYTHONPATH", str(ROOT))
        # A run in the background begins with Ctrl-C ignored, and so would the programs it starts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
        signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def model(own_environment: None) -> EmbeddingModel:
    """The bundled embedding model; unpacked for the tests only if it never was before."""
    return build_model(Settings(_env_file=None), lambda _: None)


@pytest.fixture(scope="session")
def indexed(model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of `examples/articles`, for reading."""
    from index.ingest import sync_articles

    index_dir = tmp_path_factory.mktemp("indexed") / "index"
    with chdir(ROOT):
        sync_articles([EXAMPLES], index_dir, model)
    return index_dir


@pytest.fixture(scope="session")
def settings(indexed: Path) -> Settings:
    """The settings by which `indexed` is read, without a language model."""
    return Settings(_env_file=None, index_dir=indexed)


@pytest.fixture(scope="session")
def engine(settings: Settings) -> AnswerEngine:
    """Answers from `indexed` by quoting."""
    return build_engine(settings, lambda _: None)


@pytest.fixture
def dateline(tmp_path: Path) -> Dateline:
    """Runs the command in an empty folder, as a script would; keywords set the environment."""

    def run(*arguments: str | Path, stdin: str = "", **environment: str | Path) -> Ran:
        return subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, **{name: str(value) for name, value in environment.items()}},
            timeout=300,
        )

    return run
