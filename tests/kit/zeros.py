"""The four zeros: nothing acknowledged lost, nothing doubled, nothing silently overwritten, nothing stuck [TRUST 4]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.desk.context import Desk
from app.models.events import chain_problem
from app.sync.log import SyncLog
from core.wire.envelope import StreamSet
from core.wire.sets import post_digest
from server.store import streams
from tests.kit.enrolled import as_the_desk_has_it, as_the_server_has_it, pending, server_has, sync
from tests.kit.server import RunningServer

ROUNDS = 3
"""Exchanges of each desk after which all of a post agree: up, down, and what came up meanwhile down again."""


def desk_digest(desk: Desk) -> bytes:
    """Over all that a desk holds of its post."""
    return post_digest(SyncLog(desk.store, desk.keys, desk.clock).sets())


def server_digest(server: RunningServer, post: str) -> bytes:
    """Over all that the server holds of a post, as it keeps it."""
    with server.store.reading() as work:
        heads = streams.streams_of(work, post)
    return post_digest(StreamSet(head.name, head.last_seq, head.set_sum) for head in heads)


def settle(*desks: Desk) -> None:
    """The line is sound: everybody sends as often as it may take."""
    for _round in range(ROUNDS):
        for desk in desks:
            sync(desk)


def check_zeros(server: RunningServer, post: str, desks: Sequence[Desk], acknowledged: Iterable[object]) -> None:
    """Fail unless server and desks hold the same, each acknowledged registration once, and nothing waits.

    Args:
        acknowledged: uids of everything that an officer was told to be kept.
    """
    held = Counter(one["uid"] for one in server_has(server) if one["post"] == post)
    assert set(map(str, acknowledged)) == set(held), "lost, or from nowhere"
    assert max(held.values(), default=1) == 1, "doubled"
    events = Counter(
        (one["device"], one["incarnation"], one["seq"]) for one in server_has(server, "events") if one["post"] == post
    )
    assert max(events.values(), default=1) == 1, "an event doubled"
    for desk in desks:
        assert pending(desk) == 0, "stuck"
        assert desk_digest(desk) == server_digest(server, post), "the sets differ"
        assert desk.store.run(chain_problem) is None
        here = as_the_desk_has_it(desk)
        names = set(next(iter(here.values()), {}))
        assert here == as_the_server_has_it(server, post, names), "told differently"
