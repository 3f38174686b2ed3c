"""The day's 182 visits to a real server process on loopback, against the same day as one blob over a bare socket."""

from __future__ import annotations

import json
import os
import socket
import statistics
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.main import codec
from app.sync.exchange import Line, are_heads_equal, drain
from app.sync.log import SyncLog
from app.sync.state import Totals
from app.sync.transport import HttpTransport
from benchmarks import stage
from benchmarks.measuring import Figure, seconds
from benchmarks.relay import Relay
from tests.kit.server_process import command, server_process

ROUNDS = 5
MOST_BYTES = 200
"""Up and down a record, with HTTP [SYNC_PEERS 6, figure 5; there with TCP and IP as well]."""
A_REQUEST = 20
"""Records a request at least [SYNC_PEERS 6, figure 6]."""


@dataclass(frozen=True, slots=True)
class Round:
    """One day sent: how long it took, how long the blob took, what went over the line."""

    ours_s: float
    floor_s: float
    floor_bytes: int
    totals: Totals
    up: int
    down: int


def one_round(place: Path, *, is_counted: bool) -> Round:
    """A fresh server, a fresh desk, the whole day; counting goes through a relay and is not timed."""
    with server_process(place / "server") as server:
        order = ("enrol-code", "--post", "SBY01", "--post-name", "Posko Contoh 01", "--json")
        code = json.loads(command(*order, data=place / "server").stdout)["code"]
        stage.bear(place / "profile", url=server.url, code=code)
        with stage.opened(place / "profile") as desk, Relay.before(server.url) as relay:
            for entry in stage.day():
                stage.visit(desk, entry)
            log = SyncLog(desk.store, desk.keys, desk.clock)
            line = Line(log, HttpTransport(relay.url if is_counted else server.url), codec())
            started = time.perf_counter()
            totals = drain(line)
            ours_s = time.perf_counter() - started
            if not are_heads_equal(log) or totals.sent != len(stage.day()):
                raise RuntimeError(f"the day did not arrive: {totals}")
            line.transport.close()
            up, down = relay.stop()
    floor_s, floor_bytes = blob(place)
    return Round(ours_s, floor_s, floor_bytes, totals, up, down)


def blob(place: Path) -> tuple[float, int]:
    """Seconds to deflate the day's lines, send them, sync them to disk and get one byte back; and their size."""
    lines = b"\n".join(stage.day_lines())

    def send() -> None:
        packed = zlib.compress(lines, 9)
        with socket.create_connection(address) as line:
            line.sendall(len(packed).to_bytes(4, "big") + packed)
            line.recv(1)

    with blob_keeper(place / "blob") as address:
        send()
        return seconds(send), len(zlib.compress(lines, 9))


@contextmanager
def blob_keeper(file: Path) -> Iterator[tuple[str, int]]:
    """Keeps what comes, safely on disk, before it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        keeper = threading.Thread(target=_keep, args=(listener, file, 2))
        keeper.start()
        yield listener.getsockname()[:2]
        keeper.join()


def _keep(listener: socket.socket, file: Path, blobs: int) -> None:
    for _ in range(blobs):
        line, _peer = listener.accept()
        with line, line.makefile("rb") as stream, file.open("wb") as kept:
            kept.write(stream.read(int.from_bytes(stream.read(4), "big")))
            kept.flush()
            os.fsync(kept.fileno())
            line.sendall(b"1")


def measure() -> list[Figure]:
    """Speed of the timed rounds, bytes of the counted one."""
    rounds = []
    for number in range(ROUNDS + 1):
        with stage.folder() as place:
            rounds.append(one_round(place, is_counted=number == 0))
    counted, timed = rounds[0], rounds[1:]
    many = len(stage.day())
    ours = statistics.median(many / one.ours_s for one in timed)
    floor = statistics.median(many / one.floor_s for one in timed)
    up, down, requests = counted.up / many, counted.down / many, counted.totals.requests
    return [
        Figure("sync of 182 on loopback", "records/s", ours, floor),
        Figure("sync, bytes up a record, HTTP counted", "B", up, counted.floor_bytes / many),
        Figure("sync, bytes down a record, HTTP counted", "B", down),
        Figure("sync, bytes up and down a record", "B", up + down, aim=MOST_BYTES, is_aim_of_ours=True),
        Figure("sync, requests", "", requests, 1, aim=many // A_REQUEST, is_aim_of_ours=True),
    ]
