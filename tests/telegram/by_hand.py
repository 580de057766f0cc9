"""Trying a bot by hand, without Telegram."""

from __future__ import annotations

import sys
import threading
import time

from tests.telegram.bot_api import BotApi
from tests.telegram.people import Person, Telegram, transcript
from tests.telegram.world import Chat, Message

HELP = """Bot API at {url}
    DATELINE_TELEGRAM_API_URL={url} DATELINE_TELEGRAM_TOKEN={token}
    allowed user: {user}   group: {group}
TEXT      say it to the bot in private       #TEXT     say it in the group
!LABEL    press the newest such button       >TEXT     edit what was said last
?TEXT     type it inline                     =         show all chats
"""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Typist:
    """Turns lines into what a person does."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.person: Person = telegram.person("You")
        self.group: Chat = telegram.group("Newsroom")
        self.last: Message | None = None

    def types(self, line: str) -> None:
        first, rest = line[:1], line[1:]
        if first == "!":
            say(str(self.person.presses(self._with_button(rest), rest)))
        elif first == "#":
            self.last = self.person.says(rest, to=self.group)
        elif first == ">" and self.last:
            self.person.edits(self.last, rest)
        elif first == "?":
            for result in self.person.types_inline(rest)["results"]:
                say(f"* {result['title']} | {result.get('description', '')}")
        elif first == "=":
            say(f"{transcript(self.person.chat)}\n---\n{transcript(self.group)}")
        elif line:
            self.last = self.person.says(line)

    def _with_button(self, label: str) -> Message:
        for chat in (self.person.chat, self.group):
            for message in reversed(chat.messages.values()):
                if any(button.startswith(label) for button in message.buttons):
                    return message
        raise LookupError(label)

    def watch(self) -> None:
        """Print what the bot does, as it does it."""
        shown = {self.person.chat.id: 0, self.group.id: 0}
        refused = 0
        while True:
            time.sleep(0.1)
            for chat in (self.person.chat, self.group):
                for _, what, text in chat.log[shown[chat.id] :]:
                    shown[chat.id] += 1
                    say(f"[{chat.title}] {what}: {text}")
            for request in self.telegram.api.requests[refused:]:
                refused += 1
                if request.description:
                    say(f"[refused] {request.method}: {request.description}")


def main(port: int) -> None:
    """Serve until the input ends."""
    api = BotApi(port)
    api.start()
    typist = Typist(Telegram(api))
    about = {"user": typist.person.user.id, "group": typist.group.id}
    say(HELP.format(url=api.url, token=api.token, **about))
    threading.Thread(target=typist.watch, daemon=True).start()
    for line in sys.stdin:
        try:
            typist.types(line.rstrip("\n"))
        except (LookupError, TimeoutError) as error:
            say(f"in vain: {error!r}")
    time.sleep(1)
    api.stop()
