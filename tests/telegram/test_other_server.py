"""A smoke run against a Bot API that others wrote: the npm package telegram-test-api."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.settings import Settings
from bot.telegram.texts import texts_for
from tests.telegram.harbour_news import FARE, HARBOUR
from tests.telegram.running_bot import RunningBot

if TYPE_CHECKING:
    from bot.engine import AnswerEngine

PACKAGES = Path(sys.prefix) / "npm"
SERVER = Path(__file__).with_name("other_server.js")
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
CHAT = 77
SEARCHING = texts_for("en").searching
COST = "The crossing costs <b>45,000 rupiah</b> for an adult."


@pytest.fixture
def other_server() -> Iterator[httpx.Client]:
    """The server, at the end that people write to."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed, which this server comes by")
    if not (PACKAGES / "node_modules" / "telegram-test-api").is_dir():
        pytest.fail("this test needs telegram-test-api: `make test` installs it")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = ["node", SERVER, PACKAGES, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdout.readline() == "ready\n"
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
        server.kill()


@pytest.fixture
def bot(other_server: httpx.Client, quoting: AnswerEngine, tmp_path: Path) -> Iterator[None]:
    settings = Settings(
        _env_file=None,
        telegram_token=TOKEN,
        telegram_api_url=str(other_server.base_url),
        telegram_allowed=frozenset({CHAT}),
        telegram_state=tmp_path / "telegram.sqlite3",
    )
    bot = RunningBot(settings, quoting)
    bot.begin()
    yield
    bot.stop()


@pytest.mark.usefixtures("bot")
def test_questions_and_buttons(other_server: httpx.Client) -> None:
    say(other_server, FARE)
    [answer] = received(other_server)
    assert answer["parse_mode"] == "HTML"
    assert answer["text"].startswith(f'{COST} <a href="https://gazette.example/ferry">[1]</a>')
    assert "<blockquote expandable>" in answer["text"]
    passage, *_ = answer["reply_markup"]["inline_keyboard"][0]
    press(other_server, passage["callback_data"])
    [shown] = received(other_server)
    assert "<b>The crossing costs 45,000 rupiah for an adult.</b>" in shown["text"]
    say(other_server, HARBOUR)
    say(other_server, "Where are its tickets sold?")
    assert len(received(other_server, 2)) == 2


def say(server: httpx.Client, text: str) -> None:
    message = {"botToken": TOKEN, "date": int(time.time()), "text": text, **somebody()}
    assert server.post("/sendMessage", json=message).json()["ok"]


def press(server: httpx.Client, data: str) -> None:
    message = {"message_id": 1, "date": int(time.time()), **somebody()}
    pressed = {"botToken": TOKEN, "from": somebody()["from"], "message": message, "data": data}
    assert server.post("/sendCallback", json=pressed).json()["ok"]


def somebody() -> dict[str, Any]:
    person = {"id": CHAT, "first_name": "Alice", "is_bot": False, "language_code": "en"}
    return {"from": person, "chat": {"id": CHAT, "type": "private", "first_name": "Alice"}}


def received(server: httpx.Client, count: int = 1, timeout: float = 20.0) -> list[dict[str, Any]]:
    """The next messages from the bot, but for the one that says that it searches."""
    found: list[dict[str, Any]] = []
    ends = time.monotonic() + timeout
    while len(found) < count and time.monotonic() < ends:
        reply = server.post("/getUpdates", json={"token": TOKEN, "chatId": CHAT}).json()
        messages = [update["message"] for update in reply["result"]]
        found += [message for message in messages if message["text"] != SEARCHING]
        time.sleep(0.1)
    return found
