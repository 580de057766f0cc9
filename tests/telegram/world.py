"""What the server knows: people, chats, messages, and the updates that wait for the bot."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.telegram.entities import Entity, cut
from tests.telegram.flood import Flood

Kind = Literal["private", "group", "supergroup"]
Json = dict[str, Any]


@dataclass
class User:
    """Somebody, or the bot."""

    id: int
    first_name: str
    language: str = "en"
    username: str = ""
    is_bot: bool = False
    started: bool = False  # wrote to the bot at least once
    blocks: bool = False

    def json(self) -> Json:
        known = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            known["username"] = self.username
        return known if self.is_bot else {**known, "language_code": self.language}


@dataclass
class Message:
    """A message as people see it."""

    id: int
    chat: Chat
    sender: User
    text: str
    entities: list[Entity] = field(default_factory=list)
    reply_to: Message | None = None
    thread: int | None = None
    keyboard: list[list[Json]] = field(default_factory=list)
    preview: bool = True  # of the links in it
    edits: int = 0
    deleted: bool = False
    date: int = field(default_factory=lambda: int(time.time()))
    sent: float = field(default_factory=time.monotonic)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, row after row."""
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words that are links, and where they lead."""
        links = [entity for entity in self.entities if entity["type"] == "text_link"]
        return [(cut(self.text, link), link["url"]) for link in links]

    def marked(self, kind: str) -> list[str]:
        """The words that stand in an entity of that kind."""
        return [cut(self.text, entity) for entity in self.entities if entity["type"] == kind]

    def json(self, deep: bool = True) -> Json:
        shown: Json = {
            "message_id": self.id, "date": self.date, "chat": self.chat.json(),
            "from": self.sender.json(), "text": self.text,
        }  # fmt: skip
        if self.entities:
            shown["entities"] = self.entities
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.edits:
            shown["edit_date"] = int(time.time())
        if self.thread:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.reply_to and deep:
            shown["reply_to_message"] = self.reply_to.json(deep=False)
        return shown


@dataclass
class Chat:
    """A private chat, a group, or a supergroup, which alone may have topics."""

    id: int
    kind: Kind
    title: str
    person: User | None = None
    topics: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    migrated_to: Chat | None = None
    kicked: bool = False
    log: list[tuple[float, str, str]] = field(default_factory=list)
    """When, "draft", "typing", "sent", "edited", "deleted" or "pressed", and the text."""

    def json(self) -> Json:
        if self.person:
            return {"id": self.id, "type": "private", "first_name": self.person.first_name}
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.id, "type": self.kind, "title": self.title, **forum}

    def note(self, what: str, text: str = "") -> None:
        self.log.append((time.monotonic(), what, text))


@dataclass
class Asked:
    """A press of a button or an inline query, which waits for the bot's answer."""

    id: str
    answered: asyncio.Future[Json]
    since: float = field(default_factory=time.monotonic)


class World:
    """All of it; touched in the server's event loop only."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.bot = User(1000, "Dateline", username="dateline_bot", is_bot=True)
        self.flood = Flood()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.asked: dict[str, Asked] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}  # by scope and language
        self.updates: list[Json] = []
        self.allowed: list[str] | None = None
        self.arrived = asyncio.Event()
        self.mended: list[str] = []
        self.query_lifetime = 15.0
        self.webhook: Json = {"url": "", "secret_token": ""}
        self._ids = itertools.count(1)
        self._update_ids = itertools.count(700_001)

    def next_id(self) -> int:
        return next(self._ids)

    def user(self, name: str, language: str = "en") -> User:
        user = User(5000 + self.next_id(), name, language, name.lower())
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", name, user)
        return user

    def group(self, title: str, kind: Kind, topics: tuple[int, ...] = ()) -> Chat:
        number = 100 + self.next_id()
        chat = Chat(-number if kind == "group" else -(10**12) - number, kind, title)
        chat.topics = set(topics)
        self.chats[chat.id] = chat
        return chat

    def add(self, message: Message) -> Message:
        message.chat.messages[message.id] = message
        return message

    def tell(self, kind: str, content: Json) -> None:
        """Queue an update."""
        if self.allowed is not None and kind not in self.allowed:
            return
        self.updates.append({"update_id": next(self._update_ids), kind: content})
        self.arrived.set()

    def ask(self, kind: str, content: Json) -> Asked:
        """Queue an update that the bot has to answer in time."""
        asked = Asked(str(10**15 + self.next_id()), asyncio.get_running_loop().create_future())
        self.asked[asked.id] = asked
        self.tell(kind, {"id": asked.id, **content})
        return asked

    def upgrade(self, chat: Chat) -> Chat:
        """Make a supergroup of a group, as Telegram does when it grows."""
        new = self.group(chat.title, "supergroup")
        chat.migrated_to = new
        somebody = next(iter(self.users.values()))
        for where, news in (
            (chat, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": chat.id}),
        ):
            service = Message(self.next_id(), where, somebody, "").json()
            del service["text"]
            self.tell("message", {**service, **news})
        return new
