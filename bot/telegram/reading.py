"""What a message asks of us, if anything: in groups only what is plainly meant for the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Bot, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.telegram.delivery import Place
from bot.telegram.texts import Texts, texts_for
from bot.untrusted import one_line


@dataclass(frozen=True)
class Asked:
    """A question and where it was asked. The text is empty if `/ask` or a mention stood alone."""

    text: str
    place: Place
    message_id: int
    user: int
    conversation: str  # chat, topic and, in groups, user
    texts: Texts
    sent: int  # in Unix time
    edited: int  # when it got this text; 0 if it always had it
    replied: int | None  # the message that it replies to


def read_question(update: Update, bot: Bot) -> Asked | None:
    """The question in a message, new or edited; None if it has none for us."""
    message = update.message or update.edited_message
    if message is None or message.via_bot:
        return None
    text = _asked(message, bot)
    if text is None:
        return None
    user = message.from_user
    person = message.sender_chat or user  # an anonymous admin writes as the group
    return Asked(
        text=one_line(text) or _quoted(message, bot),
        place=place_of(message),
        message_id=message.message_id,
        user=person.id if person else message.chat_id,
        conversation=conversation_of(message, user),
        texts=texts_for(user.language_code if user else None),
        sent=int(message.date.timestamp()),
        edited=int((message.edit_date or message.date).timestamp()) if update.edited_message else 0,
        replied=message.reply_to_message.message_id if message.reply_to_message else None,
    )


def place_of(message: Message) -> Place:
    """Where an answer to a message goes."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat_id, thread, private=message.chat.type == ChatType.PRIVATE)


def conversation_of(message: Message, user: User | None) -> str:
    """Whose memory a message belongs to; the chat's id comes first, so that it can migrate."""
    place = place_of(message)
    person = user.id if user and not place.private else 0
    return f"{place.chat_id}:{place.thread_id or 0}:{person}"


def command_in(message: Message, bot: Bot) -> tuple[str, str] | None:
    """The command for us that a message begins with, in lower case, and what stands after it."""
    text = message.text or message.caption or ""
    if not text.startswith("/"):
        return None
    first, *rest = text.split(maxsplit=1)
    name, _, addressed = first[1:].partition("@")
    if addressed and addressed.lower() != bot.username.lower():
        return None
    return name.lower(), rest[0] if rest else ""


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether a message in a group names the bot, replies to it, or is a command meant for it."""
    command = command_in(message, bot)
    if command:
        text = message.text or message.caption or ""
        return command[0] == "ask" or "@" in text.split()[0]
    return bool(_mentions(message, bot)) or _replies_to(message, bot)


def _asked(message: Message, bot: Bot) -> str | None:
    text = message.text or message.caption
    if not text:
        return None
    if text.startswith("/"):
        command = command_in(message, bot)
        return command[1] if command and command[0] == "ask" else None
    if message.chat.type == ChatType.PRIVATE:
        return text
    mentions = _mentions(message, bot)
    if not mentions and not _replies_to(message, bot):
        return None
    for mention in mentions:
        text = text.replace(mention, " ")
    return text


def _mentions(message: Message, bot: Bot) -> list[str]:
    """The words of a message that name the bot."""
    if not (message.entities or message.caption_entities):  # a server that marks none
        text = message.text or message.caption or ""
        return re.findall(rf"(?<![\w@])@{re.escape(bot.username)}\b", text, re.IGNORECASE)
    parsed = message.parse_entities if message.text else message.parse_caption_entities
    found = parsed([MessageEntity.MENTION, MessageEntity.TEXT_MENTION])
    return [
        words
        for entity, words in found.items()
        if words.lower() == f"@{bot.username}".lower() or (entity.user and entity.user.id == bot.id)
    ]


def _replies_to(message: Message, bot: Bot) -> bool:
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:  # every message of a topic "replies" so
        return False
    return bool(replied.from_user and replied.from_user.id == bot.id)


def _quoted(message: Message, bot: Bot) -> str:
    """The text of somebody's message that an empty `/ask` or mention replies to."""
    replied = message.reply_to_message
    if replied is None or _replies_to(message, bot):
        return ""
    return one_line(replied.text or replied.caption or "")
