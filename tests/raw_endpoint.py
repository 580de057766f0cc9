"""An endpoint that sends byte for byte what a test says: for what no well-kept server does."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Step = bytes | float
"""Bytes to send, or seconds to wait."""

Steps = tuple[Step, ...]
"""What happens on one connection, until it is closed."""


@dataclass
class RawEndpoint:
    """Takes the scripted steps for each request; the last are taken again and again."""

    base_url: str = ""
    requests: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)  # by the client
    _script: list[Steps] = field(default_factory=lambda: [()])

    def script(self, *replies: Steps) -> None:
        self.requests = 0
        self._script = list(replies)

    def take(self) -> Steps:
        self.requests += 1
        return self._script.pop(0) if len(self._script) > 1 else self._script[0]


class _Connection(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        length = 0
        while (line := self.rfile.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.rfile.read(length)
        try:
            for step in self.server.endpoint.take():
                if isinstance(step, bytes):
                    self.wfile.write(step)
                else:
                    time.sleep(step)
        except OSError:
            self.server.endpoint.hung_up.set()


@contextmanager
def raw_endpoint() -> Iterator[RawEndpoint]:
    """Listen on loopback."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Connection) as server:
        server.daemon_threads = True
        endpoint = RawEndpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
        server.endpoint = endpoint  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield endpoint
        server.shutdown()


def head(status: int = 200, content_type: str = "text/event-stream", **headers: str) -> bytes:
    """Status line and headers; the body goes on until the connection closes."""
    lines = [f"HTTP/1.1 {status} Some Words", f"Content-Type: {content_type}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def failure(status: int, message: str, code: str | None = None, **headers: str) -> Steps:
    """A refusal in the words of OpenAI's protocol."""
    body = json.dumps({"error": {"message": message, "code": code}}).encode()
    return head(status, "application/json", **headers), body


def event(text: str | None, finish: str | None = None, **delta: Any) -> bytes:
    """One piece of a streamed chat completion."""
    choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": finish}
    return sent({"choices": [choice]})


def sent(chunk: Any) -> bytes:
    """One event of a stream with any content."""
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    return b"data: " + json.dumps({**whole, **chunk}, ensure_ascii=False).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
