"""Two network namespaces of ours with the shaper between them, gone afterwards whatever happens."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from benchmarks import stage
from benchmarks.sync.shaper import SERVER_IP
from benchmarks.sync.shaping import Counts

NAME = "posko-bench"
PATIENCE_S = 10.0


class NamespaceLink:
    """The line of the measurements. Raises: RuntimeError or OSError where namespaces and TUN are not permitted."""

    host = SERVER_IP

    def __init__(self) -> None:
        tag = f"{os.getpid() % 1_000_000}"
        self._client, self._server = f"{NAME}-{tag}-c", f"{NAME}-{tag}-s"
        self._one_at_a_time = threading.Lock()
        self._shaper: subprocess.Popen[str] | None = None
        try:
            for namespace in (self._client, self._server):
                _checked("ip", "netns", "add", namespace)
            self._shaper = self._begun(tag)
        except BaseException:
            self.close()
            raise

    def _begun(self, tag: str) -> subprocess.Popen[str]:
        words = (sys.executable, "-m", "benchmarks.sync.shaper", self._client, self._server, tag)
        pipe = subprocess.PIPE
        shaper = subprocess.Popen(words, cwd=stage.ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self._shaper = shaper
        if shaper.stdout is None or shaper.stdout.readline().strip() != "ready":
            said = shaper.stderr.read() if shaper.stderr else ""
            raise RuntimeError(said.strip().rpartition("\n")[2] or "the shaper did not start")
        return shaper

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the shaper, remove the namespaces."""
        if self._shaper is not None:
            try:
                self._shaper.communicate(timeout=PATIENCE_S)  # it ends when its input does
            except subprocess.TimeoutExpired:
                self._shaper.kill()
                self._shaper.communicate()
        for namespace in (self._client, self._server):
            with contextlib.suppress(OSError):
                subprocess.run(("ip", "netns", "del", namespace), check=False, capture_output=True)

    def at_client(self, words: Sequence[str]) -> list[str]:
        """Inside the client's namespace."""
        return ["ip", "netns", "exec", self._client, *words]

    def at_server(self, words: Sequence[str]) -> list[str]:
        """Inside the server's namespace."""
        return ["ip", "netns", "exec", self._server, *words]

    @contextmanager
    def way_to(self, port: int) -> Iterator[str]:
        """The server's own address."""
        yield f"{self.host}:{port}"

    def shape(self, line: str, seed: int) -> None:
        """Be this line."""
        self._told(do="shape", line=line, seed=seed)

    def counts(self) -> Counts:
        """What went over."""
        return self._told(do="count")

    def cut(self) -> None:
        """Dark."""
        self._told(do="cut")

    def heal(self) -> None:
        """Light."""
        self._told(do="heal")

    def _told(self, **order: str | int) -> Counts:
        shaper = self._shaper
        if shaper is None or shaper.stdin is None or shaper.stdout is None:
            raise RuntimeError("the shaper is gone")
        with self._one_at_a_time:
            print(json.dumps(order), file=shaper.stdin, flush=True)
            return Counts(**json.loads(shaper.stdout.readline()))


def _checked(*words: str) -> None:
    """Run a command of the system. Raises: RuntimeError with its last words."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
