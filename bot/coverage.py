"""What the index covers, or what of it is from some outlets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.schema import Coverage

if TYPE_CHECKING:
    from index.store import ArticleSummary


def covered(articles: Iterable[ArticleSummary], outlets: Sequence[str] = ()) -> Coverage:
    """Count the articles, their days and outlets; with `outlets` only those that are from them."""
    counted = [article for article in articles if not outlets or article.source in outlets]
    days = sorted({article.published for article in counted if article.published})
    sources = sorted({article.source for article in counted if article.source})
    return Coverage(len(counted), tuple(days), tuple(sources))
