"""What a web page states about its article: title, date, outlet, address, language, authors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, islice
from typing import NamedTuple

from index.metadata.dates import find_date
from index.metadata.outlets import host_of
from index.readers.json_ld import LinkedData, Node, read_json_ld
from index.readers.page_blocks import Element, is_beside, one_line

PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "article:published", "publishdate", "publish-date", "publish_date", "dtk:publishdate",
    "publisheddate", "published_date", "published_time", "pubdate", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
    "article_date_original", "originalpublicationdate", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "content_publisheddate", "citation_publication_date",
    "dc.date", "dcterms.date", "date", "created",
)  # fmt: skip
MODIFIED_NAMES = ("article:modified_time", "og:updated_time", "last-modified", "datemodified")
AUTHOR_NAMES = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "byl",
    "dc.creator", "dcterms.creator", "content_author",
)  # fmt: skip
COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?:T[0-9:.Z+-]{0,20})?")
DATE_NAMES = re.compile(r"(?:^|[\s_-])(?:date|time|published?|pubdate|dated?line)", re.IGNORECASE)
SAVED_FROM = re.compile(r"<!-- saved from url=\([0-9]{1,6}\)(https?://[^\s<>\"]{4,2000})")
TITLE_SEPARATOR = re.compile(r" (?:[|»·]|::|[–—-]) ")
CUT_OFF = ("…", "...")
MAX_SCRIPTS = 50
NEAR = 80  # elements
LONGEST_DATE = 80  # characters
OLD_CODES = {"in": "id", "iw": "he"}


class PageMetadata(NamedTuple):
    """The fields, under the names that :class:`~index.readers.Reading` has, and their source."""

    fields: Mapping[str, str]
    published_from: str  # "" where there is no date
    linked_data: LinkedData
    is_article: bool  # whether the page's markup says that it is one


def read_page_metadata(tree: Element, head: str) -> PageMetadata:
    """Read what a page states; what is malformed counts as not stated.

    Args:
        tree: the page.
        head: the beginning of its source, where browsers write what they saved it from.
    """
    metas = _metas(tree)
    saved_from = SAVED_FROM.search(head)
    url = _best_url([*_links(tree), metas.get("og:url", ""), saved_from[1] if saved_from else ""])
    shown = _shown_titles(tree, metas)
    scripts = [script.text or "" for script in tree.xpath("//script[@type]") if _is_json_ld(script)]
    linked_data = read_json_ld(scripts[:MAX_SCRIPTS], url, shown)
    source = next(iter(linked_data.names("publisher")), "") or metas.get("og:site_name", "")
    published, published_from = next(_dates(tree, metas, linked_data), ("", ""))
    fields = {
        "title": _title(linked_data, metas, tree, source),
        "published": published,
        "source": one_line(source),
        "url": url or _best_url([linked_data.url]),
        "language": _language(tree, metas),
        "author": _authors(linked_data, metas),
    }
    stated = {name: value for name, value in fields.items() if value}
    return PageMetadata(stated, published_from, linked_data, _is_article(tree, metas, linked_data))


def _is_article(tree: Element, metas: Mapping[str, str], linked_data: LinkedData) -> bool:
    return (
        bool(linked_data.article)
        or metas.get("og:type", "").lower() == "article"
        or any(name in metas for name in PUBLISHED_NAMES[:5])
        or bool(tree.xpath("boolean(//article//h1)"))
    )


def _metas(tree: Element) -> dict[str, str]:
    """Return the page's meta elements, the first of each name, in lower case."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()[:2000]
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, html.unescape(content))
    return metas


def _is_json_ld(script: Element) -> bool:
    return "ld+json" in script.get("type").lower()


# --- title


def _shown_titles(tree: Element, metas: Mapping[str, str]) -> list[str]:
    headings = [one_line(heading.text_content()[:1000]) for heading in tree.xpath("//h1")[:10]]
    return [metas.get("og:title", ""), *headings, _title_element(tree)]


def _title_element(tree: Element) -> str:
    # A drawing may have a title, too.
    titles = tree.xpath("//title[not(ancestor::svg)]")
    return one_line(titles[0].text_content()[:1000]) if titles else ""


def _title(linked_data: LinkedData, metas: Mapping[str, str], tree: Element, source: str) -> str:
    stated = one_line(html.unescape(linked_data.text("headline")))
    og_title = _without_outlet(one_line(metas.get("og:title", "")), source)
    whole = _title_element(tree)
    candidates = [stated, og_title, _heading(tree, whole), _without_outlet(whole, source)]
    found = [title for title in candidates if title]
    return next((title for title in found if not title.endswith(CUT_OFF)), (found or [""])[0])


def _heading(tree: Element, title: str) -> str:
    """Return the h1 that the title element repeats, else the first that is no mere name."""
    headings = [one_line(heading.text_content()[:1000]) for heading in tree.xpath("//h1")[:10]]
    repeated = [heading for heading in headings if heading and heading in title]
    long_enough = [heading for heading in headings if len(heading.split()) >= 3]
    return max(repeated, key=len, default="") or next(iter(long_enough), "")


