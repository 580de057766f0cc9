"""How web pages are loaded: only from checked addresses, and never longer than a deadline.

httpx asks httpcore, and httpcore asks the backend here for its connections.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from index.errors import UnreadableArticle
from index.web.safety import NoConnection, Permits, resolve

MOST_ADDRESSES = 4  # of one host that are tried


class Deadline:
    """The time by which a page must be there: each silence is limited, and the whole as well."""

    def __init__(self, silence: float, total: float) -> None:
        """Take the longest silence of a server and the longest time of a page, in seconds."""
        self.silence = silence
        self.total = total
        self._end = 0.0

    def start(self) -> None:
        """Begin with a page."""
        self._end = time.monotonic() + self.total

    def extend(self, seconds: float) -> None:
        """Leave out a wait that is our own."""
        self._end += seconds

    def limit(self, timeout: float | None) -> float:
        """Return how long the next step may take, in seconds.

        Raises:
            UnreadableArticle: the time is over.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise UnreadableArticle(self.reason())
        return min(left, self.silence if timeout is None else timeout)

    def reason(self) -> str:
        """Return what to say when a step took too long."""
        if time.monotonic() >= self._end:
            return f"not loaded within {self.total:g} s"
        return f"no answer within {self.silence:g} s"


class CheckedTransport(httpx.BaseTransport):
    """Sends httpx's requests to permitted addresses only.

    Whatever goes wrong on the way is raised as :class:`UnreadableArticle`.
    """

    def __init__(self, permits: Permits, deadline: Deadline) -> None:
        self._deadline = deadline
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=_CheckedBackend(permits, deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the response's body comes as it is read."""
        url = request.url
        with _one_reason(self._deadline):
            response = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response, self._deadline),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response, deadline: Deadline) -> None:
        self._response = response
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        with _one_reason(self._deadline):
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, permits: Permits, deadline: Deadline) -> None:
        self._permits = permits
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = resolve(host, self._permits)[:MOST_ADDRESSES]
        share = self._deadline.limit(timeout) / len(addresses)
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        if isinstance(failure, httpcore.ConnectTimeout):
            raise failure
        raise NoConnection(f"{host} takes no connections") from failure


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends with the deadline.

    httpcore's own limits are for one silence each: a server that sends a byte a second would
    never meet them.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.limit(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(
                ssl_context, server_hostname, self._deadline.limit(timeout)
            )
        except httpcore.ConnectError as error:
            raise NoConnection(f"no secure connection{_tls_fault(error)}") from error
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _tls_fault(error: httpcore.ConnectError) -> str:
    """Return what is wrong with a certificate or a handshake, in brackets, where it is known."""
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f" ({cause.verify_message.rstrip('.')})"
    if isinstance(cause, ssl.SSLError) and cause.reason:
        return f" ({cause.reason.replace('_', ' ').lower()})"
    return ""


@contextmanager
def _one_reason(deadline: Deadline) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise UnreadableArticle(deadline.reason()) from error
    except httpcore.RemoteProtocolError as error:
        raise UnreadableArticle("the answer broke off or is no HTTP") from error
    except (httpcore.NetworkError, httpcore.LocalProtocolError) as error:
        raise UnreadableArticle("the connection broke off") from error
