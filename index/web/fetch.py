"""Articles and feeds from the web, loaded politely.

One page at a time, under our own name, as robots.txt allows, at most one request a second to a
host. Proxies and passwords that the environment sets are not used.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType

import httpx

from index.errors import UnreadableArticle
from index.readers.sniffing import HEAD, Kind, sniff
from index.web import robots
from index.web.feed_links import NO_LINKS, items_without_link, newest_links, teasers
from index.web.response import read_body, require_article_type, require_success, retry_after
from index.web.robots import RobotsRules
from index.web.safety import Permits, any_address, is_public, parse_url, shown_url
from index.web.transport import CheckedTransport, Deadline

USER_AGENT = f"{robots.AGENT}/{version('dateline')} (+news reader; respects robots.txt)"
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MOST_REDIRECTS = 5
MOST_ITEMS = 50  # of a feed
DEADLINE = 3  # times the timeout: how long a page may take as a whole


@dataclass(frozen=True)
class Page:
    """What stands at a web address."""

    url: str  # as asked
    final_url: str  # after redirects, without a fragment
    content_type: str  # as stated, with its charset: "text/html; charset=utf-8"; "" where it is not
    body: bytes  # unpacked


class Fetcher:
    """Loads pages, and remembers what the sites allow and when each was last asked.

    It is used in a `with` block, by one thread.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        timeout: float = 20.0,
        max_bytes: int = 20_000_000,
        pause: float = 1.0,
        permits: Permits = is_public,
    ) -> None:
        """Prepare to load; nothing is sent yet.

        Args:
            allow_private: ask machines of the user's own network as well.
            timeout: the longest silence of a server, in seconds; a page may take three times this.
            max_bytes: the largest page, unpacked.
            pause: the least time between two requests to one host, in seconds.
            permits: which numeric addresses may be asked where `allow_private` is not set.
        """
        self._max_bytes = max_bytes
        self._pause = pause
        self._deadline = Deadline(timeout, DEADLINE * timeout)
        self._robots = RobotsRules(self._read_robots)
        self._last_asked: dict[str, float] = {}  # by host
        self._client = httpx.Client(
            transport=CheckedTransport(any_address if allow_private else permits, self._deadline),
            headers={"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"},
            timeout=timeout,
            trust_env=False,
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def page(self, url: str) -> Page:
        """Load one page.

        Raises:
            UnreadableArticle: it cannot or may not be loaded; the text is the reason.
        """
        self._deadline.start()
        target = parse_url(url)
        with self._ask(target, polite=True) as response:
            wait = retry_after(response)
            if wait is None:
                return self._page(url, response)
        self._sleep(wait)
        with self._ask(target, polite=True) as response:
            return self._page(url, response)

    def _page(self, url: str, response: httpx.Response) -> Page:
        require_success(response.status_code)
        content_type = require_article_type(response)
        body = read_body(response, self._max_bytes)
        if len(body) > self._max_bytes:
            raise UnreadableArticle(f"larger than {self._max_bytes / 1e6:g} MB")
        return Page(url, str(response.url), content_type, body)

    @contextmanager
    def _ask(self, url: httpx.URL, *, polite: bool) -> Iterator[httpx.Response]:
        """Yield the answer after all redirects, its body yet to be read."""
        for _ in range(MOST_REDIRECTS + 1):
            if polite:
                self._robots.require_allowed(url)
                self._take_turn(url)
            with self._send(url) as response:
                if response.next_request is None:
                    yield response
                    return
                url = parse_url(str(response.next_request.url))
        raise UnreadableArticle(f"more than {MOST_REDIRECTS} redirects")

    @contextmanager
    def _send(self, url: httpx.URL) -> Iterator[httpx.Response]:
        try:
            response = self._client.send(self._client.build_request("GET", url), stream=True)
        except (httpx.RemoteProtocolError, UnicodeError) as error:
            raise UnreadableArticle("redirects to what is no web address") from error
        with closing(response):
            yield response

    def _read_robots(self, url: httpx.URL) -> tuple[int, bytes]:
        with self._ask(url, polite=False) as response:
            status = response.status_code
            body = read_body(response, robots.LARGEST) if status == 200 else b""
            return status, body[: robots.LARGEST]

    def _take_turn(self, url: httpx.URL) -> None:
        """Wait until the host may be asked again."""
        last = self._last_asked.get(url.host)
        if last is not None:
            gap = max(self._pause, self._robots.crawl_delay(url))
            self._sleep(last + gap - time.monotonic())
        self._last_asked[url.host] = time.monotonic()

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._deadline.extend(seconds)
            time.sleep(seconds)


def fetch_articles(url: str, fetcher: Fetcher) -> Iterator[Page | tuple[str, UnreadableArticle]]:
    """Yield the page at a web address or, where that is a feed, the articles of the feed.

    A feed whose items carry their text is itself the page; for one of teasers, each linked page is
    loaded, newest first, at most 50. Items without a link to one follow as JSON lines.

    Yields:
        A page; or the address of an item that cannot be loaded, and why.

    Raises:
        UnreadableArticle: the page or the feed itself cannot be loaded, or the feed is damaged.
    """
    page = fetcher.page(url)
    items = teasers(page.body, page.final_url) if _is_feed(page) else []
    links = newest_links(items)
    if not links:
        yield page
        if items:
            yield shown_url(url), UnreadableArticle(NO_LINKS)
        return
    for link in links[:MOST_ITEMS]:
        try:
            found = fetcher.page(link)
        except UnreadableArticle as error:
            yield shown_url(link), error
        else:
            yield found
    without = items_without_link(items)
    if without.kept:
        yield Page(page.url, page.final_url, "application/jsonl", without.kept)
    for reason in without.dropped:
        yield shown_url(url), reason


def _is_feed(page: Page) -> bool:
    # Not by its content type: servers call feeds text/html, and text/plain.
    return sniff(page.body[:HEAD], "") is Kind.FEED
