"""Which articles may answer, in LlamaIndex's words and in Chroma's."""

from __future__ import annotations

from typing import Any

from llama_index.core.vector_stores.types import FilterOperator, MetadataFilter, MetadataFilters

from index.nodes import day_number
from index.schema import ArticleFilter


def llama_filters(
    where: ArticleFilter | None, other_than: str | None = None
) -> MetadataFilters | None:
    """The filter as LlamaIndex's stores take it, None where all articles may answer.

    Args:
        where: which articles may answer.
        other_than: a language that may not.
    """
    filters = _filters(where)
    if other_than:
        filters.append(_filter("language", FilterOperator.NE, other_than))
    return MetadataFilters(filters=[*filters]) if filters else None


def chroma_filter(where: ArticleFilter | None) -> dict[str, Any] | None:
    """The same filter in Chroma's own words, for reads that LlamaIndex does not offer."""
    clauses = [{f.key: {CHROMA_OPERATORS[f.operator]: f.value}} for f in _filters(where)]
    if len(clauses) < 2:  # `$and` wants two clauses or more
        return clauses[0] if clauses else None
    return {"$and": clauses}


def _filters(where: ArticleFilter | None) -> list[MetadataFilter]:
    if where is None:
        return []
    filters = []
    if where.since or where.until:
        first = day_number(where.since) or 1  # 0 is an article without a date
        filters.append(_filter("published_day", FilterOperator.GTE, first))
    if where.until:
        filters.append(_filter("published_day", FilterOperator.LTE, day_number(where.until)))
    if where.sources:
        filters.append(_filter("source", FilterOperator.IN, list(where.sources)))
    return filters


def _filter(key: str, operator: FilterOperator, value: Any) -> MetadataFilter:
    return MetadataFilter(key=key, operator=operator, value=value)


CHROMA_OPERATORS = {
    FilterOperator.GTE: "$gte",
    FilterOperator.LTE: "$lte",
    FilterOperator.IN: "$in",
}
