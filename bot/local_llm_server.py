"""The process that serves a GGUF file: ``local_llm_server.py FILE CONTEXT``.

It reads a key from standard input, and writes the server's address to standard output when the
model is loaded. It ends when its standard input does, that is with the process that started it.

It is a process of its own because xllamacpp holds the interpreter while it loads a model, and
because llama.cpp ends the process that it runs in when memory is short or an assertion fails.
It imports nothing of Dateline, so that it starts at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TOO_LARGE = "larger than the memory"


def serve(path: str, context: int) -> None:
    """Serve until standard input ends."""
    key = sys.stdin.readline().strip()
    _end_with_standard_input()
    # Threads that spin while they wait for each other write a tenth as fast on busy cores.
    os.putenv("OMP_WAIT_POLICY", "passive")
    import xllamacpp  # type: ignore[import-untyped]

    memory = sum(device["memory_total"] for device in xllamacpp.get_device_info())
    if Path(path).stat().st_size > memory > 0:
        raise RuntimeError(TOO_LARGE)
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any that is free
    params.api_keys = [key]
    params.n_ctx = context
    params.n_parallel = 1
    params.cache_ram_mib = 0  # by default old prompts may take 8 GB
    params.offline = True
    params.ui = False
    params.verbosity = 1  # errors alone
    server = xllamacpp.Server(params)  # takes as many threads as there are physical cores
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # in order it would first wait for connections that are open


def _end_with_standard_input() -> None:
    """Have the system end this process, also while xllamacpp holds the interpreter."""
    if sys.platform != "linux":  # only there is SIGIO sent for pipes and ends a process
        return
    import fcntl

    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))  # what goes wrong is on standard error
