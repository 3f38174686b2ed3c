"""The server program as a real process: started, asked where it listens, ended or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.kit.server_engines import with_database

ROOT = Path(__file__).resolve().parents[2]
SERVER = (sys.executable, "-m", "server")


def command(*words: str, data: Path, program: Sequence[str] = SERVER) -> subprocess.CompletedProcess[str]:
    """One command of the server program, to its end."""
    return subprocess.run(
        [*program, *with_database([*words, "--data", str(data)])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class ServerProcess:
    """A running ``posko-server run``."""

    def __init__(self, process: subprocess.Popen[str], url: str, ready_line: str) -> None:
        self.process = process
        self.url = url
        self.ready_line = ready_line

    def stop(self) -> int:
        """Ask it to end, as the system does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(30)


@contextmanager
def server_process(
    data: Path, *words: str, program: Sequence[str] = (*SERVER, "run", "--training", "--port", "0")
) -> Iterator[ServerProcess]:
    """The server with its files in ``data``; gone when the block ends."""
    data.mkdir(exist_ok=True)
    with (data / "stderr.txt").open("w") as log:
        process = subprocess.Popen(
            [*program, *with_database([*words, "--data", str(data)])],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert "http://" in line, (data / "stderr.txt").read_text()
            yield ServerProcess(process, "http://" + line.split("http://")[1].split()[0], line)
        finally:
            process.kill()
            process.wait(30)
            process.stdout.close()
