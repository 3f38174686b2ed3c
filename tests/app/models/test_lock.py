"""One writer a profile, in real processes; a short look beside the writer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.state import desk_state
from app.models.lock import LOCK_NAME, ProfileLock
from app.models.store import Store
from core.errors import Trouble
from tests.kit.desk import cut_power, fresh_desk, new_profile, register_one, sql
from tests.kit.server_process import ROOT

HOLDER = (sys.executable, "-m", "tests.app.models.holding_store")


@contextmanager
def second_program(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that writes to the profile; ended when the block ends."""
    child = subprocess.Popen([*HOLDER, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "open\n"
        yield child
    finally:
        child.communicate(timeout=30)


def test_a_second_writer_is_refused_and_told_who_is_in(home: Path) -> None:
    new_profile(home)
    with second_program(home):
        with pytest.raises(Trouble) as caught:
            Store(home)
        assert caught.value.code == "STORE_IN_USE"
        assert caught.value.facts["holder"] == "posko register"
    Store(home).close()


def test_a_second_writer_in_the_same_program_is_refused(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        Store(desk.store.home)
    assert caught.value.code == "STORE_IN_USE"


def test_a_killed_program_holds_nobody_up(home: Path) -> None:
    new_profile(home)
    with second_program(home) as child:
        child.kill()
        child.wait(30)
        Store(home).close()


def test_a_look_is_free_beside_the_writer(desk: Desk) -> None:
    register_one(desk)
    with Store(desk.store.home, is_read_only=True) as look:
        assert desk_state(look).visits.registrations == 1
        register_one(desk, 1)
        assert desk_state(look).visits.registrations == 2


def test_a_look_leaves_the_lock_alone(home: Path) -> None:
    with fresh_desk(home):
        lock = (home / LOCK_NAME).read_bytes()
        Store(home, is_read_only=True).close()
        assert (home / LOCK_NAME).read_bytes() == lock


def test_a_look_after_a_power_cut_sees_what_was_committed(home: Path) -> None:
    with fresh_desk(home) as desk:
        register_one(desk)
        found = cut_power(desk)
    for path, content in found.items():
        path.write_bytes(content)
    with Store(home, is_read_only=True) as look:
        assert sql(look, "SELECT status FROM registration") == [("TERDAFTAR",)]
        assert look.integrity_problem() is None


def test_a_folder_that_cannot_be_written_is_said() -> None:
    with pytest.raises(Trouble) as caught:
        ProfileLock(Path("/sys"), "posko")  # not even the administrator may make a file there
    assert caught.value.code == "STORE_READ_ONLY"


def test_a_lock_that_cannot_be_opened_is_said(home: Path) -> None:
    new_profile(home)
    (home / LOCK_NAME).mkdir()
    with pytest.raises(Trouble) as caught:
        Store(home)
    assert caught.value.code == "DISK_ERROR"


def test_a_lock_whose_holder_left_no_name_is_still_a_lock(home: Path) -> None:
    home.mkdir()
    lock = ProfileLock(home, "posko")
    (home / LOCK_NAME).write_bytes(b"")
    with pytest.raises(Trouble) as caught:
        ProfileLock(home, "posko")
    assert caught.value.facts["holder"] == "?"
    lock.release()
    ProfileLock(home, "posko").release()


def test_a_lock_that_cannot_be_written_is_said(home: Path) -> None:
    home.mkdir()
    (home / LOCK_NAME).symlink_to("/dev/full")
    with pytest.raises(Trouble) as caught:
        ProfileLock(home, "posko")
    assert caught.value.code == "DISK_ERROR"
