"""Articles into chunks of whole sentences.

LlamaIndex's SentenceSplitter returns text without positions and cuts what is longer than a chunk;
a quote needs the exact span of every sentence, so the packing is done here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate

from index.schema import Article, Chunk, Span
from index.sentences import split_sentences

CHUNK_TOKENS = 240


def split_article(
    article: Article, count_tokens: Callable[[str], int], chunk_tokens: int = CHUNK_TOKENS
) -> list[Chunk]:
    """Split the article's body into chunks of about `chunk_tokens` tokens each.

    Sentences stay whole: a chunk is larger only when one sentence alone is. The chunks of an
    article are of about equal size, so that none is a lone last sentence.
    """
    sentences = [
        sentence
        for paragraph in article.body
        for sentence in split_sentences(article.text, paragraph, article.language)
    ]
    sizes = [count_tokens(_plain(article, sentence)) for sentence in sentences]
    return [
        _chunk(article, position, group)
        for position, group in enumerate(_pack(sentences, sizes, chunk_tokens))
    ]


def _pack(sentences: list[Span], sizes: list[int], limit: int) -> list[list[Span]]:
    """Group neighbouring sentences into the fewest groups of `limit` tokens, evenly filled."""
    if not sentences:
        return []
    count = math.ceil(sum(sizes) / limit)
    target = sum(sizes) / count
    groups: list[list[Span]] = [[]]
    used = 0
    for sentence, size, before in zip(sentences, sizes, [0, *accumulate(sizes)], strict=False):
        full = used + size > limit
        reached = len(groups) < count and before + size / 2 > target * len(groups)
        if groups[-1] and (full or reached):
            groups.append([])
            used = 0
        groups[-1].append(sentence)
        used += size
    return groups


def _chunk(article: Article, position: int, sentences: Sequence[Span]) -> Chunk:
    return Chunk(
        id=f"{article.id}-{position}",
        article_id=article.id,
        position=position,
        sentences=tuple(sentences),
        text=" ".join(_plain(article, sentence) for sentence in sentences),
        language=article.language,
    )


def _plain(article: Article, span: Span) -> str:
    return " ".join(article.text[span.start : span.end].split())
