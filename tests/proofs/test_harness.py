"""The test of the tests: the checks notice each kind of loss, and the model of a disk does what a disk may do."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.harness.acks import Ack, ack_of, acks_in
from tests.harness.crash_states import SECTOR, Disk, Recording, Whim
from tests.harness.holding import DATABASE, clear_problem, store_problem
from tests.harness.strace_log import Cut, Deed, Opened, Removed, Renamed, Said, Synced, Wrote, deeds
from tests.kit.desk import new_profile, opened, register_one

CHANCE = random.Random(1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def acks(home: Path) -> list[Ack]:
    new_profile(home)
    with opened(home) as desk:
        return [ack_of(register_one(desk, number)) for number in (1, 2, 2)]


def test_a_whole_store_has_no_problem(home: Path, acks: list[Ack]) -> None:
    assert clear_problem(home / DATABASE, acks, unheard=0) is None
    assert store_problem(home, acks) is None


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM registration WHERE seq = 2",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event WHERE seq = 1",
        "UPDATE event SET hash = zeroblob(32) WHERE seq = 2",
        "UPDATE event SET header = (SELECT header FROM event WHERE seq = 1) WHERE seq = 2",
        "UPDATE stream SET head_seq = 2",
        "UPDATE stream SET head_hash = zeroblob(32)",
        "UPDATE registration SET registration_no = '35-SBY01-20200413-0009-0' WHERE seq = 1",
        "UPDATE registration SET queue_number = 'A077' WHERE seq = 1",
        "UPDATE number SET used = 1 WHERE series = 'R'",
        "UPDATE number SET used = 3 WHERE series = 'A'",
        "DELETE FROM number",
        "DROP TABLE event",
    ],
)
def test_every_kind_of_loss_is_noticed(damage: str, home: Path, acks: list[Ack]) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as connection, connection:
        connection.execute(damage)
    assert clear_problem(home / DATABASE, acks, unheard=1) is not None


def test_an_answer_that_is_not_kept_is_noticed(home: Path, acks: list[Ack]) -> None:
    stranger = replace(acks[0], uid="0171710c-da80-7b54-90ca-0f4afa7a6700")
    assert clear_problem(home / DATABASE, [*acks[1:], stranger], unheard=0) is not None
    assert clear_problem(home / DATABASE, [*acks, acks[0]], unheard=0) is not None
    assert store_problem(home, [stranger]) is not None


def test_more_than_was_said_is_noticed(home: Path, acks: list[Ack]) -> None:
    assert clear_problem(home / DATABASE, acks[:1], unheard=1) is not None


def test_a_missing_or_torn_file_is_noticed(home: Path, acks: list[Ack], tmp_path: Path) -> None:
    assert clear_problem(tmp_path / "nothing.db", acks, unheard=0) is not None
    torn = tmp_path / "torn.db"
    torn.write_bytes((home / DATABASE).read_bytes()[:-4096])
    assert clear_problem(torn, acks, unheard=0) is not None


def test_a_line_that_was_cut_by_a_kill_was_not_heard() -> None:
    ack = Ack("registered", "u", "n", "A001")
    assert list(acks_in([b"ready\n", ack.line(), ack.line()[:-1], ack.line()[:20]])) == [ack]


# --- the model of a disk -----------------------------------------------------------------------------------------


def after(files: dict[str, bytes], done: list[Deed], whim: Whim, chance: random.Random = CHANCE) -> dict[str, bytes]:
    """What is there after a cut behind these deeds."""
    disk = Disk(files)
    for deed in done:
        disk.do(deed)
    return {name: relic.content() for name, relic in disk.after_cut(whim, chance).items()}


def test_what_was_synced_always_survives() -> None:
    done: list[Deed] = [Wrote("f", 1, b"XY"), Synced("f")]
    assert all(after({"f": b"abc"}, done, whim) == {"f": b"aXY"} for whim in Whim)


def test_what_was_not_synced_may_be_there_or_not() -> None:
    done: list[Deed] = [Wrote("f", 0, b"X"), Cut("f", 2)]
    assert after({"f": b"abc"}, done, Whim.NONE) == {"f": b"abc"}
    assert after({"f": b"abc"}, done, Whim.ALL) == {"f": b"Xb"}
    seen = {after({"f": b"abc"}, done, Whim.CALLS)["f"] for _ in range(64)}
    assert seen == {b"abc", b"Xbc", b"ab", b"Xb"}


def test_a_write_is_torn_at_sectors() -> None:
    done: list[Deed] = [Wrote("f", 0, b"n" * 2 * SECTOR)]
    seen = {after({"f": b"o" * 2 * SECTOR}, done, Whim.SECTORS)["f"] for _ in range(64)}
    assert {bytes((content[0], content[SECTOR])) for content in seen} == {b"oo", b"no", b"on", b"nn"}


def test_a_sector_never_holds_a_later_write_without_the_earlier_one() -> None:
    done: list[Deed] = [Wrote("f", 0, b"1"), Wrote("f", 1, b"2")]
    seen = {after({"f": b".."}, done, Whim.SECTORS)["f"] for _ in range(64)}
    assert seen == {b"..", b"1.", b"12"}


def test_a_name_is_durable_only_after_a_sync_of_its_folder() -> None:
    unsynced: list[Deed] = [Opened("f", is_cut=False), Wrote("f", 0, b"x"), Synced("f")]
    assert after({}, unsynced, Whim.NONE) == {}
    assert after({}, [*unsynced, Synced(".")], Whim.NONE) == {"f": b"x"}
    assert after({}, [*unsynced, Synced("other")], Whim.NONE) == {}


def test_a_removed_file_may_come_back_and_a_renamed_one_too() -> None:
    assert after({"f": b"x"}, [Removed("f")], Whim.NONE) == {"f": b"x"}
    assert after({"f": b"x"}, [Removed("f")], Whim.ALL) == {}
    assert after({"f": b"x", "g": b"y"}, [Renamed("f", "g")], Whim.NONE) == {"f": b"x", "g": b"y"}
    assert after({"f": b"x", "g": b"y"}, [Renamed("f", "g"), Synced(".")], Whim.NONE) == {"g": b"x"}


def test_each_state_is_seen_only_once() -> None:
    recording = Recording({"f": b"abc"}, [Wrote("f", 0, b"X"), Said(b"done\n"), Synced("f")])
    states = [(state.said, state.relics["f"].content()) for state in recording.states(CHANCE, Whim.NONE, Whim.ALL)]
    assert states == [(0, b"abc"), (0, b"Xbc"), (1, b"abc"), (1, b"Xbc"), (1, b"Xbc")]
    assert list(recording.states(CHANCE, Whim.NONE, Whim.ALL)) == []


# --- reading strace ----------------------------------------------------------------------------------------------


def hexed(text: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in text.encode()) + '"'


def test_the_log_is_read_in_the_order_in_which_calls_ended(tmp_path: Path) -> None:
    folder, log = tmp_path / "d", tmp_path / "log"
    lines = [
        f"7 openat(AT_FDCWD, {hexed(f'{folder}/f')}, O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 3",
        f"7 openat(AT_FDCWD, {hexed(str(folder))}, O_RDONLY|O_CLOEXEC) = 4",
        f"7 openat(AT_FDCWD, {hexed('/elsewhere')}, O_RDWR|O_CREAT|O_TRUNC, 0644) = 5",
        f"7 pwrite64(3, {hexed('abcd')}, 4, 512 <unfinished ...>",
        f"8 write(1, {hexed('said')}, 4) = 4",
        "7 <... pwrite64 resumed>) = 3",
        f"7 pwrite64(5, {hexed('no')}, 2, 0) = 2",
        "7 fdatasync(3) = -1 EIO (Input/output error) (INJECTED)",
        "7 fsync(4) = 0",
        "7 ftruncate(3, 0) = 0",
        "7 close(3) = 0",
        f"7 write(3, {hexed('no')}, 2) = -1 EBADF (Bad file descriptor)",
        f"7 rename({hexed(f'{folder}/f')}, {hexed(f'{folder}/g')}) = 0",
        f"7 unlink({hexed(f'{folder}/g')}) = 0",
        "7 +++ exited with 0 +++",
    ]
    log.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    assert list(deeds(log, folder)) == [
        Opened("f", is_cut=False),
        Said(b"said"),
        Wrote("f", 512, b"abc"),
        Synced("."),
        Cut("f", 0),
        Renamed("f", "g"),
        Removed("g"),
    ]


def test_a_call_that_is_not_understood_is_no_silent_gap(tmp_path: Path) -> None:
    log = tmp_path / "log"
    lines = [
        f"7 openat(AT_FDCWD, {hexed(f'{tmp_path}/f')}, O_RDWR|O_CREAT, 0644) = 3",
        "7 fallocate(3, 0, 0, 4096) = 0",
    ]
    log.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    with pytest.raises(ValueError, match="fallocate"):
        list(deeds(log, tmp_path))
