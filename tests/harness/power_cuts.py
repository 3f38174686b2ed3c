"""Recorded runs of desks and of bare files, and the search through their states after a power cut."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from tests.harness.acks import Ack, acks_in
from tests.harness.crash_states import CrashState, Recording, Whim, files_in
from tests.harness.holding import DATABASE, clear_problem, store_problem
from tests.harness.plain_store import new_plain_store, plain_problem
from tests.harness.strace_log import RECORDING, deeds, under_strace
from tests.harness.warm import Run, WarmDesk
from tests.kit.desk import new_profile

PLAIN = "plain.db"
SEEN_BY_THE_PROGRAM_EVERY = 200
"""So many states pass before one is opened by the store's own code too."""


class Cut(Protocol):
    """A recorded run and the question that is asked of each of its states."""

    recording: Recording

    def problem(self, state: CrashState) -> str | None:
        """What is wrong with this state, or ``None``."""


def search(cuts: Sequence[Cut], states: int, chance: random.Random) -> Counter[str]:
    """Ask so many different states of these runs; how many had which problem ("" = none)."""
    found = (cut.problem(state) or "" for cut, state in _different_states(cuts, chance))
    return Counter(itertools.islice(found, states))


def _different_states(cuts: Sequence[Cut], chance: random.Random) -> Iterator[tuple[Cut, CrashState]]:
    for cut in cuts:
        yield from ((cut, state) for state in cut.recording.states(chance, Whim.NONE, Whim.ALL))
    while True:
        for cut in cuts:
            yield from ((cut, state) for state in cut.recording.states(chance))


def _record(run: Run, folder: Path) -> tuple[Recording, list[bytes]]:
    """Let a waiting process act; what it did to the folder, and the lines that it said."""
    run.wait_until_ready()
    before, log = files_in(folder), folder.with_suffix(".strace")
    with under_strace(run.pid, log, *RECORDING):
        run.go()
        exit_code, said, complaints = run.end()
    assert exit_code == 0, complaints
    return Recording(before, list(deeds(log, folder))), said.splitlines(keepends=True)


class DeskCut:
    """A real desk that has ``before`` visits when it is opened, and registers ``many`` more."""

    def __init__(self, warm: WarmDesk, folder: Path, name: str, *, before: int, many: int) -> None:
        home = folder / name
        new_profile(home)
        run = warm.start("register_visits", home=str(home), first=10_000, many=before)
        self._acks: list[Ack] = list(acks_in(run.end()[1].splitlines(keepends=True)))
        assert len(self._acks) == before
        run = warm.start("register_visits", home=str(home), first=0, many=many, waits=True)
        self.recording, lines = _record(run, home)
        self._acks += acks_in(lines)
        assert len(self._acks) == before + many
        self._before = before
        self._places = folder / f"{name}-clear", folder / f"{name}-program"
        for place in self._places:
            place.mkdir()
        self._asked = 0

    def problem(self, state: CrashState) -> str | None:
        """Every answer that was heard is kept, no number is there twice, nothing is half there."""
        clear, program = self._places
        acks = self._acks[: self._before + state.said]
        self._asked += 1
        if self._asked % SEEN_BY_THE_PROGRAM_EVERY == 0:
            state.lay_out(program)
            problem = store_problem(program, acks)
            if problem is not None:
                return problem
        state.lay_out(clear, DATABASE)
        return clear_problem(clear / DATABASE, acks, unheard=1)


class BirthCut:
    """The making of a profile in an empty folder."""

    def __init__(self, warm: WarmDesk, folder: Path) -> None:
        home = folder / "newborn"
        home.mkdir()
        self._place = folder / "newborn-place"
        self._place.mkdir()
        self.recording, _lines = _record(warm.start("make_profile", home=str(home)), home)

    def problem(self, state: CrashState) -> str | None:
        """The whole profile is there, or none at all; once it was said to be made, it is there."""
        state.lay_out(self._place)
        if not (self._place / DATABASE).exists():
            return "the profile that was made is gone" if state.said else None
        return store_problem(self._place, []) or clear_problem(self._place / DATABASE, [], unheard=0)


class PlainCut:
    """A bare SQLite file under any settings."""

    def __init__(self, warm: WarmDesk, folder: Path, journal_mode: str, synchronous: str) -> None:
        inside = folder / f"{journal_mode}-{synchronous}"
        inside.mkdir()
        self._place = folder / f"{inside.name}-place"
        self._place.mkdir()
        file = inside / PLAIN
        new_plain_store(file)
        order = {"file": str(file), "journal_mode": journal_mode, "synchronous": synchronous, "many": 12}
        self.recording, _lines = _record(warm.start("write_plainly", **order), inside)

    def problem(self, state: CrashState) -> str | None:
        """Every commit that was acknowledged is there and whole."""
        state.lay_out(self._place)
        return plain_problem(self._place / PLAIN, state.said)
