"""A retrieved hit as something that a sentence may rest on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.support.names import Vocabulary
from bot.support.values import Offer, offered, offered_by
from index.schema import ScoredChunk
from index.words import words

if TYPE_CHECKING:
    import numpy as np
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
        self.title = hit.article.title

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The chunk's sentences, white space collapsed."""
        text = self.hit.article.text
        return tuple(" ".join(text[start:end].split()) for start, end in self.hit.chunk.sentences)

    @cached_property
    def words(self) -> tuple[list[str], ...]:
        """The words of each sentence, folded."""
        return tuple(map(words, self.sentences))

    @cached_property
    def heading_words(self) -> list[str]:
        """The words of what stands above the article, folded."""
        article = self.hit.article
        return words(f"{article.title} {article.source or ''} {article.author or ''}")

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
        return sum(self.offers, start=whole)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the whole article."""
        return Vocabulary(self.hit.article)
