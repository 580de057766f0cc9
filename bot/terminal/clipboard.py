"""The clipboard: of the terminal, also on the other end of an ssh connection, and of the system."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from shutil import which

LONGEST = 74_994  # bytes; as base64 they fill the 100,000 that terminals take in one sequence
PATIENCE = 2.0  # seconds; a forwarded display may be gone
# pyperclip would wait for a display that does not answer as long as that takes.
SYSTEM_COMMANDS = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
)
# By default tmux keeps OSC 52 of the programs in it to itself; this one it passes on. Outside of
# tmux the shell sees no TMUX and fails.
TMUX_COMMAND = ("/bin/sh", "-c", '[ -n "$TMUX" ] && exec tmux load-buffer -w -')


def terminal_sequence(text: str) -> str | None:
    """The sequence (OSC 52) by which a terminal copies `text`; None where it is too long for it."""
    octets = text.encode()
    if len(octets) > LONGEST:
        return None
    return f"\x1b]52;c;{b64encode(octets).decode('ascii')}\x07"


def copy_to_system(text: str) -> bool:
    """Whether a clipboard of this system has taken `text`."""
    return any(_taken(command, text) for command in SYSTEM_COMMANDS if which(command[0]))


def copy_to_tmux(text: str) -> bool:
    """Whether the tmux that this runs in has taken `text`, for itself and for its terminal."""
    return _taken(TMUX_COMMAND, text)


def _taken(command: tuple[str, ...], text: str) -> bool:
    try:
        ran = subprocess.run(
            command,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0
