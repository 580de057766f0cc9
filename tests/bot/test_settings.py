from pathlib import Path

import pytest

from bot.settings import Settings, env_example, load_settings
from index.errors import UserFacingError

ROOT = Path(__file__).parents[2]
KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def error_with(dotenv: str) -> str:
    Path(".env").write_text(dotenv, encoding="utf-8")
    with pytest.raises(UserFacingError) as caught:
        load_settings()
    return str(caught.value)


def test_the_example_is_in_step_with_the_settings() -> None:
    written = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert written == env_example(), "run: python -m bot.settings > .env.example"


def test_every_setting_is_described() -> None:
    lines = env_example().splitlines()
    keys = [line for line in lines if not line.startswith("#") and line]
    assert keys == [f"DATELINE_{name.upper()}=" for name in Settings.model_fields]
    assert all(lines[lines.index(key) - 1].startswith("# ") for key in keys)
    assert all(field.description for field in Settings.model_fields.values())


def test_the_example_itself_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_CACHE_DIR", raising=False)
    Path(".env").write_text(env_example(), encoding="utf-8")
    assert load_settings() == Settings(_env_file=None)


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DATELINE_LLM_MODEL=one\nDATELINE_INDEX_DIR=~/news\n")
    monkeypatch.setenv("DATELINE_LLM_MODEL", "two")
    settings = load_settings()
    assert settings.llm_model == "two"
    assert settings.index_dir == Path.home() / "news"


@pytest.mark.parametrize(
    ("dotenv", "message"),
    [
        (
            "DATELINE_LLM_URL=x",
            "DATELINE_LLM_URL in .env is no setting of Dateline: "
            "did you mean DATELINE_LLM_BASE_URL?",
        ),
        (
            "COLOUR=blue",
            "COLOUR in .env is no setting of Dateline: remove it; see .env.example.",
        ),
        (
            "DATELINE_LLM_CONTEXT=many",
            "setting DATELINE_LLM_CONTEXT: Input should be a valid integer, unable to parse "
            "string as an integer. Look at .env and the environment.",
        ),
    ],
)
def test_a_mistake_is_one_line(dotenv: str, message: str) -> None:
    assert error_with(dotenv) == message


def test_a_file_in_another_encoding_is_named() -> None:
    Path(".env").write_bytes("DATELINE_ARTICLES=статьи".encode("cp1251"))
    with pytest.raises(UserFacingError, match=r"\.env is not in UTF-8"):
        load_settings()


def test_the_key_is_never_shown() -> None:
    settings = Settings(_env_file=None, llm_api_key=KEY)
    assert KEY not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert KEY not in error_with(f"DATELINE_LLM_API_KEY={KEY}\nDATELINE_LLM_TIMEOUT=0")
