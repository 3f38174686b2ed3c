"""One end forgets: a server or a desk put back from an older copy, a disk copied, a server killed in mid-exchange."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.models.attention import attention
from app.models.backups import Opener, make_backup, restore_backup
from app.sync.exchange import are_heads_equal
from app.sync.log import SyncLog
from core.errors import Trouble
from core.ids import BLOCK_SIZE, parse_registration_no
from core.registration import Outcome
from tests.kit.desk import DAY, SECRET, new_profile, opened, register_one
from tests.kit.enrolled import desk_heads, enrolled_desk, join, pending, registrations, server_has, server_heads, sync
from tests.kit.lasting_server import LastingServer
from tests.kit.line import BadLine
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer
from tests.kit.server_process import command, server_process

pytestmark = pytest.mark.slow


def heads_match(desk: Desk) -> bool:
    """What ``posko sync`` says as ``heads_match``."""
    return are_heads_equal(SyncLog(desk.store, desk.keys, desk.clock))


def uids_at(server: RunningServer) -> list[str]:
    """Of everything registered at the server."""
    return sorted(one["uid"] for one in server_has(server))


def uids_on(*desks: Desk) -> list[str]:
    """Of everything on the shelves of these desks, each once."""
    return sorted({str(one.uid) for desk in desks for one in registrations(desk)})


def restored(desk: Desk, backup: Path) -> None:
    """Close the desk's files and put the backup in their place; open it again yourself."""
    desk.store.close()
    restore_backup(backup, desk.store.home, Opener(None, SECRET), desk.clock, DAY)


# --- the server was put back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("newer", [0, 1], ids=["nothing new at the desk", "something new at the desk"])
@pytest.mark.parametrize("older", [0, 2], ids=["nothing of the desk in the copy", "half of it in the copy"])
def test_a_server_put_back_gets_everything_again_by_itself(
    tmp_path: Path, server: LastingServer, desk: Desk, older: int, newer: int
) -> None:
    for number in range(older):
        register_one(desk, number)
    sync(desk)
    server.keep_copy(tmp_path / "copy")
    for number in range(older, 4):
        register_one(desk, number)
    sync(desk)
    server.put_back(tmp_path / "copy")
    for number in range(4, 4 + newer):
        register_one(desk, number)
    totals = sync(desk)
    assert (totals.sent, totals.refused, pending(desk)) == (4 - older + newer, 0, 0)
    assert desk_heads(desk) == server_heads(server.now)
    assert uids_at(server.now) == uids_on(desk)
    assert sync(desk).sent == 0


def test_after_a_server_was_put_back_both_desks_see_each_other_again(
    tmp_path: Path, server: LastingServer, desk: Desk, neighbour: Desk
) -> None:
    register_one(desk, 1)
    sync(desk)
    sync(neighbour)
    server.keep_copy(tmp_path / "copy")
    register_one(desk, 2)
    register_one(neighbour, 3)
    sync(neighbour)
    sync(desk)
    server.put_back(tmp_path / "copy")
    register_one(neighbour, 4)  # the feed grows past what the first desk has already heard
    for one in (neighbour, desk, neighbour):
        sync(one)
    assert uids_on(desk) == uids_on(neighbour) == uids_at(server.now)
    assert len(uids_at(server.now)) == 4
    assert desk_heads(desk) | desk_heads(neighbour) == server_heads(server.now)


def test_a_server_from_before_the_enrolment_knows_the_desk_by_its_certificate(
    tmp_path: Path, server: LastingServer
) -> None:
    server.keep_copy(tmp_path / "copy")
    with enrolled_desk(tmp_path / "desk", server.line.url, server.now.new_code()) as desk:
        register_one(desk, 1)
        sync(desk)
        server.put_back(tmp_path / "copy")
        assert sync(desk).sent == 1
        assert desk_heads(desk) == server_heads(server.now)


def test_a_server_put_back_gets_the_earlier_lives_of_a_desk_again_too(
    tmp_path: Path, server: LastingServer, desk: Desk
) -> None:
    server.keep_copy(tmp_path / "empty")
    register_one(desk, 1)
    sync(desk)
    make_backup(desk.store, desk.keys, tmp_path / "backup", b"")
    server.keep_copy(tmp_path / "first life")
    restored(desk, tmp_path / "backup")
    with opened(desk.store.home) as again:
        register_one(again, 2)
        sync(again)
        for copy in ("first life", "empty"):
            server.put_back(tmp_path / copy)
            assert sync(again).refused == 0
            assert desk_heads(again) == server_heads(server.now)
            assert uids_at(server.now) == uids_on(again)


# --- the desk was put back ------------------------------------------------------------------------------------------


def test_a_desk_put_back_begins_a_new_life_and_both_ends_keep_everything(
    tmp_path: Path, server: LastingServer, desk: Desk
) -> None:
    register_one(desk, 1)
    sync(desk)
    make_backup(desk.store, desk.keys, tmp_path / "backup", b"")
    lost = register_one(desk, 2)
    sync(desk)
    first_life = desk.store.profile.stream
    restored(desk, tmp_path / "backup")
    with opened(desk.store.home) as again:
        assert again.store.profile.stream != first_life
        kept = register_one(again, 3)
        totals = sync(again)
        assert (totals.sent, totals.refused, pending(again)) == (2, 0, 0)  # that it was put back, and the visit
        assert heads_match(again)
        assert sync(again).sent == 0
        assert {str(lost.kept.uid), str(kept.kept.uid)} < set(uids_at(server.now))
        assert len({one["registration_no"] for one in server_has(server.now)}) == 3
        mine = desk_heads(again)
        held = server_heads(server.now)
        assert held.pop(first_life.hex())[0] == 2  # the server remembers more of the first life than the desk
        assert mine.pop(first_life.hex())[0] == 1
        assert mine == held


