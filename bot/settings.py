"""The settings, and the only place that reads the environment and `.env`.

`python -m bot.settings > .env.example` writes the file that explains them.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticUndefined
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.errors import UserFacingError

PREFIX = "DATELINE_"
DOTENV = ".env"


class Settings(BaseSettings):
    """Everything that can be set; each name carries the prefix ``DATELINE_``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    articles: Path | None = Field(
        None, description="Folder that `dateline index` reads when it is given none."
    )
    index_dir: Path = Field(
        Path(".dateline"), description="Folder of the index. It is made when missing."
    )
    cache_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("dateline"),
        description="Folder that the bundled embedding model is unpacked into (about 350 MB); "
        "by default the user's cache folder.",
    )
    embedding_model: str = Field(
        "multilingual-e5-small",
        description="The bundled model, or the name or path of any Sentence Transformers model.",
    )
    reranker: str | None = Field(
        None,
        description="Name or path of a Sentence Transformers CrossEncoder that orders the best "
        "passages anew; empty does without.",
    )
    chroma_url: SecretStr | None = Field(
        None,
        description="Address of a Chroma server that keeps the articles and their vectors, e.g. "
        "http://127.0.0.1:8000; empty keeps them on disk, in the index's folder.",
    )
    chroma_token: SecretStr | None = Field(
        None,
        description="The token that it wants, if any, sent as Bearer token and as X-Chroma-Token.",
    )
    file_times: bool = Field(
        False,
        description="Whether an article that states no date takes its file's; set it only where "
        "files keep the time of publication, for copying and downloading change it.",
    )
    fetch_private: bool = Field(
        False,
        description="Whether `dateline index URL` may fetch from addresses of your own network.",
    )
    llm_base_url: str | None = Field(
        None,
        description="Base URL of an OpenAI-compatible endpoint, e.g. http://127.0.0.1:8080/v1; "
        "empty answers by quoting, without a language model.",
    )
    llm_gguf: Path | None = Field(
        None,
        description="A language model's GGUF file, to run it on this machine instead: "
        "pip install 'dateline[local-llm]'.",
    )
    llm_model: str | None = Field(None, description="Name of the model at that endpoint.")
    llm_api_key: SecretStr | None = Field(None, description="Its API key, if it wants one.")
    unsupported: Literal["drop", "mark"] = Field(
        "drop",
        description="What becomes of a sentence that a language model wrote and no article "
        "supports: drop, or mark as such.",
    )
    nli: str | None = Field(
        None,
        description="Name or path of a multilingual model for natural language inference (a "
        "transformers model for sequence classification, or a CrossEncoder) that has a say in "
        "what is supported; empty does without.",
    )
    llm_timeout: float = Field(
        60.0, gt=0, description="Seconds to wait for the endpoint before quoting instead."
    )
    llm_context: int = Field(4096, ge=512, description="The model's context window, in tokens.")
    telegram_token: SecretStr | None = Field(
        None, description="The token of the Telegram bot, as @BotFather gives it."
    )
    telegram_allowed: Annotated[frozenset[int], NoDecode] = Field(
        default_factory=frozenset,
        description="Ids of the users and chats that the bot answers, with commas between them; "
        "these users may let in others with /allow. If nobody is allowed yet, `dateline telegram` "
        "prints a pairing code for the first.",
    )
    telegram_per_minute: int = Field(
        20, ge=1, description="Questions that one user of the bot may ask a minute."
    )
    telegram_at_once: int = Field(
        4, ge=1, description="Answers that the bot works on at once; further questions wait."
    )
    telegram_longest: int = Field(
        2000, ge=1, le=4096, description="The longest question to the bot, in characters."
    )
    telegram_state: Path | None = Field(
        None,
        description="File in which the bot keeps conversations, votes and who may use it; by "
        "default telegram.sqlite3 in the index's folder.",
    )
    telegram_webhook_url: str | None = Field(
        None,
        description="Address at which Telegram reaches this machine, e.g. "
        "https://news.example/telegram; empty polls instead.",
    )
    telegram_webhook_listen: str = Field(
        "127.0.0.1:8443",
        pattern=r"^.+:\d{1,5}$",
        description="Host and port that the webhook listens on, behind a proxy that has the "
        "certificate.",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None,
        description="The secret that Telegram sends to the webhook; by default a new one at each "
        "start.",
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Address of the Bot API, if you run its server."
    )

    @field_validator("telegram_allowed", mode="before")
    @classmethod
    def _ids(cls, listed: object) -> object:
        if not isinstance(listed, str):
            return listed
        ids = listed.replace(",", " ").split()
        wrong = [one for one in ids if not one.removeprefix("-").isdecimal()]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no id; an id is a number, and a group's has a minus")
        return ids

    @field_validator("articles", "index_dir", "cache_dir", "llm_gguf", "telegram_state")
    @classmethod
    def _at_home(cls, path: Path | None) -> Path | None:
        """In `.env` no shell expands the `~`."""
        return path.expanduser() if path else path


def load_settings() -> Settings:
    """Read the environment and `.env`.

    Raises:
        UserFacingError: a value is not valid, or `.env` has a key that is none of ours.
    """
    try:
        return Settings()  # type: ignore[call-arg]  # the fields come from the environment
    except ValidationError as error:
        # Not chained: pydantic shows the values, and one of them may be a key.
        raise UserFacingError(_explain(error.errors()[0])) from None
    except UnicodeDecodeError as error:
        raise UserFacingError(f"{DOTENV} is not in UTF-8: save it anew as UTF-8") from error


def env_example() -> str:
    """The text of `.env.example`: every setting, with its description and its default."""
    return "\n".join(_env_example_lines()) + "\n"


def _explain(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in error["loc"]).upper()
    if error["type"] != "extra_forbidden":
        return f"setting {PREFIX}{name}: {error['msg']}. Look at {DOTENV} and the environment."
    known = [field.upper() for field in Settings.model_fields]
    meant = get_close_matches(name.removeprefix(PREFIX), known, 1)
    advice = f"did you mean {PREFIX}{meant[0]}?" if meant else "remove it; see .env.example."
    return f"{name} in {DOTENV} is no setting of Dateline: {advice}"


def _env_example_lines() -> Iterator[str]:
    yield f"# Copy to {DOTENV} and fill in what you need; what is left empty keeps its default."
    yield "# Variables of the environment with the same names come before this file."
    for name, field in Settings.model_fields.items():
        yield ""
        default = field.default
        stated = f" Default: {default}." if default not in (None, PydanticUndefined) else ""
        yield from textwrap.wrap(
            f"{field.description}{stated}", 80, initial_indent="# ", subsequent_indent="# "
        )
        yield f"{PREFIX}{name.upper()}="


if __name__ == "__main__":
    sys.stdout.write(env_example())
