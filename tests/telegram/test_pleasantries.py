"""What asks nothing of the articles gets a friendly word, and no quotes."""

import pytest

from bot.telegram.pleasantries import reply_to_pleasantry
from bot.telegram.texts import texts_for
from tests.telegram.people import Person

ENGLISH, INDONESIAN, RUSSIAN = map(texts_for, ("en", "id", "ru"))


@pytest.mark.parametrize(
    ("text", "code", "reply"),
    [
        ("Hi!", "en", ENGLISH.start),
        ("Terima kasih banyak 🙏", "en", INDONESIAN.welcome),
        ("ok", "ru", ENGLISH.welcome),
        ("ОК.", "ru", RUSSIAN.welcome),
        ("ok", "id", INDONESIAN.welcome),
        ("Что ты умеешь?", "ru", RUSSIAN.help),
        ("👍", "ru", RUSSIAN.wordless),
        ("…?", "en", ENGLISH.wordless),
        ("Hello, who is Ida Lund?", "en", None),
        ("2024?", "en", None),
    ],
)
def test_what_is_replied(text: str, code: str, reply: str | None) -> None:
    assert reply_to_pleasantry(text, texts_for(code)) == reply


@pytest.mark.usefixtures("bot")
def test_thanks_are_no_question(alice: Person) -> None:
    assert alice.asks("Thank you!").text == ENGLISH.welcome
    assert alice.asks("/why").text == ENGLISH.nothing_yet
