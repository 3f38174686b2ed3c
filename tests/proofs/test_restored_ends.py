"""TRUST S6-S10, G4: one end forgets, is copied, lost, killed or rebuilt, and nothing is lost by it."""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.outbox import outbox
from app.models.attention import attention
from app.models.backups import Opener, make_backup, restore_backup
from core.errors import Trouble
from tests.harness.places import quick_folder
from tests.harness.seeds import seeded
from tests.kit.desk import DAY, SECRET, register_one, sql
from tests.kit.ends import PEOPLE, POST, Ends
from tests.kit.enrolled import enrolled_desk, pending, registrations, server_has, sync
from tests.kit.line import BadLine
from tests.kit.server_engines import Engine
from tests.kit.server_process import command, server_process
from tests.kit.zeros import ROUNDS, settle

# --- S6: the server is put back -------------------------------------------------------------------------------------


def put_back_at_random(ends: Ends, many: int, chance: random.Random) -> None:
    copy = ends.folder / "copy"
    ends.found("one")
    ends.found("two")
    ends.server.keep_copy(copy)
    for _ in range(many):
        for _act in range(chance.randrange(2, 7)):
            desk = chance.choice(ends.desks)
            if chance.random() < 0.5:
                ends.visit(desk)
            else:
                sync(desk)
            if chance.random() < 0.2:
                ends.server.keep_copy(copy)
        ends.server.put_back(copy)
        grower = chance.choice(ends.desks)
        for _visit in range(chance.randrange(4)):  # the feed may grow past what the other desk has heard
            ends.visit(grower)
        sync(grower)
        ends.check()
    print(f"S6: {many} random restores of the server: everything is back")


@pytest.mark.slow
def test_a_server_put_back_at_any_time_has_everything_again(ends: Ends) -> None:
    put_back_at_random(ends, 3, seeded("server put back"))


@pytest.mark.proof
def test_hundreds_of_restores_of_the_server_lose_nothing(ends: Ends) -> None:
    put_back_at_random(ends, 150, seeded("server put back"))


@pytest.mark.slow
def test_laptops_rebuild_an_empty_server_from_its_key(ends: Ends) -> None:
    one, two = ends.found("one"), ends.found("two")
    for desk in (one, two, one):
        ends.visit(desk)
        settle(one, two)
    ends.server.lose_everything_but_the_key()
    ends.visit(two)
    ends.check()


@pytest.mark.slow
def test_one_laptop_brings_back_to_an_empty_server_what_a_lost_one_had_sent(ends: Ends) -> None:
    one, two = ends.found("one"), ends.found("two")
    ends.visit(one)
    ends.visit(two)
    settle(one, two)
    ends.desks.remove(one)  # stolen
    ends.server.lose_everything_but_the_key()
    ends.check()


@pytest.mark.slow
def test_who_comes_back_to_an_empty_server_prints_no_numbers_of_whoever_came_before(ends: Ends) -> None:
    """An emptied server gave the first number block to a new computer before the old ones were heard again."""
    one, two = ends.found("one"), ends.found("two")
    for desk in (one, two):
        ends.visit(desk)
    settle(one, two)
    ends.server.lose_everything_but_the_key()
    new = ends.found("new")
    settle(one, two)
    for desk in (new, one, two):
        ends.visit(desk)
    ends.check()
    assert len({desk.store.profile.numbers.block for desk in (new, one, two)}) == 3


# --- S7: clones -----------------------------------------------------------------------------------------------------


def clone(ends: Ends, many: int, *, is_used: bool) -> None:
    """So many computers from one image; all register, all send, in whatever order."""
    first = ends.found(f"image {len(ends.desks)}")
    if is_used:
        ends.visit(first)
        sync(first)
    copies = [first]
    for number in range(1, many):
        home = first.store.home.with_name(f"{first.store.home.name} copy {number}")
        shutil.copytree(first.store.home, home)
        copies.append(ends.open(home))
    for desk in copies:
        ends.visit(desk)
    for desk in reversed(copies):
        sync(desk)
    for desk in copies:
        ends.visit(desk)
    ends.check()
    streams = {desk.store.profile.stream for desk in copies}
    blocks = {desk.store.profile.numbers.block for desk in copies}
    assert len(streams) == len(blocks) == many
    told = [{one.code for one in desk.store.run(attention)} for desk in copies]
    assert sum("DEVICE_COPIED" in codes for codes in told) == many - 1


