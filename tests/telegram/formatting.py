"""What Telegram makes of a text that it has read: trimmed, and without entities that clash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.telegram.entities import MOST_ENTITIES, Entity, cut, linkable, parse_html, utf16

LONGEST = 4096  # UTF-16 units, after the entities are parsed


@dataclass(frozen=True)
class Formatted:
    """A text as people see it, and what Telegram silently did to it."""

    text: str
    entities: list[Entity]
    mended: list[str]  # what a sender would be sorry about


def formatted(source: str, parse_mode: str, given: list[Entity] | None = None) -> Formatted:
    """Read `source` as `sendMessage` would.

    Raises:
        MarkupError: the markup is refused.
    """
    text, entities = parse_html(source) if parse_mode else (source, list(given or []))
    text, entities = _trimmed(text.replace("\r", ""), entities)
    kept, mended = _settled(text, entities)
    return Formatted(text, kept[:MOST_ENTITIES], mended)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    bare = text.strip()
    cut_off, end = utf16(text[: len(text) - len(text.lstrip())]), utf16(bare)
    moved = []
    for entity in entities:
        first = max(entity["offset"] - cut_off, 0)
        last = min(entity["offset"] - cut_off + entity["length"], end)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return bare, moved


def _settled(text: str, entities: list[Entity]) -> tuple[list[Entity], list[str]]:
    kept: list[Entity] = []
    mended = [f"only {MOST_ENTITIES} of {len(entities)} entities"] * (len(entities) > MOST_ENTITIES)
    for entity in entities:
        inside = [outer["type"] for outer in kept if _contains(outer, entity)]
        if entity["type"] == "text_link" and not linkable(entity["url"]):
            mended.append(f"no link: {entity['url']!r} under {cut(text, entity)!r}")
        elif bad := _may_not_stand(entity["type"], inside):
            mended.append(f"{entity['type']} in {bad}: {cut(text, entity)!r}")
        else:
            kept.append(entity)
    return kept, mended


def _contains(outer: Entity, inner: Entity) -> bool:
    end = outer["offset"] + outer["length"]
    return bool(outer["offset"] <= inner["offset"] < end)


def _may_not_stand(kind: str, inside: list[str]) -> str:
    """The entity around it in which Telegram does not allow it, or nothing."""
    for outer in inside:
        both_quotes = "blockquote" in kind and "blockquote" in outer
        code = outer in ("pre", "code") or (kind in ("pre", "code") and "blockquote" not in outer)
        if both_quotes or code or (kind == outer == "text_link"):
            return outer
    return ""


def entities_of_a_person(text: str) -> list[dict[str, Any]]:
    """The commands and mentions in what a person typed, as their client marks them."""
    found = []
    for word in _words(text):
        start = utf16(text[: word[0]])
        if word[1].startswith("/") and len(word[1]) > 1:
            found.append({"type": "bot_command", "offset": start, "length": utf16(word[1])})
        elif word[1].startswith("@") and len(word[1]) > 5:
            found.append({"type": "mention", "offset": start, "length": utf16(word[1])})
    return found


def _words(text: str) -> list[tuple[int, str]]:
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        words.append((at, word.rstrip(",.:;!?") if word[0] in "/@" else word))
        at += len(word)
    return words
