"""Loading from the web, against a real server on this machine."""

from __future__ import annotations

import gzip
import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from ipaddress import ip_address
from itertools import pairwise
from typing import Any

import pytest

from index.errors import UnreadableArticle
from index.readers import Reading
from index.readers.kinds import read_entries
from index.web.fetch import Fetcher, Page, fetch_articles
from index.web.safety import is_public, parse_url, resolve, shown_url

HTML = "text/html; charset=utf-8"
ARTICLE = b"<html><body><p>The ferry to Lemnos sails again on Monday.</p></body></html>"
FEED = "application/rss+xml"


@dataclass(frozen=True)
class Answer:
    """What the server does with a request."""

    body: bytes = ARTICLE
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    delay: float = 0.0  # seconds before the first byte
    drip: float = 0.0  # seconds between two bytes of the body


@dataclass
class Site:
    """A web server and what it was asked; a list of answers is given one after the other."""

    address: str
    pages: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)  # of `asked`, without robots.txt
    headers: dict[str, str] = field(default_factory=dict)  # of the last request

    def take(self, path: str, headers: dict[str, str]) -> Answer:
        self.asked.append(path)
        self.headers = headers
        if path != "/robots.txt":
            self.times.append(time.monotonic())
        answer = self.pages.get(path, Answer(b"", 404))
        return answer.pop(0) if isinstance(answer, list) else answer


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = found.take(self.path, {k.lower(): v for k, v in self.headers.items()})
            stop.wait(answer.delay)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for byte in answer.body:
                self.wfile.write(bytes([byte]))
                if stop.wait(answer.drip):
                    return

        def handle(self) -> None:
            with suppress(ConnectionError):  # the client had enough
                super().handle()

        def log_message(self, *_: Any) -> None:
            pass

    stop = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield found
    stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, pause=0.0, timeout=5.0, max_bytes=100_000) as opened:
        yield opened


def moved(to: str) -> Answer:
    return Answer(b"", 302, {"Location": to})


def why(load: Callable[[], object]) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        load()
    return str(caught.value)


def test_a_page_comes_as_the_server_sends_it(site: Site, fetcher: Fetcher) -> None:
    packed = {"Content-Type": HTML, "Content-Encoding": "gzip"}
    site.pages = {
        "/old": moved("/ferry?page=1#top"),
        "/ferry?page=1": Answer(gzip.compress(ARTICLE), headers=packed),
    }
    url = site.address + "/old#comments"
    assert fetcher.page(url) == Page(url, site.address + "/ferry?page=1", HTML, ARTICLE)
    assert site.asked == ["/robots.txt", "/old", "/ferry?page=1"]
    agent = f"Dateline/{version('dateline')} (+news reader; respects robots.txt)"
    assert site.headers["user-agent"] == agent
    assert site.headers["host"] == site.address.removeprefix("http://")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404), "not there (404)"),
        (Answer(status=403), "not allowed (403)"),
        (Answer(status=500), "the site is out of order (500)"),
        (Answer(status=429, headers={"Retry-After": "3600"}), "asked too often (429)"),
        (Answer(headers={"Content-Type": "video/mp4"}), "video/mp4, not an article or a feed"),
        (Answer(b"a" * 100_001), "larger than 0.1 MB"),
        (
            Answer(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
            "larger than 0.1 MB",
        ),
        (
            Answer(gzip.compress(ARTICLE)[:-20], headers={"Content-Encoding": "gzip"}),
            "the answer broke off",
        ),
        (Answer(headers={"Content-Encoding": "gzip"}), "not packed as it says"),
        (
            Answer(headers={"Content-Encoding": "gzip, gzip"}),
            "packed as gzip, gzip, which was not asked for",
        ),
        (moved("/page"), "more than 5 redirects"),
        (moved("ftp://127.0.0.1/page"), "not an http or https address"),
        (moved("http://[::1"), "redirects to what is no web address"),
        (moved("http://xn--a/"), "redirects to what is no web address"),
        (
            moved("http://reader:secret@127.0.0.1/"),
            "a web address with a password in it is not asked",
        ),
    ],
)
def test_what_is_no_article_is_refused(
    site: Site, fetcher: Fetcher, answer: Answer, reason: str
) -> None:
    site.pages = {"/page": answer}
    assert why(lambda: fetcher.page(site.address + "/page")) == reason


def test_a_slow_server_is_left(site: Site) -> None:
    site.pages = {"/late": Answer(delay=3.0), "/drip": Answer(drip=0.1)}
    with Fetcher(allow_private=True, pause=0.0, timeout=0.3) as hasty:
        assert why(lambda: hasty.page(site.address + "/late")) == "no answer within 0.3 s"
        begun = time.monotonic()
        assert why(lambda: hasty.page(site.address + "/drip")) == "not loaded within 0.9 s"
        assert time.monotonic() - begun < 1.5


