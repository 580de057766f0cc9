"""What the reader finds in chunks stands in the article where it says."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.evidence import Evidence, weigh
from bot.factory import build_reader, prepare_reader
from bot.reading import build, weights
from bot.reading.build import make_reader, onnx_file
from bot.reading.hits import UNREAD, read_best
from bot.reading.reader import Reader
from bot.settings import Settings
from index.bundled_model import unpack
from index.embedding import EmbeddingModel
from index.errors import UserFacingError
from index.schema import Article, Chunk, ScoredChunk, Span

LEAD = "Ice kept the harbour shut for a day. Nobody minded.\n\n"
FIRST = "Olga  Teterina won the\nchess memorial in Halden on Sunday."
SECOND = "She beat Ivan Roshchin."
TEXT = f"{LEAD}{FIRST} {SECOND}"
QUESTION = "Who won the chess memorial in Halden?"


@pytest.fixture(scope="module")
def reader(model: EmbeddingModel) -> Reader:
    found = build_reader(Settings(_env_file=None), pytest.fail)
    assert found
    return found


def hit(name: str, title: str, published: date | None, text: str = TEXT) -> ScoredChunk:
    """A chunk that is the article from its second paragraph on."""
    start = len(LEAD)
    sentences = (
        Span(start, start + len(FIRST)),
        Span(start + len(FIRST) + 1, start + len(FIRST) + 1 + len(SECOND)),
    )
    article = Article(
        name, f"{name}.txt", f"/{name}.txt", text, sentences, title=title, published=published
    )
    chunk = Chunk(f"{name}-1", name, 1, sentences, text[start:], "en")
    return ScoredChunk(chunk, article, 1.0, 0.9, 0.5, (0.9, 0.8))


def read(reader: Reader, *hits: ScoredChunk, most: int = 4) -> list[Evidence]:
    return read_best(reader, QUESTION, weigh(QUESTION, "en", hits), most)


@pytest.mark.parametrize("title", ["Memorial", "A title of\ntwo lines"])
@pytest.mark.parametrize("published", [None, date(2023, 10, 8)])
def test_the_words_are_those_of_the_article(
    reader: Reader, title: str, published: date | None
) -> None:
    best = read(reader, hit("a", title, published))[0]
    assert best.answer
    assert TEXT[best.answer.start : best.answer.end] == "Olga  Teterina"
    assert best.read


def test_what_is_not_read_is_guessed_and_marks_nothing(reader: Reader) -> None:
    other = TEXT.replace("Olga", "Anna").replace("Halden", "Moreva")
    evidence = read(reader, hit("a", "A", None), hit("b", "B", None, other), most=1)
    unread = [one for one in evidence if not one.read]
    assert [one.hit.article.id for one in unread] == ["b", "b"]
    assert {(one.margin, one.answer) for one in unread} == {(UNREAD, None)}


def test_what_somebody_said_is_not_looked_for_in_words(reader: Reader) -> None:
    question = "What did Olga Teterina say about the chess memorial?"
    plain = weigh(question, "en", [hit("a", "A", None)])
    assert read_best(reader, question, plain) == plain


def test_where_the_reader_cannot_be_made_all_works_without_it_and_it_is_said(
    model: EmbeddingModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damaged = tmp_path / "reader.safetensors"
    damaged.write_bytes(weights.READER_FILE.read_bytes()[:-1] + b"\0\0")
    weights.checksum_file(damaged).write_text(f"{'0' * 64}  reader.safetensors\n")
    monkeypatch.setattr(build, "make_reader", partial(make_reader, path=damaged))
    monkeypatch.setattr(build, "onnx_file", lambda folder, path=damaged: onnx_file(folder, path))
    said: list[str] = []
    assert build_reader(Settings(_env_file=None), said.append) is None
    assert said[-1].startswith("Answering without the reader: ")
    assert said[-1].endswith("reader.safetensors is damaged; reinstall Dateline.")


def test_a_missing_file_is_told_by_status(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(weights, "READER_FILE", tmp_path / "reader.safetensors")
    told = "its file is missing; reinstall Dateline"
    assert weights.missing_reader("multilingual-e5-small") == told
    assert prepare_reader(Settings(_env_file=None), pytest.fail) is None


def test_what_a_killed_process_left_is_removed(model: EmbeddingModel, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.symlink_to(unpack(Settings(_env_file=None).cache_dir), target_is_directory=True)
    made = onnx_file(folder)
    left = made.parent / f"{made.stem}.partial-x1"
    left.mkdir()
    (left / "exact.onnx").write_bytes(b"half")
    (made.parent / "reader-0-abc.onnx").write_bytes(b"old")
    assert make_reader(folder) == made
    assert sorted(path.name for path in made.parent.glob("reader-*.onnx")) == [made.name]
    assert not left.exists()


def test_a_folder_that_takes_no_file_is_named(
    model: EmbeddingModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "model"
    folder.symlink_to(unpack(Settings(_env_file=None).cache_dir), target_is_directory=True)
    monkeypatch.setattr(build, "_write", refuse)
    with pytest.raises(UserFacingError, match=r"cannot write the reader to .*Permission denied"):
        make_reader(folder)
