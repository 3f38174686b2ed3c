"""TRUST D4: a full disk, a file that may not grow, read-only folders and files, a database that others hold."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from app.models.database import journal_mode
from tests.harness import cold
from tests.harness.acks import Ack
from tests.harness.faults import Struck
from tests.harness.holding import DATABASE, clear_problem, store_problem
from tests.harness.warm import ROOT, WarmDesk
from tests.kit.desk import new_profile, person_values

pytestmark = pytest.mark.slow

MANY = [person_values(number) for number in range(1, 81)]


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 2 MiB."""
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "posko-proof", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no small disk can be mounted here (that needs root)")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def registered(warm: WarmDesk, home: Path, visits: Sequence[object], **order: object) -> Struck:
    run = warm.start("register_after_go", home=str(home), visits=visits, **order)
    run.wait_until_ready()
    run.go()
    return Struck(*run.end())


def assert_holds(home: Path, acks: list[Ack]) -> None:
    assert (clear_problem(home / DATABASE, acks, unheard=0) or store_problem(home, acks)) is None


def fill(disk: Path, leaving: int) -> Path:
    """Leave so many bytes free."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free
    filler.write_bytes(bytes(max(free - leaving, 0)))
    return filler


def test_a_full_disk_is_said_loses_nothing_and_work_goes_on_when_there_is_room(
    warm: WarmDesk, small_disk: Path
) -> None:
    home = small_disk / "desk"
    new_profile(home)
    filler = fill(small_disk, leaving=160_000)
    struck = registered(warm, home, MANY)
    assert struck.acks
    assert {one["trouble"] for one in struck.troubles} == {"DISK_FULL"}
    assert all("BELUM tersimpan" in one["sentence"] for one in struck.troubles)
    assert_holds(home, struck.acks)
    filler.unlink()
    again = registered(warm, home, MANY)
    assert len(again.acks) == len(MANY)
    assert_holds(home, [*struck.acks, *again.acks])


def test_the_program_says_that_the_disk_is_full_and_still_shows_what_it_has(small_disk: Path, folder: Path) -> None:
    home = small_disk / "desk"
    new_profile(home)
    command = cold.register_command(home, MANY[:1], "--slips", str(folder / "slips"))
    fill(small_disk, leaving=0)
    done = cold.run(command)
    assert done.returncode == 3
    assert "Disk penuh. Yang terakhir BELUM tersimpan" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (folder / "slips").exists()
    status = cold.run([*command[:3], "status", "--home", str(home)])
    assert (status.returncode, status.stderr) == (0, "")


def test_an_answer_that_nobody_can_read_is_trouble_and_what_was_done_is_kept(folder: Path) -> None:
    home = folder / "desk"
    new_profile(home)
    command = cold.register_command(home, MANY[:1])
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=full, timeout=60, check=False)
    assert done.returncode == 3
    assert clear_problem(home / DATABASE, [], unheard=1) is None
    again = cold.run(cold.register_command(home, MANY[:1], "--json"))
    assert json.loads(again.stdout)["outcome"] == "duplicate"


def test_a_file_that_may_not_grow_is_said_and_leaves_nothing_half(warm: WarmDesk, folder: Path) -> None:
    home = folder / "desk"
    new_profile(home)
    struck = registered(warm, home, MANY, largest_file=(home / DATABASE).stat().st_size + 50_000)
    assert struck.acks
    assert {one["trouble"] for one in struck.troubles} == {"DISK_ERROR"}
    assert_holds(home, struck.acks)
    again = registered(warm, home, MANY[:2])
    assert len(again.acks) == 2
    assert_holds(home, [*struck.acks, *again.acks])


@pytest.mark.parametrize("read_only", [(".", DATABASE, "posko.lock"), (DATABASE,), (".",)], ids=" ".join)
def test_what_may_only_be_read_is_said_and_stays_as_it_is(read_only: tuple[str, ...], folder: Path) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("setpriv is missing: root may write everything")
    home = folder / "desk"
    new_profile(home)
    command = cold.register_command(home, MANY[:1], "--slips", str(folder / "slips"))
    assert cold.run(command).returncode == 0
    (home / f"{DATABASE}-journal").unlink(missing_ok=True)  # an empty one: with it the folder itself is not needed
    before = (home / DATABASE).read_bytes()
    for name in read_only:
        (home / name).chmod(0o500)
    done = cold.run(cold.register_command(home, MANY[1:2], "--slips", str(folder / "others")))
    for name in read_only:
        (home / name).chmod(0o700)
    assert done.returncode == 3, done
    assert "elum tersimpan" in done.stdout + done.stderr, done
    assert "Traceback" not in done.stderr
    assert (home / DATABASE).read_bytes() == before
    assert not (folder / "others").exists()
    assert cold.run(cold.register_command(home, MANY[1:2])).returncode == 0


def test_a_database_that_another_program_holds_is_said_and_nothing_is_kept(folder: Path) -> None:
    home = folder / "desk"
    new_profile(home)
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = cold.run(cold.register_command(home, MANY[:1]))
        other.execute("ROLLBACK")
    assert done.returncode == 3, done
    assert "Data sedang dikunci program lain. Belum tersimpan" in done.stdout + done.stderr
    assert_holds(home, [])
    assert cold.run(cold.register_command(home, MANY[:1])).returncode == 0


@pytest.mark.parametrize(
    "hold",
    [
        "BEGIN EXCLUSIVE",
        pytest.param(
            "BEGIN; SELECT * FROM profile",
            marks=pytest.mark.skipif(journal_mode() == "wal", reason="with a WAL a reader is in nobody's way"),
        ),
    ],
)
def test_a_lock_in_the_middle_of_the_day_is_said_and_the_next_visit_works(
    hold: str, warm: WarmDesk, folder: Path
) -> None:
    home = folder / "desk"
    new_profile(home)
    run = warm.start("register_after_go", home=str(home), visits=MANY[:2])
    run.wait_until_ready()
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as other:
        for statement in hold.split("; "):
            other.execute(statement).fetchone()
        run.go()
        run.wait_for_lines(1)
    struck = Struck(*run.end())
    assert [one["trouble"] for one in struck.troubles] == ["STORE_BUSY"]
    assert len(struck.acks) == 1
    assert_holds(home, struck.acks)
