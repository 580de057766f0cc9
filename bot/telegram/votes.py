"""Votes as a set of questions that `dateline evaluate` reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.telegram.store import Store, state_path
from index.errors import UserFacingError
from index.files import why


def export_votes(settings: Settings, target: Path) -> str:
    """Write the answers that people found good as a set of questions, and say how many.

    What is right where an answer was found bad nobody has said yet; such questions go into a
    second file, for an editor to fill in.

    Raises:
        UserFacingError: there is no bot's memory, or a file cannot be written.
    """
    path = state_path(settings)
    if not path.exists():
        raise UserFacingError(f"no votes yet: {path} is made when dateline telegram runs")
    votes = asyncio.run(_read(path))
    good = [_question(answer, body) for answer, total, body in votes if total > 0]
    bad = [{**_question(answer, body), **_open(body)} for answer, total, body in votes if total < 0]
    rejected = target.with_name(f"{target.stem}-rejected{target.suffix}")
    _write(target, good)
    _write(rejected, bad)
    return f"{len(good)} found good: {target}; {len(bad)} found bad, to fill in: {rejected}"


async def _read(path: Path) -> list[tuple[int, int, dict[str, Any]]]:
    store = Store(path)
    try:
        return await store.votes()
    finally:
        store.close()


def _question(answer: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the set: as right counts any sentence of the answer that was found good."""
    fields = {
        "id": f"vote-{answer}",
        "question": body["question"],
        "language": body["language"],
        "answerable": body["answered"],
        "answers": body["sentences"],
        "articles": body["articles"],
        "history": body["history"],
        "kind": "voted",
        "today": body["today"],
        "since": body["since"],
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _open(body: Mapping[str, Any]) -> dict[str, Any]:
    """What an editor must say: the right answers, or that there is none."""
    return {"answerable": True, "answers": [], "articles": [], "rejected": body["sentences"]}


def _write(path: Path, lines: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserFacingError(f"cannot write {path}: {why(error)}") from error
