"""Messages arrive, whatever Telegram and the network do in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.telegram.delivery import Place, deliver, redeliver, remove
from bot.telegram.html import Part, plain_part
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.texts import texts_for
from tests.telegram.flood import Fault
from tests.telegram.people import Person, Telegram
from tests.telegram.world import Message

Result = TypeVar("Result")
With = Callable[[Callable[[Bot], Awaitable[Result]]], Result]

KEYBOARD = answer_keyboard(7, 1, texts_for("en"))
ONE, TWO, THREE = (plain_part(word) for word in ("One & <all>", "Two", "Three"))
BROKEN = Part("<b>Two", "Two")


@pytest.fixture
def place(alice: Person) -> Place:
    """Alice's chat, in which she has said something."""
    alice.says("Hello")
    return Place(alice.user.id)


def through(telegram: Telegram, use: Callable[[Bot], Awaitable[Result]]) -> Result:
    """What `use` returns, given a bot."""

    async def run() -> Result:
        async with Bot(telegram.api.token, base_url=f"{telegram.api.url}/bot") as bot:
            return await use(bot)

    return asyncio.run(run())


def chat(alice: Person) -> list[Message]:
    """What the bot has said to Alice and not deleted."""
    messages = alice.chat.messages.values()
    return [message for message in messages if message.sender.is_bot and not message.deleted]


def test_parts_in_order_the_first_as_a_reply_the_last_with_buttons(
    telegram: Telegram, alice: Person, place: Place
) -> None:
    said = alice.says("Who?")
    ids = through(telegram, lambda bot: deliver(bot, place, [ONE, TWO], KEYBOARD, said.id))
    sent = chat(alice)
    assert [message.id for message in sent] == ids
    assert [message.text for message in sent] == ["One & <all>", "Two"]
    assert [message.reply_to for message in sent] == [said, None]
    assert [message.buttons for message in sent] == [[], ["Passage 1", "👍", "👎"]]
    assert not any(message.preview for message in sent)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", retry_after=1, times=2),
        Fault("sendMessage", status=500, description="Internal Server Error", times=2),
        Fault("sendMessage", status=502, page="<html>Bad Gateway</html>"),
        Fault("sendMessage", status=200, page="<html>Log in to this network</html>"),
        Fault("sendMessage", drop=True, times=2),
    ],
    ids=["flood", "500", "502", "no JSON", "dropped"],
)
def test_it_tries_until_telegram_has_taken_it(
    fault: Fault, telegram: Telegram, alice: Person, place: Place
) -> None:
    telegram.api.faults.append(fault)
    through(telegram, lambda bot: deliver(bot, place, [ONE], KEYBOARD))
    assert [message.text for message in chat(alice)] == ["One & <all>"]


def test_more_parts_than_telegram_takes_at_once_arrive_in_order(
    telegram: Telegram, alice: Person, place: Place
) -> None:
    parts = [plain_part(f"Part {number}") for number in range(6)]
    through(telegram, lambda bot: deliver(bot, place, parts))
    assert [message.text for message in chat(alice)] == [part.plain for part in parts]


def test_markup_that_is_refused_goes_out_plain(
    telegram: Telegram, alice: Person, place: Place
) -> None:
    through(telegram, lambda bot: deliver(bot, place, [ONE, BROKEN, THREE], KEYBOARD))
    assert [message.text for message in chat(alice)] == ["One & <all>", "Two", "Three"]


@pytest.mark.parametrize("refused", ["message to be replied not found", "BUTTON_DATA_INVALID"])
def test_what_is_refused_of_a_message_is_left_away(
    refused: str, telegram: Telegram, alice: Person, place: Place
) -> None:
    fault = Fault("sendMessage", status=400, description=f"Bad Request: {refused}")
    telegram.api.faults.append(fault)
    said = alice.says("Who?")
    through(telegram, lambda bot: deliver(bot, place, [ONE], KEYBOARD, said.id))
    [message] = chat(alice)
    assert message.text == "One & <all>"
    assert (message.reply_to is None) is ("replied" in refused)
    assert (message.buttons == []) is ("BUTTON" in refused)


def test_a_topic_that_is_gone_does_not_lose_the_answer(telegram: Telegram, alice: Person) -> None:
    desk = telegram.group("Desk", topics=(7,))
    place = Place(desk.id, 8, private=False)
    through(telegram, lambda bot: deliver(bot, place, [ONE]))
    assert [message.text for message in desk.messages.values()] == ["One & <all>"]


def test_what_no_waiting_helps_is_raised(telegram: Telegram, alice: Person, place: Place) -> None:
    desk = telegram.group("Desk", "group")
    new = telegram.upgrade(desk)
    with pytest.raises(ChatMigrated) as moved:
        through(telegram, lambda bot: deliver(bot, Place(desk.id, private=False), [ONE]))
    assert moved.value.new_chat_id == new.id
    with pytest.raises(BadRequest, match="Chat not found"):
        through(telegram, lambda bot: deliver(bot, Place(1), [ONE]))
    alice.blocks()
    with pytest.raises(Forbidden):
        through(telegram, lambda bot: deliver(bot, place, [ONE]))


def test_an_answer_that_is_shorter_now(telegram: Telegram, alice: Person, place: Place) -> None:
    ids = through(telegram, lambda bot: deliver(bot, place, [ONE, TWO], KEYBOARD))
    assert through(telegram, lambda bot: redeliver(bot, place, ids, [THREE], KEYBOARD)) == ids[:1]
    [message] = chat(alice)
    assert (message.text, message.buttons[0]) == ("Three", "Passage 1")


def test_an_answer_that_is_longer_now(telegram: Telegram, alice: Person, place: Place) -> None:
    ids = through(telegram, lambda bot: deliver(bot, place, [ONE], KEYBOARD))
    parts = [ONE, BROKEN]
    again = through(telegram, lambda bot: redeliver(bot, place, ids, parts, KEYBOARD))
    first, second = chat(alice)
    assert [first.id, second.id] == again
    assert again[0] == ids[0]
    assert (first.text, first.buttons) == ("One & <all>", [])
    assert (second.text, second.buttons[0]) == ("Two", "Passage 1")


def test_an_answer_that_has_not_changed(telegram: Telegram, alice: Person, place: Place) -> None:
    ids = through(telegram, lambda bot: deliver(bot, place, [ONE], KEYBOARD))
    assert through(telegram, lambda bot: redeliver(bot, place, ids, [ONE], KEYBOARD)) == ids
    [message] = chat(alice)
    assert message.edits == 0


def test_an_answer_that_somebody_deleted(telegram: Telegram, alice: Person, place: Place) -> None:
    ids = through(telegram, lambda bot: deliver(bot, place, [ONE], KEYBOARD))

    async def delete_and_redeliver(bot: Bot) -> list[int]:
        await remove(bot, place, ids[0])
        await remove(bot, place, ids[0])
        return await redeliver(bot, place, ids, [TWO], KEYBOARD)

    again = through(telegram, delete_and_redeliver)
    [message] = chat(alice)
    assert again == [message.id] != ids
    assert message.text == "Two"
