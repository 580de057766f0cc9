"""`dateline index` on a terminal: what is shown while it works, and at its end."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bot.factory import build_model, build_server, prepare_reader
from bot.filters import UsageError
from bot.paragraphs import make_console
from bot.settings import Settings
from bot.untrusted import one_line
from index.errors import UserFacingError
from index.files import SkippedFile, require_paths
from index.generations import Generations
from index.ingest import sync_articles
from index.plan import SyncReport

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

QUIET = 1600  # milliseconds; a copied folder comes file by file: wait until it is there
TIMEOUT = 2000  # milliseconds without a change
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20})://")
MOST_NAMED = 25  # parts of one file
AGAIN_SECONDS = 5.0  # before looking again for a folder that is gone


def read_sources(named: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Tell files and folders from web addresses.

    Raises:
        UsageError: one is empty, or an address that cannot be fetched.
    """
    paths, urls = [], []
    for source in named:
        scheme = SCHEME.match(source)
        if not source.strip():
            raise UsageError("one of the paths to index is empty")
        if scheme is None:
            paths.append(Path(source))
        elif scheme[1].lower() in ("http", "https"):
            urls.append(source)
        else:
            raise UsageError(f"{scheme[1]}:// is not fetched, only http:// and https:// are")
    return paths, urls


class Indexing:
    """Syncs into the index of the settings and says what was done."""

    def __init__(
        self,
        paths: Sequence[Path],
        urls: Sequence[str],
        settings: Settings,
        *,
        prune: bool,
        verbose: bool,
    ) -> None:
        self._paths = paths
        self._urls = urls
        self._settings = settings
        self._prune = prune
        self._verbose = verbose
        self._console = make_console()
        self._errors = make_console(stderr=True)
        self._following = False
        self._skipped: tuple[SkippedFile, ...] = ()
        self._model: EmbeddingModel | None = None

    def run(self, *, rebuild: bool = False) -> None:
        """Sync once.

        Raises:
            UserFacingError: see :func:`index.ingest.sync_articles`.
        """
        # Before the model loads, which takes seconds.
        require_paths(self._paths)
        server = build_server(self._settings)
        if server:
            server.require()
        with _Bar(self._errors) as bar:
            if self._model is None:
                self._model = build_model(self._settings, self._errors.print)
            report = sync_articles(
                self._paths,
                self._settings.index_dir,
                self._model,
                urls=self._urls,
                prune=self._prune,
                rebuild=rebuild,
                server=server,
                private_addresses=self._settings.fetch_private,
                file_times=self._settings.file_times,
                progress=bar,
            )
        if not self._following or report.changed_something or report.skipped != self._skipped:
            self._print(report)
        self._skipped = report.skipped
        prepare_reader(self._settings, self._errors.print)  # while torch is there

    def follow(self) -> None:
        """Sync again whenever something changes in the folders, until Ctrl-C."""
        self._urls = ()  # fetched once
        self._following = True
        folders = ", ".join(map(str, self._paths))
        self._console.print(f"following {one_line(folders)}; Ctrl-C ends", soft_wrap=True)
        said = ""
        try:
            for _ in self._changes():
                try:
                    self.run()
                    said = ""
                except UserFacingError as error:
                    if said != str(error):
                        said = str(error)
                        self._errors.print(f"Error: {one_line(said)}", soft_wrap=True)
        except KeyboardInterrupt:
            self._console.print("ended")

    def _changes(self) -> Iterator[None]:
        """Yield after each burst of changes; a folder that is gone is waited for."""
        from watchfiles import watch

        index = Generations(self._settings.index_dir)
        while True:
            # The first time-out yields too: for what changed before the watch began.
            pending = True
            try:
                for changes in watch(
                    *self._paths,
                    watch_filter=lambda _, path: not index.owns(Path(path)),
                    debounce=QUIET,
                    step=QUIET // 2,
                    rust_timeout=TIMEOUT,
                    yield_on_timeout=True,
                    raise_interrupt=True,
                ):
                    if changes or pending:
                        pending = False
                        yield
            except FileNotFoundError:
                time.sleep(AGAIN_SECONDS)

    def _print(self, report: SyncReport) -> None:
        if self._verbose:
            for line in _named(report, unchanged=not self._following):
                self._console.print(line, soft_wrap=True)
        for line in _named_skipped(report):
            self._errors.print(line, soft_wrap=True)
        self._console.print(summary(report), soft_wrap=True)


def summary(report: SyncReport) -> str:
    """``20 articles: 3 added, 1 updated, 16 unchanged, 0 removed``, and what else there was."""
    total = report.articles
    parts = [
        f"{len(report.added)} added",
        f"{len(report.updated)} updated",
        f"{len(report.unchanged)} unchanged",
        f"{len(report.removed)} removed",
    ]
    for name in ("moved", "copies", "skipped"):
        if found := getattr(report, name):
            parts.append(f"{len(found)} {name}")
    return f"{total} article{'' if total == 1 else 's'}: {', '.join(parts)}"


def _named(report: SyncReport, *, unchanged: bool) -> Iterator[str]:
    for name in ("added", "updated", *(["unchanged"] if unchanged else []), "removed"):
        for path in getattr(report, name):
            yield f"{name:9} {one_line(path)}"
    for before, path in report.moved:
        yield f"{'moved':9} {one_line(before)} -> {one_line(path)}"
    for path, original in report.copies:
        yield f"{'copy':9} {one_line(path)} of {one_line(original)}"


def _named_skipped(report: SyncReport) -> Iterator[str]:
    """A line for each; of one file's parts the first few."""
    for path, group in groupby(report.skipped, key=lambda skipped: skipped.path):
        reasons = [one_line(skipped.reason) for skipped in group]
        for reason in reasons[:MOST_NAMED]:
            yield f"skipped {one_line(path)}: {reason}"
        if len(reasons) > MOST_NAMED:
            yield f"skipped {one_line(path)}: … and {len(reasons) - MOST_NAMED} more like these"


class _Count(MofNCompleteColumn):
    """``64/1000``, as soon as it is known how many there are."""

    def render(self, task: Task) -> Text:
        return super().render(task) if task.total else Text("")


class _Bar:
    """A progress bar that a sync reports to; nothing where the output is no terminal."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            _Count(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> _Bar:
        self._progress.start()
        self._task = self._progress.add_task("Loading the embedding model", total=None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def looked_at(self, files: int) -> None:
        """Show how many files were looked at."""
        self._progress.update(self._task, description=f"Reading: {files} files")

    def embedded(self, done: int, total: int) -> None:
        """Show how many articles are embedded, and how long the others will take."""
        self._progress.update(
            self._task, description="Embedding articles", completed=done, total=total
        )
