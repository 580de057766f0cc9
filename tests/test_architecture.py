"""The rules of the structure: who may import whom, who reads what, and what may be slow."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "index", "prompts")
MAY_IMPORT = {"bot": {"index", "prompts"}, "index": set(), "prompts": set()}
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
LONGEST_FILE = 260  # lines
SLOW = frozenset(
    [
        "anyascii", "bm25s", "chromadb", "dateparser", "httpx", "llama_index", "nltk", "numpy",
        "onnxruntime", "openai", "prompt_toolkit", "py3langid", "pydantic", "rich", "scipy",
        "sentence_transformers", "sentencex", "telegram", "tokenizers", "torch", "transformers",
    ]
)  # fmt: skip
CHAT_NEEDS = {"pydantic", "rich"}  # before its first prompt, besides prompt_toolkit


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)}: imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_point_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.partition(".")[0] for name in imported(path)} & set(PACKAGES)
    assert ours <= MAY_IMPORT[package] | {package}


def test_one_module_knows_chroma() -> None:
    knowing = [
        relative(path)
        for path in FILES
        if any(name.partition(".")[0] == "chromadb" for name in imported(path))
    ]
    assert knowing == ["index/store.py"]


def test_one_module_reads_the_environment() -> None:
    reading = [relative(path) for path in FILES if any(_reads_environment(path))]
    assert reading in ([], ["bot/settings.py"])


def _reads_environment(path: Path) -> Iterator[bool]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.attr in ("environ", "environb", "getenv")
        elif isinstance(node, ast.ImportFrom):
            yield node.module in ("dotenv", "pydantic_settings") and path.name != "settings.py"
            yield node.module == "os" and any(a.name in ("environ", "getenv") for a in node.names)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def modules_after_importing(module: str) -> set[str]:
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_command_line_starts_without_what_is_slow() -> None:
    """`dateline --help` comes at once: what is slow to import is imported when it is needed."""
    assert modules_after_importing("bot.cli") & SLOW == set()


def test_a_chat_starts_without_what_is_slow() -> None:
    """The prompt is there in under a second; the models load behind it."""
    assert modules_after_importing("bot.repl") & SLOW == CHAT_NEEDS


def test_status_needs_no_model() -> None:
    slow = {"torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers"}
    assert modules_after_importing("bot.status, index.store") & slow == set()
