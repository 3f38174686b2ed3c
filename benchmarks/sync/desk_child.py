"""The desk as a process of its own: ``python -m benchmarks.sync.desk_child HOW HOME URL``; one JSON line of figures.

HOW: ``drain`` once; ``retry`` after every trouble of the line, as a person would; ``worker``: the thread of the window
does it by itself; ``rest``: open and unlock only.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.desk.context import Desk
from app.headless.opening import line_of
from app.models.profile import bind_server
from app.sync.exchange import Line, are_heads_equal, drain
from app.sync.state import Phase, SyncState, Totals
from app.sync.worker import SyncWorker
from benchmarks import stage
from core.errors import Trouble

MOST_TRIES = 20
PATIENCE_S = 600.0


def peak_bytes() -> int:
    """The most memory that this process ever had resident."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def moved_to(desk: Desk, url: str) -> None:
    """Let the desk look for its server at another address; everything else about the server stays."""
    profile = desk.store.profile
    if profile.server is None:
        raise RuntimeError("this desk knows no server")
    bond = dataclasses.replace(profile.server, url=url)
    desk.store.write(lambda: bind_server(bond, profile.numbers.block))
    desk.store.refresh()


def once(line: Line) -> Totals:
    """One exchange."""
    return drain(line)


def again_and_again(line: Line) -> Totals:
    """Exchange, and after every trouble at once again."""
    for _ in range(MOST_TRIES):
        try:
            return drain(line)
        except Trouble as trouble:
            if trouble.code not in {"LINE_BROKEN", "LINE_SLOW", "LINE_NONE", "REPLY_DAMAGED"}:
                raise
    raise RuntimeError("it never got through")


def by_itself(line: Line) -> Totals:
    """The worker of the window, hands off, until nothing waits."""
    is_done = threading.Event()

    def see(state: SyncState) -> None:
        if state.phase is Phase.RESTING and not state.pending:
            is_done.set()

    worker = SyncWorker(line, see, random.random)
    worker.start()
    if not is_done.wait(PATIENCE_S):
        raise RuntimeError("it never got through")
    return Totals()


def nothing(_line: Line) -> Totals:
    """Only be there."""
    return Totals()


HOW: dict[str, Callable[[Line], Totals]] = {
    "drain": once,
    "retry": again_and_again,
    "worker": by_itself,
    "rest": nothing,
}


def main() -> int:
    """Open the desk, exchange, say how it went. What is timed begins without a connection."""
    how, home, url = sys.argv[1:4]
    with stage.opened(Path(home)) as desk:
        moved_to(desk, url)
        with line_of(desk) as line:
            gc.collect()
            started_s, worked_s = time.perf_counter(), time.process_time()
            totals = HOW[how](line)
            taken_s, worked_s = time.perf_counter() - started_s, time.process_time() - worked_s
            if how != "rest" and not are_heads_equal(line.log):
                raise RuntimeError(f"something still waits: {totals}")
    figures = {"taken_s": taken_s, "worked_s": worked_s, "peak_bytes": peak_bytes()}
    print(json.dumps({**figures, **dataclasses.asdict(totals)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
