"""Orders for the warm desk program, and what came back: acknowledgements, an exit code, or death."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Run:
    """One order under way in a process of its own."""

    def __init__(self, channel: socket.socket, order: Mapping[str, object]) -> None:
        child_in, self._in = os.pipe()
        self._out, child_out = os.pipe()
        self._err, child_err = os.pipe()
        socket.send_fds(channel, [json.dumps(order).encode()], [child_in, child_out, child_err])
        for file in (child_in, child_out, child_err):
            os.close(file)
        self._channel = channel
        self._heard = b""
        self.pid = int(channel.recv(64))

    def wait_until_ready(self) -> None:
        """Wait until it stands still before its deed."""
        while b"ready\n" not in self._heard:
            if not self._hear():
                raise AssertionError(f"ended before it was ready: {self._heard!r} {os.read(self._err, 65536)!r}")
        self._heard = self._heard.removeprefix(b"ready\n")

    def wait_for_lines(self, many: int) -> None:
        """Wait until it has said so many lines."""
        while self._heard.count(b"\n") < many:
            assert self._hear(), f"ended after saying {self._heard!r}"

    def go(self, text: bytes = b"") -> None:
        """Let it act, with this text on its standard input."""
        os.write(self._in, b"\n" + text)
        os.close(self._in)
        self._in = -1

    def kill_after(self, lines: int, seconds: float) -> None:
        """Listen to so many lines, then for so long, and end it as a power cut ends a program (unless it has ended)."""
        while self._heard.count(b"\n") < lines:
            if not self._hear():
                return
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._out], [], [], left)[0] and not self._hear():
                return
        os.kill(self.pid, signal.SIGKILL)

    def _hear(self) -> bool:
        piece = os.read(self._out, 65536)
        self._heard += piece
        return bool(piece)

    def end(self) -> tuple[int, bytes, bytes]:
        """Listen to the end: exit code (negative: the signal that killed it), what it said, its complaints."""
        while self._hear():
            pass
        complaints = b""
        while piece := os.read(self._err, 65536):
            complaints += piece
        exit_code = int(self._channel.recv(64))
        for file in (self._out, self._err, self._in):
            if file >= 0:
                os.close(file)
        return exit_code, self._heard, complaints


class WarmDesk:
    """The warm program; one order at a time."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel

    def start(self, what: str, **order: object) -> Run:
        """Begin an order."""
        return Run(self._channel, {"what": what, **order})


@contextmanager
def warm_desk() -> Iterator[WarmDesk]:
    """The warm program for the time of a ``with`` block."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.harness.desk_child", str(theirs.fileno())],
        cwd=ROOT,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    try:
        yield WarmDesk(ours)
    finally:
        ours.close()
        process.wait(30)
