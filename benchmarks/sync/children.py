"""Starting what is measured as processes of their own: one JSON line comes back, nothing of this process goes in."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import stage

PATIENCE_S = 900
EVERY_S = 0.05

Told = Mapping[str, float]
"""Figures that a process tells of itself."""


def environment(**more: str) -> dict[str, str]:
    """Ours without proxies, which have no business between two ends on one machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**kept, "POSKO_ALLOW_PLAIN_HTTP": "1", **more}


def child(module: str, *words: str) -> list[str]:
    """The command of one of our own processes."""
    return [sys.executable, "-m", f"benchmarks.sync.{module}", *words]


def told(module: str, *words: str, at: Callable[[Sequence[str]], list[str]] = list) -> Told:
    """Run one of our own processes to its end."""
    return answered(at(child(module, *words)))


def answered(words: Sequence[str], **more: str) -> Told:
    """Run any process to its end; the figures of its last line. Raises: RuntimeError with its last words."""
    done = subprocess.run(
        words, cwd=stage.ROOT, env=environment(**more), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{Path(words[0]).name}: {(done.stderr or done.stdout)[-1500:]}")
    figures: Told = json.loads(done.stdout.strip().rpartition("\n")[2])
    return figures


@contextmanager
def serving(words: Sequence[str], folder: Path, **more: str) -> Iterator[None]:
    """A server of others, killed when the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "said.txt").open("w") as log:
        process = subprocess.Popen(words, cwd=folder, env=environment(**more), stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait(30)


def until_open(at: Callable[[Sequence[str]], list[str]], host: str, port: int) -> None:
    """Wait until something listens there. Raises: RuntimeError if nothing ever does."""
    answered(at(child("children", host, str(port))))


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _knock(host: str, port: int) -> None:
    pause = threading.Event()  # never set: waiting on it is a pause
    until_s = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((host, port), 3).close()
        except OSError:
            if time.monotonic() > until_s:
                raise
            pause.wait(EVERY_S)
        else:
            return


def main() -> int:
    """Be the process that knocks, standing where the server stands."""
    _knock(sys.argv[1], int(sys.argv[2]))
    print("{}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
