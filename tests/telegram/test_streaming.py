"""What is seen while a language model writes, and how it is stopped."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.telegram.texts import texts_for
from tests.telegram.conftest import RunBot
from tests.telegram.flood import Fault
from tests.telegram.harbour_news import FARE, Speak
from tests.telegram.people import Person, Telegram, answers, is_placeholder
from tests.telegram.world import Chat, Message

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

TEXTS = texts_for("en")
WRITTEN = "The crossing costs 45,000 rupiah for an adult [1]. Tickets are sold at both piers [1]."
BEGINS = "The crossing costs 45,000 rupiah for an adult."


def frames(chat: Chat, what: str) -> list[tuple[float, str]]:
    return [(when, text) for when, kind, text in chat.log if kind == what]


def placeholder(chat: Chat) -> Message | None:
    return next((m for m in chat.messages.values() if is_placeholder(m) and not m.deleted), None)


def test_drafts_in_a_private_chat(
    telegram: Telegram, alice: Person, writing: AnswerEngine, run_bot: RunBot, speak: Speak
) -> None:
    speak(WRITTEN, pause=0.3)
    run_bot(writing, alice.user.id)
    answer = alice.asks(FARE)
    drafts = [text for _, text in frames(alice.chat, "draft")]
    assert len(drafts) >= 2  # the first is held back until its language is known
    assert all(later.startswith(draft.rstrip(" …")[:20]) for draft, later in pairwise(drafts))
    assert answer.text.startswith(BEGINS)
    typing = [when for when, _ in frames(alice.chat, "typing")]
    assert all(later - earlier < 5 for earlier, later in pairwise(typing))
    assert len(typing) >= 2
    assert [m for m in alice.chat.messages.values() if m.sender.is_bot and not m.deleted] == [
        answer
    ]


def test_edits_in_a_group(
    telegram: Telegram, alice: Person, writing: AnswerEngine, run_bot: RunBot, speak: Speak
) -> None:
    speak(WRITTEN, pause=0.3)
    newsroom = telegram.group("Newsroom")
    run_bot(writing, newsroom.id)
    answer = alice.asks(f"/ask {FARE}", to=newsroom)
    assert len(frames(newsroom, "edited")) >= 2
    assert answer.text.startswith(BEGINS)
    assert answer.reply_to is not None
    assert frames(newsroom, "draft") == []
    assert len([m for m in newsroom.messages.values() if not m.deleted]) == 2


def test_stop(
    telegram: Telegram, alice: Person, writing: AnswerEngine, run_bot: RunBot, speak: Speak
) -> None:
    speak(WRITTEN, pause=2.0)
    newsroom = telegram.group("Newsroom")
    run_bot(writing, newsroom.id, alice.user.id)
    for chat, question in ((alice.chat, FARE), (newsroom, f"/ask {FARE}")):
        said = alice.says(question, to=chat)
        shown = telegram.wait(lambda chat=chat: placeholder(chat))
        button = shown.keyboard[0][0]["callback_data"]
        alice.presses(shown, "⏹")
        (stopped,) = telegram.wait(lambda said=said: answers(said))
        assert stopped.text == TEXTS.stopped
        telegram.quiet()
        assert placeholder(chat) is None
        assert alice.sends_data(stopped, button).text == TEXTS.stale


def test_frames_that_fail_are_dropped(
    telegram: Telegram, alice: Person, writing: AnswerEngine, run_bot: RunBot, speak: Speak
) -> None:
    speak(WRITTEN, pause=0.1)
    run_bot(writing, alice.user.id)
    telegram.api.faults += [
        Fault("sendMessageDraft", status=400, description="Bad Request: no", times=-1),
        Fault("sendChatAction", drop=True, times=-1),
    ]
    assert alice.asks(FARE).text.startswith(BEGINS)
