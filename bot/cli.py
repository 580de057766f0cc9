"""The command line: parse, build, call, print.

What is slow to import is imported inside the commands: `dateline --help` must come at once.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.filters import UsageError, read_filter
from index.errors import UserFacingError

REFUSED = 3

app = typer.Typer(
    help="Ask a folder of news articles; every sentence of an answer has its source and date.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Since = Annotated[
    str | None,
    typer.Option(metavar="D", help="Only articles from this day on: 2021-04-07, 2021-04 or 2021."),
]
Until = Annotated[
    str | None, typer.Option(metavar="D", help="Only articles up to this day, month or year.")
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="S", help="Only this outlet, or part of its name."),
]


def main() -> None:
    """Run the command that was typed, and leave."""
    _hush_libraries()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack letters that articles have
    code = _run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        code = code or 1
    # Nothing is left to save, and taking down models and libraries in order costs most of a second.
    os._exit(code)


def _run() -> int:
    """Run the command; what went wrong and is meant for the person's eyes becomes one line."""
    try:
        app(prog_name="dateline")
    except UserFacingError as error:
        from bot.paragraphs import make_console, print_error

        print_error(error, make_console(stderr=True))
        return 2 if isinstance(error, UsageError) else 1
    except SystemExit as leaving:  # typer leaves by it, with the exit code
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def _options(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command()
def index(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders, and URLs of pages and feeds; by default DATELINE_ARTICLES.",
        ),
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove vanished articles even if they are the most.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Start anew, e.g. with another embedding model.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name every article.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on following the folders until Ctrl-C.")
    ] = False,
) -> None:
    """Bring the index in step with folders of articles."""
    from bot.indexing import Indexing, read_sources
    from bot.settings import load_settings

    settings = load_settings()
    chosen = sources or ([str(settings.articles)] if settings.articles else [])
    if not chosen:
        raise UsageError("say what to index: dateline index PATH…, or set DATELINE_ARTICLES")
    paths, urls = read_sources(chosen)
    if watch and not paths:
        raise UsageError("--watch follows folders, not web addresses")
    indexing = Indexing(paths, urls, settings, prune=prune, verbose=verbose)
    indexing.run(rebuild=rebuild)
    if watch:
        indexing.follow()


@app.command()
def ask(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION", help="In quotation marks; `-` reads it from standard input."
        ),
    ],
    as_json: Json = False,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    history: Annotated[
        list[str] | None,
        typer.Option(metavar="Q", help="A question asked before this one; the oldest first."),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Show what was found and how it was decided.")
    ] = False,
) -> None:
    """Answer a question. Exit code 0: answered; 3: the articles do not tell."""
    from bot.answer_json import answer_json
    from bot.asking import answer_question, read_question
    from bot.paragraphs import make_console
    from bot.render import print_answer
    from bot.settings import load_settings

    where = read_filter(since, until, sources or ())
    answer = answer_question(read_question(question), history or (), where, load_settings())
    if as_json:
        typer.echo(answer_json(answer, why=why))
    else:
        print_answer(answer, make_console())
        if why:
            from bot.why_tables import print_why

            print_why(answer, make_console())
    raise typer.Exit(0 if answer.answered else REFUSED)


@app.command()
def chat(since: Since = None, until: Until = None, sources: Sources = None) -> None:
    """Ask in a conversation, with follow-up questions."""
    from bot.repl import run_chat
    from bot.settings import load_settings

    run_chat(load_settings(), read_filter(since, until, sources or ()))


@app.command()
def telegram(
    healthy: Annotated[
        bool, typer.Option("--healthy", help="Say whether the bot runs; exit code 1 if not.")
    ] = False,
    votes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the votes as questions for `dateline evaluate`."),
    ] = None,
) -> None:
    """Answer on Telegram, until Ctrl-C or SIGTERM."""
    from bot.settings import load_settings
    from bot.telegram.health import check_health

    settings = load_settings()
    if healthy:
        typer.echo(check_health(settings))
    elif votes:
        from bot.telegram.votes import export_votes

        typer.echo(export_votes(settings, votes))
    else:
        from bot.telegram.running import run_bot

        run_bot(settings, typer.echo)


@app.command()
def status(as_json: Json = False) -> None:
    """Say what is in the index."""
    from bot.factory import build_server
    from bot.paragraphs import make_console
    from bot.settings import load_settings
    from bot.status import print_status, read_status

    settings = load_settings()
    found = read_status(settings.index_dir, build_server(settings))
    print_status(found, make_console(), as_json=as_json)


@app.command()
def evaluate(
    questions: Annotated[
        Path,
        typer.Argument(metavar="QUESTIONS", help="A set of questions, one JSON object a line."),
    ],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every figure and answer.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a page with plots and failures.")
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="OLD.json", help="Say what got better and worse since that run."),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=VALUE", help="End with 4 if a figure is worse than this."),
    ] = None,
) -> None:
    """Ask a fixed set of questions and measure the answers."""
    from bot.evaluation.run import run_evaluation
    from bot.settings import load_settings

    raise typer.Exit(
        run_evaluation(
            questions,
            load_settings(),
            json_file=json_file,
            report_file=report,
            compare=compare,
            fail_under=fail_under or (),
        )
    )


def _hush_libraries() -> None:
    """Keep off the screen what libraries warn and log: what matters to a person, we say."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.disable()
