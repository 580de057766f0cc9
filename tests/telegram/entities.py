"""How Telegram reads HTML: its tags, its four named characters, its words when it refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]
"""As the Bot API has it: `type`, `offset` and `length` in UTF-16 units, `url` or `language`."""

MOST_ENTITIES = 100
KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "pre": "pre", "code": "code",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = " \t\r\n\0\v"
END = "\0"
REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))|([a-zA-Z]+));?")


class MarkupError(Exception):
    """Why the markup is refused, in Telegram's words."""


def utf16(text: str) -> int:
    """The length that Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, entity: Entity) -> str:
    """The words that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    start = 2 * entity["offset"]
    return units[start : start + 2 * entity["length"]].decode("utf-16-le", "surrogatepass")


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    begins: int  # in the pieces of text read so far


class _Reader:
    """One pass over the source; `at` is the next character."""

    def __init__(self, source: str) -> None:
        self.source = source + END
        self.at = 0
        self.pieces: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> None:
        while self.at < len(self.source) - 1:
            if self.here != "<":
                self.put(self.character())
            elif self.source[self.at + 1] == "/":
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            tag = self.open[-1].tag
            raise MarkupError(f"Can't find end tag corresponding to start tag {tag}")

    @property
    def here(self) -> str:
        return self.source[self.at]

    def put(self, character: str) -> None:
        self.pieces.append(character)
        self.units += utf16(character)

    def character(self) -> str:
        """One character of text, or what a reference stands for."""
        match = REFERENCE.match(self.source, self.at) if self.here == "&" else None
        meant = _meant(match) if match else ""
        if match and meant:
            self.at = match.end()
            return meant
        self.at += 1
        return self.source[self.at - 1]

    def run(self, stop: str) -> str:
        """What comes before any of `stop`."""
        begins = self.at
        while self.here not in stop:
            self.at += 1
        return self.source[begins : self.at]

    def skip_space(self) -> None:
        while self.at < len(self.source) - 1 and self.here in SPACE:
            self.at += 1

    def start_tag(self) -> None:
        begins = self.at
        where = f"at byte offset {len(self.source[:begins].encode())}"
        self.at += 1
        tag = self.run(SPACE + ">").lower()
        if self.here == END:
            raise MarkupError(f"Unclosed start tag {where}")
        if tag not in KINDS:
            raise MarkupError(f'Unsupported start tag "{tag}" {where}')
        argument = ""
        while True:
            self.skip_space()
            if self.here == ">":
                break
            argument = self.attribute(tag, where) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(_Open(tag, argument, self.units, len(self.pieces)))

    def attribute(self, tag: str, where: str) -> str:
        """What an attribute says that matters for the tag, or nothing."""
        if self.here == END:
            raise MarkupError(f"Unclosed start tag {where}")
        name = self.run(SPACE + "=>")
        if not name:
            raise MarkupError(f'Empty attribute name in the tag "{tag}" {where}')
        self.skip_space()
        if (tag, name, self.here != "=") == ("blockquote", "expandable", True):
            return "expandable"
        if self.here != "=":
            raise MarkupError(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}'
            )
        self.at += 1
        self.skip_space()
        value = self.value(where)
        if self.here == END:
            raise MarkupError(f"Unclosed start tag {where}")
        return _argument(tag, name, value)

    def value(self, where: str) -> str:
        quote = self.here
        if quote == END:
            raise MarkupError(f"Unclosed start tag {where}")
        if quote not in "'\"":
            begins = len(self.source[: self.at].encode())
            token = self.run(SPACE + ">")
            if not re.fullmatch(r"[A-Za-z0-9.-]*", token):
                raise MarkupError(f"Unexpected end of name token at byte offset {begins}")
            return token.lower()
        self.at += 1
        characters = []
        while self.here not in (quote, END):
            characters.append(self.character())
        if self.here == quote:
            self.at += 1
        return "".join(characters)

    def end_tag(self) -> None:
        offset = len(self.source[: self.at].encode())
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {offset}")
        self.at += 2
        tag = self.run(SPACE + ">").lower()
        self.skip_space()
        if self.here != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {offset}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise MarkupError(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.units > opened.offset:
            self.entities.append(self.entity(opened))

    def entity(self, opened: _Open) -> Entity:
        kind = KINDS[opened.tag]
        entity = {"type": kind, "offset": opened.offset, "length": self.units - opened.offset}
        if kind == "text_link":
            entity["url"] = opened.argument or "".join(self.pieces[opened.begins :])
        elif opened.argument == "expandable":
            entity["type"] = "expandable_blockquote"
        elif kind == "code" and opened.argument:
            entity["language"] = opened.argument
        return entity


def _meant(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else ""


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) == ("a", "href"):
        return value
    if (tag, name) == ("code", "class"):
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if (tag, name) == ("span", "class"):
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    return ""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of `source`, as Telegram reads it.

    Raises:
        MarkupError: it refuses it.
    """
    reader = _Reader(source)
    reader.read()
    entities = sorted(reader.entities, key=lambda each: (each["offset"], -each["length"]))
    return "".join(reader.pieces), entities


def linkable(url: str) -> bool:
    """Whether Telegram makes a link of it; of anything else it leaves the bare words."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https", "tg", "ton") and ("." in host or parts.scheme == "tg")
