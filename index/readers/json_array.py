"""A JSON array, item by item: where it is cut off or damaged, what stands before is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from index.errors import UnreadableArticle

DECODER = json.JSONDecoder()
SPACE = re.compile(r"[ \t\r\n]*")


def read_array(text: str, most: int) -> list[Any]:
    """Return the items of an array; where it is damaged, the last one is the reason.

    Args:
        text: begins with the array's bracket, white space aside.
        most: how many items are read.

    Raises:
        UnreadableArticle: damaged before the end of its first item.
    """
    items: list[Any] = []
    try:
        items.extend(islice(_items(text), most))
    except json.JSONDecodeError as error:
        where = f"not JSON at line {error.lineno}, column {error.colno}"
        reason = UnreadableArticle(f"{where}; what follows is not read")
    except (ValueError, RecursionError):  # a number of 5,000 digits, a list in a list in a list
        reason = UnreadableArticle("not JSON; what follows is not read")
    else:
        return items
    if not items:
        raise UnreadableArticle("not JSON") from reason
    return [*items, reason]


def _items(text: str) -> Iterator[Any]:
    place = _skip_space(text, _skip_space(text, 0) + 1)
    if text[place : place + 1] != "]":
        while True:
            item, place = DECODER.raw_decode(text, place)
            yield item
            place = _skip_space(text, place)
            if text[place : place + 1] == "]":
                break
            if text[place : place + 1] != ",":
                raise json.JSONDecodeError("no comma", text, place)
            place = _skip_space(text, place + 1)
    place = _skip_space(text, place + 1)
    if place < len(text):
        raise json.JSONDecodeError("more than an array", text, place)


def _skip_space(text: str, place: int) -> int:
    found = SPACE.match(text, place)
    return found.end() if found else place
