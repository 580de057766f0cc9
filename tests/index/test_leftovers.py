"""Articles lose nothing, and keep little else: by labelled pages, and by what an outlet repeats."""

from __future__ import annotations

import pytest

from benchmarks.leftovers import ARTICLE, LEFTOVER, PAGES, Judged, judge_folder
from index.leftovers.repetition import left_out, line_key, repeated_lines

JUDGED = dict(judge_folder(PAGES))
MOST_KEPT = {"tuned on": 0.005, "held out": 0.08}  # share of the leftovers


def _of(group: str) -> list[Judged]:
    aside = group == "held out"
    return [
        one for name, all_ in JUDGED.items() if name.startswith("heldout-") == aside for one in all_
    ]


@pytest.mark.parametrize("group", MOST_KEPT)
def test_no_line_of_an_article_is_lost(group: str) -> None:
    lines = [one for one in _of(group) if one.line.label == ARTICLE]
    assert len(lines) >= 80
    assert [one.line.text for one in lines if one.wrong] == []


@pytest.mark.parametrize("group", MOST_KEPT)
def test_few_leftovers_are_kept(group: str) -> None:
    leftovers = [one for one in _of(group) if one.line.label == LEFTOVER]
    kept = [one.line.text for one in leftovers if one.wrong]
    assert len(kept) <= MOST_KEPT[group] * len(leftovers), kept


# --- what an outlet repeats

THEMES = ("bridge", "ferry", "harbour", "library", "market", "museum", "school", "theatre")
FOOTER = "Harbour Wire brings the islands together."
LONG_FOOTER = "Harbour Wire has told the islands what happens on the islands since the year 1911."
BACKGROUND = "The quarrel between the two islands over the herring grounds began in April of 1974."


def _report(theme: str) -> list[str]:
    return [
        f"The {theme} in Port Ellary will open a week later than planned, the council said.",
        f"Nobody on the council could say on Monday what the {theme} will cost in the end.",
        f"Calum Reith, who paid for the {theme}, left the meeting early and in silence.",
    ]


def _keys(lines: list[str]) -> tuple[int, ...]:
    return tuple(map(line_key, lines))


def _repeated(pages: list[list[str]], group: str = "harbour.example") -> set[tuple[str, int]]:
    return repeated_lines((group, _keys(lines)) for lines in pages)


def _found(pages: list[list[str]], line: str) -> bool:
    (key,) = _keys([line])
    return ("harbour.example", key) in _repeated(pages)


def test_a_line_at_the_end_of_every_report_is_a_leftover() -> None:
    pages = [[*_report(theme), FOOTER, LONG_FOOTER] for theme in THEMES]
    repeated = {key for _, key in _repeated(pages)}
    gone = left_out(_keys(pages[0]), repeated)
    assert [line for line in pages[0] if line_key(line) not in gone] == _report("bridge")
    assert repeated == {*left_out(_keys(pages[0]), repeated)}


def test_a_sentence_in_the_middle_of_reports_is_the_articles() -> None:
    pages = [
        [*_report(t)[:2], "Nobody was hurt.", BACKGROUND, *_report(t + " cafe")] for t in THEMES
    ]
    mixed = [page if at < 3 else page[4:] for at, page in enumerate(pages)]
    assert not _found(pages, BACKGROUND)
    assert not _found(mixed, "Nobody was hurt.")


def test_a_background_that_ends_most_reports_is_the_articles() -> None:
    pages = [
        [*_report(theme), BACKGROUND] if at < 6 else _report(theme)
        for at, theme in enumerate(THEMES)
    ]
    assert _repeated(pages) == set()


def test_an_appeal_that_ends_half_of_the_reports_is_a_leftover() -> None:
    appeal = (
        "For the stories behind the news, the islands open the Harbour Wire podcast on Fridays."
    )
    pages = [
        [*_report(theme), appeal] if at % 2 else _report(theme) for at, theme in enumerate(THEMES)
    ]
    assert _found(pages, appeal)


def test_versions_and_reprints_of_one_report_count_once() -> None:
    versions = [[*_report("bridge"), f"It was the {at}th delay.", FOOTER] for at in range(4, 14)]
    assert _repeated(versions) == set()
    assert _repeated([*versions, *([*_report(t), FOOTER] for t in THEMES[:2])]) == set()


def test_too_few_files_prove_nothing_and_outlets_are_apart() -> None:
    pages = [[*_report(theme), FOOTER] for theme in THEMES]
    assert _repeated(pages[:3]) == set()
    assert repeated_lines((str(at), _keys(lines)) for at, lines in enumerate(pages)) == set()


def test_lines_that_differ_in_their_digits_are_facts() -> None:
    pages = [[*_report(theme), f"The score was {at}-1."] for at, theme in enumerate(THEMES)]
    assert _repeated(pages) == set()


def test_an_article_of_nothing_but_repeated_lines_stays() -> None:
    keys = _keys([FOOTER])
    assert left_out(keys, set(keys)) == ()
