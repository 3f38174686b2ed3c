"""A new profile: all of it, or nothing that could be taken for one."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.models.birth import FOLDERS, new_device_uid
from app.models.officers import Role
from app.models.places import DATABASE_NAME
from app.models.profile import Post, ServerBond
from app.models.store import Store
from core.errors import Kind, Trouble
from core.wire.events import stream_name
from tests.kit.desk import OFFICER, cut_power, fresh_desk, new_profile, opened
from tests.kit.manual_clock import ManualClock


def files(home: Path) -> set[str]:
    """Every file below a folder."""
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def test_a_new_profile_is_one_file_and_its_folders(home: Path) -> None:
    new_profile(home)
    assert files(home) == {DATABASE_NAME}
    assert {path.name for path in home.iterdir() if path.is_dir()} == set(FOLDERS)


def test_only_the_owner_can_enter_the_folder(home: Path) -> None:
    new_profile(home)
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "slips").stat().st_mode & 0o077 == 0


def test_a_new_profile_knows_itself(home: Path, clock: ManualClock) -> None:
    device = new_device_uid(clock)
    new_profile(home, post=Post("JKT02", "Posko Dua", "31", is_training=False), block=7, device_uid=device)
    with Store(home) as store:
        profile = store.profile
    assert (profile.device_uid, profile.incarnation) == (device, 1)
    assert profile.stream == stream_name(device, 1)
    assert profile.post == Post("JKT02", "Posko Dua", "31", is_training=False)
    assert (profile.numbers.block, profile.numbers.burnt_until, profile.numbers.burnt_chunks) == (7, None, 0)
    assert (profile.server, profile.cursor, profile.last_contact_ms) == (None, 0, None)


def test_a_profile_may_be_born_enrolled(home: Path) -> None:
    bond = ServerBond("https://posko.contoh.id", bytes(32), uuid.UUID(int=5).bytes)
    new_profile(home, server=bond, block=3)
    with Store(home) as store:
        assert (store.profile.server, store.profile.numbers.block) == (bond, 3)


def test_two_devices_are_never_alike(clock: ManualClock) -> None:
    assert len({new_device_uid(clock) for _time in range(100)}) == 100


def test_a_profile_that_stands_there_is_left_alone(desk: Desk) -> None:
    path = desk.store.home / DATABASE_NAME
    before = path.read_bytes()
    with pytest.raises(Trouble) as caught:
        new_profile(desk.store.home)
    assert (caught.value.code, caught.value.kind) == ("PROFILE_EXISTS", Kind.USAGE)
    assert path.read_bytes() == before


def test_what_is_refused_leaves_no_file_behind(home: Path) -> None:
    with pytest.raises(Trouble) as caught:
        new_profile(home, secret="kurang")
    assert caught.value.code == "SECRET_TOO_SHORT"
    assert files(home) == set()
    new_profile(home)
    with opened(home) as desk:
        assert desk.keys.officer.name == OFFICER


def test_a_place_where_nothing_can_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("no folder")
    with pytest.raises(Trouble) as caught:
        new_profile(tmp_path / "berkas" / "meja")
    assert caught.value.code == "PROFILE_CANNOT_WRITE"


def test_the_journal_of_a_database_that_is_gone_spoils_no_new_one(home: Path) -> None:
    with fresh_desk(home) as desk:
        leftovers = cut_power(desk)
    for path, content in leftovers.items():
        path.write_bytes(content)
    (home / DATABASE_NAME).unlink()
    new_profile(home, role=Role.OFFICER)
    with opened(home) as desk:
        assert desk.keys.officer.role is Role.OFFICER
        assert desk.store.integrity_problem() is None
        assert desk.store.run(lambda: desk.shelf().everything()) == ()
