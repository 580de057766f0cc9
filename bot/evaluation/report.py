"""A run as one HTML page that needs nothing besides itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.evaluation.comparison import Comparison
from bot.evaluation.failures import FAILURES, failures
from bot.evaluation.figures import BY_NAME, FIGURES, shown
from bot.evaluation.metrics import CurvePoint, percentile
from bot.evaluation.plots import Bar, Plot, Series, bars, coverage, histogram
from bot.evaluation.summary import UNNAMED
from bot.evaluation.table import interval, signed
from bot.untrusted import harmless

PACKAGE = "bot.evaluation"

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
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            summary=document["summary"],
            setup=document["summary"]["setup"],
            plots=list(_plots(document)),
            figures=FIGURES,
            by_name=BY_NAME,
            comparison=comparison,
            failures=list(failures(document["questions"])),
            kinds_of_failure=FAILURES,
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
    environment.globals |= {"interval": interval, "signed": signed}
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


def _plots(document: Document) -> list[Plot]:
    summary, questions = document["summary"], document["questions"]
    by_group = [
        bars(
            f"Correct, by {name}",
            "The share of questions answered rightly, or rightly refused; whiskers: 95 % interval.",
            _bars(summary[f"by_{name}"]),
        )
        for name in ("language", "kind")
        if summary[f"by_{name}"]
    ]
    return [*by_group, _coverage(summary), _confidence(questions), _latency(questions)]


def _bars(groups: Mapping[str, Any]) -> list[Bar]:
    return [Bar(name=name, **fields["correct"]) for name, fields in groups.items()]


def _coverage(summary: Document) -> Plot:
    return coverage(
        "Coverage and accuracy",
        "Answering only the surest questions: how many that would be, and how many of them right.",
        [CurvePoint(**point) for point in summary["coverage_curve"]],
    )


def _confidence(questions: Sequence[Document]) -> Plot:
    sides = [
        Series(name, [q["answer"]["confidence"] for q in questions if q["answerable"] is wanted])
        for name, wanted in (("answerable", True), ("unanswerable", False))
    ]
    return histogram(
        "Confidence",
        "How many questions have which confidence; the better it tells, the further apart.",
        sides,
        most=1.0,
    )


def _latency(questions: Sequence[Document]) -> Plot:
    seconds = [question["answer"]["seconds"] for question in questions]
    half, most = (percentile(seconds, percent) or 0.0 for percent in (50, 95))
    return histogram(
        "Latency",
        f"How many answers took how long: half of them at most {half:.2f} s, 95 % {most:.2f} s. "
        "The last column holds the slowest hundredth too.",
        [Series("answers", seconds)],
        most=float(f"{percentile(seconds, 99) or 0.0:.1g}"),
        unit=" s",
    )
