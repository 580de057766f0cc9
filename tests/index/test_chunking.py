"""Chunks: whole sentences, of about equal size, with the spans to quote them by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.articles import read_articles
from index.chunking import CHUNK_TOKENS, split_article
from index.embedding import EmbeddingModel
from index.schema import Article, Span
from tests.conftest import EXAMPLES, ROOT


def count_words(text: str) -> int:
    return len(text.split())


def article_of(*paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    starts = [text.index(paragraph) for paragraph in paragraphs]
    body = tuple(Span(s, s + len(p)) for s, p in zip(starts, paragraphs, strict=True))
    return Article(id="a1", path="a.txt", location="/a.txt", text=text, body=body)


def examples() -> list[Article]:
    found = list(read_articles([ROOT / EXAMPLES]))
    assert all(isinstance(article, Article) for article in found)
    return [article for article in found if isinstance(article, Article)]


def test_a_chunk_holds_whole_sentences_over_paragraphs() -> None:
    article = article_of("He came. She\nleft.", "They stayed for dinner.")
    (chunk,) = split_article(article, count_words)
    assert chunk.text == "He came. She left. They stayed for dinner."
    assert [article.text[s:e] for s, e in chunk.sentences] == [
        "He came.",
        "She\nleft.",
        "They stayed for dinner.",
    ]
    assert (chunk.id, chunk.article_id, chunk.position) == ("a1-0", "a1", 0)


def test_chunks_are_of_about_equal_size() -> None:
    article = article_of(" ".join(f"Sentence {number} is here." for number in range(11)))
    sizes = [count_words(chunk.text) for chunk in split_article(article, count_words, 40)]
    assert sizes in ([20, 24], [24, 20])


def test_only_a_sentence_that_is_too_long_makes_a_chunk_too_long() -> None:
    long = "It went " + "on and " * 30 + "on."
    chunks = split_article(article_of("He came.", long, "She left."), count_words, 20)
    assert [chunk.text for chunk in chunks] == ["He came.", long, "She left."]


def test_an_article_without_sentences_has_no_chunks() -> None:
    assert split_article(article_of(), count_words) == []


def test_the_examples_keep_the_limit_in_the_models_tokens(model: EmbeddingModel) -> None:
    for article in examples():
        chunks = split_article(article, model.count_tokens)
        assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
        for chunk in chunks:
            assert model.count_tokens(chunk.text) <= CHUNK_TOKENS
            assert chunk.text == " ".join(
                " ".join(article.text[s:e].split()) for s, e in chunk.sentences
            )


def test_ids_are_the_same_each_time(model: EmbeddingModel) -> None:
    article = examples()[0]
    first, second = (split_article(article, model.count_tokens) for _ in range(2))
    assert first == second


@given(
    st.lists(st.text(alphabet="abC .!?\n", min_size=1, max_size=80), max_size=6),
    st.integers(1, 12),
)
def test_every_sentence_is_in_one_chunk(paragraphs: list[str], limit: int) -> None:
    article = article_of(*(f"{number}{text}" for number, text in enumerate(paragraphs)))
    chunks = split_article(article, count_words, limit)
    spans = [span for chunk in chunks for span in chunk.sentences]
    assert spans == sorted(spans)
    assert len(set(spans)) == len(spans)
    assert "".join("".join(article.text[s:e].split()) for s, e in spans) == "".join(
        article.text.split()
    )
    for chunk in chunks:
        assert count_words(chunk.text) <= limit or len(chunk.sentences) == 1
