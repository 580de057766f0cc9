"""The parameters of a request, and the buttons under a message."""

from __future__ import annotations

import json
from typing import Any

from tests.telegram.entities import MarkupError, linkable, utf16
from tests.telegram.flood import Refused
from tests.telegram.formatting import LONGEST, Formatted, formatted
from tests.telegram.world import Json

MOST_BUTTONS = 100
ACTIONS = frozenset(
    [
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    ]
)  # fmt: skip


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


class Parameters(dict[str, Any]):
    """By name; a structured one may come as JSON or as its text."""

    def text(self, name: str) -> str:
        value = self.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str) -> int:
        """Zero if there is none.

        Raises:
            Refused: it is not a number.
        """
        try:
            return int(self.get(name) or 0)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.get(name, "")).lower() in ("true", "1", "yes", "t", "y")

    def structure(self, name: str) -> Any:
        """None if there is none.

        Raises:
            Refused: it is not JSON.
        """
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


def read_text(parameters: Parameters, *, editing: bool = False, empty: bool = False) -> Formatted:
    """The text of a message.

    Raises:
        Refused: it has none, has too much, or its markup is wrong.
    """
    source = parameters.text("text")
    mode = parameters.text("parse_mode")
    if not source.strip() and not empty:
        raise bad("message text is empty")
    if mode and mode.lower() != "html":
        raise bad("unsupported parse_mode")
    read = read_markup(source, mode, parameters.structure("entities"))
    if not read.text and not empty:
        raise bad("message text is empty")
    if utf16(read.text) > LONGEST:
        raise bad("MESSAGE_TOO_LONG" if editing else "message is too long")
    return read


def read_markup(source: str, mode: str, entities: list[Json] | None = None) -> Formatted:
    try:
        return formatted(source, mode, entities)
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from None


def read_keyboard(parameters: Parameters) -> list[list[Json]]:
    """The rows of buttons under a message.

    Raises:
        Refused: one of them cannot be.
    """
    markup = parameters.structure("reply_markup")
    if not markup:
        return []
    rows = markup.get("inline_keyboard")
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be of type Array')
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    return [row for row in rows if row]


def _check_button(button: Json) -> None:
    if not button.get("text"):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
    elif "url" in button:
        if not linkable(button["url"]):
            raise bad("BUTTON_URL_INVALID")
    elif not set(button) - {"text", "style", "icon_custom_emoji_id"}:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
