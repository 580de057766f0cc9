"""A sentence that begins with a pronoun is quoted with the one before it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.antecedent import leans
from bot.engine import AnswerEngine
from index.embedding import EmbeddingModel
from index.retriever import Retriever
from index.snapshot import LiveIndex
from tests.small_news import Sync

HARBOUR = """\
Mira Toland was named harbour master of Port Ellis on Monday.

She ran the dredging fleet for nineteen years.

Advertisement: cheap tickets to the islands, book now and save on every crossing.

The council voted for her by six to one.
"""


@pytest.fixture
def ask(
    news: Path, sync: Sync, index_dir: Path, model: EmbeddingModel
) -> Callable[[str], list[str]]:
    """The quotes that answer a question."""
    (news / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    sync()
    live = LiveIndex(index_dir, lambda _: None)
    engine = AnswerEngine(live, Retriever(live, model), model, None)

    def run(question: str) -> list[str]:
        return [citation.quote for citation in engine.ask(question).citations]

    return run


def test_the_sentence_before_names_whom_the_pronoun_means(ask: Callable[[str], list[str]]) -> None:
    quotes = ask("Who ran the dredging fleet for nineteen years?")
    assert quotes[0] == HARBOUR.split("\n\nAdvert")[0]
    assert sum("Mira Toland" in quote for quote in quotes) == 1  # not said twice


@pytest.mark.parametrize(
    ("sentence", "language", "leaning"),
    [
        ("She ran the fleet.", "en", True),
        ("“It was a long night,” the captain said.", "en", True),
        ("The council voted.", "en", False),
        ("Mereka tiba pada Senin.", "id", True),
        ("Hal itu disampaikan wali kota.", "id", True),
        ("Wali kota menyampaikannya.", "id", False),
        ("Она руководила флотом.", "ru", True),
        ("Её избрали в понедельник.", "ru", True),
        ("Совет проголосовал.", "ru", False),
        ("Er trat zurück.", "de", True),
        ("Il a démissionné.", "fr", False),  # no words of that language are known
    ],
)
def test_which_sentences_lean(sentence: str, language: str, leaning: bool) -> None:
    assert leans(sentence, language) is leaning
