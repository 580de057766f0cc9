"""Our nouns as LlamaIndex's: an Article is a Document, a Chunk is a TextNode, and back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
)

from index.schema import Article, Chunk, Span

# What an embedding model and a language model read before the text: "title: …", "published: …".
HEADER_KEYS = ("title", "published", "source")
EMBEDDED_KEYS = ("title", "published")


def article_to_document(article: Article) -> Document:
    """Return the article as a Document, with all its fields in the metadata."""
    metadata = {
        "path": article.path,
        "location": article.location,
        "body": json.dumps(article.body),
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "published_day": day_number(article.published),
        "published_from": article.published_from or "",
        "source": article.source or "",
        "url": article.url or "",
        "language": article.language,
        "author": article.author or "",
        "agency": article.agency or "",
    }
    return Document(doc_id=article.id, text=article.text, metadata=metadata)


def document_to_article(node: BaseNode) -> Article:
    """Return the article that :func:`article_to_document` made `node` of."""
    fields: dict[str, Any] = node.metadata
    return Article(
        id=node.node_id,
        path=fields["path"],
        location=fields["location"],
        text=node.get_content(MetadataMode.NONE),
        body=tuple(Span(*span) for span in json.loads(fields["body"])),
        title=fields["title"],
        published=date.fromisoformat(fields["published"]) if fields["published"] else None,
        published_from=fields["published_from"] or None,
        source=fields["source"] or None,
        url=fields["url"] or None,
        language=fields["language"],
        author=fields["author"] or None,
        agency=fields["agency"] or None,
    )


def chunk_to_node(chunk: Chunk, article: Article) -> TextNode:
    """Return the chunk as a TextNode whose metadata is what is embedded before the text."""
    metadata = {
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "published_day": day_number(article.published),
        "source": article.source or "",
        "language": chunk.language,
        "position": chunk.position,
        "sentences": json.dumps(chunk.sentences),
    }
    return TextNode(
        id_=chunk.id,
        text=chunk.text,
        start_char_idx=chunk.span.start,
        end_char_idx=chunk.span.end,
        metadata=metadata,
        excluded_embed_metadata_keys=[key for key in metadata if key not in EMBEDDED_KEYS],
        excluded_llm_metadata_keys=[key for key in metadata if key not in HEADER_KEYS],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
    )


def node_to_chunk(node: BaseNode) -> Chunk:
    """Return the chunk that :func:`chunk_to_node` made `node` of."""
    return Chunk(
        id=node.node_id,
        article_id=node.ref_doc_id or "",
        position=node.metadata["position"],
        sentences=tuple(Span(*span) for span in json.loads(node.metadata["sentences"])),
        text=node.get_content(MetadataMode.NONE),
        language=node.metadata["language"],
    )


def embedded_text(chunk: Chunk, article: Article) -> str:
    """What is embedded for a chunk: the article's title and date, then the chunk's text."""
    header = [article.title, article.published.isoformat() if article.published else ""]
    return "\n".join([*filter(None, header), chunk.text])


def day_number(day: date | None) -> int:
    """``20210407`` for 7 April 2021, 0 for no date: Chroma's range filters take numbers only."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def number_day(number: int) -> date | None:
    """The date that :func:`day_number` made a number of."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None
