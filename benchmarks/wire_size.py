"""Bytes of an event on the line by size of batch: with the preset dictionary, and (as the floor) without."""

from __future__ import annotations

from collections.abc import Iterator

from app.main import codec
from app.sync.log import SyncLog
from benchmarks import stage
from benchmarks.measuring import Figure
from core.wire.codec import Codec
from core.wire.envelope import PROTOCOL, ExchangeRequest

BATCHES = (1, 10, 50, 182)


def requests(log: SyncLog, size: int) -> Iterator[ExchangeRequest]:
    """The whole log in batches of this size."""
    (state,) = log.streams()
    for sent in range(0, state.head_seq, size):
        batch = log.batch(state.stream, sent, size)
        yield ExchangeRequest(PROTOCOL, is_training=True, cursor=0, batch=batch)


def measure() -> list[Figure]:
    """The day's 182 events, packed for the line (HTTP not counted)."""
    with stage.folder() as place:
        stage.bear(place / "profile")
        with stage.opened(place / "profile") as desk:
            for entry in stage.day():
                stage.visit(desk, entry)
            log = SyncLog(desk.store, desk.keys, desk.clock)
            return [_figure(log, size) for size in BATCHES]


def _figure(log: SyncLog, size: int) -> Figure:
    (state,) = log.streams()
    best, none = codec(), Codec({})
    packed = [(len(best.pack(one)), len(none.pack(one))) for one in requests(log, size)]
    with_it, without = (sum(column) / state.head_seq for column in zip(*packed, strict=True))
    return Figure(f"bytes an event, batches of {size} (floor: no dictionary)", "B", with_it, without)
