"""What a disk may hold after a power cut at any moment of a recorded run: every moment, in many ways.

The model. What was synced is there. Of what was written since, anything may be there: each write call by itself
(harsher than most disks), or each 512-byte sector as it stood at some moment since the sync (torn writes), with the
file as long as it ever was. Names (made, removed, renamed) are durable only after a sync of their *folder*: strict
POSIX; ext4 and XFS keep more. Unsynced changes of names survive in their order, up to any one: all journalling file
systems keep that order. Not modelled: a disk that lies about its sync, and damage to what was synced before.
"""

from __future__ import annotations

import enum
import posixpath
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.strace_log import Cut, Deed, Opened, Removed, Renamed, Said, Synced, Wrote

SECTOR = 512
REBUILT = "-shm"
"""SQLite's shared memory: written by mapping, unseen here, and made anew whenever a file is opened alone."""

Part = tuple[int, int, int]
"""Which unsynced change of a file, and from where to where of its bytes."""


class Whim(enum.Enum):
    """How the disk treats what was not synced."""

    NONE = "nothing unsynced survives"
    ALL = "everything survives"
    CALLS = "each write call by itself"
    FILES = "each file with all or nothing"
    SECTORS = "each sector as at some moment"


RANDOM_WHIMS = (Whim.CALLS, Whim.FILES, Whim.SECTORS)


@dataclass(slots=True)
class _File:
    """A file as the program sees it (``now``) and as it surely is on the platter (``durable`` and nothing else)."""

    number: int
    durable: bytes
    now: bytearray
    version: int = 0
    unsynced: list[Wrote | Cut] = field(default_factory=list)
    longest: int = 0

    def change(self, deed: Wrote | Cut) -> None:
        if isinstance(deed, Wrote) and deed.offset < 0:
            deed = Wrote(deed.path, len(self.now), deed.content)
        self.unsynced.append(deed)
        _apply(self.now, deed)
        self.longest = max(self.longest, len(self.now))

    def sync(self) -> None:
        self.durable, self.unsynced, self.version, self.longest = bytes(self.now), [], self.version + 1, 0


def _apply(content: bytearray, deed: Wrote | Cut, start: int = 0, stop: int | None = None) -> None:
    if isinstance(deed, Cut):
        del content[deed.length :]
        content.extend(bytes(deed.length - len(content)))
        return
    piece = deed.content[start:stop]
    offset = deed.offset + start
    content.extend(bytes(max(offset - len(content), 0)))
    content[offset : offset + len(piece)] = piece


@dataclass(frozen=True, slots=True)
class Relic:
    """One file after the cut: what was durable, and the parts of later changes that made it."""

    file: _File
    parts: tuple[Part, ...]
    at_least: int

    @property
    def key(self) -> tuple[int, int, tuple[Part, ...], int]:
        """Equal keys, equal contents."""
        return (self.file.number, self.file.version, self.parts, self.at_least)

    def content(self) -> bytes:
        """The bytes."""
        content = bytearray(self.file.durable)
        for place, start, stop in self.parts:
            _apply(content, self.file.unsynced[place], start, stop)
        content.extend(bytes(max(self.at_least - len(content), 0)))
        return bytes(content)


