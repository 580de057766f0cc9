"""BM25 by language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from index.lexical import LexicalIndex, LexicalWriter

TEXTS = [
    ("en-flood", "en", "Rescue crews moved residents after the river rose above the danger mark."),
    ("en-ferry", "en", "The ferry carried passengers to the island on its first crossing."),
    ("ru-flood", "ru", "Уровень воды в реке достиг пика, из кварталов эвакуировали жителей."),
    ("ru-chess", "ru", "Гроссмейстер выиграл партию в последнем туре турнира."),
    ("id-ferry", "id", "Penumpang mengikuti pelayaran perdana feri ke pulau."),
    ("id-museum", "id", "Museum menerima pengunjung setelah perbaikan atap."),
]


def build(texts: Iterable[tuple[str, str, str]], folder: Path) -> LexicalIndex:
    writer = LexicalWriter()
    for text in texts:
        writer.add(*text)
    writer.save(folder)
    return LexicalIndex.load(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lexical") / "index"


@pytest.fixture(scope="module")
def lexical(folder: Path) -> LexicalIndex:
    return build(TEXTS, folder)


def test_languages(lexical: LexicalIndex) -> None:
    assert lexical.languages == ("en", "id", "ru")


@pytest.mark.parametrize(
    ("question", "chunk_id"),
    [
        ("Which passenger ferries crossed?", "en-ferry"),
        ("Кто выиграл партии турниров?", "ru-chess"),
        ("Что с уровнями рек?", "ru-flood"),
        ("Siapa yang diterima museumnya?", "id-museum"),
        ("Ke mana feri berlayar dengan penumpangnya?", "id-ferry"),
    ],
)
def test_word_forms_do_not_matter(lexical: LexicalIndex, question: str, chunk_id: str) -> None:
    scores = lexical.scores(question)
    assert max(scores, key=scores.__getitem__) == chunk_id


def test_a_score_is_a_share(lexical: LexicalIndex, tmp_path: Path) -> None:
    question = "river danger crews"
    assert all(0 < score < 1 for score in lexical.scores(question).values())
    often = build([("a", "en", "river " * 500), ("b", "en", "bridge")], tmp_path / "often")
    assert 0.5 < often.scores("river")["a"] < 1


def test_half_a_question_scores_less_than_the_whole(lexical: LexicalIndex) -> None:
    whole = lexical.scores("river crews")["en-flood"]
    assert lexical.scores("river chocolate")["en-flood"] < 0.75 * whole


def test_another_language_shares_a_name_at_most(tmp_path: Path) -> None:
    zoom = ("en-zoom", "en", "Schools dropped Zoom after a ban.")
    lexical = build([*TEXTS, zoom], tmp_path / "zoom")
    scores = lexical.scores("Почему школы области отказались от Zoom прошлой весной?")
    assert set(scores) == {"en-zoom"}
    assert scores["en-zoom"] < 0.25


@pytest.mark.parametrize("question", ["", "?!", "chocolate", "the of and"])
def test_nothing_shared_nothing_found(lexical: LexicalIndex, question: str) -> None:
    assert lexical.scores(question) == {}


def test_a_copy_scores_as_if_built_anew(folder: Path, tmp_path: Path) -> None:
    writer = LexicalWriter()
    writer.copy(folder, lambda chunk_id: chunk_id != "en-ferry")
    writer.add("en-mill", "en", "The mill on the river was sold.")
    writer.save(tmp_path / "copy")
    copied = LexicalIndex.load(tmp_path / "copy")
    kept = [text for text in TEXTS if text[0] != "en-ferry"]
    anew = build([*kept, ("en-mill", "en", "The mill on the river was sold.")], tmp_path / "anew")
    for question in ("river danger mill", "passenger ferry", "уровень воды", "feri ke pulau"):
        assert copied.scores(question) == pytest.approx(anew.scores(question))
    assert copied.scores("passenger ferry") == {}


def test_text_without_words_is_no_obstacle(tmp_path: Path) -> None:
    lexical = build([("a", "en", "…"), ("b", "en", "The river rose.")], tmp_path / "one")
    assert set(lexical.scores("river")) == {"b"}
    writer = LexicalWriter()
    writer.copy(tmp_path / "one", lambda _: True)
    writer.save(tmp_path / "two")
    assert set(LexicalIndex.load(tmp_path / "two").scores("river")) == {"b"}
