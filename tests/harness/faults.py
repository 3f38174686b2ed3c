"""One system call goes wrong: the process dies at it or is told an error; the first such call, the second, each one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.harness.acks import Ack, acks_in
from tests.harness.strace_log import under_strace
from tests.harness.warm import Run

CHANGING = (
    "pwrite64", "write", "writev", "fdatasync", "fsync", "ftruncate", "fallocate", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "mkdir", "mkdirat", "openat", "open", "creat",
)  # fmt: skip
"""Calls that open, change, sync, name or remove a file."""

KILL = "signal=KILL"
_CALL = re.compile(r"(\d+) +(\w+)\(")


@dataclass(frozen=True, slots=True)
class Fault:
    """The call that goes wrong: the how-manyth of its kind in one thread, and if it ``lasts`` all after it."""

    call: str
    place: int
    effect: str
    lasts: bool = False

    def words(self) -> tuple[str, ...]:
        """As strace wants it."""
        when = f"{self.place}{'+' if self.lasts else ''}"
        return ("-e", f"trace={self.call}", "-e", f"inject={self.call}:{self.effect}:when={when}")

    def __str__(self) -> str:
        return f"{self.call} {self.place}{' and on' if self.lasts else ''}, {self.effect}"


@dataclass(frozen=True, slots=True)
class Struck:
    """What became of a process whose call went wrong."""

    exit_code: int
    said: bytes
    complaints: bytes

    @property
    def acks(self) -> list[Ack]:
        """The answers that were heard."""
        return list(acks_in(self.said.splitlines(keepends=True)))

    @property
    def troubles(self) -> list[Mapping[str, str]]:
        """The troubles that were said instead."""
        return [json.loads(line) for line in self.said.splitlines() if line.startswith(b'{"trouble"')]

    @property
    def bugs(self) -> list[bytes]:
        """What nobody should ever see."""
        found = [line for line in self.said.splitlines() if line.startswith(b'{"bug"')]
        return found + [text for text in (self.said, self.complaints) if b"Traceback" in text]


def strike(run: Run, log: Path, fault: Fault, text: bytes = b"") -> Struck:
    """Let a waiting process act under a fault."""
    run.wait_until_ready()
    with under_strace(run.pid, log, *fault.words()):
        run.go(text)
        ended = run.end()
    return Struck(*ended)


def calls_of(run: Run, log: Path, text: bytes = b"") -> Counter[str]:
    """How many calls of each kind a waiting process makes in the thread that makes most of them."""
    run.wait_until_ready()
    with under_strace(run.pid, log, "-e", f"trace={','.join(CHANGING)}", "-e", "signal=none"):
        run.go(text)
        exit_code, said, complaints = run.end()
    assert exit_code == 0, f"{exit_code} {said!r} {complaints!r}"
    counted: Counter[str] = Counter()
    for (_thread, call), count in Counter(_CALL.findall(log.read_text("utf-8", "replace"))).items():
        counted[call] = max(counted[call], count)
    return counted


def each_fault(calls: Mapping[str, int], effect: str, *, lasts: bool = False) -> Iterator[Fault]:
    """A fault for every call."""
    for call, count in sorted(calls.items()):
        for place in range(1, count + 1):
            yield Fault(call, place, effect, lasts)
