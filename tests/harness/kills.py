"""Lives of a desk that each end with kill -9 at a random moment; after each the store must hold what was said."""

from __future__ import annotations

import random
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.harness.acks import Ack, acks_in
from tests.harness.holding import DATABASE, clear_problem, store_problem
from tests.harness.warm import WarmDesk
from tests.kit.desk import new_profile

LIVES_A_PROFILE = 25
PEOPLE_A_LIFE = 1000
MOST_HEARD = 8
DEATH_WITHIN_S = 0.012
"""A few registrations long."""
OPENING_S = 0.04
"""About as long as opening and unlocking take."""


@dataclass(slots=True)
class Tally:
    """What was done and heard."""

    kills: int = 0
    heard: int = 0
    unheard: int = 0
    without_nik: int = 0
    slips: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.heard} answers heard and kept, {self.unheard} kept but not heard, "
            f"{self.without_nik} people without NIK, {self.slips} slips; lost 0, numbers twice 0"
        )


def live_and_die(warm: WarmDesk, folder: Path, kills: int, chance: random.Random) -> Tally:
    """Kill so many desks, over several profiles; fails at the first thing lost, doubled or broken."""
    tally = Tally()
    while tally.kills < kills:
        lives = min(LIVES_A_PROFILE, kills - tally.kills)
        _use_up_profile(warm, folder / f"desk-{tally.kills}", lives, chance, tally)
    return tally


def _use_up_profile(warm: WarmDesk, home: Path, lives: int, chance: random.Random, tally: Tally) -> None:
    new_profile(home)
    slips = home.with_name(f"{home.name}-slips")
    acks: list[Ack] = []
    for life in range(1, lives + 1):
        acks += _one_life(warm, home, slips, life * PEOPLE_A_LIFE, chance)
        problem = store_problem(home, acks) or clear_problem(home / DATABASE, acks, unheard=life)
        assert problem is None, f"after kill {tally.kills + life}: {problem}"
    written = {path.stem for path in slips.glob("*.pdf")}
    kept, without_nik, copied = _kept(home)
    assert written <= copied, "a slip stands on paper whose visit or copy is not kept"
    tally.kills += lives
    tally.heard += len(acks)
    tally.unheard += kept - len(acks)
    tally.without_nik += without_nik
    tally.slips += len(written)


def _one_life(warm: WarmDesk, home: Path, slips: Path, first: int, chance: random.Random) -> list[Ack]:
    run = warm.start("register_visits", home=str(home), slips=str(slips), first=first)
    heard = chance.randrange(MOST_HEARD)
    run.kill_after(heard, chance.uniform(0, DEATH_WITHIN_S if heard else OPENING_S))
    exit_code, said, complaints = run.end()
    assert exit_code == -signal.SIGKILL, f"{exit_code} {said!r} {complaints!r}"
    return list(acks_in(said.splitlines(keepends=True)))


def _kept(home: Path) -> tuple[int, int, set[str]]:
    """How many events there are, how many people without NIK, and the queue numbers of visits with a counted paper."""
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        events = connection.execute("SELECT count(*) FROM event").fetchone()[0]
        without_nik = connection.execute("SELECT count(*) FROM person WHERE nik_mark IS NULL").fetchone()[0]
        query = "SELECT queue_number FROM registration JOIN slip ON registration_uid = uid"
        return events, without_nik, {number for (number,) in connection.execute(query)}