def test_a_busy_server_is_asked_once_more(site: Site, fetcher: Fetcher) -> None:
    busy = Answer(status=503, headers={"Retry-After": "1"})
    site.pages = {"/busy": [busy, Answer()], "/busier": [busy, busy]}
    assert fetcher.page(site.address + "/busy").body == ARTICLE
    assert site.times[1] - site.times[0] >= 1
    reason = why(lambda: fetcher.page(site.address + "/busier"))
    assert reason == "the site is out of order (503)"


def test_hosts_that_do_not_answer(site: Site, fetcher: Fetcher) -> None:
    secure = site.address.replace("http:", "https:")
    assert why(lambda: fetcher.page(secure)) == "no secure connection (wrong version number)"
    assert why(lambda: fetcher.page("http://127.0.0.1:1/")) == "127.0.0.1 takes no connections"
    nowhere = "a" * 64 + ".example"  # longer than names can be, so that no name server is asked
    reason = why(lambda: fetcher.page(f"http://{nowhere}/"))
    assert reason == f"the host {nowhere} cannot be found"


def test_robots_txt_is_obeyed(site: Site, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /private/\n"
    site.pages = {
        "/robots.txt": Answer(rules),
        "/open": Answer(),
        "/private/diary": Answer(),
        "/detour": moved("/private/diary"),
    }
    refused = "robots.txt of 127.0.0.1 does not allow it"
    assert fetcher.page(site.address + "/open").body == ARTICLE
    assert why(lambda: fetcher.page(site.address + "/private/diary")) == refused
    assert why(lambda: fetcher.page(site.address + "/detour")) == refused
    assert site.asked == ["/robots.txt", "/open", "/detour"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=503), "status 503"),
        (Answer(b"User-agent: a\n" * 9_000 + b"Allow: /x\n" * 9_000), "too many rules"),
        (moved("/robots.txt"), "more than 5 redirects"),
        (moved("http://xn--a/"), "redirects to what is no web address"),
    ],
)
def test_without_readable_rules_nothing_is_loaded(
    site: Site, fetcher: Fetcher, answer: Answer, reason: str
) -> None:
    site.pages = {"/robots.txt": answer, "/page": Answer()}
    for _ in range(2):
        told = why(lambda: fetcher.page(site.address + "/page"))
        assert told == f"robots.txt of 127.0.0.1 cannot be read: {reason}"
    assert site.asked.count("/robots.txt") == (6 if reason.startswith("more") else 1)
    assert "/page" not in site.asked


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "0.0.0.0",
        "10.0.0.8", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "192.0.0.8",
        "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff0e::1]", "[2001:db8::1]",
        "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
    ],
)  # fmt: skip
def test_only_public_addresses_are_asked(host: str) -> None:
    with Fetcher() as cautious:
        reason = why(lambda: cautious.page(f"http://{host}/"))
    assert reason.endswith("is not a public address")


def test_public_addresses_are_told_from_others() -> None:
    public = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
    assert [is_public(ip_address(address)) for address in public] == [True] * 4
    assert resolve("8.8.8.8", is_public) == ["8.8.8.8"]
    assert why(lambda: resolve("0x7f.1", is_public)) == (
        "0x7f.1 leads to 127.0.0.1, which is not a public address"
    )


@pytest.mark.parametrize("inside", ["127.0.0.2", "127.2", "[::1]", "169.254.169.254", "10.0.0.1"])
def test_no_page_leads_inside(site: Site, inside: str) -> None:
    """The server's own address stands for a public one here, and no other does."""
    port = site.address.rpartition(":")[2]
    site.pages = {"/page": moved(f"http://{inside}:{port}/secret"), "/secret": Answer()}
    with Fetcher(permits=lambda address: str(address) == "127.0.0.1", pause=0.0) as cautious:
        reason = why(lambda: cautious.page(site.address + "/page"))
    assert reason.endswith("is not a public address")
    assert site.asked == ["/robots.txt", "/page"]


def test_web_addresses() -> None:
    assert str(parse_url(" http://Example.org/a b?q=ü#part ")) == (
        "http://example.org/a%20b?q=%C3%BC"
    )
    for url in (
        "",
        "paper.html",
        "http://",
        "http://[::1",
        "http://a.example:0/",
        "http://a b/",
        "http://\ud800/",
        "http://xn--a/",
    ):
        assert why(lambda url=url: parse_url(url)) in (
            "not a web address",
            "not an http or https address",
        )
    assert why(lambda: parse_url("file:///etc/passwd")) == "not an http or https address"
    assert shown_url("https://me:pass@a.example/x@y\x1b[2J") == "https://a.example/x@y?[2J"


