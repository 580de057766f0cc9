"""BM25 by language."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.lexical import LexicalIndex

TEXTS = [
    ("en-flood", "en", "Rescue crews moved residents after the river rose above the danger mark."),
    ("en-ferry", "en", "The ferry carried passengers to the island on its first crossing."),
    ("ru-flood", "ru", "Уровень воды в реке достиг пика, из кварталов эвакуировали жителей."),
    ("ru-chess", "ru", "Гроссмейстер выиграл партию в последнем туре турнира."),
    ("id-ferry", "id", "Penumpang mengikuti pelayaran perdana feri ke pulau."),
    ("id-museum", "id", "Museum menerima pengunjung setelah perbaikan atap."),
]


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


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


def test_a_score_is_a_share(lexical: LexicalIndex) -> None:
    question = "river danger crews"
    assert all(0 < score < 1 for score in lexical.scores(question).values())
    often = LexicalIndex.build([("a", "en", "river " * 500), ("b", "en", "bridge")])
    assert 0.5 < often.scores("river")["a"] < 1


def test_half_a_question_scores_less_than_the_whole(lexical: LexicalIndex) -> None:
    whole = lexical.scores("river crews")["en-flood"]
    assert lexical.scores("river chocolate")["en-flood"] < 0.75 * whole


def test_another_language_shares_a_name_at_most() -> None:
    lexical = LexicalIndex.build([*TEXTS, ("en-zoom", "en", "Schools dropped Zoom after a ban.")])
    scores = lexical.scores("Почему школы области отказались от Zoom прошлой весной?")
    assert set(scores) == {"en-zoom"}
    assert scores["en-zoom"] < 0.25


@pytest.mark.parametrize("question", ["", "?!", "chocolate", "the of and"])
def test_nothing_shared_nothing_found(lexical: LexicalIndex, question: str) -> None:
    assert lexical.scores(question) == {}


def test_saved_and_read_again(lexical: LexicalIndex, tmp_path: Path) -> None:
    lexical.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical")
    for question in ("river danger", "уровень воды", "feri ke pulau"):
        assert again.scores(question) == pytest.approx(lexical.scores(question))


def test_text_without_words_is_no_obstacle() -> None:
    lexical = LexicalIndex.build([("a", "en", "…"), ("b", "en", "The river rose.")])
    assert set(lexical.scores("river")) == {"b"}
