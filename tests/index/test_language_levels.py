"""What a chunk's language alone adds to its nearness is taken out again."""

import numpy as np
import pytest

from index.language_levels import LanguageLevels
from index.lexical import LexicalIndex, LexicalWriter
from index.sentence_vectors import SentenceVectors

QUESTION = np.array([1.0, 0.0], np.float32)


def measured(
    tmp_path_factory: pytest.TempPathFactory, **nearness: tuple[int, float]
) -> LanguageLevels:
    """Levels of an index with so many chunks a language, all as near to the question."""
    writer, rows, matrix = LexicalWriter(), {}, []
    for language, (chunks, cosine) in nearness.items():
        for n in range(chunks):
            id_ = f"{language}-{n}"
            writer.add(id_, language, "some words")
            rows[id_] = (len(matrix), len(matrix) + 1)
            matrix.append([cosine, (1 - cosine**2) ** 0.5])
    folder = tmp_path_factory.mktemp("index") / "lexical"
    writer.save(folder)
    vectors = SentenceVectors(np.array(matrix, np.float16), rows)
    return LanguageLevels.measure(LexicalIndex.load(folder), vectors)


def test_a_language_that_lies_further_off_gets_more_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    levels = measured(tmp_path_factory, en=(900, 0.75), ru=(900, 0.70), es=(900, 0.73))
    gaps = levels.gaps(QUESTION, "en")
    assert gaps["en"] == 0
    assert gaps["ru"] == pytest.approx(0.03 + 0.75 * 0.05, abs=0.006)
    assert gaps["es"] == pytest.approx(0.03 + 0.75 * 0.02, abs=0.006)


def test_of_a_few_chunks_little_is_concluded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two reports in Russian, both of what is asked, are near because they answer."""
    levels = measured(tmp_path_factory, en=(10, 0.75), ru=(2, 0.88))
    assert levels.gaps(QUESTION, "en")["ru"] == pytest.approx(0.04, abs=0.01)


def test_a_question_in_a_language_of_no_article(tmp_path_factory: pytest.TempPathFactory) -> None:
    levels = measured(tmp_path_factory, en=(900, 0.75), ru=(900, 0.70))
    gaps = levels.gaps(QUESTION, "de")
    assert gaps["ru"] - gaps["en"] == pytest.approx(0.75 * 0.05, abs=0.006)


def test_one_language_needs_no_correction(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert measured(tmp_path_factory, en=(5, 0.75)).gaps(QUESTION, "en") == {"en": 0.0}
    assert measured(tmp_path_factory).gaps(QUESTION, "en") == {}
