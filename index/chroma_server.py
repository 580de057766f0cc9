"""A Chroma server that keeps the store instead of a folder on disk: where it is, who may use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import UserFacingError

TIMEOUT = 10.0  # seconds that a server may take to say that it is there
HEARTBEAT = "/api/v2/heartbeat"
SETTING = "DATELINE_CHROMA_URL"
TOKEN_SETTING = "DATELINE_CHROMA_TOKEN"  # the name of a setting, not a token


@dataclass(frozen=True)
class ChromaServer:
    """A server's address, without credentials, and the token that it wants."""

    url: str
    token: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str, token: str | None = None) -> ChromaServer:
        """Return the server at `url`, e.g. ``http://127.0.0.1:8000`` or ``https://host/path``.

        Raises:
            UserFacingError: it is no such address or holds credentials, or the token is none.
        """
        try:
            parts = urlsplit(url.strip())
            whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            whole = False
        if not whole or parts.query or parts.fragment:
            raise UserFacingError(f"{SETTING} must be an address such as http://127.0.0.1:8000")
        if "@" in parts.netloc:
            raise UserFacingError(
                f"{SETTING} must not hold a name or a password: put the token that the server "
                f"wants into {TOKEN_SETTING}"
            )
        if token and not (token.isascii() and token.isprintable() and " " not in token):
            raise UserFacingError(
                f"{TOKEN_SETTING} must be Latin letters, digits and signs, without spaces"
            )
        return cls(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", token)

    @property
    def headers(self) -> dict[str, str]:
        """What goes with each request: Chroma Cloud reads the one, most proxies the other."""
        if not self.token:
            return {}
        return {"Authorization": f"Bearer {self.token}", "X-Chroma-Token": self.token}

    def require(self) -> None:
        """Make sure that it answers, for Chroma's own client waits without an end.

        Raises:
            UserFacingError: it does not, or it is no Chroma server.
        """
        import httpx

        try:
            answer = httpx.get(self.url + HEARTBEAT, headers=self.headers, timeout=TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UserFacingError(unreachable(error, self.url)) from error
        if answer.status_code in (401, 403):
            raise UserFacingError(REFUSED)
        if not answer.is_success or "heartbeat" not in answer.text:
            raise UserFacingError(
                f"there is no Chroma server at {self.url} (HTTP status {answer.status_code}): "
                f"check {SETTING}"
            )


@dataclass(frozen=True)
class RemoteStore:
    """The store of one generation on a server."""

    server: ChromaServer
    name: str  # no other generation's, of whichever index
    built_on: str | None = None  # the server's address at that time

    @property
    def articles(self) -> str:
        """The name of the collection of articles."""
        return f"dateline-articles-{self.name}"

    @property
    def chunks(self) -> str:
        """The name of the collection of chunks."""
        return f"dateline-chunks-{self.name}"

    @property
    def missing(self) -> str:
        """What people are told when the server does not have it."""
        moved = self.built_on and self.built_on != self.server.url
        advice = f"set {SETTING}={self.built_on}, where it was built, or " if moved else ""
        return (
            f"the Chroma server at {self.server.url} does not have the store of this index: "
            f"{advice}rebuild it with: dateline index --rebuild FOLDER-OF-ARTICLES"
        )


REFUSED = f"the Chroma server refuses access: set {TOKEN_SETTING} to a token that it takes"


def unreachable(error: Exception, url: str = "") -> str:
    """What people are told when a request to the server at `url` failed with `error`."""
    reason = " ".join(str(error).split()) or type(error).__name__
    place = f"server at {url}" if url else "server"
    return f"cannot reach the Chroma {place}: {reason}. Does it run, and is {SETTING} right?"


def require_same_place(built_on: str | None, server: ChromaServer | None, index: Path) -> None:
    """Make sure that an index is looked for where it was built: on disk, or on a server.

    Args:
        built_on: the server's address, None for on disk.
        server: that is set.
        index: the folder of the index.

    Raises:
        UserFacingError: the one is set and the other was used.
    """
    if built_on and server is None:
        raise UserFacingError(
            f"the store of the index in {index} is on a Chroma server: set {SETTING}={built_on}, "
            "or rebuild it on disk with: dateline index --rebuild FOLDER-OF-ARTICLES"
        )
    if server and not built_on:
        raise UserFacingError(
            f"the index in {index} was built on disk, but {SETTING} is set: leave that empty, or "
            "rebuild it on the server with: dateline index --rebuild FOLDER-OF-ARTICLES"
        )
