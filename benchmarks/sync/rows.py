"""The measurements behind the bars: each gives figures by contestant."""

from __future__ import annotations

import statistics
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import stage
from benchmarks.sync import bars
from benchmarks.sync.bars import OURS, Measured
from benchmarks.sync.children import told
from benchmarks.sync.contestants import MakeReady, Run, one_run, posko, present
from benchmarks.sync.cutting import Cut, CutLink
from benchmarks.sync.links import BadLink, Link, Loopback
from benchmarks.sync.load import Load, load_of, newcomer
from tests.kit.server_process import server_process

MB = 1_000_000
CUTS = {"up": (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95), "down": (0.1, 0.5, 0.95)}
"""Where the line breaks, in shares of a clean run's bytes."""
DARK_AT = 0.4
"""The line goes dark when this share of a clean run's bytes is up."""
LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; other sizes than these are for trying things out."""

    day: int = 182
    many: int = 10_000
    pulled: int = 50_000
    rounds: int = 3


def bad_lines(link: Link, load: Load, rounds: int) -> Measured:
    """Everybody over both lines for the time, and over an open line for bytes and requests."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for figure, line in ((bars.POOR, "poor"), (bars.FAIR, "fair")):
        for who, runs in in_turn(link, load, line, rounds).items():
            found[figure][who] = statistics.median(run.taken_s for run in runs)
    for who, runs in in_turn(link, load, "open", rounds).items():
        counts = [run.counts for run in runs]
        found[bars.BYTES][who] = statistics.median((one.up + one.down) / load.many for one in counts)
        found[bars.REQUESTS][who] = statistics.median(one.requests for one in counts)
        found[bars.CONNECTIONS][who] = statistics.median(one.connections for one in counts)
    return found


def in_turn(link: Link, load: Load, line: str, rounds: int) -> Mapping[str, list[Run]]:
    """Everybody over one line, round by round, so that a busy minute hits all alike; a round loses the same packets."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for seed in range(1, rounds + 1):
        for who, make_ready in present().items():
            runs[who].append(one_run(make_ready, link, load, line, seed))
    return runs


def cuts(load: Load) -> Measured:
    """One connection breaks at a byte, and everything is sent to the end: bytes up against those of a clean run."""
    retry = partial(posko, how="retry")
    clean = one_run(retry, CutLink(), load, "open", 1).counts
    whole = {"up": clean.up, "down": clean.down}
    places = [Cut(direction, int(whole[direction] * share)) for direction in CUTS for share in CUTS[direction]]
    broken = [one_run(retry, CutLink(cut), load, "open", 1).counts.up for cut in places]
    return {bars.CUT: {OURS: max(broken) / clean.up}}


def dark(link: BadLink, load: Load) -> Measured:
    """The poor line goes silent in the middle and comes back, hands off: how much later than clean time and silence."""
    worker = partial(posko, how="worker")
    clean = one_run(worker, link, load, "poor", 1)
    found = {}
    for figure, silence_s in ((bars.DARK_30, 30.0), (bars.DARK_90, 90.0)):
        late = _run_in_the_dark(worker, link, load, int(clean.counts.up * DARK_AT), silence_s)
        found[figure] = {OURS: late.taken_s - silence_s - clean.taken_s}
    return found


def _run_in_the_dark(worker: MakeReady, link: BadLink, load: Load, after_bytes: int, silence_s: float) -> Run:
    with _lights_out(link, after_bytes, silence_s):
        return one_run(worker, link, load, "poor", 1)


@contextmanager
def _lights_out(link: BadLink, after_bytes: int, silence_s: float) -> Iterator[None]:
    """Cut the line once so many bytes are up, and heal it after the silence."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(LOOK_EVERY_S):
            if link.counts().up >= after_bytes:
                link.cut()
                is_over.wait(silence_s)
                link.heal()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def many(load: Load) -> Measured:
    """Everybody on loopback; the desk's memory beside that of the same process with nothing to send."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for who, make_ready in present().items():
        run = one_run(make_ready, Loopback(), load, "open", 1)
        found[bars.LOOPBACK][who] = load.many / run.taken_s
        if who == OURS:
            found[bars.MEMORY][OURS] = (run.told["peak_bytes"] - _resting_bytes(load)) / MB
    return found


def _resting_bytes(load: Load) -> float:
    with stage.folder() as place:
        desk, _ = load.copied(place)
        return told("desk_child", "rest", str(desk), "http://127.0.0.1:9")["peak_bytes"]


def pull(load: Load, place: Path) -> Measured:
    """A new desk of the same post fetches everything that another one has sent."""
    desk, server = load.copied(place / "pull")
    with server_process(server) as running:
        told("desk_child", "drain", str(desk), running.url)
        fresh = place / "fresh"
        newcomer(fresh, server, running.url)
        resting = told("desk_child", "rest", str(fresh), running.url)
        figures = told("desk_child", "drain", str(fresh), running.url)
    if figures["received"] != load.many:
        raise RuntimeError(f"{figures['received']} of {load.many} came")
    return {
        bars.PULL: {OURS: load.many / figures["taken_s"]},
        bars.PULL_MEMORY: {OURS: (figures["peak_bytes"] - resting["peak_bytes"]) / MB},
    }


def day_rows(link: BadLink, plan: Plan, *, is_long: bool) -> Measured:
    """All that is measured with one day of one post."""
    with stage.folder() as place:
        load = load_of(plan.day, place)
        return {**bad_lines(link, load, plan.rounds), **cuts(load), **(dark(link, load) if is_long else {})}


def many_rows(plan: Plan, *, is_long: bool) -> Measured:
    """All that is measured with many records."""
    with stage.folder() as place:
        found = many(load_of(plan.many, place))
    if not is_long:
        return found
    with stage.folder() as place:
        return {**found, **pull(load_of(plan.pulled, place), place)}
