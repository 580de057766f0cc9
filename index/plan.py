"""What a sync has to do: the files found now against the catalogue of what was read before.

Only records are held in memory. Files that have changed are read twice, once here to know their
articles and their lines, once when these are embedded: reading takes milliseconds an article,
embedding a hundred times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from index.catalogue import ArticleRecord, Catalogue
from index.files import SkippedFile, SourceFile
from index.leftovers.repetition import left_out, repeated_lines
from index.survey import Survey


@dataclass(frozen=True)
class SyncReport:
    """What a sync did, as paths; `skipped` files carry their reasons."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # from, to
    copies: tuple[tuple[str, str], ...] = ()  # a file, and the one that holds the same article
    skipped: tuple[SkippedFile, ...] = ()

    @property
    def articles(self) -> int:
        """How many articles the synced paths hold, copies counted once."""
        return sum(map(len, (self.added, self.updated, self.unchanged, self.moved)))

    @property
    def changed_something(self) -> bool:
        """Whether the index is another one now."""
        return bool(self.added or self.updated or self.removed or self.moved)


@dataclass(frozen=True)
class Plan:
    """What has to be done to the index, and what is said of it."""

    before: Catalogue
    after: Catalogue
    to_embed: frozenset[str]  # article ids
    to_drop: frozenset[str]
    to_move: frozenset[str]
    sources: tuple[SourceFile, ...]  # that hold what is to embed
    known_here: int  # how many articles were indexed from these paths before
    report: SyncReport

    @property
    def changes_articles(self) -> bool:
        """Whether the index is not in step."""
        return bool(self.to_embed or self.to_drop or self.to_move)

    @property
    def changes_files(self) -> bool:
        """Whether there is something to remember of files besides, such as a new copy."""
        return self.after.files != self.before.files


def make_plan(before: Catalogue, survey: Survey, is_here: Callable[[str], bool]) -> Plan:
    """Compare what the files say with what was read before.

    Args:
        before: the catalogue of the current generation.
        survey: of the files there are now.
        is_here: tells of a location whether it lies below the paths that are synced.
    """
    vanished = survey.lacks(place for place in before.files if is_here(place))
    files = {place: record for place, record in before.files.items() if place not in vanished}
    after = Catalogue(files | survey.records)
    _list_articles(after, before, survey)
    _leave_out_repeated(after, survey)
    both = before.articles.keys() & after.articles.keys()
    changed = {id_ for id_ in both if _differs(before.articles[id_], after.articles[id_])}
    to_embed = (after.articles.keys() - before.articles.keys()) | changed
    to_drop = before.articles.keys() - after.articles.keys()
    settled = both - changed
    after.copies = [pair for pair in before.copies if settled >= {*pair}]
    after.apart = [pair for pair in before.apart if settled >= {*pair}]
    return Plan(
        before,
        after,
        frozenset(to_embed),
        frozenset(to_drop),
        frozenset(
            id_ for id_ in settled if before.articles[id_].location != after.articles[id_].location
        ),
        tuple(_sources(after, to_embed, survey)),
        len(_ids_here(before, is_here)),
        _Reporter(before, after, survey, changed).report(),
    )


def _list_articles(after: Catalogue, before: Catalogue, survey: Survey) -> None:
    """Give each article one place: where it was before, else the first where it is now."""
    places = defaultdict(list)
    for location, path, id_ in after.places():
        places[id_].append((location, path))
    for id_, where in places.items():
        known, read = before.articles.get(id_), survey.articles.get(id_)
        record = known if known and (not read or read.digest == known.digest) else read
        assert record, f"{id_} is in a file's record, but nobody read it"
        location, path = where[0]
        if known and any(known.location == place for place, _ in where):
            location, path = known.location, known.path
        after.articles[id_] = replace(record, location=location, path=path)


def _leave_out_repeated(after: Catalogue, survey: Survey) -> None:
    """Note for each article which lines its outlet repeats everywhere."""
    repeated = defaultdict(set)
    for outlet, key in repeated_lines((r.outlet, r.lines) for r in after.articles.values()):
        repeated[outlet].add(key)
    readable = {id_ for place in survey.sources for id_ in after.files[place].articles.values()}
    for id_, record in after.articles.items():
        gone = left_out(record.lines, repeated[record.outlet])
        if gone != record.left_out and id_ in readable:
            after.articles[id_] = replace(record, left_out=gone)


def _differs(one: ArticleRecord, other: ArticleRecord) -> bool:
    return (one.digest, one.left_out) != (other.digest, other.left_out)


def _sources(after: Catalogue, to_embed: set[str], survey: Survey) -> Iterator[SourceFile]:
    for place, source in survey.sources.items():
        if not to_embed.isdisjoint(after.files[place].articles.values()):
            yield source


def _ids_here(catalogue: Catalogue, is_here: Callable[[str], bool]) -> set[str]:
    return {
        id_
        for place, record in catalogue.files.items()
        if is_here(place)
        for id_ in record.articles.values()
    }


@dataclass
class _Reporter:
    """Says of each article in the synced files what became of it."""

    before: Catalogue
    after: Catalogue
    survey: Survey
    changed: set[str]
    superseded: set[str] = field(default_factory=set)

    def report(self) -> SyncReport:
        found: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
        moved, copies = [], []
        for place, source in self.survey.sources.items():
            for name, id_ in self.after.files[place].articles.items():
                part = f"#{name}" if name else ""
                article, path = self.after.articles[id_], source.path + part
                fate = self._fate(place, name, id_)
                if fate == "copy":
                    copies.append((path, article.path))
                elif fate == "moved":
                    moved.append((self.before.articles[id_].path, article.path))
                else:
                    found[fate].append(path)
        gone = self.before.articles.keys() - self.after.articles.keys() - self.superseded
        return SyncReport(
            **{fate: tuple(paths) for fate, paths in found.items()},
            removed=tuple(r.path for id_, r in self.before.articles.items() if id_ in gone),
            moved=tuple(moved),
            copies=tuple(copies),
            skipped=tuple(self.survey.skipped),
        )

    def _fate(self, place: str, name: str, id_: str) -> str:
        article, known = self.after.articles[id_], self.before.articles.get(id_)
        if article.location != (f"{place}#{name}" if name else place):
            return "copy"
        if known is None:
            return "updated" if self._supersedes(place, name) else "added"
        if id_ in self.changed:
            return "updated"
        return "unchanged" if known.location in self._places_before(place) else "moved"

    def _places_before(self, place: str) -> set[str]:
        record = self.before.files.get(place)
        return (
            {f"{place}#{name}" if name else place for name in record.articles} if record else set()
        )

    def _supersedes(self, place: str, name: str) -> bool:
        """Whether another article stood there, which is nowhere now."""
        record = self.before.files.get(place)
        earlier = record.articles.get(name) if record else None
        if earlier is None or earlier in self.after.articles:
            return False
        self.superseded.add(earlier)
        return True