def rss(*items: tuple[str, str, str]) -> Answer:
    """A feed of items: link, day of November, text."""
    entries = "".join(
        f"<item><title>News</title><link>{link}</link><description>{text}</description>"
        f"<pubDate>{day} Nov 2025 08:00:00 GMT</pubDate></item>"
        for link, day, text in items
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'
    return Answer(feed.encode(), headers={"Content-Type": FEED})


def test_the_pages_of_a_feed_of_teasers_are_loaded(site: Site) -> None:
    here, teaser = site.address, "A short teaser."
    site.pages = {
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.5\n"),
        "/feed": rss(
            (f"{here}/old", "01", teaser),
            (f"{here}/new", "09", teaser),
            (f"{here}/gone", "08", teaser),
            ("http://me:pass@127.0.0.1/secret", "07", teaser),
            (f"{here}/new", "06", teaser),
        ),
        "/old": Answer(b"<html>old</html>"),
        "/new": Answer(b"<html>new</html>"),
    }
    with Fetcher(allow_private=True, pause=0.1) as fetcher:
        found = list(fetch_articles(f"{here}/feed", fetcher))
    assert [page.body if isinstance(page, Page) else (page[0], str(page[1])) for page in found] == [
        b"<html>new</html>",
        (f"{here}/gone", "not there (404)"),
        ("http://127.0.0.1/secret", "a web address with a password in it is not asked"),
        b"<html>old</html>",
    ]
    assert site.asked == ["/robots.txt", "/feed", "/new", "/gone", "/old"]
    assert all(later - earlier > 0.45 for earlier, later in pairwise(site.times))


def test_an_item_whose_link_leads_nowhere_keeps_its_own_words(site: Site, fetcher: Fetcher) -> None:
    teaser = "A short teaser."
    feed = rss(
        ("one", "05", teaser),
        ("/two?a=1", "04", teaser),
        ("javascript:void(0)", "03", "The ferry sails again."),
        ("http://[::1", "03", ""),
    ).body.replace(b"<channel>", b'<channel xml:base="/news/">')
    site.pages = {"/rss/feed.xml": Answer(feed), "/news/one": Answer(), "/two?a=1": Answer()}
    url = f"{site.address}/rss/feed.xml"
    *pages, kept, dropped = fetch_articles(url, fetcher)
    assert [page.final_url for page in pages if isinstance(page, Page)] == [
        f"{site.address}/news/one",
        f"{site.address}/two?a=1",
    ]
    assert isinstance(kept, Page)
    (entry,) = read_entries(io.BytesIO(kept.body), ".xml")
    assert entry.reading == Reading(
        "The ferry sails again.",
        fields={"title": "News", "published": "2025-11-03"},
        fields_from="JSON field",
    )
    assert isinstance(dropped, tuple)
    assert (dropped[0], str(dropped[1])) == (url, "item 4: no text, and no link to a web page")


def test_a_feed_without_a_link_is_the_page(site: Site, fetcher: Fetcher) -> None:
    feed = rss(("file:///etc/hosts", "05", "The ferry sails again."))
    site.pages = {"/feed": feed}
    url = f"{site.address}/feed"
    page, (place, reason) = fetch_articles(url, fetcher)
    assert page == Page(url, url, FEED, feed.body)
    assert (place, str(reason)) == (
        url,
        "none of its items has a link to a web page; they are read as they stand in the feed",
    )


def test_a_feed_of_whole_articles_is_the_page(site: Site, fetcher: Fetcher) -> None:
    text = "The ferry to Lemnos sails again on Monday, the harbour office said. " * 8
    url = f"{site.address}/feed"
    feed = rss((url, "01", text), (url, "02", text), (url, "03", "A teaser."))
    site.pages = {"/feed": feed}
    assert list(fetch_articles(url, fetcher)) == [Page(url, url, FEED, feed.body)]
    assert site.asked == ["/robots.txt", "/feed"]


def test_no_more_than_fifty_pages_of_a_feed_are_loaded(site: Site, fetcher: Fetcher) -> None:
    links = [f"{site.address}/{number}" for number in range(60)]
    site.pages = {"/feed": rss(*((link, "01", "A teaser.") for link in links))}
    failed = [(link, "not there (404)") for link in links[:50]]
    found = fetch_articles(f"{site.address}/feed", fetcher)
    assert [(page[0], str(page[1])) for page in found if isinstance(page, tuple)] == failed
