"""A run as one HTML page that needs nothing besides itself."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.evaluation.charts import charts
from bot.evaluation.comparison import Comparison
from bot.evaluation.failures import Failure, counted, failures, verdict
from bot.evaluation.figures import (
    BY_NAME,
    FIGURES,
    Figure,
    shown,
    shown_change,
    shown_interval,
)
from bot.evaluation.setup import setup_lines
from bot.evaluation.summary import UNNAMED
from bot.untrusted import harmless

PACKAGE = "bot.evaluation"
HEADLINES = (
    "correct",
    "cited_story",
    "refused_answerable",
    "answered_unanswerable",
    "hit@1_story",
    "seconds_p50",
)

Document = Mapping[str, Any]


def render_report(document: Document, comparison: Comparison | None = None) -> str:
    """The page.

    Whatever comes from questions, articles and models is escaped, and the page's own policy lets
    a browser run no script but the page's and fetch nothing.

    Args:
        document: the run, as in the JSON.
        comparison: with an earlier one.
    """
    style, script = (_asset(name) for name in ("report.css", "report.js"))
    summary, questions = document["summary"], document["questions"]
    failed = list(failures(questions))
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            summary=summary,
            setup=summary["setup"],
            setup_lines=list(setup_lines(summary)),
            verdict=verdict(questions),
            wrong=counted(questions),
            headlines=_headlines(summary),
            plots=list(charts(document)),
            figures=FIGURES,
            by_name=BY_NAME,
            comparison=comparison,
            failures=failed,
            choices=_choices(failed),
            unnamed=UNNAMED,
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(PACKAGE, "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
    )
    environment.filters["as"] = shown
    environment.globals |= {"interval": shown_interval, "change": shown_change}
    return environment


def _printable(value: object) -> object:
    """Text without control characters, which no page may hold."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> Markup:
    """A style sheet or script of this package, as it is."""
    return Markup((files(PACKAGE) / name).read_text(encoding="utf-8"))  # ours


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _headlines(summary: Document) -> list[tuple[Figure, dict[str, Any]]]:
    """The figures that stand first, where they are defined."""
    found = [(BY_NAME[name], summary["all"][name]) for name in HEADLINES]
    return [(figure, fields) for figure, fields in found if fields["value"] is not None]


def _choices(found: Sequence[Failure]) -> dict[str, dict[str, int]]:
    """By what the failures can be chosen, where there is a choice: values, and how many of each."""
    records = [failure.record for failure in found]
    values = {
        "why": [failure.why for failure in found],
        "language": [record["language"] for record in records],
        "kind": [record["kind"] or UNNAMED for record in records],
    }
    counts = {name: dict(sorted(Counter(of).items())) for name, of in values.items()}
    return {name: count for name, count in counts.items() if len(count) > 1}
