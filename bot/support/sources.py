"""A retrieved hit as something that a sentence may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bot.support.names import Vocabulary
from bot.support.orders import find_orders
from bot.support.values import Offer, offered, offered_by
from index.schema import ScoredChunk, Span
from index.words import terms, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


class Source:
    """What is compared of a hit, worked out when it is first needed.

    Numbers and dates must stand in the chunk or in what stands above the article, names anywhere in
    the article: one is named in full where it comes first, which may be in another chunk.
    """

    def __init__(self, hit: ScoredChunk) -> None:
        self.hit = hit
        self.language = hit.article.language
        title = hit.article.title
        self.title = "" if any(find_orders(title, [Span(0, len(title))])) else title

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The chunk's sentences, white space collapsed."""
        text = self.hit.article.text
        return tuple(" ".join(text[start:end].split()) for start, end in self.hit.chunk.sentences)

    @cached_property
    def orders(self) -> NDArray[np.bool_]:
        """Which of the sentences are orders to a language model, and no evidence."""
        article = self.hit.article
        start = article.body[0].start if article.body else 0
        return np.array(find_orders(article.text, self.hit.chunk.sentences, start), np.bool_)

    @cached_property
    def ordered_terms(self) -> frozenset[str]:
        """The stems that stand in its orders to a model and nowhere else in it."""
        pairs = tuple(zip(self.sentences, self.orders, strict=True))
        told = [self.title, *(text for text, is_order in pairs if not is_order)]
        ordered = [text for text, is_order in pairs if is_order]
        return self._terms(ordered) - self._terms(told)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The stems of what it tells, its title among it."""
        return self._terms([self.title, *self.sentences]) - self.ordered_terms

    def _terms(self, texts: Sequence[str]) -> frozenset[str]:
        return frozenset(term for text in texts for term in terms(text, self.language))

    @cached_property
    def words(self) -> tuple[list[str], ...]:
        """The words of each sentence, folded."""
        return tuple(map(words, self.sentences))

    @cached_property
    def heading_words(self) -> list[str]:
        """The words of what stands above the article, folded."""
        article = self.hit.article
        return words(f"{self.title} {article.source or ''} {article.author or ''}")

    @cached_property
    def vectors(self) -> Matrix:
        """The sentences' unit vectors, shape ``(sentences, dimension)``."""
        assert self.hit.sentence_vectors is not None
        return self.hit.sentence_vectors

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The numbers and dates of each sentence."""
        published = self.hit.article.published
        return tuple(offered(each, self.language, published) for each in self.sentences)

    @cached_property
    def offer(self) -> Offer:
        """The numbers and dates of the chunk, the title, the outlet and the day of publication."""
        article = self.hit.article
        heading = f"{self.title}\n{article.source or ''}"
        whole = offered(heading, self.language, article.published)
        if article.published:
            whole += offered_by(article.published)
        told = (
            offer for offer, is_order in zip(self.offers, self.orders, strict=True) if not is_order
        )
        return sum(told, start=whole)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the whole article, but for orders to a model."""
        article = self.hit.article
        text = article.text
        for (start, end), is_order in zip(self.hit.chunk.sentences, self.orders, strict=True):
            if is_order:
                text = text[:start] + " " * (end - start) + text[end:]
        return Vocabulary(replace(article, title=self.title, text=text))
