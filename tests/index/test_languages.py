"""Languages of articles and of short questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.languages import detect_language, other_language, question_language

SENTENCES = {
    "en": "The river flooded because a late thaw in the hills met heavy rain.",
    "id": "Museum itu ditutup karena atap gedung utamanya bocor.",
    "ru": "Погибших нет, в больнице остаётся один человек.",
    "de": "Der Fluss trat über die Ufer, weil es zwei Tage lang regnete.",
    "uk": "Президент України сказав, що рішення ухвалять сьогодні.",
    "zh": "中国外交部发言人星期三举行记者会。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences(language: str) -> None:
    assert detect_language(SENTENCES[language]) == language


def test_malay_counts_as_indonesian() -> None:
    text = "Kerajaan Malaysia mengumumkan bahawa sekolah akan dibuka semula pada hari Isnin."
    assert detect_language(text) == "id"


def test_the_choice_can_be_restricted() -> None:
    assert detect_language(SENTENCES["de"], among=["en", "ru"]) == "en"


@pytest.mark.parametrize("text", ["", "1234 !?", "🌉"])
def test_no_letters_no_language(text: str) -> None:
    assert detect_language(text) == "en"


def test_unknown_codes_are_harmless() -> None:
    assert detect_language("Hello there.", among=["xx"]) == "en"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who iz the spoksman of Kremlin", "en"),
        ("Zoom ban?", "en"),
        ("Was Zoom banned?", "en"),
        ("what hapend with zom", "en"),
        ("Who is Песков?", "en"),
        ("Siapa Dmitry Peskov?", "id"),
        ("kenapa zoom dilarang", "id"),
        ("Apa itu Sferum", "id"),
        ("Wer ist Dmitri Peskow?", "de"),
        ("Was sagte Bashkin?", "de"),
        ("Кто такой Песков?", "ru"),
        ("Что сказал Zoom Video Communications?", "ru"),
        ("Песков", "ru"),
        ("Хто такий Пєсков?", "uk"),
        ("¿Quién es Peskov?", "es"),
        ("Qui est Peskov ?", "fr"),
        ("Peskov kimdir?", "tr"),
        ("", "en"),
        ("???", "en"),
    ],
)
def test_questions(question: str, language: str) -> None:
    assert question_language(question, {"en", "id"}) == language


def test_threads_do_not_disturb_each_other() -> None:
    work = [(text, [language, "en"]) for language, text in SENTENCES.items()] * 20
    with ThreadPoolExecutor(8) as pool:
        detected = list(pool.map(lambda item: detect_language(*item), work))
    assert detected == list(SENTENCES) * 20


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_in_another_language_is_seen(language: str) -> None:
    others = {other for other in ("en", "id", "ru") if other_language(SENTENCES[language], other)}
    assert others == {"en", "id", "ru"} - {language}
    assert other_language(SENTENCES[language], language) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dmitry Peskov, Moskow",
        "412 sekolah",
        "«Река вышла из берегов» — The Verezha Ledger, 2023",
        "Menurut “The river flooded because a late thaw in the hills met rain”, hujan deras turun.",
    ],
)
def test_names_numbers_and_quotations_tell_no_language(text: str) -> None:
    assert other_language(text, "id") is None
