"""The log that an operator reads at night: time, level and what happened; no secret, no text."""

from __future__ import annotations

import logging
from collections.abc import Sequence

HIDDEN = "***"
TOO_LOUD = {
    "httpx": logging.WARNING,  # at INFO it names each URL, and the token is part of it
    "httpcore": logging.WARNING,
    "telegram.ext.AIORateLimiter": logging.CRITICAL,  # a traceback for each wait
    "telegram.ext.Updater": logging.CRITICAL,  # a traceback for what `running` says in a line
    "telegram.request.BaseRequest": logging.CRITICAL,  # a traceback for a proxy's error page
    "tornado.access": logging.CRITICAL,
}


class _Redacting(logging.Formatter):
    """Takes secrets out of the finished line, tracebacks included."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def start_logging(secrets: Sequence[str]) -> None:
    """Log to standard error from now on: ours at INFO, others from WARNING on."""
    logging.disable(logging.NOTSET)
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(_Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[to_stderr], force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    for name, level in TOO_LOUD.items():
        logging.getLogger(name).setLevel(level)


def token_secrets(token: str) -> list[str]:
    """The token, and the part of it that is secret: after the bot's id."""
    return [token, token.partition(":")[2]]
