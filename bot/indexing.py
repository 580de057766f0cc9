"""`dateline index` on a terminal: what is shown while it works, and at its end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn
from rich.text import Text

from bot.factory import build_model
from bot.render import make_console
from bot.settings import Settings
from bot.untrusted import one_line
from index.ingest import SyncReport, sync_articles


def index_articles(
    paths: Sequence[Path], settings: Settings, *, prune: bool, rebuild: bool, verbose: bool
) -> None:
    """Sync `paths` into the index and say what was done.

    Raises:
        UserFacingError: see :func:`index.ingest.sync_articles`.
    """
    errors = make_console(stderr=True)
    with _progress_bar(errors) as bar:
        task = bar.add_task("Loading the embedding model", total=None)
        model = build_model(settings, errors.print)
        bar.update(task, description="Reading and embedding articles")
        report = sync_articles(
            paths,
            settings.index_dir,
            model,
            prune=prune,
            rebuild=rebuild,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    _print_report(report, make_console(), errors, verbose=verbose)


def summary(report: SyncReport) -> str:
    """``20 articles: 3 added, 1 updated, 16 unchanged, 0 removed``."""
    total = len(report.added) + len(report.updated) + len(report.unchanged)
    return (
        f"{total} article{'' if total == 1 else 's'}: {len(report.added)} added, "
        f"{len(report.updated)} updated, {len(report.unchanged)} unchanged, "
        f"{len(report.removed)} removed"
    )


class _Count(MofNCompleteColumn):
    """``64/1000``, as soon as it is known how many there are."""

    def render(self, task: Task) -> Text:
        return super().render(task) if task.total else Text("")


def _progress_bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        _Count(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _print_report(report: SyncReport, console: Console, errors: Console, *, verbose: bool) -> None:
    if verbose:
        for name in ("added", "updated", "unchanged", "removed"):
            for path in getattr(report, name):
                console.print(f"{name:9} {one_line(path)}", soft_wrap=True)
    for skipped in report.skipped:
        errors.print(f"skipped {one_line(skipped.path)}: {skipped.reason}", soft_wrap=True)
    console.print(summary(report), soft_wrap=True)
