"""Another embedding model than the bundled one: a tiny one, made here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding import EmbeddingModel, load_embedding_model
from index.errors import ModelMismatch, UserFacingError
from index.ingest import sync_articles
from tests.conftest import EXAMPLES, ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

DIMENSION = 32


@pytest.fixture(scope="module")
def tiny(model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Sentence Transformers model with prompts of its own and random weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    plain = tmp_path_factory.mktemp("plain")
    tokenizer = model.transformer.tokenizer
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=DIMENSION,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=DIMENSION,
    )
    BertModel(config).save_pretrained(plain)
    tokenizer.save_pretrained(plain)
    folder = tmp_path_factory.mktemp("tiny")
    SentenceTransformer(
        modules=[Transformer(str(plain)), Pooling(DIMENSION)],
        prompts={"query": "ask: ", "document": "text: "},
        device="cpu",
    ).save(str(folder))
    return folder


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other)


def test_its_own_prompts_are_used(tiny: Path, tmp_path: Path) -> None:
    other = load_embedding_model(str(tiny), tmp_path)
    bare = other.transformer.encode(["ask: When?", "text: When?"], normalize_embeddings=True)
    assert other.embed_question("When?").shape == (DIMENSION,)
    assert cosine(other.embed_question("When?"), bare[0]) > 0.999
    assert cosine(other.embed_passages(["When?"])[0], bare[1]) > 0.999


def test_an_index_is_of_one_model(
    tiny: Path, model: EmbeddingModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    other = load_embedding_model(str(tiny), tmp_path)
    paths: Sequence[Path] = [EXAMPLES / "zoom-ban-wire-en.txt"]
    assert len(sync_articles(paths, tmp_path / "index", other).added) == 1
    with pytest.raises(ModelMismatch, match="dateline index --rebuild"):
        sync_articles(paths, tmp_path / "index", model)
    assert len(sync_articles(paths, tmp_path / "index", model, rebuild=True).added) == 1


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="DATELINE_EMBEDDING_MODEL"):
        _ = load_embedding_model(str(tmp_path), tmp_path).transformer
