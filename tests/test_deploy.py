"""What stands in `deploy/` fits the program: its commands, its settings, its time to stop."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.reading.build import onnx_file
from bot.settings import PREFIX, Settings
from bot.telegram.health import BEAT_SECONDS, DEAD_SECONDS, check_health, heartbeat_path
from bot.telegram.running import STOP_SECONDS
from index.bundled_model import unpack
from index.embedding import EmbeddingModel
from index.errors import UserFacingError
from tests.conftest import Dateline

DEPLOY = Path(__file__).parents[1] / "deploy"
FILES = sorted(DEPLOY.iterdir())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
PROGRAM = "/opt/dateline/.venv/bin/dateline"
MOST_EXPOSED = 2.0  # of 10, as `systemd-analyze security` counts


def unit(name: str) -> dict[str, list[str]]:
    """The values of a unit's keys."""
    values: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            values.setdefault(key, []).append(value)
    return values


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_settings_exist_and_no_secret_is_set(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(rf"{PREFIX}(\w+)", text))
    assert named <= {name.upper() for name in Settings.model_fields}
    assert not re.search(r"\d{8,}:[\w-]{30,}", text)


def test_the_commands_exist(dateline: Dateline) -> None:
    options = dateline("telegram", "--help").stdout
    assert unit("dateline-telegram.service")["ExecStart"] == [f"{PROGRAM} telegram"]
    (check,) = unit("dateline-telegram-health.service")["ExecStart"]
    assert f"{PROGRAM} telegram --healthy || systemctl try-restart" in check
    assert "--healthy" in options


def test_the_bot_has_time_to_finish() -> None:
    (seconds,) = unit("dateline-telegram.service")["TimeoutStopSec"]
    assert int(seconds) >= STOP_SECONDS + 10


def test_the_container_is_small_and_no_root() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if re.match(r"[A-Z]+ ", line)]
    final = dict(steps[[step[0] for step in steps].index("FROM", 1) :])
    assert final["USER"] == "10001:10001"
    assert json.loads(final["ENTRYPOINT"]) + json.loads(final["CMD"]) == ["dateline", "telegram"]
    assert 'CMD ["dateline", "telegram", "--healthy"]' in text
    assert "download.pytorch.org/whl/cpu" in text
    pinned = (DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8")
    (torch,) = re.findall(r"torch==[\d.]+", text)
    assert f'"{torch}"' in pinned


def test_the_container_is_made_with_model_and_reader(model: EmbeddingModel, tmp_path: Path) -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (code,) = re.findall(r'python -c\s+"([^"]+)"', text)
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert onnx_file(unpack(Settings(_env_file=None).cache_dir)).is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units_and_calls_them_safe(tmp_path: Path) -> None:
    program = tmp_path / "dateline"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copies = [tmp_path / path.name for path in UNITS]
    for path, copy in zip(UNITS, copies, strict=True):
        copy.write_text(path.read_text(encoding="utf-8").replace(PROGRAM, str(program)))
    verified = analyze("verify", "--man=no", *copies)
    assert (verified.returncode, verified.stderr) == (0, "")
    exposure = analyze("security", "--offline=true", DEPLOY / "dateline-telegram.service").stdout
    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", exposure)
    assert float(level) <= MOST_EXPOSED


def analyze(verb: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", verb, *map(str, arguments)], capture_output=True, text=True, timeout=60
    )


def test_a_sign_of_life(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, index_dir=tmp_path)
    with pytest.raises(UserFacingError, match="the bot is not running: start it with dateline"):
        check_health(settings)
    sign = heartbeat_path(settings)
    sign.touch()
    assert check_health(settings) == "The bot is well: a sign of life 0 s ago."
    assert BEAT_SECONDS * 3 < DEAD_SECONDS
    long_ago = time.time() - DEAD_SECONDS - 5
    os.utime(sign, (long_ago, long_ago))
    with pytest.raises(UserFacingError, match=r"no sign of life for 65 s: the bot hangs, or"):
        check_health(settings)
