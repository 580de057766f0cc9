"""Markdown files, with or without front matter."""

from __future__ import annotations

import re

from index.readers import Reading
from index.readers.text import decode

FRONT_MATTER = re.compile(r"\s{0,20}---[ \t]{0,20}\n")
FRONT_MATTER_LIMIT = 20_000
LOOSE_FIELD = re.compile(r"([A-Za-z_-]{1,40})[ \t]{0,10}:[ \t]{1,10}(\S[^\n]*)")

# The names under which site generators keep what we look for, the most telling first.
FIELD_NAMES = {
    "title": ("title", "headline"),
    "published": (
        "published",
        "date",
        "date_published",
        "datepublished",
        "publish_date",
        "pubdate",
    ),
    "source": ("source", "outlet", "publisher", "site", "site_name"),
    "url": ("url", "canonical_url", "canonical", "original_url", "link", "source_url"),
    "language": ("language", "lang", "locale"),
    "author": ("author", "byline"),
}


def read_markdown(raw: bytes) -> Reading:
    """Read a Markdown file; its inline markup stays in the text."""
    text = decode(raw)
    start, front_matter = _split_front_matter(text)
    stated = _parse_fields(front_matter)
    if not stated:
        return Reading(text, markdown=True)
    fields = {
        name: next(stated[key] for key in keys if key in stated)
        for name, keys in FIELD_NAMES.items()
        if any(key in stated for key in keys)
    }
    return Reading(text, start=start, fields=fields, markdown=True)


def has_front_matter(text: str) -> bool:
    """Tell whether a text begins with fields between two lines of hyphens."""
    return bool(_parse_fields(_split_front_matter(text)[1]))


def _split_front_matter(text: str) -> tuple[int, str]:
    opening = FRONT_MATTER.match(text)
    if opening is None:
        return 0, ""
    closing = text.find("\n---", opening.end() - 1, FRONT_MATTER_LIMIT)
    line_end = text.find("\n", closing + 1) if closing >= 0 else -1
    if closing < 0 or text[closing + 4 : line_end if line_end >= 0 else len(text)].strip():
        return 0, ""
    return (line_end + 1 if line_end >= 0 else len(text)), text[opening.end() : closing]


def _parse_fields(front_matter: str) -> dict[str, str]:
    """Return the fields of the front matter, lower-case names, as the strings they are."""
    if not front_matter:
        return {}
    import yaml

    try:
        # The base loader leaves scalars alone: no dates to reject, no objects to build.
        stated = yaml.load(front_matter, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        stated = None
    if not isinstance(stated, dict):
        # "title: Zoom: the ban" is not YAML, and common.
        stated = {
            match[1]: match[2].strip().strip("\"'")
            for line in front_matter.splitlines()
            if (match := LOOSE_FIELD.fullmatch(line))
        }
    return {
        key.lower(): value.strip()
        for key, value in stated.items()
        if isinstance(key, str) and isinstance(value, str) and value.strip()
    }
