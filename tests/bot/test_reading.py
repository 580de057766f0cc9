"""The reader on the real encoder: its file, its spans, and what it says when the file is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from bot.reading.reader import Passage, Reader, Reading, load_reader
from bot.reading.weights import checksum_file, decode, encode, read_changes, write_changes
from index.bundled_model import unpack
from index.embedding import EmbeddingModel
from index.errors import UserFacingError
from index.question_encoder import QuestionEncoder, load_tokenizer
from index.schema import Span

CHESS = "Olga Teterina won the chess memorial in Halden on Sunday. She beat Ivan Roshchin."
FERRY = "The ferry to Sagara will leave at six in the morning from Monday."
QUESTION = "Who won the chess memorial in Halden?"
MATRIX = "encoder.layer.11.output.dense.weight"


@pytest.fixture(scope="module")
def folder(model: EmbeddingModel) -> Path:
    assert model._folder
    return unpack(model._folder.parent)


@pytest.fixture(scope="module")
def untrained_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's file with one changed matrix and a head, both drawn by chance."""
    chance = np.random.default_rng(0)
    path = tmp_path_factory.mktemp("reader") / "reader.safetensors"
    changes = {
        MATRIX: chance.normal(0, 0.01, (384, 1536)).astype(np.float32),
        "encoder.layer.11.output.dense.bias": np.full(384, 0.5, np.float32),
        "head.weight": chance.normal(0, 1, (2, 384)).astype(np.float32),
        "head.bias": np.zeros(2, np.float32),
    }
    write_changes(changes, 4, path)
    return path


@pytest.fixture(scope="module")
def untrained(folder: Path, untrained_file: Path) -> Reader:
    return load_reader(folder, untrained_file)


def read(reader: Reader, question: str, passages: list[str]) -> list[Reading]:
    """What answers in each passage, taken as a whole."""
    return [one for (one,) in reader.read(question, [Passage.whole(text) for text in passages])]


@pytest.mark.parametrize(("bits", "error"), [(1, 0.61), (2, 0.35), (4, 0.11), (8, 0.01)])
def test_codes_keep_what_their_bits_can(bits: int, error: float) -> None:
    matrix = np.random.default_rng(1).normal(0, 0.02, (6, 128)).astype(np.float32)
    codes, scales = encode(matrix, bits)
    assert codes.nbytes == matrix.size * bits // 8
    lost = decode(codes, scales, bits).reshape(matrix.shape) - matrix
    assert np.linalg.norm(lost) / np.linalg.norm(matrix) < error


def test_a_file_gives_back_what_was_written(untrained_file: Path) -> None:
    changes = read_changes(untrained_file)
    assert changes[MATRIX].size == 384 * 1536
    assert set(changes["encoder.layer.11.output.dense.bias"]) == {0.5}


def test_a_passage_reads_the_same_alone_and_among_others(untrained: Reader) -> None:
    alone = [one for passage in (CHESS, FERRY) for one in read(untrained, QUESTION, [passage])]
    assert read(untrained, QUESTION, [CHESS, FERRY]) == alone


def test_spans_are_words_of_the_passage(untrained: Reader) -> None:
    long = "  Выставка открылась в Карске.\n\n" + "Билет стоит 4 ₽ — как и прежде. " * 60
    for passage in (CHESS, FERRY, long):
        (reading,) = read(untrained, QUESTION, [passage])
        quote = passage[reading.start : reading.end]
        assert quote
        assert quote == quote.strip()


def test_each_sentence_is_read_for_itself(untrained: Reader) -> None:
    first, second = Span(0, CHESS.index("She") - 1), Span(CHESS.index("She"), len(CHESS))
    ((one, other),) = untrained.read(QUESTION, [Passage(CHESS, [first, second])])
    assert first.start <= one.start < one.end <= first.end
    assert second.start <= other.start < other.end <= second.end
    (best,) = read(untrained, QUESTION, [CHESS])
    assert max(one.margin, other.margin) <= best.margin


def test_a_passage_longer_than_a_window_is_read_to_its_end(folder: Path) -> None:
    filler = "The harbour stayed shut for a day, and nobody minded. " * 60
    start = len(filler)
    passage = Passage(filler + CHESS, [Span(0, start), Span(start, start + len(CHESS))])
    ((shut, won),) = load_reader(folder).read(QUESTION, [passage])
    assert passage.text[won.start : won.end] == "Olga Teterina"
    assert won.margin > 0 > shut.margin


def test_reader_and_encoder_share_a_tokenizer(untrained: Reader, folder: Path) -> None:
    assert untrained._tokenizer is load_tokenizer(folder)
    assert QuestionEncoder(folder, "query: ", 512)._tokenizer is load_tokenizer(folder)


def test_an_empty_passage_answers_nothing(untrained: Reader) -> None:
    assert read(untrained, QUESTION, []) == []
    (reading,) = read(untrained, QUESTION, [""])
    assert (reading.start, reading.end, reading.margin) == (0, 0, float("-inf"))


def test_a_question_longer_than_the_window_is_cut(untrained: Reader) -> None:
    (reading,) = read(untrained, "who " * 2000, [FERRY])
    assert FERRY[reading.start : reading.end]


def test_a_damaged_file_is_refused(tmp_path: Path, untrained_file: Path) -> None:
    path = tmp_path / "reader.safetensors"
    path.write_bytes(untrained_file.read_bytes()[:-1] + b"\0\0")
    checksum_file(path).write_bytes(checksum_file(untrained_file).read_bytes())
    with pytest.raises(UserFacingError, match=r"reader\.safetensors is damaged; reinstall"):
        read_changes(path)


def test_a_file_for_another_encoder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    save_file({"head.bias": np.zeros(2, np.float32)}, path, {"encoder": "another", "bits": "4"})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    checksum_file(path).write_text(f"{digest}  reader.safetensors\n", encoding="ascii")
    with pytest.raises(UserFacingError, match="made for another embedding model"):
        read_changes(path)


def test_a_missing_file_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UserFacingError, match=r"cannot be read .*; reinstall Dateline\.$"):
        load_reader(folder, tmp_path / "reader.safetensors")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who won the chess memorial in Halden?", "Olga Teterina"),
        ("Когда откроют мост в Карске?", "субботу"),
        ("Berapa penumpang yang diangkut Feri Teluk Biru?", "214"),
    ],
)
def test_the_reader_that_dateline_carries_finds_what_answers(
    folder: Path, question: str, answer: str
) -> None:
    passages = [
        CHESS,
        FERRY,
        "Мост в Карске закрыли из-за шторма на девять дней. Его откроют в субботу.",
        "Feri Teluk Biru mengangkut 214 penumpang ke Pulau Nirwasa pada hari Rabu.",
    ]
    readings = read(load_reader(folder), question, passages)
    best = max(range(len(passages)), key=lambda i: readings[i].margin)
    assert answer in passages[best][readings[best].start : readings[best].end]
    assert [i for i, reading in enumerate(readings) if reading.margin > 0] == [best]
