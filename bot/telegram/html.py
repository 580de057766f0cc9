"""Rich text for Telegram: runs of styled text that become its HTML or stay plain.

Text is held unescaped until the end, so that it can be measured and cut as Telegram counts it: in
UTF-16 units after its markup was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from operator import le
from typing import NamedTuple

from telegram.constants import MessageLimit
from wcwidth import grapheme_boundary_before

from bot.untrusted import harmless, one_line, web_address

LONGEST_ADDRESS = 1000  # characters; a message of long links would be refused for its size
LARGEST = 32_000  # bytes of a message's markup; Telegram reads no more than 32,768
LIMITS = (MessageLimit.MAX_TEXT_LENGTH, MessageLimit.MESSAGE_ENTITIES, LARGEST)


class Style(NamedTuple):
    """A tag that Telegram knows, its attributes escaped."""

    tag: str
    attributes: str = ""


BOLD = Style("b")
ITALIC = Style("i")
QUOTATION = Style("blockquote")
FOLDED = Style("blockquote", " expandable")


class Run(NamedTuple):
    """Text in one style; of the styles the outermost first. A blockquote is always outermost."""

    text: str
    styles: tuple[Style, ...] = ()


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Part:
    """One message, and the same text for when Telegram refuses the markup."""

    html: str
    plain: str


def part(runs: Sequence[Run]) -> Part:
    """The runs as a message; white space at its end, which Telegram drops, is left out."""
    kept = list(runs)
    while kept:
        last = kept.pop()
        if text := last.text.rstrip():
            kept.append(last._replace(text=text))
            break
    return Part(render(kept), plain(kept))


def plain_part(text: str) -> Part:
    """One message of text without styles, lines kept; it must be short enough for one."""
    return part([Run(harmless(text))])


def plain(runs: Sequence[Run]) -> str:
    """The text of the runs."""
    return "".join(run.text for run in runs)


def render(runs: Sequence[Run]) -> str:
    """The runs as Telegram's HTML: text escaped, every tag closed, those in common kept open."""
    pieces: list[str] = []
    still_open: tuple[Style, ...] = ()
    for run in (*filter(lambda run: run.text, runs), Run("")):
        pairs = zip(still_open, run.styles, strict=False)
        common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        pieces.extend(f"</{style.tag}>" for style in reversed(still_open[common:]))
        pieces.extend(f"<{style.tag}{style.attributes}>" for style in run.styles[common:])
        pieces.append(escape(run.text, quote=False))
        still_open = run.styles
    return "".join(pieces)


def within(style: Style, runs: Sequence[Run]) -> Runs:
    """The runs with one more style around them."""
    return tuple(run._replace(styles=(style, *run.styles)) for run in runs)


def link(url: str | None) -> tuple[Style, ...]:
    """The style of a link to this address; none where it is no http(s) address."""
    address = web_address(url)
    if address is None or len(address) > LONGEST_ADDRESS:
        return ()
    return (Style("a", f' href="{escape(address)}"'),)


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def measured(runs: Sequence[Run]) -> tuple[int, int, int]:
    """UTF-16 units of the text, entities, and bytes of the markup.

    Together, runs have at most the sum of what each has alone.
    """
    html = render(runs)
    return units(plain(runs)), html.count("</"), len(html.encode())


def fits(size: tuple[int, int, int]) -> bool:
    """Whether that is one message: not too long, and none of its entities is ignored."""
    return all(map(le, size, LIMITS))


def shortened(text: str, most: int) -> str:
    """The text on one line in at most `most` UTF-16 units, cut between words and with "…"."""
    line = one_line(text)
    if units(line) <= most:
        return line
    room = len(line.encode("utf-16-le")[: 2 * most - 2].decode("utf-16-le", "ignore"))
    end = grapheme_boundary_before(line, room + 1) or room
    space = line.rfind(" ", end // 2, end)
    return line[: space if space > 0 else end].rstrip() + "…"