def test_a_desk_put_back_with_unsent_visits_sends_them_even_where_the_server_knows_more(
    tmp_path: Path, server: LastingServer, desk: Desk
) -> None:
    register_one(desk, 1)
    sync(desk)
    register_one(desk, 2)
    make_backup(desk.store, desk.keys, tmp_path / "backup", b"")
    register_one(desk, 3)
    sync(desk)
    restored(desk, tmp_path / "backup")
    with opened(desk.store.home) as again:
        totals = sync(again)
        assert (totals.sent, totals.duplicates, pending(again)) == (2, 1, 0)
        assert heads_match(again)
        again_totals = sync(again)
        assert (again_totals.sent, again_totals.requests) == (0, 2)  # one question for each life
        assert len(uids_at(server.now)) == 3


def test_numbers_of_the_lost_part_are_never_given_again(tmp_path: Path, server: LastingServer, desk: Desk) -> None:
    register_one(desk, 1)
    make_backup(desk.store, desk.keys, tmp_path / "backup", b"")
    lost = register_one(desk, 2)
    restored(desk, tmp_path / "backup")
    with opened(desk.store.home) as again:
        found = register_one(again, 3)
    assert found.outcome is Outcome.REGISTERED
    assert found.kept.queue_number != lost.kept.queue_number
    number = parse_registration_no(found.kept.registration_no)
    assert number is not None
    assert number.serial > BLOCK_SIZE


# --- the disk was copied --------------------------------------------------------------------------------------------


def test_a_copied_disk_that_registers_goes_on_in_a_life_of_its_own(
    tmp_path: Path, server: LastingServer, desk: Desk
) -> None:
    register_one(desk, 1)
    sync(desk)
    shutil.copytree(desk.store.home, tmp_path / "copy")
    register_one(desk, 2)
    sync(desk)
    later = ManualClock()
    later.pass_s(60)
    with opened(tmp_path / "copy", clock=later) as copy:
        first = copy.store.profile
        kept = register_one(copy, 3).kept
        totals = sync(copy)
        assert (totals.sent, pending(copy)) == (2, 0)  # the visit, and that the ways parted
        assert copy.store.profile.stream != first.stream
        assert copy.store.profile.numbers.block != first.numbers.block
        assert len(registrations(copy)) == 3  # what the other one wrote came back as news
        assert kept.uid in {one.uid for one in registrations(copy)}
        told = {one.code for one in copy.store.run(attention)}
        assert told == {"DEVICE_COPIED", "NUMBER_TWICE"}  # both copies have printed the same number
    register_one(desk, 4)
    sync(desk)
    assert len(registrations(desk)) == 4
    assert len(server_has(server.now)) == 4


def test_a_copied_disk_that_only_asks_goes_on_in_a_life_of_its_own(
    tmp_path: Path, server: LastingServer, desk: Desk
) -> None:
    register_one(desk, 1)
    sync(desk)
    shutil.copytree(desk.store.home, tmp_path / "copy")
    register_one(desk, 2)
    sync(desk)
    with opened(tmp_path / "copy") as copy:
        sync(copy)
        assert copy.store.profile.stream != desk.store.profile.stream
        register_one(copy, 3)
        sync(copy)
        assert (len(registrations(copy)), pending(copy)) == (3, 0)


# --- the server is killed -------------------------------------------------------------------------------------------


def test_a_server_killed_between_commit_and_answer_loses_and_doubles_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    dying = (sys.executable, "-m", "tests.kit.dying_server", "run", "--training", "--port", "0")
    with BadLine() as line:
        with server_process(data) as server:
            line.lead_to(server.url)
            code = json.loads(command("enrol-code", "--post", "SBY01", "--post-name", "P", "--json", data=data).stdout)
            new_profile(tmp_path / "desk")
            with opened(tmp_path / "desk") as desk:
                join(desk, line.url, code["code"])
        with opened(tmp_path / "desk") as desk:
            for number in range(60):
                register_one(desk, number)
            with server_process(data, program=dying) as server:
                line.lead_to(server.url)
                with pytest.raises(Trouble, match="LINE_BROKEN"):
                    sync(desk)
                assert server.process.wait(30) == -signal.SIGKILL
            assert pending(desk) == 60
            with pytest.raises(Trouble, match="LINE_BROKEN"):
                sync(desk)
            with server_process(data) as server:
                line.lead_to(server.url)
                totals = sync(desk)
                assert (totals.sent, totals.refused, pending(desk)) == (60, 0, 0)
                heads = json.loads(command("heads", "--json", data=data).stdout)
                assert {one["stream"]: (one["last_seq"], one["head"]) for one in heads} == desk_heads(desk)
            exported = command("export", "events", "--format", "jsonl", data=data).stdout.splitlines()
            assert [json.loads(one)["seq"] for one in exported] == list(range(1, 61))
