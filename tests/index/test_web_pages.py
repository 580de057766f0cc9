"""From a web address to an indexed article, over a real HTTP server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.errors import UserFacingError
from index.generations import CHROMA, Generations
from index.ingest import sync_articles
from index.schema import Article
from index.store import ArticleStore
from tests.small_news import Sync

PAGE = """<!doctype html><html lang="en"><head><title>{title} | Karsk Courier</title>
<meta property="og:site_name" content="Karsk Courier">
<meta property="article:published_time" content="2023-05-{day:02}T08:00:00+03:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>
<p>The {thing} in Karsk was opened on Monday by the mayor, who had promised it for six years.</p>
<p>It cost the town four million crowns, a million more than the council had expected in 2019.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Karsk Courier</title>
<item><title>Mill opens</title><link>/mill.html</link><description>Short.</description></item>
<item><title>Gone</title><link>/gone.html</link><description>Short.</description></item>
</channel></rss>"""


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "bridge.html").write_text(PAGE.format(title="Bridge opens", day=16, thing="bridge"))
    (folder / "mill.html").write_text(PAGE.format(title="Mill opens", day=17, thing="mill"))
    (folder / "feed.xml").write_text(FEED)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def articles(index_dir: Path) -> dict[str, Article]:
    with ArticleStore(Generations(index_dir).require_current() / CHROMA) as store:
        ids = {chunk_id.rpartition("-")[0] for chunk_id in store.chunk_ids()}
        return {article.path: article for article in store.articles(sorted(ids)).values()}


def test_a_page_and_a_feed(site: str, index_dir: Path, model: EmbeddingModel) -> None:
    urls = [f"{site}/bridge.html", f"{site}/feed.xml"]
    report = sync_articles([], index_dir, model, urls=urls, private_addresses=True)
    assert report.added == (f"{site}/bridge.html", f"{site}/mill.html")
    ((path, reason),) = [(skipped.path, skipped.reason) for skipped in report.skipped]
    assert (path, reason) == (f"{site}/gone.html", "not there (404)")
    bridge = articles(index_dir)[f"{site}/bridge.html"]
    assert (bridge.title, bridge.source, bridge.url) == ("Bridge opens", "Karsk Courier", urls[0])
    assert (str(bridge.published), bridge.published_from) == (
        "2023-05-16",
        "meta article:published_time",
    )
    start, end = bridge.body[0]
    assert bridge.text[start:end].startswith("The bridge in Karsk was opened on Monday")
    again = sync_articles([], index_dir, model, urls=urls[:1], private_addresses=True)
    assert again.unchanged == (urls[0],)


def test_a_private_address_is_refused_and_nothing_is_lost(
    site: str, sync: Sync, news: Path, index_dir: Path, model: EmbeddingModel
) -> None:
    report = sync(news, urls=[f"{site}/bridge.html"])
    assert len(report.added) == 3
    assert [skipped.reason for skipped in report.skipped] == ["127.0.0.1 is not a public address"]
    with pytest.raises(UserFacingError, match=r"no articles in http://127.* not a public address"):
        sync_articles([], index_dir, model, urls=[f"{site}/bridge.html"])
    assert len(articles(index_dir)) == 3
