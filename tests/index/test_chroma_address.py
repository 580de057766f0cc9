"""The address of a Chroma server: what is no such address, and who is found there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.factory import build_server
from bot.settings import Settings
from index.chroma_server import ChromaServer
from index.errors import UserFacingError
from tests.conftest import Dateline

TOKEN = "ck-secret-0123456789"


class OtherService(BaseHTTPRequestHandler):
    """Lets in who has the token; behind it is no Chroma."""

    def do_GET(self) -> None:
        allowed = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        self.send_response(200 if allowed else 401)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def other_service() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), OtherService)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://news.example", "https://news.example"),
        ("https://news.example/chroma/", "https://news.example/chroma"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses(given: str, url: str) -> None:
    assert ChromaServer.at(given).url == url


@pytest.mark.parametrize(
    "given",
    [
        *("127.0.0.1:8000", "localhost", "ftp://news.example", "http://", "http://:8000"),
        *("http://[::1", "http://news.example:99999", "http://news.example/?token=x"),
    ],
)
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        ChromaServer.at(given)
    expected = "DATELINE_CHROMA_URL must be an address such as http://127.0.0.1:8000"
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("url", "token", "message"),
    [
        (
            f"https://reader:{TOKEN}@news.example",
            None,
            "DATELINE_CHROMA_URL must not hold a name or a password: put the token that the "
            "server wants into DATELINE_CHROMA_TOKEN",
        ),
        (
            "https://news.example",
            f"{TOKEN}\n",
            "DATELINE_CHROMA_TOKEN must be Latin letters, digits and signs, without spaces",
        ),
    ],
)
def test_secrets_are_never_shown(url: str, token: str | None, message: str) -> None:
    settings = Settings(_env_file=None, chroma_url=url, chroma_token=token)
    assert TOKEN not in f"{settings!r} {settings.model_dump_json()}"
    with pytest.raises(UserFacingError) as caught:
        build_server(settings)
    assert str(caught.value) == message
    assert TOKEN not in repr(ChromaServer.at("https://news.example", TOKEN))


def test_the_token_is_sent(other_service: str) -> None:
    with pytest.raises(UserFacingError, match="refuses access: set DATELINE_CHROMA_TOKEN to a"):
        ChromaServer.at(other_service).require()
    with pytest.raises(UserFacingError) as caught:
        ChromaServer.at(other_service, TOKEN).require()
    assert str(caught.value) == (
        f"there is no Chroma server at {other_service} (HTTP status 200): check DATELINE_CHROMA_URL"
    )


def test_https_where_http_is_spoken(other_service: str) -> None:
    address = other_service.replace("http:", "https:")
    with pytest.raises(
        UserFacingError, match=f"^cannot reach the Chroma server at {address}: .*SSL"
    ):
        ChromaServer.at(address).require()


def test_nobody_there_is_one_line(dateline: Dateline, closed_url: str) -> None:
    ran = dateline("index", ".", DATELINE_CHROMA_URL=closed_url)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        f"Error: cannot reach the Chroma server at {closed_url}: [Errno 111] Connection refused. "
        "Does it run, and is DATELINE_CHROMA_URL right?\n"
    )
