"""The window in a process of its own: orders for its fingers, what it then shows, and its sudden death."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.child_window import GAVE_UP
from tests.journeys.people import FORM, Person
from tests.kit.desk import SECRET

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0

Order = tuple[str, ...]


class WindowProcess:
    """One life of the window."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self._process = process
        self._log = log
        self._heard = b""

    def send(self, *orders: Order) -> None:
        """Give orders and wait for nothing."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"".join(json.dumps(order).encode() + b"\n" for order in orders))
        self._process.stdin.flush()

    def do(self, *orders: Order) -> list[str]:
        """Give orders and wait until they are done; what the window shows after the last one."""
        self.send(*orders)
        shown: list[str] = []
        for order in orders:
            line = self._line(PATIENCE_S)
            assert line, f"no answer to {order} from {self._life}: {self._log.read_text()[-6000:]}"
            shown = json.loads(line)
            assert GAVE_UP not in shown[:1], f"{order} never came true; shown: {shown[1:]}"
        return shown

    @property
    def _life(self) -> str:
        ended = self._process.poll()
        return "the living window" if ended is None else f"the window that ended with {ended}"

    def unlock(self) -> list[str]:
        """Come in."""
        return self.do(("until at", "Kata rahasia"), ("type", SECRET), ("press", "Return"), ("until at", "NIK"))

    def _line(self, within_s: float) -> bytes:
        end = time.monotonic() + within_s
        while b"\n" not in self._heard:
            assert self._process.stdout is not None
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
                return b""
            piece = os.read(self._process.stdout.fileno(), 65536)
            if not piece:
                return b""
            self._heard += piece
        line, _, self._heard = self._heard.partition(b"\n")
        return line

    def kill_after(self, seconds: float) -> list[list[str]]:
        """Listen for so long, then end it as a power cut ends a program; everything it has still said."""
        said = []
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and (line := self._line(left)):
            said.append(json.loads(line))
        self.kill()
        while line := self._line(0.0):
            said.append(json.loads(line))
        return said

    def kill(self) -> None:
        """End it as a power cut ends a program."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(30)


@contextmanager
def window_process(home: Path) -> Iterator[WindowProcess]:
    """The program with its window over ``home``; gone when the block ends."""
    log = home.with_name(f"{home.name}-window.log")
    with log.open("ab") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.child_window", "--home", str(home)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        try:
            yield WindowProcess(process, log)
        finally:
            process.kill()
            process.wait(30)
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()


def orders_of(person: Person, *, since: str = FORM[0], until: str = FORM[-1]) -> list[Order]:
    """What fingers do to type a person into the form, from the stop ``since`` up to and including ``until``."""
    orders: list[Order] = []
    for name in FORM[FORM.index(since) : FORM.index(until) + 1]:
        if name in person.keys:
            orders.append(("type", person.keys[name]))
        if name == "village_code" and name in person.keys:
            orders.append(("until sees", person.village))
        if name != until:
            orders.append(("press", "Return"))
    return orders