def _without_outlet(title: str, source: str) -> str:
    """Return a title without " | The Outlet" and " - Society - The Outlet"."""
    parts = TITLE_SEPARATOR.split(title)
    ends = TITLE_SEPARATOR.findall(title)
    if len(parts) < 2 or not parts[0].strip():
        return title
    if source and parts[-1].casefold() == source.casefold():
        shorter = title[: title.rindex(ends[-1])]
        return _without_section(shorter)
    return title[: title.rindex(ends[-1])] if ends[-1] in (" | ", " :: ", " · ", " » ") else title


def _without_section(title: str) -> str:
    before, separator, section = title.rpartition(" - ")
    return before if separator and len(section.split()) <= 2 < len(before.split()) else title


# --- date


def _dates(
    tree: Element, metas: Mapping[str, str], linked_data: LinkedData
) -> Iterator[tuple[str, str]]:
    """Yield the dates that can be read, the surest first, and where each stood."""
    article, page = linked_data.article, linked_data.page
    candidates = (
        *_stated_dates((article, page), ("datePublished", "dateCreated")),
        *((metas.get(name), f"meta {name}") for name in PUBLISHED_NAMES),
        *_itemprop_dates(tree),
        *_time_elements(tree),
        *_stated_dates((article, page), ("dateModified",)),
        *((metas.get(name), f"meta {name}") for name in MODIFIED_NAMES),
        *_shown_dates(tree),
    )
    for value, where in candidates:
        compact = COMPACT_DATE.fullmatch((value or "").strip())
        text = "-".join(compact.groups()) if compact else one_line((value or "")[:200])[:100]
        if find_date(text):
            yield text, where


def _stated_dates(nodes: Sequence[Node], keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for key in keys:
            if isinstance(node.get(key), str):
                yield node[key], f"JSON-LD {key}"


def _itemprop_dates(tree: Element) -> Iterator[tuple[str, str]]:
    for element in tree.xpath("//*[@itemprop='datePublished']")[:5]:
        value = element.get("content") or element.get("datetime") or element.text_content()
        yield value, "itemprop datePublished"


def _time_elements(tree: Element) -> Iterator[tuple[str, str]]:
    """Yield the times that follow the headline, or stand in the first article."""
    near = [element for element in _near_headline(tree) if element.tag == "time"]
    for element in (*near, *tree.xpath("(//article)[1]//time")[:3]):
        if not _stands_beside(element):
            yield element.get("datetime") or "", "time element"
            yield element.text_content(), "time element"


def _shown_dates(tree: Element) -> Iterator[tuple[str, str]]:
    """Yield what stands about the headline in an element that is called a date."""
    for element in _near_headline(tree):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if DATE_NAMES.search(names[:300]) and not _stands_beside(element):
            text = one_line(element.text_content()[:300])
            if len(text) <= LONGEST_DATE:
                yield text, "date beside the headline"


def _near_headline(tree: Element) -> Iterator[Element]:
    """Yield the elements that follow the first h1, then those that stand in one box with it."""
    if tree.find(".//h1") is None:
        return
    yield from islice(dropwhile(lambda element: element.tag != "h1", tree.iter()), NEAR)
    above = tree.find(".//h1").iterancestors("article", "main", "div")
    yield from islice(next(above, tree).iter(), NEAR)


def _stands_beside(element: Element) -> bool:
    return any(map(is_beside, islice(element.iterancestors(), NEAR)))


# --- address, language, authors


def _links(tree: Element) -> list[str]:
    links = (link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return [link.get("href") or "" for link in links][:1]


def _best_url(candidates: Sequence[str]) -> str:
    """Return the first web address; one without a path is a front page's, at best a last resort."""
    urls = [url.strip() for url in candidates if url.strip().lower().startswith("http")]
    known = [url for url in urls if len(url) <= 2000 and host_of(url) and not re.search(r"\s", url)]
    return next((url for url in known if url.rstrip("/").count("/") > 2), (known or [""])[0])


def _language(tree: Element, metas: Mapping[str, str]) -> str:
    stated = (tree.get("lang"), tree.get("xml:lang"), metas.get("og:locale"))
    for value in (*stated, metas.get("content-language")):
        match = re.match(r"[a-z]{2}(?![a-z])", (value or "").strip().lower())
        if match:
            return OLD_CODES.get(match[0], match[0])
    return ""


def _authors(linked_data: LinkedData, metas: Mapping[str, str]) -> str:
    names = linked_data.names("author") or [metas.get(name, "") for name in AUTHOR_NAMES]
    plain = [one_line(name) for name in names if name and "://" not in name and len(name) <= 200]
    return ", ".join(plain if linked_data.names("author") else plain[:1])
