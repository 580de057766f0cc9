"""The errors that are shown to people.

UserFacingError            its text is one line: what happened, and what to do next
├── UnreadableArticle      one file cannot be read; the others can
├── IndexMissing           nothing has been indexed yet
├── ModelMismatch          the index was built with another embedding model
└── MostWouldVanish        a sync would remove most of the index

Each end (command line, chat, Telegram) catches UserFacingError in exactly one place. Anything else
that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations


class UserFacingError(Exception):
    """Its text is meant for the person who uses Dateline."""


class UnreadableArticle(UserFacingError):
    """A file holds no article that can be read; its text is the reason, without the file's name."""


class IndexMissing(UserFacingError):
    """Nothing has been indexed yet."""


class ModelMismatch(UserFacingError):
    """The index was built with another embedding model than the one that is set."""


class MostWouldVanish(UserFacingError):
    """A sync would remove most of the indexed articles."""
