"""A model of natural language inference that the settings name."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from bot.support.inference import Relation
from index.cross_encoder import load_cross_encoder
from index.errors import UserFacingError

LABELS: Mapping[str, Relation] = {"entail": "entails", "contradict": "contradicts"}
"""How the names of a model's labels begin; what is called otherwise is neutral."""


class InferenceModel:
    """Says what a premise has to do with a hypothesis."""

    def __init__(self, model: Any, relations: tuple[Relation, ...]) -> None:
        """Take a loaded ``CrossEncoder`` and what each of its scores stands for."""
        self._model = model
        self._relations = relations
        self._lock = threading.Lock()  # its tokenizer is not for two threads at once

    def relation(self, premise: str, hypothesis: str) -> Relation:
        """Whether the premise, one to three sentences of an article, entails the hypothesis."""
        with self._lock:
            scores = self._model.predict([(premise, hypothesis)], show_progress_bar=False)
        return self._relations[int(scores[0].argmax())]


def load_inference_model(name: str) -> InferenceModel:
    """Return the model called `name`, or in that folder.

    Raises:
        UserFacingError: there is none, it cannot be fetched, or its labels do not say which of them
            are entailment and contradiction.
    """
    model = load_cross_encoder(name, _refused)
    labels: dict[int, str] = model.config.id2label
    relations = tuple(_relation(labels[number]) for number in sorted(labels))
    if not {"entails", "contradicts"} <= set(relations):
        named = ", ".join(labels[number] for number in sorted(labels))
        raise _refused(name, f"its labels are {named}, not entailment and contradiction")
    return InferenceModel(model, relations)


def _relation(label: str) -> Relation:
    return next((LABELS[start] for start in LABELS if label.lower().startswith(start)), "neutral")


def _refused(name: str, reason: str) -> UserFacingError:
    return UserFacingError(
        f"cannot load the NLI model {name!r}: {reason}. DATELINE_NLI takes the path or the name of "
        "a model for natural language inference; leave it empty to do without."
    )
