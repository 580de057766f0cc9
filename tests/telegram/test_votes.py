"""Votes, from the button to a set of questions that `dateline evaluate` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.question_set import read_questions
from bot.settings import Settings
from bot.telegram.votes import export_votes
from index.errors import UserFacingError
from tests.conftest import Dateline
from tests.telegram.harbour_news import BAKERY, FARE, UNKNOWN
from tests.telegram.people import Person, Telegram
from tests.telegram.world import Message

pytestmark = pytest.mark.usefixtures("unlimited")


@pytest.mark.usefixtures("bot")
def test_votes_are_a_set_of_questions(
    telegram: Telegram, alice: Person, dateline: Dateline, harbour: Path, tmp_path: Path
) -> None:
    fare, bakery, unknown = alice.asks(FARE), alice.asks(BAKERY), alice.asks(UNKNOWN)
    assert alice.presses(fare, "👍").text == "Thank you, noted."
    telegram.wait(lambda: "✓ 👍" in fare.buttons)
    assert alice.presses(fare, "✓ 👍").text == "Taken back."
    telegram.wait(lambda: "👍" in fare.buttons)
    alice.presses(fare, "👍")
    alice.presses(bakery, "👎")
    alice.presses(unknown, "👍")

    told = dateline(
        "telegram", "--votes", "set.jsonl",
        DATELINE_INDEX_DIR=harbour, DATELINE_TELEGRAM_STATE=tmp_path / "telegram.sqlite3",
    )  # fmt: skip
    assert told.stdout == "2 found good: set.jsonl; 1 found bad, to fill in: set-rejected.jsonl\n"

    good = read_questions(tmp_path / "set.jsonl")
    assert [(each.id, each.question, each.answerable) for each in good] == [
        ("vote-1", FARE, True),
        ("vote-3", UNKNOWN, False),
    ]
    assert "The crossing costs 45,000 rupiah for an adult." in good[0].answers
    assert any(path.endswith("news/ferry.md") for path in good[0].articles)
    assert good[1].history == (FARE, BAKERY)

    (line,) = (tmp_path / "set-rejected.jsonl").read_text(encoding="utf-8").splitlines()
    rejected = json.loads(line)
    assert (rejected["id"], rejected["question"], rejected["answers"]) == ("vote-2", BAKERY, [])
    assert any("40 kinds of bread" in sentence for sentence in rejected["rejected"])


@pytest.mark.usefixtures("bot")
def test_a_reaction_is_a_vote(telegram: Telegram, alice: Person, tmp_path: Path) -> None:
    fare, bakery = alice.asks(FARE), alice.asks(BAKERY)
    react(telegram, alice, fare, "🔥", "👎")
    react(telegram, alice, bakery, "👍")
    react(telegram, alice, bakery)
    settings = Settings(_env_file=None, telegram_state=tmp_path / "telegram.sqlite3")
    telegram.quiet()
    told = export_votes(settings, tmp_path / "set.jsonl")
    assert told.startswith("0 found good: ")
    assert "; 1 found bad, " in told


def react(telegram: Telegram, person: Person, message: Message, *emoji: str) -> None:
    """Leave these reactions, in place of any others, on a message."""
    change = {
        "chat": message.chat.json(),
        "message_id": message.id,
        "user": person.user.json(),
        "date": message.date,
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
    }
    telegram.do(lambda: telegram.world.tell("message_reaction", change))


def test_no_votes_yet(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, index_dir=tmp_path)
    with pytest.raises(UserFacingError, match=r"no votes yet: .* is made when dateline telegram"):
        export_votes(settings, tmp_path / "set.jsonl")
