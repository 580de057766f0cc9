"""The methods of the Bot API that send, change and remove messages."""

from __future__ import annotations

from tests.telegram.flood import Refused
from tests.telegram.markup import (
    ACTIONS,
    Parameters,
    bad,
    read_keyboard,
    read_text,
)
from tests.telegram.world import Chat, Json, Message, World

UNCHANGED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


class Messages:
    """What a bot may do in a chat; each method returns what the Bot API calls its result."""

    def __init__(self, world: World) -> None:
        self.world = world

    def send_message(self, parameters: Parameters) -> Json:
        read = read_text(parameters)
        keyboard = read_keyboard(parameters)
        chat = self.chat(parameters)
        thread = self._thread(parameters, chat)
        reply_to = _reply_to(parameters, chat)
        self.world.flood.message(chat.id, chat.kind)
        self.world.mended += read.mended
        message = Message(
            self.world.next_id(),
            chat,
            self.world.bot,
            read.text,
            read.entities,
            reply_to,
            thread,
            keyboard,
            not _preview_is_off(parameters),
        )
        chat.note("sent", read.text)
        return self.world.add(message).json()

    def edit_message_text(self, parameters: Parameters) -> Json:
        read = read_text(parameters, editing=True)
        message = self._own(parameters)
        self.world.flood.message(message.chat.id, message.chat.kind)
        new = (read.text, read.entities, read_keyboard(parameters))
        if new == (message.text, message.entities, message.keyboard):
            raise bad(UNCHANGED)
        message.text, message.entities, message.keyboard = new
        message.preview = not _preview_is_off(parameters)
        self.world.mended += read.mended
        return _edited(message)

    def edit_message_reply_markup(self, parameters: Parameters) -> Json:
        message = self._own(parameters)
        keyboard = read_keyboard(parameters)
        self.world.flood.message(message.chat.id, message.chat.kind)
        if keyboard == message.keyboard:
            raise bad(UNCHANGED)
        message.keyboard = keyboard
        return _edited(message)

    def delete_message(self, parameters: Parameters) -> bool:
        chat = self.chat(parameters)
        message = chat.messages.get(parameters.number("message_id"))
        if not message or message.deleted:
            raise bad("message to delete not found")
        if message.sender is not self.world.bot and chat.kind != "private":
            raise bad("message can't be deleted")
        message.deleted = True
        chat.note("deleted", message.text)
        return True

    def delete_messages(self, parameters: Parameters) -> bool:
        for number in parameters.structure("message_ids") or []:
            message = self.chat(parameters).messages.get(number)
            if message and not message.deleted:
                self.delete_message(Parameters(parameters, message_id=number))
        return True

    def send_message_draft(self, parameters: Parameters) -> bool:
        read = read_text(parameters, empty=True)
        chat = self.chat(parameters)
        if not parameters.number("draft_id"):
            raise bad("RANDOM_ID_INVALID")
        if chat.kind != "private":
            raise bad("TEXTDRAFT_PEER_INVALID")
        self.world.flood.draft(chat.id)
        self.world.mended += read.mended
        chat.note("draft", read.text)
        return True

    def send_chat_action(self, parameters: Parameters) -> bool:
        chat = self.chat(parameters)
        action = parameters.text("action")
        if action not in ACTIONS:
            raise bad("wrong parameter action in request")
        self._thread(parameters, chat)
        chat.note(action)
        return True

    def set_message_reaction(self, parameters: Parameters) -> bool:
        chat = self.chat(parameters)
        if parameters.number("message_id") not in chat.messages:
            raise bad("message to react not found")
        chat.note("reaction", parameters.text("reaction"))
        return True

    def get_chat(self, parameters: Parameters) -> Json:
        chat = self.chat(parameters)
        limits = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": {
            "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False,
            "premium_subscription": False, "gifts_from_channels": False,
        }}  # fmt: skip
        return {**chat.json(), **limits}

    def leave_chat(self, parameters: Parameters) -> bool:
        self.chat(parameters).kicked = True
        return True

    def chat(self, parameters: Parameters) -> Chat:
        """The chat of a request.

        Raises:
            Refused: there is no such chat, or the bot may not write there.
        """
        if not parameters.text("chat_id"):
            raise bad("chat_id is empty")
        chat = self.world.chats.get(parameters.number("chat_id"))
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to.id,
            )
        if chat.kicked:
            raise Refused(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        if chat.person and chat.person.blocks:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.person and not chat.person.started:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _thread(self, parameters: Parameters, chat: Chat) -> int | None:
        thread = parameters.number("message_thread_id")
        if thread and thread not in chat.topics:
            raise bad("message thread not found")
        return thread or None

    def _own(self, parameters: Parameters) -> Message:
        message = self.chat(parameters).messages.get(parameters.number("message_id"))
        if not message or message.deleted:
            raise bad("message to edit not found")
        if message.sender is not self.world.bot:
            raise bad("message can't be edited")
        return message


def _edited(message: Message) -> Json:
    message.edits += 1
    message.chat.note("edited", message.text)
    return message.json()


def _reply_to(parameters: Parameters, chat: Chat) -> Message | None:
    wanted = parameters.structure("reply_parameters") or {}
    number = wanted.get("message_id") or parameters.number("reply_to_message_id")
    if not number:
        return None
    message = chat.messages.get(number)
    if message and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _preview_is_off(parameters: Parameters) -> bool:
    options = parameters.structure("link_preview_options") or {}
    return bool(options.get("is_disabled")) or parameters.flag("disable_web_page_preview")