class Disk:
    """The files of one folder, replayed deed by deed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = [_File(number, held, bytearray(held)) for number, held in enumerate(files.values())]
        self._durable_names: dict[str, _File] = dict(zip(files, self._files, strict=True))
        self._names = dict(self._durable_names)
        self._renamings: list[tuple[str, _File | None]] = []

    def do(self, deed: Deed) -> None:
        """One more deed of the program."""
        match deed:
            case Opened(path, is_cut):
                self._open(path, is_cut=is_cut)
            case Wrote(path) | Cut(path) if path in self._names:
                self._names[path].change(deed)
            case Synced(path) if path in self._names:
                self._names[path].sync()
            case Synced(folder):
                self._sync_names(folder)
            case Removed(path):
                self._name(path, None)
            case Renamed(old, new):
                self._name(new, self._names[old])
                self._name(old, None)
            case _:
                pass  # words, and files that have lost their names

    def _open(self, path: str, *, is_cut: bool) -> None:
        if path not in self._names:
            self._files.append(_File(len(self._files), b"", bytearray()))
            self._name(path, self._files[-1])
        elif is_cut:
            self._names[path].change(Cut(path, 0))

    def _name(self, path: str, file: _File | None) -> None:
        _rename(self._names, path, file)
        self._renamings.append((path, file))

    def _sync_names(self, folder: str) -> None:
        for path, file in self._renamings:
            if _folder_of(path) == folder:
                _rename(self._durable_names, path, file)
        self._renamings = [one for one in self._renamings if _folder_of(one[0]) != folder]

    def after_cut(self, whim: Whim, chance: random.Random) -> dict[str, Relic]:
        """The files that are there after a power cut now, treated by this whim."""
        names = dict(self._durable_names)
        many = {Whim.NONE: 0, Whim.ALL: len(self._renamings)}.get(whim)
        for path, file in self._renamings[: chance.randint(0, len(self._renamings)) if many is None else many]:
            _rename(names, path, file)
        return {path: _relic(file, whim, chance) for path, file in names.items() if not path.endswith(REBUILT)}


def _folder_of(path: str) -> str:
    return posixpath.dirname(path) or "."


def _rename(names: dict[str, _File], path: str, file: _File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def _relic(file: _File, whim: Whim, chance: random.Random) -> Relic:
    if whim is Whim.FILES:
        whim = chance.choice((Whim.NONE, Whim.ALL))
    if whim is Whim.NONE or not file.unsynced:
        return Relic(file, (), 0)
    if whim is Whim.SECTORS:
        at_least = file.longest if chance.random() < 0.25 else 0
        return Relic(file, tuple(_sector_parts(file.unsynced, chance)), at_least)
    survivors = [place for place in range(len(file.unsynced)) if whim is Whim.ALL or chance.random() < 0.5]
    return Relic(file, tuple((place, 0, _size(file.unsynced[place])) for place in survivors), 0)


def _size(deed: Wrote | Cut) -> int:
    return len(deed.content) if isinstance(deed, Wrote) else 0


def _sector_parts(unsynced: Sequence[Wrote | Cut], chance: random.Random) -> Iterator[Part]:
    visits: dict[int, list[Part]] = defaultdict(list)
    for place, deed in enumerate(unsynced):
        if isinstance(deed, Cut):
            visits[-1 - place].append((place, 0, 0))
            continue
        for sector in range(deed.offset // SECTOR, -(-(deed.offset + len(deed.content)) // SECTOR)):
            start = max(sector * SECTOR - deed.offset, 0)
            stop = min((sector + 1) * SECTOR - deed.offset, len(deed.content))
            visits[sector].append((place, start, stop))
    survivors = [part for parts in visits.values() for part in parts[: chance.randint(0, len(parts))]]
    yield from sorted(survivors)


@dataclass(frozen=True, slots=True)
class CrashState:
    """One state of the folder after a cut; ``said`` answers had been heard before it."""

    said: int
    relics: Mapping[str, Relic]

    def lay_out(self, folder: Path, prefix: str = "") -> None:
        """Put the files whose names begin so into a folder, and nothing else."""
        for path in folder.iterdir():
            if path.is_file() and path.name.startswith(prefix):
                path.unlink()
        for name, relic in self.relics.items():
            if name.startswith(prefix):
                target = folder / name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(relic.content())


def files_in(folder: Path) -> dict[str, bytes]:
    """All files of a folder, as the state before a run."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(slots=True)
class Recording:
    """One run: what was there before, what was done, and which states after a cut have been seen already."""

    before: Mapping[str, bytes]
    deeds: Sequence[Deed]
    _seen: set[object] = field(default_factory=set)

    def states(self, chance: random.Random, *whims: Whim) -> Iterator[CrashState]:
        """The states after a cut before the first deed and after each one, each seen only once.

        Args:
            whims: all of them are tried at each moment; without any, one at random.
        """
        disk, said = Disk(self.before), 0
        for deed in (None, *self.deeds):
            if isinstance(deed, Said):
                said += 1
            elif deed is not None:
                disk.do(deed)
            for whim in whims or (chance.choice(RANDOM_WHIMS),):
                relics = disk.after_cut(whim, chance)
                key = (said, *sorted((name, relic.key) for name, relic in relics.items()))
                if key not in self._seen:
                    self._seen.add(key)
                    yield CrashState(said, relics)
