"""A language model in a GGUF file: the real, very small one that other tests serve too."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from llama_index.core.llms import ChatMessage

from bot.llm import LanguageModelError, build_llm, stream_text
from bot.local_llm import GgufServer
from bot.settings import Settings
from index.errors import UserFacingError
from tests.conftest import Dateline
from tests.llm_servers import _smollm_file

HELLO = [ChatMessage(role="user", content="Hello")]
PATIENCE = 60.0  # seconds, for a machine that does much else


@pytest.fixture(scope="module")
def server() -> Iterator[GgufServer]:
    server = GgufServer(_smollm_file(), 1024)
    yield server
    server.close()


def settings(path: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, llm_gguf=path, llm_timeout=PATIENCE, **values)


def ask(path: Path, **values: Any) -> str:
    llm = build_llm(settings(path, **values))
    assert llm is not None
    return "".join(stream_text(llm, HELLO))


def test_it_listens_on_this_machine_and_wants_the_key(server: GgufServer) -> None:
    address = server.address(PATIENCE)
    assert address.host == "127.0.0.1"
    asked = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}
    url = address.join("/v1/chat/completions")
    assert httpx.post(url, json=asked).status_code == 401
    key = {"Authorization": f"Bearer {server.key}"}
    assert httpx.post(url, json=asked, headers=key, timeout=PATIENCE).status_code == 200


def test_it_ends_within_a_second_and_begins_anew_when_it_is_asked() -> None:
    server = GgufServer(_smollm_file(), 512)
    first = server.address(PATIENCE)
    started = time.monotonic()
    server.close()
    assert time.monotonic() - started < 1
    with pytest.raises(httpx.ConnectError):
        httpx.get(first)
    assert httpx.get(server.address(PATIENCE).join("/health")).status_code == 200
    server.close()


def test_it_ends_while_it_loads() -> None:
    server = GgufServer(_smollm_file(), 512)
    time.sleep(0.3)
    started = time.monotonic()
    server.close()
    assert time.monotonic() - started < 1


def test_a_question_is_answered_with_it(dateline: Dateline, indexed: Path) -> None:
    ran = dateline(
        *("ask", "Who is Dmitry Peskov?", "--json"),
        DATELINE_INDEX_DIR=indexed,
        DATELINE_LLM_GGUF=_smollm_file(),
        DATELINE_LLM_CONTEXT=1024,
        DATELINE_LLM_TIMEOUT=90,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    answer = json.loads(ran.stdout)
    # So small a model may write nothing that the articles support.
    said = "The language model wrote nothing that the articles support; this quotes them."
    assert (answer["mode"], answer["notes"]) in [("write", []), ("extract", [said])]
    assert not _servers_of(_smollm_file(), "1024")


def _servers_of(path: Path, context: str) -> list[str]:
    """The processes that serve the file with that context, but for those that tests hold."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_text().split("\0")
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if words[-3:] == [str(path), context, ""] and int(parent) != os.getpid():
                found.append(folder.name)
    return found


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "cannot read DATELINE_LLM_GGUF={}: No such file or directory. Correct it, or unset"),
        (b"<html>", "DATELINE_LLM_GGUF={} is no GGUF file: set it to a model's file in that"),
    ],
)
def test_what_is_no_model_is_told_at_once(tmp_path: Path, content: bytes | None, line: str) -> None:
    path = tmp_path / "model.gguf"
    if content:
        path.write_bytes(content)
    with pytest.raises(UserFacingError) as caught:
        build_llm(settings(path))
    assert str(caught.value).startswith(line.format(path))


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="Is a directory"):
        build_llm(settings(tmp_path))


def test_a_url_and_a_file_contradict_each_other() -> None:
    with pytest.raises(UserFacingError) as caught:
        build_llm(settings(_smollm_file(), llm_base_url="http://127.0.0.1:9/v1"))
    assert str(caught.value) == (
        "DATELINE_LLM_BASE_URL and DATELINE_LLM_GGUF are both set: unset one of them."
    )


def test_what_cannot_be_loaded_is_told_when_it_is_asked(tmp_path: Path) -> None:
    whole = _smollm_file().read_bytes()
    name = whole.index(b"llama", whole.index(b"general.architecture"))
    for size, content, line in [
        (None, whole[:5_000_000], "is cut off or damaged: download it again."),
        (
            None,
            whole[:name] + b"lemma" + whole[name + 5 :],
            "is of a kind that xllamacpp does not know: set DATELINE_LLM_GGUF to another file.",
        ),
        (
            2**40,
            whole[:9],
            "does not fit into memory: set a smaller one, or lower DATELINE_LLM_CONTEXT.",
        ),
    ]:
        path = tmp_path / "model.gguf"
        path.write_bytes(content)
        if size:
            os.truncate(path, size)
        with pytest.raises(LanguageModelError) as caught:
            ask(path)
        assert str(caught.value) == f"the language model in model.gguf {line}"
