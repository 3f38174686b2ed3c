"""What is sent: a real desk with so many registrations waiting, its server, and the same as Posko exports them."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from app.bundled import programme
from app.desk.register import register
from benchmarks import stage
from benchmarks.sync.children import told
from benchmarks.sync.people import applicant
from tests.kit.server_process import SERVER, command, server_process

A_DAY = 900
"""A device has a thousand numbers a day."""
MADE_BY_THE_SERVER = frozenset({"received_at", "feed_no", "duplicate_group", "event_uid", "stage", "batch"})
"""What a desk does not send, so nobody else has to either."""


@dataclass(frozen=True, slots=True)
class Load:
    """Files that every run starts from and none changes.

    Args:
        desk: a profile in which everything waits.
        server: a server's folder that knows this desk and nothing that it wrote.
        lines: the registrations, one JSON line each.
    """

    many: int
    desk: Path
    server: Path
    lines: Path

    def copied(self, place: Path) -> tuple[Path, Path]:
        """Desk and server of one run."""
        desk, server = place / "desk", place / "server"
        shutil.copytree(self.desk, desk)
        shutil.copytree(self.server, server)
        return desk, server


def load_of(many: int, place: Path) -> Load:
    """Make the desk, enrol it, register so many people, and see what a server makes of them."""
    load = Load(many, place / "desk", place / "server", place / "lines.jsonl")
    enrolled(load.desk, load.server)
    fill(load.desk, many)
    trial = place / "trial"
    desk, server = load.copied(trial)
    with server_process(server) as running:
        told("desk_child", "drain", str(desk), running.url)
        running.stop()
    load.lines.write_bytes(exported(server, many))
    shutil.rmtree(trial)
    return load


def enrolled(desk: Path, server: Path) -> None:
    """A new desk of the one post, known to the server in that folder."""
    with server_process(server) as running:
        newcomer(desk, server, running.url)
        running.stop()


def newcomer(desk: Path, server: Path, url: str) -> None:
    """A new desk of the one post at a running server."""
    order = ("enrol-code", "--post", "SBY01", "--post-name", "Posko Contoh 01", "--json")
    code = json.loads(command(*order, data=server).stdout)["code"]
    stage.bear(desk, url=url, code=code)


def fill(home: Path, many: int) -> None:
    """So many visits, none of them sent. Raises: RuntimeError if one of them brought no registration."""
    with stage.opened(home) as desk:
        for number in range(many):
            on = stage.DAY + timedelta(days=number // A_DAY)
            done = register(desk, applicant(number), programme("PRAKERJA2020"), on)
            if done.kept.body.person.name_on_id != applicant(number).text("name_on_id"):
                raise RuntimeError(f"person {number} is no new registration: {done.outcome}")


def exported(server: Path, many: int) -> bytes:
    """The registrations as ``posko-server export`` writes them. Raises: RuntimeError if some are missing."""
    words = [*SERVER, "export", "registrations", "--data", str(server)]
    done = subprocess.run(words, cwd=stage.ROOT, capture_output=True, check=True)
    people = [msgspec.json.decode(line) for line in done.stdout.splitlines()]
    if len(people) != many:
        raise RuntimeError(f"{len(people)} of {many} registrations arrived")
    sent = ({name: value for name, value in one.items() if name not in MADE_BY_THE_SERVER} for one in people)
    return b"".join(msgspec.json.encode(one) + b"\n" for one in sent)
