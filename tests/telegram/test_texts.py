"""The bot's own words and buttons are whole in each language, and as short as Telegram asks."""

from dataclasses import fields
from string import Formatter

import pytest

from bot.telegram.keyboards import Passage, Stop, Vote, answer_keyboard, parse, stop_keyboard
from bot.telegram.texts import Texts, languages, texts_for

ENGLISH = texts_for("en")


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


@pytest.mark.parametrize("language", languages())
def test_each_language_says_everything(language: str) -> None:
    texts = texts_for(language)
    own = {field.name: getattr(texts, field.name) for field in fields(Texts)}
    for name, text in own.items():
        if isinstance(text, str):
            assert placeholders(text) == placeholders(getattr(ENGLISH, name)), name
            same = language != "en" and text == getattr(ENGLISH, name)
            assert not same or name in ("good", "bad"), f"{name} is English"
    assert texts.commands.keys() == ENGLISH.commands.keys()
    for command, description in texts.commands.items():
        assert 3 <= len(description) <= 256
        assert command in ("start", "help") or f"/{command}" in texts.help
    for line in (texts.inline_nothing, texts.inline_stranger, texts.inline_prompt):
        assert len(line) <= 64  # a button above inline results
    assert len(texts.help) < 4096


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("id-ID", "id"), ("RU", "ru"), ("fr", "en"), ("", "en"), (None, "en")],
)
def test_who_speaks_another_language_reads_english(code: str | None, language: str) -> None:
    assert texts_for(code).language == language


def test_buttons_under_an_answer() -> None:
    few = answer_keyboard(7, 2, texts_for("ru"), vote=-1).inline_keyboard
    assert [[button.text for button in row] for row in few] == [
        ["Цитата 1", "Цитата 2"],
        ["👍", "✓ 👎"],
    ]
    assert [parse(button.callback_data) for row in few for button in row] == [
        Passage(7, 1),
        Passage(7, 2),
        Vote(7, 1),
        Vote(7, -1),
    ]
    [[stop]] = stop_keyboard(3, ENGLISH).inline_keyboard
    assert parse(stop.callback_data) == Stop(3)


def test_40_passages_have_short_buttons() -> None:
    rows = answer_keyboard(10**17, 40, ENGLISH).inline_keyboard
    assert [len(row) for row in rows] == [6, 6, 6, 6, 6, 6, 4, 2]
    assert rows[6][3].text == "[40]"
    assert all(len(str(button.callback_data)) <= 64 for row in rows for button in row)


@pytest.mark.parametrize(
    "data",
    [None, 7, "", "p:1", "p:1:2:3", "p:-1:2", "p:1:9999", "v:1:2", "v:1:0", "s:", "s:1;", "p:١:١"],
)
def test_what_is_no_button_of_ours(data: object) -> None:
    assert parse(data) is None
