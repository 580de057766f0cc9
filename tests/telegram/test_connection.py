"""Servers that are not quite Telegram's own, and what they send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.telegram.conftest import RunBot
from tests.telegram.flood import Fault
from tests.telegram.harbour_news import FARE, HARBOUR
from tests.telegram.people import Person, Telegram, answers

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

UNKNOWN = (
    "deleteWebhook", "setMyCommands", "sendChatAction", "sendMessageDraft", "editMessageText",
    "editMessageReplyMarkup", "answerCallbackQuery",
)  # fmt: skip
POLL_OF_AN_OLDER_SERVER = {
    "id": "1", "question": "Who?", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
}  # fmt: skip


@pytest.mark.usefixtures("bot")
def test_an_update_that_cannot_be_read_is_passed_over(alice: Person) -> None:
    alice.sends(poll=POLL_OF_AN_OLDER_SERVER)
    assert alice.asks(HARBOUR).text.startswith("The harbour of Ostrov")


def test_a_server_that_knows_few_methods(
    telegram: Telegram, alice: Person, quoting: AnswerEngine, run_bot: RunBot
) -> None:
    telegram.api.faults += [
        Fault(method, status=404, description="Not Found", times=-1) for method in UNKNOWN
    ]
    newsroom = telegram.group("Newsroom")
    run_bot(quoting, alice.user.id)
    asked = alice.says(f"/ask {FARE}", to=newsroom)
    telegram.wait(lambda: answers(asked))
    alice.edits(asked, f"/ask {HARBOUR}")
    telegram.wait(lambda: answers(asked)[-1].text.startswith("The harbour of Ostrov"))
    telegram.quiet()
    assert len(answers(asked)) == 1


@pytest.mark.usefixtures("bot")
def test_an_album_gets_one_word(telegram: Telegram, alice: Person) -> None:
    picture = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
    for _ in range(4):
        alice.sends(photo=[picture], media_group_id="7")
    telegram.wait(lambda: alice.chat.messages)
    telegram.quiet()
    replies = [each.text for each in alice.chat.messages.values()]
    assert replies == ["I read text only. Please write your question."]


@pytest.mark.usefixtures("bot")
def test_a_server_that_marks_no_commands_and_no_mentions(telegram: Telegram, alice: Person) -> None:
    newsroom = telegram.group("Newsroom")
    alice.sends(text="/status")
    alice.sends(chat=newsroom.json(), text="mail a@dateline_bot.example")
    alice.sends(chat=newsroom.json(), text=f"@Dateline_bot {HARBOUR}")
    (answer,) = telegram.wait(lambda: list(newsroom.messages.values()))
    telegram.quiet()
    assert answer.text.startswith("The harbour of Ostrov")
    assert [each.text[:12] for each in alice.chat.messages.values()] == ["Articles: 4\n"]
