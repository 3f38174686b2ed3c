"""TRUST D1: desks killed with -9 at random moments lose nothing they acknowledged, and give no number twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.harness import cold
from tests.harness.holding import DATABASE, clear_problem
from tests.harness.kills import live_and_die
from tests.harness.seeds import seeded
from tests.harness.warm import WarmDesk
from tests.kit.desk import new_profile, person_values

COLD_KILLS = 5
VISITS = 30


@pytest.mark.slow
def test_three_hundred_killed_desks_lose_nothing_they_acknowledged(warm: WarmDesk, folder: Path) -> None:
    tally = live_and_die(warm, folder, 300, seeded("kill -9"))
    print(tally)
    assert tally.heard > tally.kills
    assert tally.without_nik > tally.heard // 7, "nobody is worth less for having no NIK"


@pytest.mark.proof
def test_three_thousand_killed_desks_lose_nothing_they_acknowledged(warm: WarmDesk, folder: Path) -> None:
    tally = live_and_die(warm, folder, 3000, seeded("kill -9"))
    print(tally)
    assert tally.heard > tally.kills
    assert tally.without_nik > tally.heard // 7


@pytest.mark.slow
def test_every_slip_that_a_killed_program_printed_is_of_a_kept_registration(folder: Path) -> None:
    """The whole program from its start, over one profile: once to its end, then killed somewhere on its way."""
    home, slips = folder / "desk", folder / "slips"
    new_profile(home)
    chance = seeded("kill -9 of the program")
    whole_s = cold.seconds_of(program(home, slips, 0))
    for life in range(1, COLD_KILLS + 1):
        cold.killed_after(program(home, slips, life), chance.uniform(0.2, 1) * whole_s)
        assert printed(slips) <= kept(home), f"life {life}: a slip without a registration"
    print(f"{COLD_KILLS} programs killed, {len(printed(slips))} slips printed, {len(kept(home))} visits kept")
    assert len(printed(slips)) >= VISITS
    assert all(path.read_bytes().startswith(b"%PDF-") for path in slips.glob("*.pdf"))


def program(home: Path, slips: Path, life: int) -> list[str]:
    """``posko register --slips`` for people who were not here before."""
    visits = [person_values(life * VISITS + number) for number in range(VISITS)]
    return cold.register_command(home, visits, "--slips", str(slips))


def printed(slips: Path) -> set[str]:
    """The queue numbers of the slips."""
    return {path.name.partition("-")[0] for path in slips.glob("*.pdf")}


def kept(home: Path) -> set[str]:
    """The queue numbers of the visits in a store that is whole."""
    assert clear_problem(home / DATABASE, [], unheard=(COLD_KILLS + 1) * VISITS) is None
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        return {number for (number,) in connection.execute("SELECT queue_number FROM registration")}
