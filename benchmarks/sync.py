"""What indexing costs: a first sync, one with nothing changed, one with one article more.

    python benchmarks/sync.py [ARTICLES …]      by default 500 2000

For each number it makes that many short articles (five sentences, every word chosen by a fixed
seed) and runs `dateline index` on them in processes of its own, as a person would: the start of
Python and the loading of the embedding model are in the figures.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


def _words(listed: str) -> list[str]:
    return [word.replace("_", " ") for word in listed.split()]


PLACES = _words("Karsk Verezha Sagara Nirwasa Halden Moreva Tilbury Orlance Pestrava Quillon")
PEOPLE = _words("Marta_Lind Agus_Wirawan Olga_Teterina Sam_Pryce Dewi_Anggraini Ivan_Roshchin")
THINGS = _words("bridge ferry school harbour market clinic railway museum stadium reservoir")
ACTIONS = _words("opened closed repaired inspected flooded sold extended renamed fenced measured")
REASONS = _words("storms budgets protests tourists engineers voters floods auditors farmers birds")


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    seconds: float
    megabytes: float  # the most memory it held
    said: str


def main(numbers: list[int]) -> None:
    """Measure and print a line for each number of articles."""
    print(f"{'articles':>8} {'first sync':>12} {'per article':>12} {'peak':>8} "
          f"{'no change':>10} {'one more':>10} {'index':>9}")  # fmt: skip
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            _measure(number, Path(folder))


def _measure(number: int, folder: Path) -> None:
    news, index = folder / "news", folder / "index"
    write_articles(news, number)
    first = _index(news, index)
    unchanged = _index(news, index)
    (news / "one-more.txt").write_text(article(random.Random(-1)), encoding="utf-8")
    one_more = _index(news, index)
    assert f"{number} added" in first.said, first.said
    assert f"{number} unchanged" in unchanged.said, unchanged.said
    assert "1 added" in one_more.said, one_more.said
    size = sum(file.stat().st_size for file in index.rglob("*") if file.is_file())
    print(f"{number:8} {first.seconds:10.1f} s {1000 * first.seconds / number:9.1f} ms "
          f"{first.megabytes:5.0f} MB {unchanged.seconds:8.1f} s {one_more.seconds:8.1f} s "
          f"{size / 1e6:6.0f} MB", flush=True)  # fmt: skip


def write_articles(folder: Path, number: int) -> None:
    """Write `number` articles into `folder`, a thousand in a sub-folder."""
    chance = random.Random(2021)
    for n in range(number):
        path = folder / f"{n // 1000:03}" / f"{n:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(chance), encoding="utf-8")


def article(chance: random.Random) -> str:
    """A headline, a date line and five sentences."""
    place, thing = chance.choice(PLACES), chance.choice(THINGS)
    day = f"{chance.randint(1, 28)} May {chance.randint(2010, 2024)}"
    sentences = [
        f"The {thing} in {chance.choice(PLACES)} was {chance.choice(ACTIONS)} after "
        f"{chance.randint(2, 900)} {chance.choice(REASONS)} came, {chance.choice(PEOPLE)} said "
        f"on day {chance.randint(1, 300)} of the {chance.choice(REASONS)}."
        for _ in range(5)
    ]
    return f"{place} {thing} {chance.choice(ACTIONS)} again\n\n{day}\n\n" + "\n\n".join(sentences)


def _index(news: Path, index: Path) -> Run:
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "index", str(news)],
        env={**os.environ, "DATELINE_INDEX_DIR": str(index)},
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"dateline index failed:\n{said}")
    return Run(time.monotonic() - started, used.ru_maxrss / 1000, said)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [500, 2000])
