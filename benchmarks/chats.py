"""How long people wait for the Telegram bot, alone or many at once, and whether nobody is lost.

    python benchmarks/chats.py INDEX QUESTIONS [CHATS]    e.g. .dateline examples/questions.jsonl

INDEX is the folder of an index, QUESTIONS a set; each of CHATS (50) private chats asks two of them
in a row without waiting. Before, one person types some of them inline, one after another. The bot
is the real one, quoting; Telegram is the Bot API server of the tests, with its limits (a message a
second to a chat, thirty a second to all), on this machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from bot.engine import AnswerEngine
from bot.evaluation.question_set import read_questions
from bot.factory import build_engine
from bot.schema import Turn
from bot.settings import Settings
from tests.telegram.bot_api import BotApi
from tests.telegram.people import Person, Telegram, answers
from tests.telegram.running_bot import RunningBot
from tests.telegram.world import Message

CHATS = 50
KNOWN_BY = 20  # characters by which an answer is recognised
INLINE = 30  # questions
PATIENCE = 600.0  # seconds

Dialogue = tuple[Message, Message]
"""Two questions of one chat, in this order."""


def main(index_dir: Path, questions: Sequence[str], chats: int) -> None:
    """Ask, wait, and print the figures."""
    api = BotApi()
    api.start()
    telegram = Telegram(api)
    people = [telegram.person(f"P{number}") for number in range(chats)]
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            index_dir=index_dir,
            telegram_token=api.token,  # type: ignore[arg-type]
            telegram_api_url=api.url,
            telegram_allowed=frozenset(person.user.id for person in people),
            telegram_state=Path(state) / "telegram.sqlite3",
        )
        engine = build_engine(settings, print)
        engine.warm_up()  # as the bot does
        bot = RunningBot(settings, engine)
        bot.start(telegram)
        typed = [seconds_inline(people[0], question) for question in questions[:INLINE]]
        started = time.monotonic()
        dialogues = ask_all(people, questions)
        wait(telegram, dialogues)
        seconds = time.monotonic() - started
        bot.stop()
    api.stop()
    refused = sum(request.status == 429 for request in api.requests)
    print(f"inline, {len(typed)} questions one by one: median {median(typed):.2f} s, "
          f"longest {max(typed):.2f} s")  # fmt: skip
    report(engine, dialogues, seconds, refused, settings.telegram_at_once)


def seconds_inline(person: Person, question: str) -> float:
    """Until the cards for a question are there."""
    began = time.monotonic()
    person.types_inline(question, PATIENCE)
    return time.monotonic() - began


def ask_all(people: Sequence[Person], questions: Sequence[str]) -> list[Dialogue]:
    """All first questions, then all second ones; neighbours ask different ones."""
    first = [person.says(q) for person, q in zip(people, cycle(questions), strict=False)]
    rest = islice(cycle(questions), 1, None)
    return [(said, p.says(q)) for said, p, q in zip(first, people, rest, strict=False)]


def wait(telegram: Telegram, dialogues: Sequence[Dialogue]) -> None:
    """Until all are answered and the bot has nothing more to say."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and any(len(answers(first)) < 2 for first, _ in dialogues):
        time.sleep(0.1)
    telegram.quiet(3.0, PATIENCE)


def report(
    engine: AnswerEngine, dialogues: Sequence[Dialogue], seconds: float, refused: int, at_once: int
) -> None:
    """Print what became of the questions."""
    got = [answers(first) for first, _ in dialogues]
    lost = sum(max(0, 2 - len(messages)) for messages in got)
    more = sum(max(0, len(messages) - 2) for messages in got)
    in_order = sum(
        is_in_order(engine, dialogue, messages)
        for dialogue, messages in zip(dialogues, got, strict=True)
    )
    waited = [
        message.sent - said.sent
        for dialogue, messages in zip(dialogues, got, strict=True)
        for said, message in zip(dialogue, messages, strict=False)
    ]
    print(f"{len(dialogues)} chats, 2 questions each, {at_once} answers at once")
    print(f"lost {lost}, answered twice {more}, chats in order {in_order} of {len(dialogues)}, "
          f"turned away by the limits and sent again {refused}")  # fmt: skip
    print(f"seconds until the answer: median {median(waited):.1f}, "
          f"95 % {quantiles(waited, n=20)[-1]:.1f}, longest {max(waited):.1f}")  # fmt: skip
    print(f"answers a second: {len(waited) / seconds:.1f}")


def is_in_order(engine: AnswerEngine, dialogue: Dialogue, messages: Sequence[Message]) -> bool:
    """Whether the first answer is to the first question, and the second to the second."""
    first, second = (said.text for said in dialogue)
    expected = [engine.ask(first).text, engine.ask(second, [Turn(first)]).text]
    begins = [text[:KNOWN_BY] for text in expected]
    return [message.text[:KNOWN_BY] for message in messages] == begins


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    asked = [question.question for question in read_questions(Path(sys.argv[2]))]
    main(Path(sys.argv[1]), asked, int(sys.argv[3]) if len(sys.argv) > 3 else CHATS)
