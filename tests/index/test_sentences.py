"""Sentence boundaries, as a reader would set them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema import Span
from index.sentences import LONGEST, split_sentences

CASES = [
    ("en", ['"We won," she said.', '"Did we?" he asked.']),
    ("en", ["Dr. Smith of the U.S. Army spoke at 5 p.m. on Monday.", "He left."]),
    ("en", ["Prices rose 3.5 percent to $1.2 million.", "No. 10 said so."]),
    ("en", ["‘It is over today, ”he said.", "They left."]),
    ("en", ['"Stop!" he said.', '"Now."', "They did."]),
    ("id", ["JAKARTA, REPUBLIKA.CO.ID -- Presiden tiba.", "Ia pergi pukul 09.20 WIB."]),
    ("id", ["“Kami kehilangan lemari.”", "Ia pergi.", "Prof. Dr. Budi S.H. hadir."]),
    ("id", ["Harga Rp45.000.", "PT. Lintas dan dr. Ana hadir."]),
    ("ru", ["Об этом сообщил г. Иванов.", "А. С. Пушкин родился в 1799 г. в Москве."]),
    ("ru", ["«Пойдёт дождь!» — сказал Плахотин.", "Он ушёл."]),
    ("ru", ["«Мы готовы. Ждём», — сказал он.", "Т. е. всё, 5 млн. руб. и т. д."]),
    ("zh", ["中国外交部发言人举行记者会。", "他说了话。"]),
]


def split(text: str, language: str = "en") -> list[str]:
    spans = split_sentences(text, Span(0, len(text)), language)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_boundaries(language: str, sentences: list[str]) -> None:
    assert split((" " if language != "zh" else "").join(sentences), language) == sentences


def test_spans_count_from_the_start_of_the_text() -> None:
    text = "TITLE\n\n  He came. She left.\n\nAnother paragraph."
    first, second = split_sentences(text, Span(7, 28), "en")
    assert (text[slice(*first)], text[slice(*second)]) == ("He came.", "She left.")


def test_white_space_alone_is_no_sentence() -> None:
    assert split(" \n ") == []


def test_what_is_too_long_is_cut_between_words() -> None:
    parts = split("word " * 1000)
    assert all(len(part) <= LONGEST for part in parts)
    assert " ".join(parts).split() == ["word"] * 1000


def test_what_has_no_words_is_cut_anyway() -> None:
    assert [len(part) for part in split("x" * 4500)] == [2000, 2000, 500]


@given(st.text(alphabet="aБ .!?\n\t\"»«”'-—1", max_size=200), st.sampled_from(["en", "id", "ru"]))
def test_nothing_is_lost_or_said_twice(text: str, language: str) -> None:
    spans = split_sentences(text, Span(0, len(text)), language)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
