"""Attaches strace to a process, and reads back what it did to the files of one folder, in order, with every byte."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,fcntl,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,"
    "fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,link,linkat"
)
"""Everything that changes a file, its name or what we call it."""

LONGEST = str(1 << 20)
SAID = 1
"""File descriptor on which the program acknowledges."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file was opened for writing or made; ``is_cut``: emptied by that."""

    path: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes went into a file."""

    path: str
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file got this length."""

    path: str
    length: int


@dataclass(frozen=True, slots=True)
class Synced:
    """A file, or a folder with its names, was made durable."""

    path: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A name was taken away."""

    path: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file got another name, taking it from whoever had it."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Said:
    """The program acknowledged something."""

    line: bytes


Deed = Opened | Wrote | Cut | Synced | Removed | Renamed | Said


RECORDING = ("-xx", "-s", LONGEST, "-e", f"trace={CALLS}", "-e", "signal=none")
"""What strace is told in order to write down everything."""


@contextmanager
def under_strace(pid: int, log: Path, *words: str) -> Iterator[None]:
    """Have strace look over a waiting process (and its threads) until that ends; the ``with`` block lets it go on."""
    command = ["strace", "-f", "-p", str(pid), "-o", str(log), *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        assert "attached" in first, f"strace may not look over a process here: {first}"
        yield
        process.stderr.read()
    finally:
        process.wait(60)
        process.stderr.close()


def deeds(log: Path, folder: Path) -> Iterator[Deed]:
    """What the log tells about files in ``folder`` (paths relative to it) and about acknowledgements.

    Raises: ValueError for a call that changed such a file and is not understood here.
    """
    reader = _Reader(str(folder.resolve()))
    for call, arguments, result in _calls(log):
        if result >= 0:
            yield from reader.read(call, arguments, result)


_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)\n")
_WHOLE = re.compile(r"(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|\?).*")
_BEGUN = re.compile(r"(?P<begin>\w+\(.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(?P<end>.*)")


def _calls(log: Path) -> Iterator[tuple[str, list[str], int]]:
    """Every call in the order in which they ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            match = _LINE.fullmatch(line)
            if match is None:
                raise ValueError(f"strace wrote {line[:200]!r}")
            pid, rest = match["pid"], match["rest"]
            if unfinished := _BEGUN.fullmatch(rest):
                begun[pid] = unfinished["begin"]
                continue
            if resumed := _RESUMED.fullmatch(rest):
                rest = begun.pop(pid) + resumed["end"]
            whole = _WHOLE.fullmatch(rest)
            if whole is not None and whole["result"] != "?":
                yield whole["call"], whole["arguments"].split(", "), int(whole["result"])


def _text(argument: str) -> bytes:
    if not argument.endswith('"'):
        raise ValueError(f"strace cut {argument[:80]}")
    return codecs.decode(argument.strip('"').replace("\\x", ""), "hex")


class _Reader:
    """Knows which file stands behind which descriptor."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._files: dict[int, str] = {}
        self._places: dict[int, int] = {}

    def _inside(self, argument: str) -> str | None:
        path = os.fsdecode(_text(argument))
        if path == self._folder:
            return "."
        return path.removeprefix(f"{self._folder}/") if path.startswith(f"{self._folder}/") else None

    def read(self, call: str, arguments: list[str], result: int) -> Iterator[Deed]:
        """The deeds of one call that went well."""
        if call == "write" and int(arguments[0]) == SAID:
            yield Said(_text(arguments[1])[:result])
        elif call in ("open", "openat", "creat"):
            yield from self._open(arguments if call == "openat" else ["", *arguments], result)
        elif call in ("unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "truncate"):
            yield from self._names(call, [path for one in arguments if '"' in one and (path := self._inside(one))])
        elif arguments[0].isdecimal() and (path := self._files.get(int(arguments[0]))) is not None:
            yield from self._file(call, path, arguments, result)

    def _open(self, arguments: list[str], result: int) -> Iterator[Deed]:
        self._files.pop(result, None)
        path = self._inside(arguments[1])
        if path is None:
            return
        self._files[result], self._places[result] = path, 0
        flags = set(arguments[2].split("|"))
        if "O_APPEND" in flags:
            self._places[result] = -1
        if flags & {"O_WRONLY", "O_RDWR"}:
            yield Opened(path, "O_TRUNC" in flags)

    def _names(self, call: str, paths: list[str]) -> Iterator[Deed]:
        if not paths:
            return
        if call.startswith("rename"):
            old, new = paths
            self._files = {number: new if path == old else path for number, path in self._files.items()}
            yield Renamed(old, new)
        elif call.startswith("unlink"):
            yield Removed(paths[0])
        else:
            raise ValueError(f"{call} is not understood here")

    def _file(self, call: str, path: str, arguments: list[str], result: int) -> Iterator[Deed]:
        number = int(arguments[0])
        if call == "close":
            del self._files[number]
        elif call.startswith("dup") or (call == "fcntl" and arguments[1].startswith("F_DUPFD")):
            self._files[result], self._places[result] = path, self._places[number]
        elif call == "pwrite64":
            yield Wrote(path, int(arguments[3]), _text(arguments[1])[:result])
        elif call == "write":
            yield from self._append(number, path, _text(arguments[1])[:result])
        elif call in ("fsync", "fdatasync"):
            yield Synced(path)
        elif call == "ftruncate":
            yield Cut(path, int(arguments[1]))
        elif call != "fcntl":
            raise ValueError(f"{call} on {path} is not understood here")

    def _append(self, number: int, path: str, content: bytes) -> Iterator[Deed]:
        """Plain writes only ever come one after the other (files of text): no seeks are followed."""
        place = self._places[number]
        yield Wrote(path, place, content)
        self._places[number] = place if place < 0 else place + len(content)
