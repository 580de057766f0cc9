"""An HTTP client for language models that keeps the key to itself and ends endless replies."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias, TypeVar

import httpx

LARGEST_REPLY = 16_000_000
"""Bytes; an answer with all that a server tells about each token has a tenth of it."""

LONGEST_REPLY = 5
"""Times the time-out; a slow machine may write for minutes, but not for ever."""


Piece = TypeVar("Piece")
_opened = threading.local()  # `by`: where the replies go that this thread opens just now

Auth: TypeAlias = httpx.Auth | Callable[[httpx.Request], httpx.Request]


class EndlessReply(httpx.ReadError):
    """A reply goes on and on."""


def http_client(
    auth: Auth, timeout: float, transport: httpx.BaseTransport | None = None
) -> httpx.Client:
    """A client that puts the credentials into each request, and nowhere else.

    Args:
        auth: how it does so.
        timeout: seconds to wait for a connection, and for more of a reply.
        transport: what carries the requests, if not the network.
    """
    bounded = partial(_bound, timeout=timeout)
    return httpx.Client(
        auth=auth, timeout=timeout, transport=transport, event_hooks={"response": [bounded]}
    )


def bearer(key: str) -> Auth:
    """Authentication by a key."""

    def add(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {key}"
        return request

    return add


def closing(stream: Iterator[Piece]) -> Iterator[Piece]:
    """Pass on what a stream yields, and close the replies that it opened, however that ends.

    The client's own stream is part of a reference cycle. Left to the garbage collector, it holds
    its connection, and the server writes on; and collected at a bad moment, while this thread has
    the lock of the connection pool, it would wait for that lock for ever.
    """
    opened: list[_BoundedStream] = []
    try:
        while True:
            _opened.by = opened
            try:
                piece = next(stream)
            except StopIteration:
                return
            finally:
                _opened.by = None
            yield piece
    finally:
        for reply in opened:
            reply.close()


def _bound(response: httpx.Response, timeout: float) -> None:
    assert isinstance(response.stream, httpx.SyncByteStream)
    response.stream = bounded = _BoundedStream(response.stream, timeout)
    opened = getattr(_opened, "by", None)
    if opened is not None:
        opened.append(bounded)


class _BoundedStream(httpx.SyncByteStream):
    """The body of a reply, which ends with an error if it goes on for ever.

    httpx waits anew after every byte, also one that only says that the server is still there.
    """

    def __init__(self, stream: httpx.SyncByteStream, timeout: float) -> None:
        self._stream = stream
        self._timeout = timeout
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        begun = heard = time.monotonic()
        size = 0
        for part in self._stream:
            now = time.monotonic()
            size += len(part)
            if b"data:" in part:
                heard = now
            if now - heard > self._timeout:
                raise httpx.ReadTimeout("nothing but signs of life")
            if now - begun > LONGEST_REPLY * self._timeout or size > LARGEST_REPLY:
                raise EndlessReply("the reply does not end")
            yield part

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._stream.close()
