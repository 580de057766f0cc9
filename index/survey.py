"""A first look at the files: which have changed since they were read, and what is in those."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from index.articles import READING, article_digest, read_file
from index.catalogue import ArticleRecord, Catalogue, FileRecord
from index.errors import UnreadableArticle
from index.files import SkippedFile, SourceFile
from index.leftovers.repetition import paragraph_keys
from index.schema import Article


@dataclass
class Survey:
    """What the files say. Of unchanged ones only that they are there."""

    sources: dict[str, SourceFile] = field(default_factory=dict)  # by location
    records: dict[str, FileRecord] = field(default_factory=dict)  # of the changed files
    articles: dict[str, ArticleRecord] = field(default_factory=dict)  # in the changed files, by id
    skipped: list[SkippedFile] = field(default_factory=list)

    def lacks(self, locations: Iterable[str]) -> set[str]:
        """Those of the files that are gone. What is out of reach is not: it stays indexed."""
        skipped = {file.location for file in self.skipped}
        return {
            location
            for location in locations
            if location not in self.sources
            and skipped.isdisjoint([location, *map(str, PurePath(location).parents)])
        }


def survey_files(
    found: Iterable[SourceFile | SkippedFile],
    before: Catalogue,
    looked_at: Callable[[int], None] | None = None,
) -> Survey:
    """Look at each file; read those that are not in the catalogue as they are now.

    Args:
        found: the files there are.
        before: the catalogue of the current generation.
        looked_at: told the number of files so far.
    """
    survey = Survey()
    for number, item in enumerate(found, start=1):
        if isinstance(item, SkippedFile):
            survey.skipped.append(item)
        else:
            _look_at(item, before.files.get(item.location), survey)
        if looked_at:
            looked_at(number)
    return survey


def _look_at(source: SourceFile, known: FileRecord | None, survey: Survey) -> None:
    try:
        digest = f"{READING}:{source.modified or ''}:{source.digest()}"
    except UnreadableArticle as error:
        survey.skipped.append(SkippedFile(source.path, source.location, str(error)))
        return
    if known and known.digest == digest:
        record = known
    else:
        record = survey.records[source.location] = _read(source, digest, known, survey)
    survey.sources[source.location] = source
    survey.skipped += (
        SkippedFile(source.path, source.location, reason) for reason in record.skipped
    )


def _read(source: SourceFile, digest: str, known: FileRecord | None, survey: Survey) -> FileRecord:
    articles: dict[str, str] = {}
    skipped = []
    for item in read_file(source):
        if isinstance(item, SkippedFile):
            skipped.append(item.reason)
            continue
        name = item.location.removeprefix(source.location).removeprefix("#")
        articles[name] = item.id
        survey.articles.setdefault(item.id, _record(item))
    if known and (source.url or not articles):
        # A feed drops its older items; a damaged file held an article yesterday.
        articles = {**known.articles, **articles}
    return FileRecord(source.path, digest, articles, tuple(skipped))


def _record(article: Article) -> ArticleRecord:
    return ArticleRecord(
        path=article.path,
        location=article.location,
        digest=article_digest(article),
        language=article.language,
        outlet=article.source or str(PurePath(article.location).parent),
        lines=paragraph_keys(article),
    )
