"""What the index has read: the record by which a sync knows what has changed.

Beside Chroma because a sync must know it of every article before it opens any: which file held
what, which lines were left out because an outlet repeats them, which articles tell one report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CATALOGUE_FILE = "catalogue.json"


@dataclass(frozen=True)
class FileRecord:
    """A file as it was when it was last read."""

    path: str  # as given
    digest: str  # of its bytes, and of how they were read
    articles: Mapping[str, str]  # article ids by the names of the file's entries
    skipped: tuple[str, ...] = ()  # why parts of it gave no article


@dataclass(frozen=True)
class ArticleRecord:
    """An indexed article, without its text."""

    path: str
    location: str
    digest: str  # of text and metadata together
    language: str
    outlet: str  # or the folder where the outlet is not known
    lines: tuple[int, ...] = ()  # keys of the body's paragraphs, see index/leftovers/repetition.py
    left_out: tuple[int, ...] = ()  # those of them that the outlet repeats everywhere


@dataclass
class Catalogue:
    """The files and articles of one generation."""

    files: dict[str, FileRecord] = field(default_factory=dict)  # by location
    articles: dict[str, ArticleRecord] = field(default_factory=dict)  # by id
    copies: list[tuple[str, str]] = field(default_factory=list)  # ids that tell one report
    apart: list[tuple[str, str]] = field(default_factory=list)  # of copies, that do not

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read what :meth:`save` wrote."""
        fields = json.loads((folder / CATALOGUE_FILE).read_text(encoding="utf-8"))
        return cls(
            {
                location: FileRecord(**{**record, "skipped": tuple(record["skipped"])})
                for location, record in fields["files"].items()
            },
            {
                id_: ArticleRecord(
                    **{
                        **record,
                        "lines": tuple(record["lines"]),
                        "left_out": tuple(record["left_out"]),
                    }
                )
                for id_, record in fields["articles"].items()
            },
            [(one, other) for one, other in fields["copies"]],
            [(one, other) for one, other in fields["apart"]],
        )

    def save(self, folder: Path) -> None:
        """Write the catalogue into `folder`, as a whole or not at all."""
        new = folder / f"{CATALOGUE_FILE}.new"
        new.write_text(json.dumps(self, default=vars), encoding="utf-8")
        new.replace(folder / CATALOGUE_FILE)

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Yield where articles were found: location, path as given, and article id."""
        for location, record in self.files.items():
            for name, id_ in record.articles.items():
                part = f"#{name}" if name else ""
                yield location + part, record.path + part, id_
