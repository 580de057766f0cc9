"""A language model in a GGUF file: llama.cpp's server on loopback, in a process of its own."""

from __future__ import annotations

import secrets
import subprocess
import sys
import weakref
from concurrent.futures import Future
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock, Thread
from typing import IO

import httpx

from bot.llm_errors import LanguageModelError
from bot.local_llm_server import TOO_LARGE
from index.errors import UserFacingError

SERVER = Path(__file__).with_name("local_llm_server.py")
STOPPING = 1.0
"""Seconds that the process is given to end."""

_CUT_OFF = ("within the file bounds", "failed to load model from")
_NO_MEMORY = (TOO_LARGE, "failed to allocate", "unable to allocate", "out of memory")
_KILLED = -9  # by the system, for want of memory


class GgufServer:
    """Serves a GGUF file to whoever has the key, until this process ends or `close` is called."""

    def __init__(self, path: Path, context: int) -> None:
        """Begin to load the file, without waiting for it.

        Args:
            path: the GGUF file.
            context: the context window, in tokens.

        Raises:
            UserFacingError: the file is missing, is no GGUF file, or xllamacpp is not
                installed.
        """
        check_gguf(path)
        self.key = secrets.token_urlsafe(32)
        self._path = path
        self._context = context
        self._lock = Lock()
        self._start()

    def address(self, timeout: float) -> httpx.URL:
        """Return where it listens, as soon as it does. A server that has ended is started anew.

        Args:
            timeout: seconds to wait.

        Raises:
            LanguageModelError: the file cannot be loaded, or not in time.
        """
        with self._lock:
            if self._process.poll() is not None and self._has_served():
                self._start()
            ready = self._ready
        try:
            return ready.result(timeout)
        except TimeoutError:
            raise LanguageModelError(
                f"the language model in {self._path.name} is still being loaded after "
                f"{timeout:g} s: ask again, or raise DATELINE_LLM_TIMEOUT."
            ) from None

    def close(self) -> None:
        """End the server, within a second."""
        self._stop()

    def _has_served(self) -> bool:
        return self._ready.done() and self._ready.exception() is None

    def _start(self) -> None:
        log = TemporaryFile()  # noqa: SIM115  # the thread closes it
        self._process = subprocess.Popen(
            [sys.executable, "-P", SERVER, self._path.absolute(), str(self._context)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C stops an answer, not the server
        )
        self._stop = weakref.finalize(self, _stop, self._process)
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it has ended: the thread tells why
            self._process.stdin.write(f"{self.key}\n".encode())
            self._process.stdin.flush()
        self._ready: Future[httpx.URL] = Future()
        Thread(
            target=_await_address,
            args=(self._process, log, self._path, self._ready),
            name="language model",
            daemon=True,
        ).start()


class LocalTransport(httpx.BaseTransport):
    """Carries requests to a GgufServer, once it has loaded its model."""

    def __init__(self, server: GgufServer, timeout: float) -> None:
        """Take the server and how long to wait for it, in seconds."""
        self._server = server
        self._timeout = timeout
        self._http = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to where the server listens."""
        at = self._server.address(self._timeout)
        request.url = request.url.copy_with(scheme=at.scheme, host=at.host, port=at.port)
        request.headers["Host"] = at.netloc.decode()
        return self._http.handle_request(request)

    def close(self) -> None:
        """End the server too."""
        self._http.close()
        self._server.close()


def check_gguf(path: Path) -> None:
    """Tell what can be told of a GGUF file without loading it.

    Raises:
        UserFacingError: it is missing, is no GGUF file, or xllamacpp is not installed.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise UserFacingError(
            f"cannot read DATELINE_LLM_GGUF={path}: {error.strerror}. Correct it, or unset it."
        ) from None
    if magic != b"GGUF":
        raise UserFacingError(
            f"DATELINE_LLM_GGUF={path} is no GGUF file: set it to a model's file in that format."
        )
    if find_spec("xllamacpp") is None:
        raise UserFacingError(
            "DATELINE_LLM_GGUF needs xllamacpp: pip install 'dateline[local-llm]'"
        )


def _await_address(
    process: subprocess.Popen[bytes], log: IO[bytes], path: Path, ready: Future[httpx.URL]
) -> None:
    assert process.stdout
    with log, process.stdout:
        line = process.stdout.readline().decode().strip()
        if line:
            ready.set_result(httpx.URL(line))
            return
        code = process.wait()
        log.seek(0)
        reason = _reason(log.read().decode(errors="replace"), code)
    ready.set_exception(LanguageModelError(f"the language model in {path.name} {reason}."))


def _reason(log: str, code: int) -> str:
    """Why llama.cpp could not load a model, and what to do, by what it says itself."""
    if code == _KILLED or any(words in log for words in _NO_MEMORY):
        return "does not fit into memory: set a smaller one, or lower DATELINE_LLM_CONTEXT"
    if any(words in log for words in _CUT_OFF):
        return "is cut off or damaged: download it again"
    if "unknown model architecture" in log:
        return "is of a kind that xllamacpp does not know: set DATELINE_LLM_GGUF to another file"
    return "cannot be loaded: set DATELINE_LLM_GGUF to another file"


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(BrokenPipeError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
