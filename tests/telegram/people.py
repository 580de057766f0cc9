"""The people at the other end: what they type and press, and what they then see."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.telegram.bot_api import BotApi
from tests.telegram.entities import utf16
from tests.telegram.formatting import LONGEST, entities_of_a_person
from tests.telegram.world import Asked, Chat, Json, Kind, Message, User, World

Result = TypeVar("Result")

IDLE = ("getupdates", "sendchataction")  # neither shows that the bot is at work on something new


@dataclass(frozen=True)
class Notice:
    """What shows over the chat after a press; nothing, if the text is empty."""

    text: str
    alert: bool


@dataclass
class Telegram:
    """The server as a test sees it; every call waits until the server has done it."""

    api: BotApi

    @property
    def world(self) -> World:
        return self.api.world

    def person(self, name: str, language: str = "en") -> Person:
        return self.do(lambda: Person(self, self.world.user(name, language)))

    def group(self, title: str, kind: Kind = "supergroup", topics: tuple[int, ...] = ()) -> Chat:
        return self.do(lambda: self.world.group(title, kind, topics))

    def upgrade(self, chat: Chat) -> Chat:
        return self.do(lambda: self.world.upgrade(chat))

    def do(self, what: Callable[[], Result]) -> Result:
        async def call() -> Result:
            return what()

        result: Result = self.api.run(call())
        return result

    def wait(self, until: Callable[[], Any], timeout: float = 20.0) -> Any:
        """What `until` returns, once it is true.

        Raises:
            AssertionError: it never was.
        """
        ends = time.monotonic() + timeout
        while not (found := until()):
            assert time.monotonic() < ends, f"waited in vain; so far:\n{self.everything()}"
            time.sleep(0.02)
        return found

    def quiet(self, seconds: float = 0.25, timeout: float = 30.0) -> None:
        """Wait until the bot has had nothing to do for so long."""
        since = time.monotonic()

        def still() -> bool:
            requests = [each for each in self.api.requests if each.method not in IDLE]
            last = max([since, *(each.at for each in requests[-1:])])
            retried = 1.0 if requests and requests[-1].status == 429 else 0.0
            idle = not self.world.updates and not self.api.under_way
            return idle and time.monotonic() - last > seconds + retried

        self.wait(still, timeout)

    def everything(self) -> str:
        """All chats, for the message of a test that fails."""
        chats = "\n".join(
            f"--- {chat.title}\n{transcript(chat)}"
            for chat in self.world.chats.values()
            if chat.messages
        )
        refused = [f"{r.method}: {r.description}" for r in self.api.requests if r.description]
        return "\n".join([chats, *refused[-20:]])


@dataclass
class Person:
    """Somebody with a Telegram client."""

    telegram: Telegram
    user: User

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.telegram.world.chats[self.user.id]

    def says(
        self,
        text: str,
        to: Chat | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        ago: int = 0,
    ) -> Message:
        """Send a message, so many seconds ago; one that is too long goes out in several."""
        chat = to or self.chat
        sent = [self._send(part, chat, reply_to, thread, ago) for part in parts_of(text)]
        return sent[-1]

    def _send(
        self, text: str, chat: Chat, reply_to: Message | None, thread: int | None, ago: int
    ) -> Message:
        world = self.telegram.world

        def send() -> Message:
            if chat.person:
                self.user.started = True
            entities = entities_of_a_person(text)
            number = world.next_id()
            message = Message(number, chat, self.user, text, entities, reply_to, thread)
            message.date -= ago
            world.tell("message", world.add(message).json())
            return message

        return self.telegram.do(send)

    def asks(self, text: str, timeout: float = 30.0, **how: Any) -> Message:
        """Say `text` and return the last message of the answer to it."""
        said = self.says(text, **how)
        self.telegram.wait(lambda: answers(said), timeout)
        ended = bool(answers(said)[-1].keyboard)  # with buttons it is the end of an answer
        self.telegram.quiet(0.1 if ended else 0.25)
        return answers(said)[-1]

    def sends(self, times: int = 1, **content: object) -> None:
        """Send a message of any kind, which comes to the bot so many times."""
        world = self.telegram.world

        def send() -> None:
            self.user.started = True
            head: Json = {"message_id": world.next_id(), "date": int(time.time())}
            people = {"chat": self.chat.json(), "from": self.user.json()}
            world.tell("message", {**head, **people, **content})
            world.updates += world.updates[-1:] * (times - 1)

        self.telegram.do(send)

    def edits(self, message: Message, text: str) -> None:
        def edit() -> None:
            message.text, message.entities = text, entities_of_a_person(text)
            message.edits += 1
            self.telegram.world.tell("edited_message", message.json())

        self.telegram.do(edit)

    def presses(self, message: Message, label: str, timeout: float = 10.0) -> Notice:
        """Press the button whose label begins so."""
        found = [
            button for row in message.keyboard for button in row if button["text"].startswith(label)
        ]
        assert found, f"no button {label!r} under {message.text!r}: {message.buttons}"
        return self.sends_data(message, found[0]["callback_data"], timeout)

    def sends_data(self, message: Message, data: str, timeout: float = 10.0) -> Notice:
        """Press a button that says `data`, whether or not the message still has it."""
        shown = message.json()
        if message.deleted:
            shown = {"message_id": message.id, "chat": message.chat.json(), "date": 0}
        message.chat.note("pressed", data)
        pressed = {"from": self.user.json(), "message": shown, "chat_instance": "1", "data": data}
        answer = self._answer("callback_query", pressed, timeout)
        return Notice(answer["text"], answer["alert"])

    def types_inline(self, query: str, timeout: float = 10.0) -> Json:
        """What the bot offers for `@dateline_bot query`: `results`, `personal`, `cache`."""
        asked = {"from": self.user.json(), "query": query, "offset": "", "chat_type": "sender"}
        return self._answer("inline_query", asked, timeout)

    def _answer(self, kind: str, content: Json, timeout: float) -> Json:
        async def ask() -> Json:
            asked: Asked = self.telegram.world.ask(kind, content)
            return await asyncio.wait_for(asked.answered, timeout)

        answer: Json = self.telegram.api.run(ask())
        return answer

    def blocks(self, blocked: bool = True) -> None:
        """Stop the bot, or let it in again."""

        def block() -> None:
            self.user.blocks = blocked
            bot = {"user": self.telegram.world.bot.json()}
            member = {**bot, "status": "member"}
            banned = {**bot, "status": "kicked", "until_date": 0}
            old, new = (member, banned) if blocked else (banned, member)
            now = int(time.time())
            change = {"chat": self.chat.json(), "from": self.user.json(), "date": now}
            self.telegram.world.tell(
                "my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new}
            )

        self.telegram.do(block)


def answers(said: Message) -> list[Message]:
    """What the bot has said since, but for what it is still working on."""
    return [
        message
        for message in list(said.chat.messages.values())
        if message.id > said.id
        and message.sender.is_bot
        and not message.deleted
        and not is_placeholder(message)
    ]


def is_placeholder(message: Message) -> bool:
    """Whether it carries the button that stops the answer under way."""
    return any(
        str(button.get("callback_data", "")).startswith("s:")
        for row in message.keyboard
        for button in row
    )


def transcript(chat: Chat) -> str:
    """The chat as people see it."""
    lines = []
    for message in list(chat.messages.values()):
        if not message.deleted:
            edited = " (edited)" if message.edits else ""
            lines.append(f"{message.sender.first_name}{edited}: {message.text}")
            lines += ["  " + " ".join(f"[{b['text']}]" for b in row) for row in message.keyboard]
    return "\n".join(lines)


def parts_of(text: str) -> list[str]:
    """The messages in which a client sends `text`."""
    parts = [""]
    for character in text:
        if len(parts[-1]) >= LONGEST // 2 and utf16(parts[-1] + character) > LONGEST:
            parts.append("")
        parts[-1] += character
    return parts
