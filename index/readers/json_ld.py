"""JSON-LD: what a news page says about its article for search engines, however broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Node = Mapping[str, Any]

OPENING = re.compile(r"(?:<!--|//|/\*|\*/|<!\[CDATA\[|\s)+")
CLOSING = re.compile(r"(?:-->|//|/\*|\*/|\]\]>|[;\s])+$")
TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
OTHER_ARTICLE_TYPES = frozenset(["report", "blogposting", "liveblogposting", "reportage"])
LONGEST_CLOSING = 200  # characters
MAX_NODES = 5_000
MAX_AUTHORS = 20

# What hangs on a page's node elsewhere (itemListElement, hasPart, citation) is another page's.
WAYS_TO_THE_ARTICLE = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf")


@dataclass(frozen=True)
class LinkedData:
    """The nodes of a page's JSON-LD: its article's, and its own."""

    article: Node
    page: Node
    by_id: Mapping[str, Node]

    def text(self, *keys: str) -> str:
        """Return the first of these properties that the article states as a string, else ""."""
        values = (self.article.get(key) for key in keys)
        return next((value for value in values if isinstance(value, str) and value.strip()), "")

    def names(self, key: str) -> list[str]:
        """Return the names of the persons or organisations that are the article's `key`."""
        names = []
        for value in _as_list(self.article.get(key))[:MAX_AUTHORS]:
            if isinstance(value, dict):
                referred = self.by_id.get(str(value.get("@id", "")), {})
                value = value.get("name") or referred.get("name")
            for name in _as_list(value):
                if isinstance(name, str) and name.strip() and not name.startswith("http"):
                    names.append(html.unescape(name).strip())
        return list(dict.fromkeys(names))

    @property
    def url(self) -> str:
        """The article's address, "" if it is not stated."""
        return _node_url(self.article)

    @property
    def is_free(self) -> bool:
        """False where the article is said to be behind a paywall."""
        return str(self.article.get("isAccessibleForFree", "")).lower() not in ("false", "no")


def read_json_ld(scripts: Sequence[str], url: str, titles: Sequence[str]) -> LinkedData:
    """Find the page's own article among the nodes of its JSON-LD scripts.

    Args:
        scripts: their contents, JSON or nearly so.
        url: the page's address, "" if unknown.
        titles: headings of the page, by which its article is told from others.
    """
    nodes = [node for script in scripts for node in _walk(_parse(script))]
    words = [_words(title) for title in titles if title]
    articles = [node for node in nodes if _is_article(node)]
    # Alone, an article whose headline the page words differently is still the page's.
    least = -1 if len(articles) == 1 else 0
    fitting = [node for node in articles if _agreement(node, url, words) >= least]
    article = max(fitting, key=lambda node: _fit(node, url, words), default={})
    page = next((node for node in nodes if "WebPage" in _types(node)), {})
    return LinkedData(article, page, {str(node.get("@id")): node for node in nodes})


def _parse(script: str) -> Any:
    """Return the script's value, None if nothing can make JSON of it."""
    opening = OPENING.match(script)
    bare = script[opening.end() :] if opening else script
    bare = bare[:-LONGEST_CLOSING] + CLOSING.sub("", bare[-LONGEST_CLOSING:])
    for candidate in (bare, TRAILING_COMMA.sub("", bare), html.unescape(bare)):
        try:
            # Several objects in a row are not JSON either: the first is the page's.
            return json.JSONDecoder(strict=False).raw_decode(candidate)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any) -> Iterator[Node]:
    """Yield the nodes that say something about this page, in order."""
    waiting = [value]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value[:MAX_NODES]))
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[way] for way in reversed(WAYS_TO_THE_ARTICLE) if way in value)


def _fit(node: Node, url: str, titles: Sequence[frozenset[str]]) -> tuple[int, int]:
    stated = sum(bool(node.get(key)) for key in ("headline", "datePublished", "articleBody"))
    return _agreement(node, url, titles), stated


def _agreement(node: Node, url: str, titles: Sequence[frozenset[str]]) -> int:
    """Return how many of address and headline are the page's, less those that are not."""
    agreement = 0
    path, page_path = _path(_node_url(node)), _path(url)
    if path and url:
        agreement += 1 if page_path and (path in page_path or page_path in path) else -1
    headline = _words(str(node.get("headline") or ""))
    if headline and titles:
        same = any(2 * len(headline & title) > min(len(headline), len(title)) for title in titles)
        agreement += 1 if same else -1
    return agreement


def _is_article(node: Node) -> bool:
    types = (name.lower() for name in _types(node))
    return any(name.endswith("article") or name in OTHER_ARTICLE_TYPES for name in types)


def _types(node: Node) -> list[str]:
    types = (name for name in _as_list(node.get("@type")) if isinstance(name, str))
    return [name.rpartition("/")[2] for name in types]


def _node_url(node: Node) -> str:
    page = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    candidates = (node.get("url"), page, node.get("@id"))
    return next((url for url in candidates if isinstance(url, str) and url[:4] == "http"), "")


def _path(url: str) -> str:
    """Return what tells an address from others of its site: scheme, host and query differ."""
    try:
        return urlsplit(url).path.strip("/").lower()
    except ValueError:
        return ""


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", html.unescape(text[:1000]).casefold()))


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
