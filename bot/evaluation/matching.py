"""Which articles a set of questions means, and where they stand among those retrieved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}\Z")


def names_article(name: str, path: str) -> bool:
    """Whether `name`, as a set of questions has it, means the article at `path`.

    It is the file's name without its ending, or, in a file of many articles, what follows the
    ``#``. An end of it will do if it begins after a sign that is no letter, digit or point:
    "zoom-ban" means ``news/000_zoom-ban.txt`` and "12" means neither ``212.txt`` nor ``3.12.txt``.
    """
    wanted = _normal(name)
    whole = _normal(path)
    return bool(wanted) and any(_ends(one, wanted) for one in (whole, _ENDING.sub("", whole)))


def relevance(ranked: Iterable[Sequence[str]], names: Iterable[str]) -> tuple[list[bool], int]:
    """Judge a ranking.

    Args:
        ranked: the paths of each item: one article, or all that tell one story.
        names: the articles wanted. Each makes one item relevant, the first.

    Returns:
        For each item whether it is relevant, and how many relevant items there are, found or not.
        Of names not found each counts as one.
    """
    missing = set(names)
    relevant = []
    for paths in ranked:
        found = {name for name in missing for path in paths if names_article(name, path)}
        relevant.append(bool(found))
        missing -= found
    return relevant, sum(relevant) + len(missing)


def found_names(paths: Iterable[str], names: Iterable[str]) -> set[str]:
    """Those of `names` that mean one of the articles at `paths`."""
    known = tuple(paths)
    return {name for name in names if any(names_article(name, path) for path in known)}


def _normal(path: str) -> str:
    return unicodedata.normalize("NFC", path).replace("\\", "/")


def _ends(whole: str, end: str) -> bool:
    if not whole.endswith(end):
        return False
    before = whole[: -len(end)][-1:]
    return not before.isalnum() and before != "."
