"""What people are told when Chroma cannot do its work."""

from __future__ import annotations

from index.chroma_server import REFUSED, unreachable

REBUILD = "run: dateline index --rebuild FOLDER-OF-ARTICLES"
SHOWN = 200  # characters of a reason

# By the names of Chroma's errors: only the store imports Chroma.
KNOWN = {
    "AuthorizationError": REFUSED,
    "ChromaAuthError": REFUSED,
    "NotFoundError": f"the index's store is gone: ask again, or, if that does not help, {REBUILD}",
}


def explain(error: Exception) -> str:
    """Return the line for an error of Chroma, or of the connection to its server."""
    import httpx

    if isinstance(error, httpx.HTTPError):
        return unreachable(error)
    if known := KNOWN.get(type(error).__name__):
        return known
    reason = " ".join(str(error).split())[:SHOWN]
    if "readonly" in reason:
        return (
            "the index's folder cannot be written, which its store needs even to be read: "
            "copy the folder, or allow writing to it"
        )
    return f"the index's store failed: {reason}. Is the disk full? If not, {REBUILD}"
