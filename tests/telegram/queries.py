"""The methods of the Bot API that answer presses and inline queries, and that describe the bot."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.telegram.entities import utf16
from tests.telegram.formatting import LONGEST
from tests.telegram.markup import Parameters, bad, read_keyboard, read_markup
from tests.telegram.world import Json, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_NOTICE = 200
MOST_RESULTS = 50


class Queries:
    """What a bot answers; each method returns what the Bot API calls its result."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer_callback_query(self, parameters: Parameters) -> bool:
        if len(parameters.text("text")) > LONGEST_NOTICE:
            raise bad("MESSAGE_TOO_LONG")
        self._answer(
            parameters.text("callback_query_id"),
            {"text": parameters.text("text"), "alert": parameters.flag("show_alert")},
        )
        return True

    def answer_inline_query(self, parameters: Parameters) -> bool:
        results = parameters.structure("results")
        if not isinstance(results, list):
            raise bad("can't parse results JSON object")
        if len(results) > MOST_RESULTS:
            raise bad("RESULTS_TOO_MUCH")
        names = [str(result.get("id", "")) for result in results]
        if len(set(names)) < len(names):
            raise bad("RESULT_ID_DUPLICATE")
        for result in results:
            self._check_result(result)
        personal = parameters.flag("is_personal")
        answer = {"results": results, "personal": personal, "cache": parameters.get("cache_time")}
        self._answer(parameters.text("inline_query_id"), answer)
        return True

    def _check_result(self, result: Json) -> None:
        if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
            raise bad("RESULT_ID_INVALID")
        if result.get("type") == "article" and not result.get("title"):
            raise bad("can't parse inline query result: Can't find field \"title\"")
        content = result.get("input_message_content") or {}
        source = content.get("message_text", "")
        if not source:
            raise bad("message text is empty")
        read = read_markup(source, content.get("parse_mode", ""), content.get("entities"))
        if utf16(read.text) > LONGEST:
            raise bad("MESSAGE_TOO_LONG")
        read_keyboard(Parameters(reply_markup=result.get("reply_markup")))
        self.world.mended += read.mended
        result["read"] = read

    def _answer(self, number: str, content: Json) -> None:
        asked = self.world.asked.pop(number, None)
        late = asked and time.monotonic() - asked.since > self.world.query_lifetime
        if not asked or late or asked.answered.done():
            raise bad(TOO_OLD)
        asked.answered.set_result(content)

    def get_me(self, parameters: Parameters) -> Json:
        abilities = {
            "can_join_groups": True, "can_read_all_group_messages": True,
            "supports_inline_queries": True, "can_connect_to_business": False,
            "has_main_web_app": False,
        }  # fmt: skip
        return {**self.world.bot.json(), **abilities}

    def set_my_commands(self, parameters: Parameters) -> bool:
        commands = parameters.structure("commands") or []
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= utf16(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.commands[self._scope(parameters)] = commands
        return True

    def get_my_commands(self, parameters: Parameters) -> list[Json]:
        return self.world.commands.get(self._scope(parameters), [])

    def delete_my_commands(self, parameters: Parameters) -> bool:
        self.world.commands.pop(self._scope(parameters), None)
        return True

    def _scope(self, parameters: Parameters) -> tuple[str, str]:
        scope = parameters.structure("scope") or {"type": "default"}
        language = parameters.text("language_code")
        if language and not re.fullmatch("[a-z]{2}", language):
            raise bad("invalid language_code specified")
        return scope["type"], language

    def describe(self, parameters: Parameters) -> Any:
        """Whatever describes the bot: its name, its description, its menu button."""
        return True
