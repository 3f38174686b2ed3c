"""Where registrations stand after the desk: out of the events, in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from core.stages import Step, Trail, read_step, step_of, trail_of
from core.typed import msgpack_as
from core.wire.codec import Malformed
from core.wire.events import Header
from server.store import streams
from server.store.work import Work


def trails_of(work: Work, registrations: Iterable[tuple[str, bytes]]) -> dict[tuple[str, bytes], Trail]:
    """The trails of registrations, each named by post and uid; those without a step are left out."""
    uids: dict[str, list[bytes]] = {}
    for post, uid in registrations:
        uids.setdefault(post, []).append(uid)
    steps: dict[tuple[str, bytes], list[Step]] = {}
    for post, some in uids.items():
        for event in streams.steps_of(work, post, some):
            with suppress(Malformed):
                body = read_step(event.kind, event.body)
                at_ms = msgpack_as(event.header, Header).at_ms
                steps.setdefault((post, event.record), []).append(step_of(body, event.stream, event.seq, at_ms))
    return {key: trail_of(found) for key, found in steps.items()}
