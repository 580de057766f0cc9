"""A tiny cross-encoder that likes one word has the last word on the order of hits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.embedding import EmbeddingModel
from index.errors import UserFacingError
from index.ingest import check_model
from index.nodes import embedded_text
from index.reranker import load_reranker
from index.retriever import RERANKED, Retriever
from index.schema import ScoredChunk
from index.snapshot import LiveIndex
from tests.conftest import Dateline

LIKED = "2021"
VOCABULARY = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", LIKED])}
QUESTION = "How many people were moved when the Verezha rose to 8.4 metres?"


def classifier(labels: int = 1) -> Any:
    """Gives a pair 1.5 if `LIKED` stands anywhere in it, else -1.5: attention finds the word."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    config: Any = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=2,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=2,
        max_position_embeddings=600,
        num_labels=labels,  # type: ignore[call-arg]
    )
    model: Any = BertForSequenceClassification(config)
    liked, other, same = torch.tensor([1.0, -1.0]), torch.tensor([-1.0, 1.0]), torch.eye(2)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.fill_(1.0 if "LayerNorm.weight" in name else 0.0)
        model.bert.embeddings.word_embeddings.weight.copy_(other)
        model.bert.embeddings.word_embeddings.weight[VOCABULARY[LIKED]] = liked
        attention = model.bert.encoder.layer[0].attention
        attention.self.query.bias.fill_(20)
        attention.self.key.weight[0, 0] = 1
        attention.self.value.weight.copy_(same)
        attention.output.dense.weight.copy_(10 * same)
        model.bert.pooler.dense.weight.copy_(same)
        model.classifier.weight[0] = liked
    return model


def save(model: Any, folder: Path) -> Path:
    """Save `model` with a tokenizer that knows one word."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, "[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    model.save_pretrained(folder)
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")}
    fast: Any = PreTrainedTokenizerFast
    fast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the model."""
    return save(classifier(), tmp_path_factory.mktemp("cross-encoder"))


def passage(hit: ScoredChunk) -> str:
    return embedded_text(hit.chunk, hit.article).lower()


def test_the_reranker_has_the_last_word(
    indexed: Path, model: EmbeddingModel, cross_encoder: Path
) -> None:
    index = LiveIndex(indexed, partial(check_model, model=model))
    fused = Retriever(index, model).search(QUESTION, limit=100)
    retriever = Retriever(index, model, reranker=load_reranker(str(cross_encoder)))
    reranked = retriever.search(QUESTION, limit=100)
    index.close()
    seen, rest = fused[:RERANKED], fused[RERANKED:]
    liked = [hit for hit in seen if LIKED in passage(hit)]
    others = [hit for hit in seen if LIKED not in passage(hit)]
    assert others[0] is fused[0]
    assert any(LIKED not in hit.chunk.text.lower() for hit in liked)  # but above it
    assert rest
    assert [h.chunk.id for h in reranked] == [h.chunk.id for h in (*liked, *others, *rest)]
    scores = [hit.score for hit in reranked]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1.5, abs=0.1)
    assert scores[RERANKED - 1] == pytest.approx(-1.5, abs=0.1)


def test_a_long_pair_is_cut(cross_encoder: Path) -> None:
    reranker = load_reranker(str(cross_encoder))
    far, near = "word " * 5000 + LIKED, LIKED + " word" * 5000
    assert reranker.scores("When?", [far, near]).round().tolist() == [-2, 2]
    assert reranker.scores("When?", []).shape == (0,)


def test_the_setting_reaches_the_answer(
    dateline: Dateline, indexed: Path, cross_encoder: Path
) -> None:
    """One that likes only what is of 2021 leaves nothing to answer from."""
    ran = dateline("ask", QUESTION, DATELINE_INDEX_DIR=indexed)
    assert (ran.returncode, ran.stderr) == (0, "")
    ran = dateline("ask", QUESTION, DATELINE_INDEX_DIR=indexed, DATELINE_RERANKER=cross_encoder)
    assert (ran.returncode, ran.stderr) == (3, "")


def no_model(folder: Path) -> None:
    """An empty folder."""


def no_cross_encoder(folder: Path) -> None:
    save(classifier().bert, folder)


def three_labels(folder: Path) -> None:
    save(classifier(labels=3), folder)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (no_model, "Unrecognized model in "),
        (no_cross_encoder, "it is no cross-encoder: nothing in it was trained to give a score. "),
        (three_labels, "it gives 3 scores a pair instead of one. "),
    ],
)
def test_what_cannot_rerank_is_refused(
    make: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    make(tmp_path)
    with pytest.raises(UserFacingError) as caught:
        load_reranker(str(tmp_path))
    line = str(caught.value)
    assert line.startswith(f"cannot load the reranker '{tmp_path}': {reason}")
    assert line.endswith(" CrossEncoder; leave it empty to do without.")
    assert "\n" not in line


def test_a_wrong_name_is_one_line(dateline: Dateline, indexed: Path) -> None:
    ran = dateline("ask", QUESTION, DATELINE_INDEX_DIR=indexed, DATELINE_RERANKER="/no/model")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "Error: cannot load the reranker '/no/model': Path /no/model not found. DATELINE_RERANKER "
        "takes the path or the name of a Sentence Transformers CrossEncoder; leave it empty to do "
        "without.\n"
    )
