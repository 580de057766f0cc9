"""What robots.txt allows, and how fast.

As RFC 9309 has it: a site without the file (any 4xx) allows everything, one whose file cannot be
had (5xx, 429, no answer) allows nothing until it can.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx
from protego import Protego

from index.errors import UnreadableArticle
from index.web.safety import NoConnection

AGENT = "Dateline"  # the name that a site's rules call us by
LARGEST = 512_000  # bytes; what follows is not read, as RFC 9309 allows
MOST_RULES = 1_000_000  # agents times rules: protego stores every rule for each agent above it
LONGEST_DELAY = 10.0  # seconds

ReadRobots = Callable[[httpx.URL], tuple[int, bytes]]
"""From the address of a robots.txt to the HTTP status and, where that is 200, what it says."""


class RobotsRules:
    """The rules of the sites that were asked, each loaded once."""

    def __init__(self, read: ReadRobots) -> None:
        self._read = read
        self._rules: dict[str, Protego | str] = {}

    def require_allowed(self, url: httpx.URL) -> None:
        """Do nothing where a page may be loaded.

        Raises:
            UnreadableArticle: the site does not allow it, or its rules cannot be read.
        """
        if not self._of(url).can_fetch(str(url), AGENT):
            raise UnreadableArticle(f"robots.txt of {url.host} does not allow it")

    def crawl_delay(self, url: httpx.URL) -> float:
        """Return how many seconds the site wants between two pages, at most 10."""
        return min(self._of(url).crawl_delay(AGENT) or 0.0, LONGEST_DELAY)

    def _of(self, url: httpx.URL) -> Protego:
        address = url.copy_with(raw_path=b"/robots.txt")
        key = str(address)
        if key not in self._rules:
            self._rules[key] = self._load(address)
        rules = self._rules[key]
        if isinstance(rules, str):
            raise UnreadableArticle(rules)
        return rules

    def _load(self, address: httpx.URL) -> Protego | str:
        """Return the rules or why there are none: fifty items need not wait for it fifty times."""
        try:
            return _parse(*self._read(address))
        except NoConnection as error:
            return str(error)
        except UnreadableArticle as error:
            return f"robots.txt of {address.host} cannot be read: {error}"


def _parse(status: int, content: bytes) -> Protego:
    if status == 429 or status >= 500:
        raise UnreadableArticle(f"status {status}")
    text = content.decode("utf-8-sig", errors="replace") if status == 200 else ""
    lines = text.splitlines()
    agents = sum(line.lstrip()[:4].lower() == "user" for line in lines)
    if agents * len(lines) > MOST_RULES:
        raise UnreadableArticle("too many rules")
    return Protego.parse(text)
