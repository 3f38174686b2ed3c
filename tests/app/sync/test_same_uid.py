"""Two copies of a disk write at the same place in the same millisecond: two people, one uid, neither overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.correct import correct
from app.models.attention import attention
from app.models.events import chain_problem
from tests.harness.places import quick_folder
from tests.kit.desk import opened, person_values, register_one
from tests.kit.enrolled import pending, registrations, server_has, sync
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

X, Y, LATER = 40, 41, 42


@pytest.fixture(scope="module")
def server(engine: Engine) -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(folder) as running:
        yield running


def nik(number: int) -> str:
    return str(person_values(number)["nik"])


def niks(desk: Desk) -> list[str]:
    return sorted(one.body.person.nik for one in registrations(desk))


@contextmanager
def copied(tmp_path: Path, desk: Desk) -> Iterator[Desk]:
    """A copy of the desk's disk, at work in a second computer whose clock says the same."""
    shutil.copytree(desk.store.home, tmp_path / "copy")
    with opened(tmp_path / "copy") as copy:
        yield copy


def both_register(desk: Desk, copy: Desk) -> None:
    """The same place, the same millisecond, two people; the first is told to the server first."""
    mine, theirs = register_one(desk, X).kept, register_one(copy, Y).kept
    assert mine.uid == theirs.uid
    sync(desk)
    sync(copy)


def test_the_server_keeps_the_first_and_says_of_the_second_that_its_uid_stands_elsewhere(
    tmp_path: Path, server: RunningServer, desk: Desk, post: str
) -> None:
    with copied(tmp_path, desk) as copy:
        both_register(desk, copy)
        assert [row["nik"] for row in server_has(server) if row["post"] == post] == [nik(X)]
        codes = [one.code for one in copy.store.run(attention)]
        assert sorted(codes) == ["DEVICE_COPIED", "RECORD_ELSEWHERE"]
        assert pending(copy) == 0


def test_neither_desk_overwrites_whom_it_registered_itself(
    tmp_path: Path, server: RunningServer, desk: Desk, neighbour: Desk, post: str
) -> None:
    with copied(tmp_path, desk) as copy:
        both_register(desk, copy)
        for one in (neighbour, desk, copy):
            sync(one)
        assert (niks(desk), niks(copy), niks(neighbour)) == ([nik(X)], [nik(Y)], [nik(X)])
        assert [one.store.run(chain_problem) for one in (desk, copy, neighbour)] == [None] * 3


def test_a_correction_of_one_never_moves_the_other(
    tmp_path: Path, server: RunningServer, desk: Desk, neighbour: Desk, post: str
) -> None:
    with copied(tmp_path, desk) as copy:
        both_register(desk, copy)
        for one, town in ((desk, "MALANG"), (copy, "KEDIRI")):
            (kept,) = registrations(one)
            correct(one, kept.uid, {"birth_place": town}, "Salah baca")
        for one in (desk, copy, neighbour, desk, copy):
            sync(one)
        shown = {
            one.body.person.nik: one.body.person.birth_place
            for desk_ in (desk, copy, neighbour)
            for one in registrations(desk_)
        }
        assert shown == {nik(X): "MALANG", nik(Y): "KEDIRI"}
        (row,) = [row for row in server_has(server) if row["post"] == post]
        assert (row["nik"], row["birth_place"], row["disputes"]) == (nik(X), "MALANG", [])


def test_what_comes_after_goes_on_as_ever(tmp_path: Path, server: RunningServer, desk: Desk, post: str) -> None:
    with copied(tmp_path, desk) as copy:
        both_register(desk, copy)
        register_one(copy, LATER)
        for one in (copy, desk):
            sync(one)
        assert niks(copy) == [nik(Y), nik(LATER)]
        assert niks(desk) == [nik(X), nik(LATER)]


def test_a_life_that_writes_its_acts_anew_undoes_no_correction(
    tmp_path: Path, server: RunningServer, desk: Desk, post: str
) -> None:
    """The same registration comes once more behind its correction: what was corrected stays so."""
    kept = register_one(desk, X).kept
    correct(desk, kept.uid, {"birth_place": "MALANG"}, "Salah baca")
    with copied(tmp_path, desk) as copy:
        register_one(desk, LATER)
        sync(desk)
        register_one(copy, Y)
        sync(copy)
        for one in (desk, copy):
            sync(one)
            assert {each.body.person.birth_place for each in registrations(one) if each.uid == kept.uid} == {"MALANG"}
        (row,) = [row for row in server_has(server) if row["uid"] == str(kept.uid)]
        assert row["birth_place"] == "MALANG"