@pytest.mark.slow
@pytest.mark.parametrize("many", [2, 5])
@pytest.mark.parametrize("is_used", [False, True], ids=["a new image", "an image in use"])
def test_clones_of_one_image_all_go_on_under_names_of_their_own(ends: Ends, many: int, *, is_used: bool) -> None:
    clone(ends, many, is_used=is_used)


@pytest.mark.slow
@pytest.mark.parametrize("later", [1, 2])
def test_a_desk_that_only_asks_sees_that_a_copy_took_its_places_at_a_server_put_back(ends: Ends, later: int) -> None:
    """The server lost what the first had sent, and the copy wrote in its place: as much, or more."""
    first = ends.found("first")
    ends.visit(first)
    sync(first)
    ends.server.keep_copy(ends.folder / "server copy")
    shutil.copytree(first.store.home, ends.folder / "copy")
    copy = ends.open(ends.folder / "copy")
    ends.visit(first)
    sync(first)
    ends.server.put_back(ends.folder / "server copy")
    for _ in range(later):
        ends.visit(copy)
    sync(copy)
    ends.check()


@pytest.mark.slow
def test_a_restored_desk_sees_that_a_copy_took_places_of_its_earlier_life_at_a_server_put_back(ends: Ends) -> None:
    first = ends.found("first")
    ends.visit(first)
    sync(first)
    ends.server.keep_copy(ends.folder / "server copy")
    shutil.copytree(first.store.home, ends.folder / "copy")
    copy = ends.open(ends.folder / "copy")
    ends.visit(first)
    sync(first)
    put_back = by_command(first, ends.folder)
    first.store.close()
    put_back()
    restored = ends.open(first.store.home, instead_of=first)
    ends.visit(restored)
    sync(restored)
    ends.server.put_back(ends.folder / "server copy")
    for _ in range(3):
        ends.visit(copy)
    sync(copy)
    ends.check()


@pytest.mark.proof
def test_many_clones_all_go_on_under_names_of_their_own(engine: Engine) -> None:
    chance = seeded("clones")
    for _ in range(60):
        with quick_folder() as folder:
            ends = Ends(folder)
            try:
                clone(ends, chance.randrange(2, 6), is_used=chance.random() < 0.5)
            finally:
                ends.close()
    print("S7: 60 runs with 2 to 5 clones: 0 lost, 0 doubled, 0 overwritten, all go on")


# --- S8: the desk is put back ---------------------------------------------------------------------------------------


def by_file(desk: Desk, folder: Path) -> Callable[[], None]:
    """Yesterday's file, copied back behind the program's back."""
    shutil.copytree(desk.store.home, folder / "yesterday")

    def put_back() -> None:
        shutil.rmtree(desk.store.home)
        shutil.copytree(folder / "yesterday", desk.store.home)

    return put_back


def by_command(desk: Desk, folder: Path) -> Callable[[], None]:
    """A backup, restored as ``posko restore`` does it."""
    make_backup(desk.store, desk.keys, folder / "backup", b"")

    def put_back() -> None:
        restore_backup(folder / "backup", desk.store.home, Opener(None, SECRET), desk.clock, DAY)

    return put_back


