"""What a chat shows while an answer is on its way, and that nothing of it stays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest
from telegram import Bot

from bot.telegram.delivery import Place, deliver
from bot.telegram.html import plain_part
from bot.telegram.keyboards import Stop, answer_keyboard, parse, stop_keyboard
from bot.telegram.pace import Pace
from bot.telegram.preview import Preview
from bot.telegram.texts import texts_for
from tests.telegram.flood import Fault
from tests.telegram.people import Person, Telegram, transcript
from tests.telegram.world import Chat, Message

TEXTS = texts_for("en")
STOP = stop_keyboard(3, TEXTS)
KEYBOARD = answer_keyboard(7, 1, TEXTS)
ANSWER = plain_part("The ferry left at 07:30. [1]")
PACE = Pace(typing=1.5, draft=0.4, edit=1.0, notice=0.6, last_frame=0.6)
WORDS = ["The", "ferry", "left", "at", "half", "past", "seven"]


@pytest.fixture
def said(telegram: Telegram, alice: Person) -> Message:
    telegram.world.flood.on = False
    return alice.says("When?")


@pytest.fixture
def desk(telegram: Telegram) -> Chat:
    telegram.world.flood.on = False  # the pace of these tests is quicker than the bot's
    return telegram.group("Desk")


def shows(
    telegram: Telegram,
    question: Message,
    answer: Callable[[Preview], Awaitable[object]],
    earlier: tuple[int, ...] = (),
) -> None:
    """Answer a question below a preview."""
    private = question.chat.kind == "private"

    async def run() -> None:
        async with Bot(telegram.api.token, base_url=f"{telegram.api.url}/bot") as bot:
            place = Place(question.chat.id, private=private)
            preview = Preview(bot, place, question.id, STOP, TEXTS, earlier, pace=PACE)
            async with preview:
                await answer(preview)

    asyncio.run(run())


async def at_once(preview: Preview) -> None:
    await asyncio.sleep(0.3)
    await preview.deliver([ANSWER], KEYBOARD)


async def word_by_word(preview: Preview, seconds: float = 1.4) -> None:
    for count in range(1, len(WORDS) + 1):
        preview.feed(" ".join(WORDS[:count]))
        await asyncio.sleep(seconds / len(WORDS))
    await preview.deliver([ANSWER], KEYBOARD)


def log(chat: Chat) -> list[tuple[str, str]]:
    return [(what, text) for _, what, text in chat.log if what != "typing"]


def gaps(chat: Chat, what: str) -> list[float]:
    times = [at for at, done, _ in chat.log if done == what]
    return [later - earlier for earlier, later in pairwise(times)]


def test_a_quick_answer_comes_unannounced(telegram: Telegram, alice: Person, said: Message) -> None:
    shows(telegram, said, at_once)
    assert log(alice.chat) == [("sent", ANSWER.plain)]
    assert alice.chat.log[0][1] == "typing"


def test_in_private_the_text_grows_in_a_draft(
    telegram: Telegram, alice: Person, said: Message
) -> None:
    shows(telegram, said, word_by_word)
    drafts = [text for what, text in log(alice.chat) if what == "draft"]
    assert 3 <= len(drafts) <= 4
    assert drafts[0] == "The"
    assert all(later.startswith(earlier) for earlier, later in pairwise(drafts))
    assert min(gaps(alice.chat, "draft")) > 0.35
    assert [what for what, _ in log(alice.chat)][-2:] == ["sent", "deleted"]
    assert ("sent", "Searching …") in log(alice.chat)  # with the button to stop
    assert transcript(alice.chat) == (
        "Alice: When?\nDateline: The ferry left at 07:30. [1]\n  [Passage 1]\n  [👍] [👎]"
    )


def test_a_group_sees_one_message_that_becomes_the_answer(
    telegram: Telegram, alice: Person, desk: Chat
) -> None:
    said = alice.says("When?", to=desk)
    shows(telegram, said, lambda preview: word_by_word(preview, 2.8))
    done = [what for what, _ in log(desk)]
    assert done[0] == "sent"
    assert set(done[1:]) == {"edited"}
    assert len(done) == 4
    assert min(gaps(desk, "edited")[:-1]) > 0.9  # all but the answer's
    assert max(gaps(desk, "typing")) < 2
    answer = list(desk.messages.values())[-1]
    assert (answer.text, answer.reply_to) == (ANSWER.plain, said)
    assert answer.buttons == ["Passage 1", "👍", "👎"]
    assert not answer.preview


def test_the_stop_button_is_there_while_it_runs(
    telegram: Telegram, alice: Person, desk: Chat
) -> None:
    said = alice.says("When?", to=desk)
    pressed: list[object] = []

    async def slowly(preview: Preview) -> None:
        await asyncio.sleep(1)
        [[button]] = list(desk.messages.values())[-1].keyboard
        pressed.append(parse(button["callback_data"]))
        await preview.deliver([plain_part("Stopped.")])

    shows(telegram, said, slowly)
    assert pressed == [Stop(3)]
    assert transcript(desk) == "Alice: When?\nDateline (edited): Stopped."


def test_without_an_answer_nothing_stays(telegram: Telegram, alice: Person, desk: Chat) -> None:
    for chat in (alice.chat, desk):
        said = alice.says("When?", to=chat)
        shows(telegram, said, lambda preview: asyncio.sleep(1))
        assert transcript(chat) == "Alice: When?"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessageDraft", status=400, description="Bad Request: no", times=-1),
        Fault("sendMessageDraft", status=404, description="Not Found", times=-1),
        Fault("sendMessageDraft", drop=True, times=-1),
        Fault("sendChatAction", status=500, description="no", times=-1),
    ],
    ids=["refused", "unknown", "dropped", "typing"],
)
def test_a_frame_that_fails_is_dropped(
    fault: Fault, telegram: Telegram, alice: Person, said: Message
) -> None:
    telegram.api.faults.append(fault)
    shows(telegram, said, lambda preview: word_by_word(preview, 0.6))
    assert transcript(alice.chat).startswith("Alice: When?\nDateline: The ferry left at 07:30. [1]")


def test_while_telegram_wants_to_be_left_alone_nothing_is_sent(
    telegram: Telegram, alice: Person, said: Message
) -> None:
    telegram.api.faults.append(Fault("sendMessageDraft", retry_after=2))
    shows(telegram, said, lambda preview: word_by_word(preview, 1.0))
    refused = next(r.at for r in telegram.api.requests if r.status == 429)
    after = [r.at - refused for r in telegram.api.requests if r.at > refused]
    assert min(after) > 1.9
    assert [what for what, _ in log(alice.chat)] == ["sent"]


def test_a_late_edit_does_not_overwrite_the_answer(
    telegram: Telegram, alice: Person, desk: Chat
) -> None:
    said = alice.says("When?", to=desk)

    async def slow_edit(preview: Preview) -> None:
        telegram.api.faults.append(Fault("editMessageText", wait=1.4, done=True, drop=True))
        preview.feed("The ferry")
        await asyncio.sleep(1.8)
        await preview.deliver([ANSWER], KEYBOARD)

    shows(telegram, said, slow_edit)
    time.sleep(0.5)
    assert transcript(desk) == (
        "Alice: When?\nDateline: The ferry left at 07:30. [1]\n  [Passage 1]\n  [👍] [👎]"
    )


def test_a_notice_that_telegram_takes_late_does_not_stay(
    telegram: Telegram, alice: Person, desk: Chat
) -> None:
    said = alice.says("When?", to=desk)

    async def before_the_notice(preview: Preview) -> None:
        telegram.api.faults.append(Fault("sendMessage", wait=1.6))
        await asyncio.sleep(1)
        await preview.deliver([ANSWER])

    shows(telegram, said, before_the_notice)
    assert transcript(desk) == "Alice: When?\nDateline: The ferry left at 07:30. [1]"


def test_an_edited_question_edits_its_answer(
    telegram: Telegram, alice: Person, said: Message
) -> None:
    async def answered_before() -> list[int]:
        async with Bot(telegram.api.token, base_url=f"{telegram.api.url}/bot") as bot:
            return await deliver(bot, Place(alice.user.id), [plain_part("At 06:30.")])

    earlier = asyncio.run(answered_before())
    shows(telegram, said, lambda preview: word_by_word(preview, 1.0), tuple(earlier))
    assert transcript(alice.chat) == (
        "Alice: When?\nDateline (edited): The ferry left at 07:30. [1]\n  [Passage 1]\n  [👍] [👎]"
    )


def test_a_long_text_shows_its_end(telegram: Telegram, alice: Person, said: Message) -> None:
    async def long_text(preview: Preview) -> None:
        preview.feed("𝒳 " * 5000 + "\x1b[31mthe end ")
        await asyncio.sleep(0.5)
        await preview.deliver([ANSWER])

    shows(telegram, said, long_text)
    [draft] = [text for what, text in log(alice.chat) if what == "draft"]
    assert draft.startswith("…")
    assert draft.endswith("𝒳 the end")
