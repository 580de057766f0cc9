"""How well copies of one report are told from other articles.

usage: .venv/bin/python benchmarks/stories.py [FILE or FOLDER]…

A file holds an article a line: {"id", "language", "text", "story"}; copies of one report have the
same "story", or else the same "id", as parallel texts in several files have. The files of a folder
are taken together. Without an argument the labelled articles of the tests are measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bot.factory import build_model
from bot.settings import Settings
from index.schema import Span
from index.sentences import split_sentences
from index.stories.grouping import candidates, group
from index.stories.same_report import Version, same_report

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

LABELLED = Path(__file__).parents[1] / "tests" / "index" / "stories"
LIMIT = 100  # an article is compared with the nearest ones; in a small set that is all
SHOWN = 10  # pairs of each kind


class Verdict(NamedTuple):
    """What was decided of two articles, and what is right."""

    one: Version
    other: Version
    same: bool
    truly: bool


class Score(NamedTuple):
    """Of all pairs of a set."""

    precision: float
    recall: float
    wrong: list[str]
    missed: list[str]


def read_set(path: Path) -> list[dict[str, Any]]:
    """Read the articles of a file, or of all files of a folder that hold any."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [article for article in map(json.loads, lines) if article.get("text", "").strip()]


def embed(articles: Sequence[dict[str, Any]], model: EmbeddingModel) -> list[Version]:
    """Return what is compared of each article."""
    texts = [tuple(_sentences(article)) for article in articles]
    vectors = model.embed_passages([sentence for text in texts for sentence in text])
    parts = np.split(vectors, np.cumsum([len(text) for text in texts])[:-1])
    return [
        Version(article["id"], article["language"], text, part)
        for article, text, part in zip(articles, texts, parts, strict=True)
    ]


def judge(articles: Sequence[dict[str, Any]], versions: Sequence[Version]) -> Iterator[Verdict]:
    """Compare all candidates."""
    stories = [article.get("story", article["id"]) for article in articles]
    means = np.array([version.vectors.mean(axis=0) for version in versions])
    languages = [version.language for version in versions]
    for one, other in candidates(means, languages, range(len(versions)), LIMIT):
        same = same_report(versions[one], versions[other])
        yield Verdict(versions[one], versions[other], same, stories[one] == stories[other])


def score(verdicts: Sequence[Verdict]) -> Score:
    """Return precision and recall over the pairs that were compared."""
    right = sum(verdict.same and verdict.truly for verdict in verdicts)
    wrong = [_pair(v) for v in verdicts if v.same and not v.truly]
    missed = [_pair(v) for v in verdicts if v.truly and not v.same]
    found, true = right + len(wrong), right + len(missed)
    return Score(right / found if found else 1, right / true if true else 1, wrong, missed)


def score_groups(versions: Sequence[Version], verdicts: Sequence[Verdict]) -> Score:
    """Do so for the stories that the articles are grouped into."""
    same = [(v.one.id, v.other.id) for v in verdicts if v.same]
    different = [(v.one.id, v.other.id) for v in verdicts if not v.same]
    story = group([version.id for version in versions], same, different)
    return score([v._replace(same=story[v.one.id] == story[v.other.id]) for v in verdicts])


def _sentences(article: dict[str, Any]) -> Iterator[str]:
    text, start = article["text"], 0
    for paragraph in text.splitlines(keepends=True):
        end = start + len(paragraph)
        for span in split_sentences(text, Span(start, end), article["language"]):
            yield " ".join(text[span.start : span.end].split())
        start = end


def _pair(verdict: Verdict) -> str:
    one, other = verdict.one, verdict.other
    return f"{one.id} ({one.language}), {other.id} ({other.language})"


def _print_pairs(verdicts: Sequence[Verdict]) -> None:
    by_languages: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        pair = "-".join(sorted((verdict.one.language, verdict.other.language)))
        by_languages.setdefault(pair, []).append(verdict)
    true = Counter({pair: sum(v.truly for v in each) for pair, each in by_languages.items()})
    for pair, count in true.most_common():
        result = score(by_languages[pair])
        if count or result.wrong:
            print(
                f"  {pair:6} {count:5} pairs  precision {result.precision:.3f}"
                f"  recall {result.recall:.3f}"
            )


def _measure(path: Path, model: EmbeddingModel) -> None:
    articles = read_set(path)
    versions = embed(articles, model)
    start = time.perf_counter()
    verdicts = list(judge(articles, versions))
    seconds = time.perf_counter() - start
    result = score(verdicts)
    print(
        f"{path}: {len(articles)} articles, {len(verdicts)} pairs compared, "
        f"{1000 * seconds / max(1, len(verdicts)):.2f} ms a pair"
    )
    print(f"  precision {result.precision:.3f}  recall {result.recall:.3f}")
    if len({article["id"] for article in articles}) == len(articles):
        grouped = score_groups(versions, verdicts)
        print(f"  in groups: precision {grouped.precision:.3f}  recall {grouped.recall:.3f}")
    _print_pairs(verdicts)
    for kind, pairs in (("joined against the labels", result.wrong), ("missed", result.missed)):
        print(f"  {kind}: {len(pairs)}", *pairs[:SHOWN], sep="\n    ")


def main() -> None:
    """Print the figures of each set."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(LABELLED.glob("*.jsonl"))
    model = build_model(Settings(_env_file=None), print)
    for path in paths:
        if path.exists():
            _measure(path, model)
        else:
            print(f"{path}: skipped, it is not there")


if __name__ == "__main__":
    main()