@pytest.mark.one_engine
@pytest.mark.slow
@pytest.mark.parametrize("way", [by_file, by_command], ids=["a file copied back", "posko restore"])
@pytest.mark.parametrize("is_first_asked", [True, False], ids=["asks first", "registers first"])
def test_a_desk_put_back_from_yesterday_gets_everything_back(
    ends: Ends, way: Callable[[Desk, Path], Callable[[], None]], *, is_first_asked: bool
) -> None:
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    ends.visit(desk)
    sync(desk)
    put_back = way(desk, ends.folder)
    for _ in range(3):
        ends.visit(desk)
    settle(desk, neighbour)
    given = {one.registration_no for one in registrations(desk)}
    desk.store.close()
    put_back()
    again = ends.open(desk.store.home, instead_of=desk)
    if is_first_asked:
        sync(again)
        assert {one.registration_no for one in registrations(again)} == given
    ends.visit(again)
    ends.check()
    if is_first_asked or way is by_command:
        numbers = [one["registration_no"] for one in server_has(ends.server.now)]
        assert len(numbers) == len(set(numbers)) == 5
    else:  # a program that was told nothing gave a number again: both keep it, and the second desk is told
        assert {"DEVICE_COPIED", "NUMBER_TWICE"} == {one.code for one in again.store.run(attention)}


# --- S9: the laptop is lost -----------------------------------------------------------------------------------------


@pytest.mark.one_engine
@pytest.mark.slow
def test_a_new_computer_gets_everything_that_was_sent_and_its_slips_tell_what_was_not(ends: Ends) -> None:
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    for _ in range(3):
        ends.visit(desk)
    sync(desk)
    unsent = ends.visit(desk)
    assert outbox(desk).waiting.total == 1
    desk.store.close()
    shutil.rmtree(desk.store.home)
    ends.desks.remove(desk)
    new = ends.found("new")
    ends.check(but=frozenset({unsent}))
    assert {one.uid for one in registrations(new)} == set(ends.acknowledged) - {unsent}
    assert not [one for one in registrations(neighbour) if one.uid == unsent]


# --- S10: the server is killed --------------------------------------------------------------------------------------


def kill_while_sending(folder: Path, kills: int, chance: random.Random) -> None:
    """A real server process dies at random moments of a transfer in three lanes; every receipt must hold."""
    data = folder / "data"
    with BadLine() as line, ExitStack() as stack:
        with server_process(data) as server:
            line.lead_to(server.url)
            issued = command("enrol-code", "--post", POST, "--post-name", "P", "--json", data=data)
            desk = stack.enter_context(
                enrolled_desk(folder / "desk", line.url, json.loads(issued.stdout)["code"], post=POST)
            )
        acknowledged = 0
        for _ in range(kills):
            with server_process(data) as server:
                line.lead_to(server.url)
                for _visit in range(60):
                    register_one(desk, next(PEOPLE))
                acknowledged += 60
                killer = threading.Timer(chance.uniform(0.02, 0.5), server.process.kill)
                killer.start()
                with suppress(Trouble):
                    sync(desk)
                killer.join()
                server.process.wait(30)
            receipts = {
                bytes(row[0]).hex(): row[1] for row in sql(desk.store, "SELECT stream, receipt_seq FROM stream")
            }
            heads = json.loads(command("heads", "--json", data=data).stdout)
            held = {one["stream"]: one["last_seq"] for one in heads}
            assert all(held.get(stream, 0) >= seq for stream, seq in receipts.items()), "a receipt for nothing"
        with server_process(data) as server:
            line.lead_to(server.url)
            for _round in range(ROUNDS):
                sync(desk)
        assert pending(desk) == 0
        rows = command("export", "registrations", "--format", "jsonl", data=data).stdout.splitlines()
        uids = [json.loads(one)["uid"] for one in rows]
        assert sorted(uids) == sorted(str(one.uid) for one in registrations(desk))
        assert len(uids) == acknowledged
    print(f"S10: {kills} kills of a server during {acknowledged} registrations: every receipt held, none doubled")


@pytest.mark.one_engine
@pytest.mark.slow
def test_a_server_killed_while_it_takes_batches_holds_whatever_it_gave_a_receipt_for(engine: Engine) -> None:
    with quick_folder() as folder:
        kill_while_sending(folder, 2, seeded("server killed"))


@pytest.mark.proof
def test_a_server_killed_often_holds_whatever_it_gave_a_receipt_for(engine: Engine) -> None:
    with quick_folder() as folder:
        kill_while_sending(folder, 60, seeded("server killed"))
