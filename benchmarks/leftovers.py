"""How many lines of articles are lost, and how many leftovers are taken for the article.

usage: .venv/bin/python benchmarks/leftovers.py [FOLDER]

FOLDER (tests/index/leftovers by default) holds pages as .txt files whose names begin with the
language (`id-….txt`, `heldout-id-….txt`). Before each line stand one sign and a tab: `=` a line of
the article, `-` a leftover, `.` what may be either (title, byline, date, heading). Every page is
read twice: as it stands, and with a blank line after every line, as other scrapers save it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.leftovers.boilerplate import body_spans, dissect

PAGES = Path(__file__).parents[1] / "tests" / "index" / "leftovers"
ARTICLE, LEFTOVER, EITHER = "=", "-", "."


class LabelledLine(NamedTuple):
    """A line and what it is: one of the three signs, or "" for a blank line."""

    label: str
    text: str


class Judged(NamedTuple):
    """A labelled line, and whether it was taken for the article."""

    line: LabelledLine
    taken: bool

    @property
    def wrong(self) -> bool:
        """Whether the article lost it, or kept it without cause."""
        return self.line.label == (LEFTOVER if self.taken else ARTICLE)


def read_page(path: Path) -> list[LabelledLine]:
    """Return the lines of a labelled page.

    Raises:
        ValueError: a line has no label.
    """
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        label, tab, text = line.partition("\t")
        if line and not (tab and label in (ARTICLE, LEFTOVER, EITHER)):
            raise ValueError(f"{path.name}: no label before {line!r}")
        lines.append(LabelledLine(label, text))
    return lines


def judge_page(lines: list[LabelledLine], *, spaced: bool = False) -> list[Judged]:
    """Return the lines that are not blank with the verdict on each, `spaced` by blank lines."""
    gap = "\n\n" if spaced else "\n"
    text = gap.join(line.text for line in lines)
    spans = body_spans(dissect(text))
    judged = []
    start = 0
    for line in lines:
        end = start + len(line.text)
        taken = sum(max(0, min(end, span.end) - max(start, span.start)) for span in spans)
        if line.label:
            judged.append(Judged(line, 2 * taken > len(line.text)))
        start = end + len(gap)
    return judged


def judge_folder(folder: Path) -> Iterator[tuple[str, list[Judged]]]:
    """Yield the name of each page with the verdicts on its lines, in both layouts."""
    for path in sorted(folder.glob("*.txt")):
        lines = read_page(path)
        yield path.stem, [*judge_page(lines), *judge_page(lines, spaced=True)]


def rates(judged: list[Judged]) -> str:
    """Return both errors, counted and in percent."""
    parts = []
    for name, label in (("article lost", ARTICLE), ("leftovers kept", LEFTOVER)):
        own = [one for one in judged if one.line.label == label]
        wrong = sum(one.wrong for one in own)
        parts.append(f"{name} {wrong:4} of {len(own):5} ({wrong / max(1, len(own)):6.1%})")
    return "   ".join(parts)


def main() -> None:
    """Print the wrong verdicts, then both rates by language, for the held-out pages apart."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    groups: dict[str, list[Judged]] = defaultdict(list)
    for name, judged in judge_folder(folder):
        kept_aside = name.startswith("heldout-")
        language = name.removeprefix("heldout-").partition("-")[0]
        for group in (language, "all"):
            groups[f"{'held out' if kept_aside else 'tuned on'}, {group}"] += judged
        for one in dict.fromkeys(one for one in judged if one.wrong):
            print(f"{name}: {'kept' if one.taken else 'lost'}: {one.line.text}")
    for group, judged in sorted(groups.items()):
        print(f"{group:14} {rates(judged)}")


if __name__ == "__main__":
    main()
