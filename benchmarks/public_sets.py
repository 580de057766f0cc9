"""Public question sets as a folder holds them, the retrieval tasks made of them, their indexes."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UserFacingError

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel
    from index.ingest import Progress
    from index.plan import SyncReport

LAYOUT = (
    "a folder of sets such as DATA/xquad, each with articles*.jsonl, an article a line as "
    '{"id", "language", "title", "text", "url", "published", "source"}, and questions*.jsonl, '
    'a question a line as {"id", "question", "language", "articles": [ids]}'
)
FIELDS = ("title", "text", "url", "published", "source", "language")  # what an index is given
XQUAD_PAIRS = ("en→en", "ru→ru", "es→es", "ru→en", "en→ru", "es→ru")  # question → article
XQUAD = re.compile(r"xquad:([a-z]{2})(?:→|->)([a-z]{2})")


@dataclass(frozen=True)
class Corpus:
    """Articles that are searched together, from `files` below DATA."""

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """Questions, from a file below DATA, that are asked of a corpus."""

    name: str
    corpus: Corpus
    questions: str

    def missing(self, data: Path) -> list[str]:
        """The files that this needs and `data` lacks."""
        needed = (*self.corpus.files, self.questions)
        return [name for name in needed if not (data / name).is_file()]


@dataclass(frozen=True)
class Question:
    """A question and the ids of the articles that answer it, or come nearest to an answer."""

    id: str
    text: str
    articles: tuple[str, ...]


def _xquad(questions: str, articles: str) -> Task:
    corpus = Corpus(f"xquad-{articles}", (f"xquad/articles.{articles}.jsonl",))
    name = f"xquad:{questions}→{articles}"
    return Task(name, corpus, f"xquad/questions.{questions}.jsonl")


FACQA = "facqa/articles.valid.jsonl"
IDK_MRC = "idk_mrc/articles.valid.jsonl"
MULTIHOP = "multihop_rag/articles.jsonl"
SQUAD2 = "squad2/articles.jsonl"
MIXED = Corpus(
    "mixed",
    (
        *(f"xquad/articles.{language}.jsonl" for language in ("en", "ru", "es")),
        FACQA,
        "facqa/articles.train.jsonl",
        IDK_MRC,
        MULTIHOP,
        SQUAD2,
    ),
)
TASKS = (
    *(_xquad(*pair.split("→")) for pair in XQUAD_PAIRS),
    Task("facqa", Corpus("facqa-valid", (FACQA,)), "facqa/questions.valid.jsonl"),
    Task("idk_mrc", Corpus("idk-valid", (IDK_MRC,)), "idk_mrc/questions.valid.jsonl"),
    Task("multihop_rag", Corpus("multihop", (MULTIHOP,)), "multihop_rag/questions.jsonl"),
    Task("squad2", Corpus("squad2", (SQUAD2,)), "squad2/questions.jsonl"),
    Task("mixed:en", MIXED, "xquad/questions.en.jsonl"),
    Task("mixed:ru", MIXED, "xquad/questions.ru.jsonl"),
    Task("mixed:es", MIXED, "xquad/questions.es.jsonl"),
    Task("mixed:facqa", MIXED, "facqa/questions.valid.jsonl"),
    Task("mixed:multihop_rag", MIXED, "multihop_rag/questions.jsonl"),
)


def chosen_tasks(names: Sequence[str]) -> list[Task]:
    """Return the tasks of these names, each once; by default all of `TASKS`.

    A name is that of a task, what stands before its colon, or any pair of XQuAD's languages.

    Raises:
        UserFacingError: there is no such task.
    """
    if not names:
        return list(TASKS)
    return list(dict.fromkeys(task for name in names for task in _named(name)))


def _named(name: str) -> list[Task]:
    if pair := XQUAD.fullmatch(name):
        return [_xquad(*pair.groups())]
    found = [task for task in TASKS if name in (task.name, task.name.partition(":")[0])]
    if not found:
        known = ", ".join(task.name for task in TASKS)
        raise UserFacingError(f"no set {name!r}; there are {known}, and xquad:XX→YY")
    return found


def read_questions(path: Path, sample: int | None = None) -> list[Question]:
    """Return the questions of a file that name articles, or `sample` of them, always the same.

    Raises:
        UserFacingError: the file is not as `LAYOUT` says.
    """
    questions = [
        Question(line["id"], line["question"], tuple(line["articles"]))
        for line in _lines(path, ("id", "question", "articles"))
        if line["articles"]
    ]
    if sample is None or sample >= len(questions):
        return questions
    chosen = sorted(random.Random(0).sample(range(len(questions)), sample))
    return [questions[i] for i in chosen]


def index_corpus(
    corpus: Corpus, data: Path, folder: Path, model: EmbeddingModel, progress: Progress
) -> tuple[Path, SyncReport]:
    """Bring the index of a corpus in step with its files, as `dateline index` would.

    Args:
        corpus: whose articles become JSON files named by their ids.
        data: the folder of sets.
        folder: where articles and index are kept, one folder a corpus.
        model: embeds chunks and sentences.
        progress: told how far it is.

    Returns:
        The index's folder, and what was done.

    Raises:
        UserFacingError: a file is not as `LAYOUT` says, or the index was built with another model.
    """
    from index.ingest import sync_articles

    home = folder / corpus.name
    articles, index_dir = home / "articles", home / "index"
    shutil.rmtree(articles, ignore_errors=True)
    for name in corpus.files:
        own = articles / name.removesuffix(".jsonl").replace("/", "-")
        own.mkdir(parents=True)
        _write_articles(data / name, own)
    return index_dir, sync_articles([articles], index_dir, model, prune=True, progress=progress)


def _write_articles(path: Path, folder: Path) -> None:
    for article in _lines(path, ("id", "text")):
        file = folder / f"{article['id']}.json"
        if file.parent != folder:
            raise UserFacingError(f"{path}: {article['id']!r} cannot be the name of a file")
        stated = {name: article[name] for name in FIELDS if article.get(name)}
        file.write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")


def _lines(path: Path, wanted: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, each with the fields `wanted`."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                fields = json.loads(line)
                lacking = [name for name in wanted if name not in fields]
            except (ValueError, TypeError) as error:
                raise UserFacingError(f"{path}, line {number}: no JSON object") from error
            if lacking:
                raise UserFacingError(f"{path}, line {number}: it has no {', '.join(lacking)}")
            yield fields
