"""Bringing the index in step with folders of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.articles import SkippedFile, read_articles
from index.chunking import CHUNK_TOKENS, split_article
from index.errors import ModelMismatch, MostWouldVanish, UserFacingError
from index.generations import CHROMA, LEXICAL, Generations, Manifest, read_manifest
from index.lexical import LexicalIndex
from index.nodes import article_to_document, embedded_text
from index.schema import Article, Chunk
from index.sentence_vectors import SentenceVectors, save_sentence_vectors
from index.store import ArticleStore, StoredArticle

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel, Vectors

ARTICLES_AT_A_TIME = 64  # embedded in one go, so that batches are filled with equal lengths
HEADER_TOKENS = 48  # room for prefix, title and date before a chunk


@dataclass(frozen=True)
class SyncReport:
    """What a sync did, as paths; `skipped` files carry their reasons."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()


class Progress(Protocol):
    """Is told how far a sync is."""

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` articles are embedded."""


@dataclass
class _Plan:
    """What has to be done to the index."""

    added: list[Article] = field(default_factory=list)
    updated: list[Article] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[StoredArticle] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.updated or self.removed)

    @property
    def finds_articles(self) -> bool:
        return bool(self.added or self.updated or self.unchanged)

    def report(self) -> SyncReport:
        return SyncReport(
            added=tuple(article.path for article in self.added),
            updated=tuple(article.path for article in self.updated),
            unchanged=tuple(self.unchanged),
            removed=tuple(stored.path for stored in self.removed),
            skipped=tuple(self.skipped),
        )


def sync_articles(
    paths: Sequence[Path],
    index_dir: Path,
    model: EmbeddingModel,
    *,
    prune: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> SyncReport:
    """Index the articles in `paths`; what is indexed already and unchanged is not embedded again.

    Articles indexed from elsewhere are left alone. Those that stood below `paths` and are gone
    are removed, but only with `prune` if they are the most.

    Args:
        paths: files and folders.
        index_dir: where the index lives; made when missing.
        model: embeds chunks and sentences.
        prune: remove vanished articles however many they are.
        rebuild: start from nothing, e.g. after a change of model.
        progress: called after each group of articles.

    Raises:
        ModelMismatch: the index was built with another model, and `rebuild` is not set.
        MostWouldVanish: most articles below `paths` are gone, and `prune` is not set.
        UserFacingError: a path does not exist, there is no article in it, or another process is
            writing the index.
    """
    generations = Generations(index_dir)
    with generations.writing():
        current = None if rebuild else generations.current()
        stored = _stored(current, model) if current else {}
        roots = [path.resolve() for path in paths]
        before = list(_below(stored.values(), roots))
        plan = _plan(read_articles(paths), stored, before)
        _refuse_if_most_vanish(plan, len(before), paths, prune=prune)
        if not (before or plan.finds_articles):
            raise UserFacingError(_nothing_found(paths, plan.skipped))
        if not plan.changes_nothing:
            manifest = Manifest(model=model.fingerprint, model_name=model.model_name)
            with generations.next(manifest, empty=rebuild) as folder:
                _write_generation(folder, current, plan, model, progress)
    return plan.report()


def _stored(current: Path, model: EmbeddingModel) -> dict[str, StoredArticle]:
    check_model(read_manifest(current), model)
    with ArticleStore(current / CHROMA) as store:
        return store.stored()


def check_model(manifest: Manifest, model: EmbeddingModel) -> None:
    """Make sure that the index was built with `model`.

    Raises:
        ModelMismatch: it was built with another one.
    """
    if manifest.model != model.fingerprint:
        raise ModelMismatch(
            f"the index was built with the embedding model {manifest.model_name}, but "
            f"{model.model_name} is set now: set DATELINE_EMBEDDING_MODEL={manifest.model_name}, "
            "or rebuild it with: dateline index --rebuild FOLDER-OF-ARTICLES"
        )


def _plan(
    found: Iterable[Article | SkippedFile],
    stored: Mapping[str, StoredArticle],
    before: Sequence[StoredArticle],
) -> _Plan:
    plan = _Plan()
    seen = set()
    for item in found:
        if isinstance(item, SkippedFile):
            plan.skipped.append(item)
            seen.add(item.location)  # still there: what was read of it before stays
            continue
        seen.add(item.location)
        known = stored.get(item.id)
        if known is None:
            plan.added.append(item)
        elif known.digest == article_to_document(item).metadata["digest"]:
            plan.unchanged.append(item.path)
        else:
            plan.updated.append(item)
    plan.removed = [article for article in before if article.location not in seen]
    return plan


def _below(stored: Iterable[StoredArticle], roots: Sequence[Path]) -> Iterator[StoredArticle]:
    for article in stored:
        location = Path(article.location)
        if any(location == root or root in location.parents for root in roots):
            yield article


def _refuse_if_most_vanish(plan: _Plan, before: int, paths: Sequence[Path], *, prune: bool) -> None:
    if not prune and 2 * len(plan.removed) > before:
        raise MostWouldVanish(
            f"{len(plan.removed)} of the {before} articles indexed from "
            f"{', '.join(map(str, paths))} are not there any more; nothing was changed. "
            "If they are really gone, add --prune."
        )


def _nothing_found(paths: Sequence[Path], skipped: Sequence[SkippedFile]) -> str:
    where = ", ".join(map(str, paths))
    reasons = "; ".join(f"{file.path}: {file.reason}" for file in skipped[:3])
    return f"no articles in {where}; it should hold .txt or .md files" + (
        f" ({reasons})" if reasons else ""
    )


def _write_generation(
    folder: Path,
    previous: Path | None,
    plan: _Plan,
    model: EmbeddingModel,
    progress: Progress | None,
) -> None:
    fresh: dict[str, Vectors] = {}
    with ArticleStore(folder / CHROMA) as store:
        for gone in [*(stored.id for stored in plan.removed), *(a.id for a in plan.updated)]:
            store.remove(gone)
        articles = plan.added + plan.updated
        done = 0
        for group in _groups(articles, ARTICLES_AT_A_TIME):
            fresh |= _embed_and_add(group, store, model)
            done += len(group)
            if progress:
                progress(done, len(articles))
        LexicalIndex.build(store.lexical_texts()).save(folder / LEXICAL)
        before = SentenceVectors.load(previous) if previous else None
        save_sentence_vectors(_sentence_vectors(store, fresh, before), folder)


def _embed_and_add(
    articles: Sequence[Article], store: ArticleStore, model: EmbeddingModel
) -> dict[str, Vectors]:
    """Add articles to the store; return the vectors of their sentences by chunk."""
    chunk_tokens = min(CHUNK_TOKENS, model.max_tokens - HEADER_TOKENS)
    split = {a.id: split_article(a, model.count_tokens, chunk_tokens) for a in articles}
    chunks = [(chunk, article) for article in articles for chunk in split[article.id]]
    sentences = [text for chunk, article in chunks for text in _sentence_texts(chunk, article)]
    vectors = model.embed_passages([embedded_text(*pair) for pair in chunks] + sentences)
    row, sentence_row = 0, len(chunks)
    sentence_vectors = {}
    for article in articles:
        own = split[article.id]
        store.add(article, own, vectors[row : row + len(own)])
        row += len(own)
        for chunk in own:
            end = sentence_row + len(chunk.sentences)
            sentence_vectors[chunk.id] = vectors[sentence_row:end]
            sentence_row = end
    return sentence_vectors


def _sentence_texts(chunk: Chunk, article: Article) -> list[str]:
    return [" ".join(article.text[start:end].split()) for start, end in chunk.sentences]


def _sentence_vectors(
    store: ArticleStore, fresh: dict[str, Vectors], before: SentenceVectors | None
) -> Iterator[tuple[str, Vectors]]:
    for chunk_id in store.chunk_ids():
        if chunk_id in fresh:
            yield chunk_id, fresh[chunk_id]
        elif before is not None:
            yield chunk_id, before.of(chunk_id)


def _groups(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    rest = iter(articles)
    while group := list(islice(rest, size)):
        yield group
