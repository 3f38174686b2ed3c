"""Many desks with a full queue each, as a process of its own: told to, all of them send at once.

Real stores, the real log and the real worker of the window, which waits, backs off and comes again by itself. What to
make comes as one JSON line on standard input, then any line as the word to begin; each is answered with one line.
"""

from __future__ import annotations

import dataclasses
import json
import random
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from app.main import codec
from app.models.events import append
from app.models.profile import Post, bind_server
from app.models.store import Keys, Store
from app.sync.enrol import enrol
from app.sync.exchange import Line, are_heads_equal
from app.sync.log import SyncLog
from app.sync.state import SyncState
from app.sync.transport import HttpTransport, Reply, Row
from app.sync.worker import SyncWorker
from core.clock import to_ms
from core.wire.events import Kind
from tests.kit.desk import SECRET, new_profile
from tests.kit.desk_wire import registered
from tests.kit.manual_clock import ManualClock

IN_ONE_TRANSACTION = 100
SHARED_BY = 100
"""One visit of so many is of somebody who has come to other desks as well."""

PATIENCE_S = 1_800.0


@dataclasses.dataclass(frozen=True)
class Watched:
    """The real line of one desk, watched: the status of each answer and how long it took."""

    line: HttpTransport
    answers: list[tuple[int, float]] = dataclasses.field(default_factory=list)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST."""
        began_s = time.monotonic()
        reply = self.line.post(path, body, headers)
        self.answers.append((reply.status, time.monotonic() - began_s))
        return reply

    def prepare(self) -> float:
        """Have one more connection ready."""
        return self.line.prepare()

    def idle(self) -> tuple[float, ...]:
        """Of each connection that is free: how long it took to open."""
        return self.line.idle()

    def row(self) -> Row | None:
        """None: each answer is watched by itself."""

    def close(self) -> None:
        """Close the connections."""
        self.line.close()


class Queued:
    """One desk with everything waiting."""

    def __init__(self, store: Store, keys: Keys, clock: ManualClock) -> None:
        log = SyncLog(store, keys, clock)
        self.way = Watched(HttpTransport(log.server().url))
        self.line = Line(log, self.way, codec())
        self.is_drained = threading.Event()
        self.worker = SyncWorker(self.line, self._see, random.random)

    def _see(self, state: SyncState) -> None:
        if not state.pending:
            self.is_drained.set()
            self.worker.pause()  # what it would hear of its neighbours from now on is not what is measured


def person(number: int) -> int:
    """Whose visit it is: most people come once."""
    return number if number % SHARED_BY else number // SHARED_BY % SHARED_BY


def fill(store: Store, keys: Keys, clock: ManualClock, first: int, many: int) -> None:
    """So many registrations as events of this desk, none of them sent."""
    post = store.profile.post.code

    def write(numbers: range) -> None:
        writer = store.writer(keys)
        for number in numbers:
            clock.pass_s(30)
            body = registered(number, post=post, nik=f"35{person(number):014d}")
            append(writer, Kind.REGISTERED, body, at_ms=to_ms(clock.now()))

    for start in range(first, first + many, IN_ONE_TRANSACTION):
        store.write(partial(write, range(start, min(start + IN_ONE_TRANSACTION, first + many))))


@contextmanager
def queued(home: Path, url: str, order: Mapping[str, str], first: int, many: int) -> Iterator[Queued]:
    """A new desk of a post, enrolled, with everything waiting."""
    clock, post = ManualClock(), Post(order["post"], f"Posko {order['post']}", "35", is_training=True)
    new_profile(home, clock=clock, post=post)
    with Store(home, holder="posko") as store:
        keys, way = store.unlock(None, SECRET, clock), HttpTransport(url)
        welcome = enrol(way, url, order["code"], store.profile.device_uid, keys.device, post)
        way.close()
        store.write(lambda: bind_server(welcome.bond, welcome.block, welcome.certificate))
        store.refresh()
        fill(store, keys, clock, first, many)
        yield Queued(store, keys, clock)


def main() -> int:
    """Make the desks, wait for the word, let all send, tell how it went."""
    orders = json.loads(sys.stdin.readline())
    with ExitStack() as everything:
        desks = [
            everything.enter_context(
                queued(Path(orders["folder"]) / f"desk{place}", orders["url"], order, order["first"], orders["many"])
            )
            for place, order in enumerate(orders["desks"])
        ]
        print(json.dumps({"desks": len(desks)}), flush=True)
        sys.stdin.readline()
        began_s = time.monotonic()
        for desk in desks:
            desk.worker.start()
        until_s = began_s + PATIENCE_S
        stuck = sum(not desk.is_drained.wait(max(until_s - time.monotonic(), 0)) for desk in desks)
        taken_s = time.monotonic() - began_s
        for desk in desks:
            desk.worker.stop(PATIENCE_S)
        unequal = sum(not are_heads_equal(desk.line.log) for desk in desks)
        answers = [answer for desk in desks for answer in desk.way.answers]
    print(json.dumps({"taken_s": taken_s, "stuck": stuck, "unequal": unequal, "answers": answers}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
