"""What the measurements play on: a training desk over real files, the day's 182 people, a folder that goes away."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from app.bundled import programme
from app.desk.context import Desk
from app.desk.register import Registered, register
from app.main import SystemClock, Unlocking, opened_desk
from app.models.birth import NewDesk, give_birth, new_device_uid
from app.models.officers import Role
from app.models.profile import Post
from app.models.sealing import KdfCost
from app.sync.enrol import enrol
from app.sync.transport import HttpTransport
from core.entry import Entry, entry_from_json
from core.signing import SigningKey

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2020, 4, 13)
SECRET = "rahasia-latihan"
CHEAP = KdfCost(memory_kib=64, iterations=1)
"""Where unlocking is not what is measured."""


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder on the disk of the repository (a temporary folder may lie in memory, where syncing is free)."""
    parent = ROOT / "run"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent) as name:
        yield Path(name)


@functools.cache
def day_lines() -> tuple[bytes, ...]:
    """The lines of the day file: one person each."""
    return tuple((ROOT / "tests" / "data" / "hari_182.jsonl").read_bytes().splitlines())


@functools.cache
def day() -> tuple[Entry, ...]:
    """The day's visits as entries."""
    return tuple(entry_from_json(msgspec.json.decode(line)) for line in day_lines())


def visit(desk: Desk, entry: Entry) -> Registered:
    """One visit through the verb that command line and window use."""
    return register(desk, entry, programme("PRAKERJA2020"), DAY)


def bear(home: Path, *, cost: KdfCost = CHEAP, url: str = "", code: str = "") -> None:
    """Make a training profile, enrolled if a server and a code are given."""
    clock, key = SystemClock(), SigningKey.generate()
    device = new_device_uid(clock)
    post = Post("SBY01", "Posko Contoh 01", "35", is_training=True)
    server = certificate = None
    if url:
        transport = HttpTransport(url)
        welcome = enrol(transport, url, code, device, key, post)
        transport.close()
        server, certificate = welcome.bond, welcome.certificate
    new = NewDesk(device, key, post, 1, "RINA SETYOWATI", Role.OFFICER, SECRET, server, certificate)
    give_birth(home, new, clock, cost=cost)


@contextmanager
def opened(home: Path) -> Iterator[Desk]:
    """The unlocked desk of a profile."""
    with opened_desk(home, Unlocking(secret=SECRET), holder="benchmarks") as desk:
        yield desk
