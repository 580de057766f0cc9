"""Which pages a feed leads to, and what becomes of the items that lead nowhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from index.errors import UnreadableArticle
from index.leftovers.paragraphs import LONG, word_count

if TYPE_CHECKING:
    from index.readers.feed import FeedItem

FULL_TEXT = 80  # words; less is a teaser
MOST_DROPPED = 20  # that are named
NO_LINKS = "none of its items has a link to a web page; they are read as they stand in the feed"


class WithoutLink(NamedTuple):
    """Items that lead to no web page: those with a text as JSON lines, and why not the others."""

    kept: bytes
    dropped: list[UnreadableArticle]


def teasers(raw: bytes, address: str) -> list[FeedItem]:
    """Return the items of a feed in its order; none if most carry their own text.

    Args:
        raw: the feed.
        address: where it was loaded from.

    Raises:
        UnreadableArticle: the feed is damaged.
    """
    from index.readers.feed import feed_items

    items = feed_items(raw, address)
    full = sum(_has_full_text(item.text) for item in items)
    return [] if full * 2 > len(items) else items


def newest_links(items: Sequence[FeedItem]) -> list[str]:
    """Return the web addresses that items lead to, each once, newest first."""
    # What is no ISO date ("yesterday") cannot be compared: it comes last, in the feed's order.
    newest_first = sorted(
        items,
        key=lambda item: item.published if item.published[:4].isdecimal() else "",
        reverse=True,
    )
    return list(dict.fromkeys(item.url for item in newest_first if item.url))


def items_without_link(items: Sequence[FeedItem]) -> WithoutLink:
    """Return what there is of the items that lead to no web page."""
    alone = [(number, item) for number, item in enumerate(items, start=1) if not item.url]
    kept = (json.dumps(asdict(item)) for _, item in alone if item.text)
    dropped = [
        UnreadableArticle(f"item {number}: no text, and no link to a web page")
        for number, item in alone
        if not item.text
    ]
    if len(dropped) > MOST_DROPPED:
        more = f"… and {len(dropped) - MOST_DROPPED:,} more items without text and link"
        dropped[MOST_DROPPED:] = [UnreadableArticle(more)]
    return WithoutLink("\n".join(kept).encode(), dropped)


def _has_full_text(text: str) -> bool:
    parts = (text[start : start + LONG] for start in range(0, len(text), LONG))
    return sum(map(word_count, parts)) >= FULL_TEXT
