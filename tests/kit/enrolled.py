"""A desk that is enrolled with a real server, and what both ends say of what they hold."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import msgspec

from app.desk.context import Desk
from app.main import codec
from app.models.profile import Post, bind_server
from app.sync.enrol import enrol
from app.sync.exchange import Line, drain
from app.sync.log import SyncLog
from app.sync.state import Totals
from app.sync.transport import HttpTransport, Transport
from core.clock import Clock
from core.registered import KeptRegistration
from server.__main__ import main as posko_server
from tests.kit.desk import new_profile, opened
from tests.kit.server import RunningServer
from tests.kit.server_engines import with_database

Heads = dict[str, tuple[int, str]]
"""Stream -> its last place and the hash there."""


@contextmanager
def enrolled_desk(
    home: Path, url: str, code: str, *, clock: Clock | None = None, post: str = "SBY01", is_training: bool = True
) -> Iterator[Desk]:
    """A new desk that has just been enrolled with the server at ``url``; unlocked until the block ends."""
    new_profile(home, clock=clock, post=Post(post, f"Posko {post}", "35", is_training=is_training))
    with opened(home, clock=clock) as desk:
        join(desk, url, code)
        yield desk


def join(desk: Desk, url: str, code: str) -> None:
    """Enrol as ``posko enrol`` does."""
    profile = desk.store.profile
    transport = HttpTransport(url)
    try:
        welcome = enrol(transport, url, code, profile.device_uid, desk.keys.device, profile.post)
    finally:
        transport.close()
    desk.store.write(lambda: bind_server(welcome.bond, welcome.block, welcome.certificate))
    desk.store.refresh()


@contextmanager
def line_of(desk: Desk, transport: Transport | None = None) -> Iterator[Line]:
    """The line of a desk to its server."""
    log = SyncLog(desk.store, desk.keys, desk.clock)
    way = transport or HttpTransport(log.server().url)
    try:
        yield Line(log, way, codec())
    finally:
        way.close()


def sync(desk: Desk) -> Totals:
    """One full exchange over a fresh connection."""
    with line_of(desk) as line:
        return drain(line)


def pending(desk: Desk) -> int:
    """How many events of a desk are not under a receipt."""
    return SyncLog(desk.store, desk.keys, desk.clock).pending()


def registrations(desk: Desk) -> tuple[KeptRegistration, ...]:
    """Everything that stands on the desk's shelf, other desks' registrations included."""
    return tuple(desk.store.run(lambda: desk.shelf().everything()))


def desk_heads(desk: Desk) -> Heads:
    """Every stream of a desk in which anything stands."""
    states = SyncLog(desk.store, desk.keys, desk.clock).streams()
    return {state.stream.hex(): (state.head_seq, state.head_hash.hex()) for state in states if state.head_seq}


def server_heads(server: RunningServer, desk: Desk | None = None) -> Heads:
    """What ``posko-server heads`` says, of one desk or of all."""
    heads = json.loads(server_says(server, "heads", "--json"))
    device = str(desk.store.profile.device_uid) if desk else None
    return {one["stream"]: (one["last_seq"], one["head"]) for one in heads if device in (None, one["device"])}


def server_has(server: RunningServer, what: str = "registrations") -> list[dict[str, Any]]:
    """What ``posko-server export`` says."""
    return [json.loads(line) for line in server_says(server, "export", what, "--format", "jsonl").splitlines()]


def as_the_desk_has_it(desk: Desk) -> dict[str, dict[str, Any]]:
    """Every registration of a desk by uid, as the server should export it."""
    told = {}
    for one in registrations(desk):
        body = msgspec.structs.asdict(one.body)
        body |= msgspec.structs.asdict(body.pop("person"))
        del body["visit"], body["ticket"], body["account"]  # the office sees them by desk, day and queue number
        body["documents"] = list(one.body.documents)
        body["findings"] = [msgspec.structs.asdict(finding) for finding in one.body.findings]
        told[str(one.uid)] = {**body, "status": one.status}
    return told


def as_the_server_has_it(server: RunningServer, post: str, names: set[str]) -> dict[str, dict[str, Any]]:
    """Every registration of a post by uid, as the server exports it, in so many columns."""
    return {row["uid"]: {name: row[name] for name in names} for row in server_has(server) if row["post"] == post}


def server_says(server: RunningServer, *words: str) -> str:
    """The output of a command of the server program beside the running server."""
    output = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(output, "utf-8", write_through=True)) as text:
        assert posko_server(with_database([*words, "--data", str(server.settings.data)])) == 0
        text.detach()
    return output.getvalue().decode()
