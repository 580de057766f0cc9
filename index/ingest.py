"""Bringing the index in step with folders of articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.build import write_generation
from index.catalogue import Catalogue
from index.chroma_server import ChromaServer
from index.errors import ModelMismatch, MostWouldVanish, UserFacingError
from index.files import SkippedFile, SourceFile, find_files, shown
from index.generations import Generations
from index.manifest import Manifest, damage_told, read_manifest, require_store, store_place
from index.plan import Plan, SyncReport, make_plan
from index.survey import survey_files

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

FORMATS = "text, Markdown, web pages, PDF, Word, mails, feeds and JSON lines"


class Progress(Protocol):
    """Is told how far a sync is."""

    def looked_at(self, files: int) -> None:
        """`files` have been looked at so far."""

    def embedded(self, done: int, total: int) -> None:
        """`done` of `total` articles are embedded."""


class Silent:
    """Tells nobody."""

    def looked_at(self, files: int) -> None:
        """Do nothing."""

    def embedded(self, done: int, total: int) -> None:
        """Do nothing."""


def sync_articles(
    paths: Sequence[Path],
    index_dir: Path,
    model: EmbeddingModel,
    *,
    urls: Sequence[str] = (),
    private_addresses: bool = False,
    file_times: bool = False,
    prune: bool = False,
    rebuild: bool = False,
    server: ChromaServer | None = None,
    progress: Progress | None = None,
) -> SyncReport:
    """Index the articles in `paths`; what is indexed already and unchanged is not embedded again.

    Articles indexed from elsewhere are left alone. Those that stood below `paths` and are gone
    are removed, but only with `prune` if they are the most.

    Args:
        paths: files and folders.
        index_dir: where the index lives; made when missing.
        model: embeds chunks and sentences.
        urls: of pages and feeds, which are fetched.
        private_addresses: fetch from machines of one's own network too.
        file_times: date an article that states no date by its file.
        prune: remove vanished articles however many they are.
        rebuild: start from nothing, e.g. after a change of model.
        server: where the store is to be, None for on disk.
        progress: told of each file and of each group of articles.

    Raises:
        ModelMismatch: the index was built with another model, and `rebuild` is not set.
        MostWouldVanish: most articles below `paths` are gone, and `prune` is not set.
        UserFacingError: a path does not exist, there is no article in it, or another process is
            writing the index.
    """
    generations = Generations(index_dir, server)
    progress = progress or Silent()
    with generations.writing() as scratch:
        current = None if rebuild else generations.current()
        before = _read_catalogue(current, model, server) if current else Catalogue()
        own = generations.folders_among(paths)
        files = find_files(paths, file_times=file_times, leave_out=own)
        pages = _fetch(urls, scratch, private_addresses=private_addresses)
        survey = survey_files(chain(files, pages), before, progress.looked_at)
        plan = make_plan(before, survey, _below(paths))
        _refuse_if_most_vanish(plan, paths, prune=prune)
        if not (plan.known_here or plan.report.articles or plan.report.copies):
            raise UserFacingError(_nothing_found(_named(paths, urls), plan.report.skipped))
        if plan.changes_articles:
            manifest = Manifest(model=model.fingerprint, model_name=model.model_name)
            with generations.next(manifest, empty=rebuild) as folder:
                place = store_place(folder, server)
                lost = write_generation(folder, place, current, plan, model, progress.embedded)
            return _without(plan.report, lost)
        if current and plan.changes_files:
            plan.after.save(current)  # no reader opens it
    return plan.report


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


def _fetch(
    urls: Sequence[str], folder: Path, *, private_addresses: bool
) -> Iterable[SourceFile | SkippedFile]:
    if not urls:
        return ()
    from index.web.pages import fetched_files  # httpx, which takes a moment

    return fetched_files(urls, folder, private_addresses=private_addresses)


def _without(report: SyncReport, lost: Sequence[SkippedFile]) -> SyncReport:
    """Return the report without the articles that changed while they were read."""
    gone = {file.path for file in lost}
    return replace(
        report,
        added=tuple(path for path in report.added if path not in gone),
        updated=tuple(path for path in report.updated if path not in gone),
        skipped=(*report.skipped, *lost),
    )


def _read_catalogue(current: Path, model: EmbeddingModel, server: ChromaServer | None) -> Catalogue:
    check_model(read_manifest(current), model)
    require_store(current, server)
    with damage_told(current):
        return Catalogue.load(current)


def _below(paths: Sequence[Path]) -> Callable[[str], bool]:
    roots = [Path(shown(path.resolve())) for path in paths]

    def is_below(location: str) -> bool:
        place = Path(location)
        return any(place == root or root in place.parents for root in roots)

    return is_below


def _refuse_if_most_vanish(plan: Plan, paths: Sequence[Path], *, prune: bool) -> None:
    removed = len(plan.report.removed)
    if not prune and 2 * removed > plan.known_here:
        raise MostWouldVanish(
            f"{removed} of the {plan.known_here} articles indexed from "
            f"{_named(paths, ())} are not there any more; nothing was changed. "
            "If they are really gone, add --prune."
        )


def _named(paths: Sequence[Path], urls: Sequence[str]) -> str:
    named = [*map(shown, paths)]
    if urls:
        from index.web.safety import shown_url

        named += map(shown_url, urls)
    return ", ".join(named)


def _nothing_found(where: str, skipped: Sequence[SkippedFile]) -> str:
    reasons = "; ".join(f"{file.path}: {file.reason}" for file in skipped[:3])
    return f"no articles in {where}; Dateline reads {FORMATS}" + (
        f" ({reasons})" if reasons else ""
    )
