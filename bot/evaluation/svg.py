"""The few marks that plots are drawn with, as escaped SVG; colours are the style sheet's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

WIDTH = 440  # pixels, of every drawing; little, so that its text can be read on a phone

Place = tuple[float, float]  # pixels from the left and from the top


def drawing(title: str, height: float, marks: Iterable[Markup]) -> Markup:
    """A whole drawing, named for screen readers."""
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">'
        "{}</svg>"
    ).format(WIDTH, round(height), title, Markup("").join(marks))


def text(x: float, y: float, content: str, anchor: str = "middle") -> Markup:
    """A line of text that starts, ends, or has its middle at `x`."""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, content
    )


def rectangle(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A filled rectangle."""
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>').format(
        x, y, width, height, kind
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>').format(
        x1, y1, x2, y2, kind
    )


def path(places: Iterable[Place], kind: str) -> Markup:
    """Straight lines from place to place."""
    return Markup('<polyline points="{}" class="{}"/>').format(_joined(places), kind)


def band(upper: Sequence[Place], lower: Sequence[Place], kind: str) -> Markup:
    """The area between two lines; both run from left to right."""
    return Markup('<polygon points="{}" class="{}"/>').format(
        _joined([*upper, *reversed(lower)]), kind
    )


def dot(x: float, y: float, tip: str) -> Markup:
    """A point that says what it is when it is pointed at."""
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3"><title>{}</title></circle>').format(
        x, y, tip
    )


def _joined(places: Iterable[Place]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
