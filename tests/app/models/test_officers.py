"""Officers and their secrets: who may open the store, and how wrong secrets are slowed down."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.models.officers import (
    FIRST_WAIT_S,
    FREE_TRIES,
    LONGEST_WAIT_S,
    MIN_SECRET,
    Officer,
    Role,
    add_officer,
    officers,
    secret_lock,
    wait_s,
)
from app.models.sealing import new_recovery_code
from app.models.store import Keys, Store
from core.errors import Kind, Trouble
from core.ids import uid_from
from core.sentences import SENTENCES
from tests.kit.desk import CHEAP, OFFICER, SECRET, new_profile, sql
from tests.kit.manual_clock import ManualClock
from tests.kit.server_process import ROOT

WRONG = "bukan-rahasianya"


def trouble_of(store: Store, clock: ManualClock, secret: str = WRONG, officer: str | None = None) -> Trouble:
    """The trouble that unlocking meets."""
    with pytest.raises(Trouble) as caught:
        store.unlock(officer, secret, clock)
    assert caught.value.code in SENTENCES
    return caught.value


def add(desk: Desk, name: str, secret: str = SECRET, role: Role = Role.OFFICER, number: int = 1) -> Officer:
    """Give one more person a secret."""
    uid = uid_from(desk.now_ms() + number, bytes(10))
    at_ms = desk.now_ms() + number
    lock = secret_lock(secret, desk.keys.store_key, cost=CHEAP)
    return desk.store.write(lambda: add_officer(uid, name, role, lock, at_ms=at_ms))


@pytest.fixture
def locked(home: Path, clock: ManualClock) -> Path:
    """The folder of a profile that nobody has unlocked."""
    new_profile(home, clock=clock)
    return home


def guess_wrongly(store: Store, clock: ManualClock, times: int) -> None:
    """Guess so many times, waiting as long as demanded each time."""
    for time in range(times):
        clock.pass_s(wait_s(time))
        assert trouble_of(store, clock).code == "SECRET_WRONG"


# --- who may come in --------------------------------------------------------------------------------------------
def test_the_right_secret_opens(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        keys = store.unlock(None, SECRET, clock)
    assert keys.officer.name == OFFICER
    assert keys.device.public == store.profile.public_key


def test_a_secret_that_is_too_short_is_refused(home: Path, desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        add(desk, "BUDI", "x" * (MIN_SECRET - 1))
    assert (caught.value.code, caught.value.kind) == ("SECRET_TOO_SHORT", Kind.USAGE)
    assert len(desk.store.run(officers)) == 1


@pytest.mark.parametrize("name", ["", "  ", "\t\n"])
def test_an_officer_needs_a_name(desk: Desk, name: str) -> None:
    with pytest.raises(Trouble) as caught:
        add(desk, name)
    assert caught.value.code == "OFFICER_NAME_EMPTY"


@pytest.mark.parametrize("name", [OFFICER, "  rina   SETYOWATI ", "Rina Setyowati"])
def test_a_name_that_is_taken_is_refused_however_it_is_spelt(desk: Desk, name: str) -> None:
    with pytest.raises(Trouble) as caught:
        add(desk, name)
    assert caught.value.code == "OFFICER_EXISTS"


def test_every_officer_opens_with_their_own_secret_only(desk: Desk, clock: ManualClock) -> None:
    add(desk, "BUDI", "rahasia-budi")
    keys = desk.store.unlock("budi", "rahasia-budi", clock)
    assert keys.store_key == desk.keys.store_key
    assert keys.officer.role is Role.OFFICER
    assert trouble_of(desk.store, clock, SECRET, "BUDI").code == "SECRET_WRONG"


def test_where_there_are_several_one_must_be_named(desk: Desk, clock: ManualClock) -> None:
    add(desk, "BUDI", "rahasia-budi")
    trouble = trouble_of(desk.store, clock, SECRET)
    assert (trouble.code, trouble.kind) == ("OFFICER_UNNAMED", Kind.USAGE)
    assert trouble.facts["names"] == (OFFICER, "BUDI")


def test_an_unknown_name_is_said_with_those_that_are_known(desk: Desk, clock: ManualClock) -> None:
    trouble = trouble_of(desk.store, clock, SECRET, "SIAPA")
    assert (trouble.code, trouble.kind) == ("OFFICER_UNKNOWN", Kind.USAGE)
    assert trouble.facts["names"] == (OFFICER,)


# --- wrong secrets ----------------------------------------------------------------------------------------------
def test_the_wait_doubles_from_half_a_minute_to_a_quarter_of_an_hour() -> None:
    waits = [wait_s(failures) for failures in range(12)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert wait_s(10_000) == LONGEST_WAIT_S


def test_the_fifth_wrong_secret_starts_the_wait(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        guess_wrongly(store, clock, FREE_TRIES + 1)
        trouble = trouble_of(store, clock)
        assert (trouble.code, trouble.facts["seconds"]) == ("SECRET_WAIT", FIRST_WAIT_S)
        clock.pass_s(FIRST_WAIT_S - 1)
        assert trouble_of(store, clock, SECRET).facts["seconds"] == 1
        clock.pass_s(1)
        assert trouble_of(store, clock).code == "SECRET_WRONG"
        assert trouble_of(store, clock).facts["seconds"] == 2 * FIRST_WAIT_S


def test_the_wrong_secret_that_starts_the_wait_says_how_long_it_is(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        waits = []
        for time in range(FREE_TRIES + 2):
            clock.pass_s(wait_s(time))
            waits.append(trouble_of(store, clock).facts["wait_s"])
    assert waits == [0, 0, 0, 0, FIRST_WAIT_S, 2 * FIRST_WAIT_S]


def test_the_wait_survives_closing_the_program(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        guess_wrongly(store, clock, FREE_TRIES + 1)
    with Store(locked) as store:
        assert trouble_of(store, clock, SECRET).code == "SECRET_WAIT"


def test_waiting_costs_no_further_try(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        guess_wrongly(store, clock, FREE_TRIES + 1)
        for _time in range(10):
            assert trouble_of(store, clock).code == "SECRET_WAIT"
        clock.pass_s(FIRST_WAIT_S)
        assert store.unlock(None, SECRET, clock).officer.name == OFFICER


def test_a_clock_set_back_only_starts_the_wait_anew(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        guess_wrongly(store, clock, FREE_TRIES + 1)
        clock.pass_s(-10 * 365 * 86_400)  # a flat clock battery: the laptop thinks it is ten years earlier
        assert trouble_of(store, clock, SECRET).facts["seconds"] == FIRST_WAIT_S
        clock.pass_s(FIRST_WAIT_S)
        assert store.unlock(None, SECRET, clock).officer.name == OFFICER


def test_the_right_secret_clears_the_account(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        for _day in range(3):
            guess_wrongly(store, clock, FREE_TRIES)
            assert store.unlock(None, SECRET, clock).officer.name == OFFICER
        assert sql(store, "SELECT failures, failed_at_ms FROM officer") == [(0, 0)]


def test_one_officers_wrong_secrets_do_not_keep_another_out(desk: Desk, clock: ManualClock) -> None:
    add(desk, "BUDI", "rahasia-budi")
    for _time in range(FREE_TRIES + 1):
        trouble_of(desk.store, clock, WRONG, "BUDI")
    assert trouble_of(desk.store, clock, "rahasia-budi", "BUDI").code == "SECRET_WAIT"
    assert desk.store.unlock(OFFICER, SECRET, clock).officer.name == OFFICER


@pytest.mark.slow
def test_a_try_whose_program_was_killed_counts(locked: Path, clock: ManualClock) -> None:
    child = [sys.executable, "-m", "tests.app.models.dying_unlock", str(locked), WRONG]
    assert subprocess.run(child, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL
    with Store(locked) as store:
        assert sql(store, "SELECT failures FROM officer") == [(1,)]
        guess_wrongly(store, clock, FREE_TRIES)
        assert trouble_of(store, clock).code == "SECRET_WAIT"


# --- a look beside the window -----------------------------------------------------------------------------------
def test_a_look_needs_the_secret_too(locked: Path, clock: ManualClock) -> None:
    with Store(locked, is_read_only=True) as store:
        assert store.look_in(None, SECRET, clock).officer.name == OFFICER
        with pytest.raises(Trouble) as caught:
            store.look_in(None, WRONG, clock)
    assert caught.value.code == "SECRET_WRONG"


def test_a_look_obeys_the_wait(locked: Path, clock: ManualClock) -> None:
    with Store(locked) as store:
        guess_wrongly(store, clock, FREE_TRIES + 1)
    with Store(locked, is_read_only=True) as store, pytest.raises(Trouble) as caught:
        store.look_in(None, SECRET, clock)
    assert caught.value.code == "SECRET_WAIT"


# --- the recovery code ------------------------------------------------------------------------------------------
def recovered(home: Path, code: str) -> Keys:
    with Store(home) as store:
        return store.unlock_by_recovery(code)


def test_the_recovery_code_opens_as_the_coordinator(home: Path, clock: ManualClock) -> None:
    code = new_profile(home, clock=clock)
    keys = recovered(home, code)
    assert (keys.officer.name, keys.officer.role) == (OFFICER, Role.COORDINATOR)
    with Store(home) as store:
        assert store.unlock(None, SECRET, clock).store_key == keys.store_key


def test_the_recovery_code_opens_where_there_is_no_coordinator(home: Path) -> None:
    code = new_profile(home, role=Role.OFFICER)
    assert recovered(home, code).officer.role is Role.OFFICER


def test_the_recovery_code_may_be_typed_without_care(home: Path) -> None:
    code = new_profile(home)
    assert recovered(home, f" {code.lower().replace('-', ' ')} ").officer.name == OFFICER


@pytest.mark.parametrize("wrong", ["", "AAAA", "not base32!", new_recovery_code()])
def test_a_wrong_recovery_code_is_refused(home: Path, wrong: str) -> None:
    new_profile(home)
    with pytest.raises(Trouble) as caught:
        recovered(home, wrong)
    assert caught.value.code == "RECOVERY_WRONG"


def test_two_recovery_codes_are_never_alike() -> None:
    codes = {new_recovery_code() for _time in range(100)}
    assert len(codes) == 100
    assert all(len(code) == 39 and code.count("-") == 7 for code in codes)
