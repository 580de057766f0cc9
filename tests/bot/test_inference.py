"""A tiny NLI model, made here, that goes by one word has its say in what is supported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine import UNSUPPORTED_NOTE
from bot.factory import build_engine
from bot.settings import Settings
from bot.support.checker import SupportChecker
from bot.support.inference_model import load_inference_model
from index.errors import UserFacingError
from index.schema import ScoredChunk
from tests.bot.example_hits import read_hits
from tests.conftest import Dateline
from tests.index.test_reranker import LIKED, classifier, save
from tests.llm_servers import ScriptedServer

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

LABELS = ("neutral", "ENTAILMENT", "contradiction")  # any order


def nli(liked: str, folder: Path, labels: tuple[str, ...] = LABELS) -> str:
    """Save a model that finds a pair with the word `LIKED` to be `liked`, and others neutral."""
    import torch

    model: Any = classifier(labels=len(labels))
    with torch.no_grad():
        model.classifier.weight.zero_()
        if liked in labels:
            model.classifier.weight[labels.index(liked)] = torch.tensor([1.0, -1.0])
        model.classifier.bias.copy_(torch.tensor([0.5] + [0.0] * (len(labels) - 1)))
    model.config.id2label = dict(enumerate(labels))
    model.config.label2id = {label: number for number, label in enumerate(labels)}
    return str(save(model, folder))


@pytest.fixture(scope="module")
def schools(indexed: Path, model: EmbeddingModel) -> list[ScoredChunk]:
    return read_hits(indexed, model)["zoom-schools-ledger-en"]


Judged = Callable[[str, str], tuple[str, tuple[str, ...]]]


@pytest.fixture
def judged(schools: list[ScoredChunk], model: EmbeddingModel, tmp_path: Path) -> Judged:
    """What becomes of a sentence that cites the first of them, by what the model finds."""

    def run(sentence: str, finding: str) -> tuple[str, tuple[str, ...]]:
        inference = load_inference_model(nli(finding, tmp_path / finding))
        checker = SupportChecker(schools[:1], model.embed_question, "en", inference=inference)
        verdict = checker.judge(sentence, [1])
        return verdict.support, verdict.reasons

    return run


SAID = "Pavel Ignatyev said on Friday that 412 schools used Zoom in March 2021."
FAR = f"Pavel Ignatyev adores ice cream in {LIKED}."


def test_what_contradicts_is_unsupported(judged: Judged) -> None:
    assert judged(SAID, "neutral") == ("supported", ())
    assert judged(SAID, "contradiction") == ("unsupported", ("its source contradicts it",))


def test_what_follows_needs_no_likeness(judged: Judged) -> None:
    support, (reason,) = judged(FAR, "neutral")
    assert (support, reason[:29]) == ("unsupported", "nothing in its sources is nea")
    assert judged(FAR, "ENTAILMENT") == ("supported", ())


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (SAID.replace("412", "413"), "number 413 stands in none of its sources"),
        (SAID.replace("Pavel", "Oleg"), "Oleg stands in none of its sources"),
        (SAID.replace("March", "June"), "date 2021-06 stands in none of its sources"),
        (SAID.replace("used", "did not use"), "it says no where its source does not"),
    ],
)
def test_names_numbers_dates_and_negation_stay_with_the_code(
    judged: Judged, sentence: str, reason: str
) -> None:
    assert judged(sentence, "ENTAILMENT") == ("unsupported", (reason,))


def test_the_setting_reaches_the_answer(
    settings: Settings, scripted_llm_server: ScriptedServer, tmp_path: Path
) -> None:
    scripted_llm_server.script(f"{SAID} [1]")
    update = {"llm_base_url": scripted_llm_server.base_url, "llm_model": "tiny"}
    update["nli"] = nli("contradiction", tmp_path)
    engine = build_engine(settings.model_copy(update=update), lambda _: None)
    answer = engine.ask("How many schools used Zoom in March 2021?")
    assert (answer.mode, answer.notes[-1]) == ("extract", UNSUPPORTED_NOTE)


def test_labels_that_do_not_say_what_they_are(tmp_path: Path) -> None:
    folder = nli("", tmp_path, ("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(UserFacingError) as caught:
        load_inference_model(folder)
    assert str(caught.value) == (
        f"cannot load the NLI model '{folder}': its labels are LABEL_0, LABEL_1, LABEL_2, not "
        "entailment and contradiction. DATELINE_NLI takes the path or the name of a model for "
        "natural language inference; leave it empty to do without."
    )


def test_a_wrong_name_is_one_line(dateline: Dateline, indexed: Path) -> None:
    ran = dateline("ask", "Who?", DATELINE_INDEX_DIR=indexed, DATELINE_NLI="/no/model")
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert ran.stderr.startswith("Error: cannot load the NLI model '/no/model': Path /no/model not")
