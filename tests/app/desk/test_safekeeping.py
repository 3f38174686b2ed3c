"""Backups from an open desk: whole, where they may lie, and while the desk works on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.safekeeping import BackedUp, back_up
from app.models.backups import Opener, restore_backup
from core.errors import Trouble
from tests.kit.desk import DAY, SECRET, opened, register_one, sql
from tests.kit.manual_clock import ManualClock


def test_a_backup_holds_the_registrations_and_the_settings(desk: Desk, home: Path, tmp_path: Path) -> None:
    (home / "posko.toml").write_text('counter = "7"\n', encoding="utf-8")
    kept = register_one(desk).kept
    assert back_up(desk, tmp_path / "salinan.posko") == BackedUp(tmp_path / "salinan.posko", 1, 0)
    restore_backup(tmp_path / "salinan.posko", tmp_path / "baru", Opener(None, SECRET), ManualClock(), DAY)
    with opened(tmp_path / "baru") as again:
        assert again.words.counter == "7"
        assert [one.uid for one in again.store.run(lambda: again.shelf().everything())] == [kept.uid]


def test_rows_whose_seal_is_broken_are_copied_and_counted(desk: Desk, tmp_path: Path) -> None:
    register_one(desk)
    sql(desk.store, "UPDATE registration SET sealed = x'00'")
    assert back_up(desk, tmp_path / "salinan.posko").broken == 1


def test_the_desk_registers_while_a_backup_is_made(desk: Desk, tmp_path: Path) -> None:
    register_one(desk, 0)
    with ThreadPoolExecutor(1) as aside:
        backup = aside.submit(back_up, desk, tmp_path / "salinan.posko")
        for number in range(1, 6):
            register_one(desk, number)
        assert 1 <= backup.result(60).registrations <= 6


def test_it_may_also_be_one_job_of_the_database_worker(desk: Desk, tmp_path: Path) -> None:
    register_one(desk)
    assert desk.submit(lambda: back_up(desk, tmp_path / "salinan.posko"), is_report=True).result(60).registrations == 1


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("meja/posko.db", "BACKUP_IN_PROFILE"),
        ("meja/salinan.posko", "BACKUP_IN_PROFILE"),
        ("meja", "FILE_IS_FOLDER"),
        ("tidak/ada/salinan.posko", "FOLDER_NOT_FOUND"),
        ("putar/salinan.posko", "PATH_UNREACHABLE"),
    ],
)
def test_a_place_that_will_not_do_is_said(desk: Desk, tmp_path: Path, target: str, code: str) -> None:
    (tmp_path / "putar").symlink_to(tmp_path / "putar")
    before = (desk.store.home / "posko.db").read_bytes()
    with pytest.raises(Trouble) as caught:
        back_up(desk, tmp_path / target)
    assert caught.value.code == code
    assert (desk.store.home / "posko.db").read_bytes() == before


def test_the_profile_has_a_folder_for_backups(desk: Desk, home: Path) -> None:
    (home / "backups").mkdir(exist_ok=True)
    assert back_up(desk, home / "backups" / "hari-ini.posko").path.exists()


def test_settings_that_cannot_be_read_are_said_and_no_backup_is_left(desk: Desk, home: Path, tmp_path: Path) -> None:
    (home / "posko.toml").mkdir()
    with pytest.raises(Trouble) as caught:
        back_up(desk, tmp_path / "salinan.posko")
    assert (caught.value.code, caught.value.facts["file"]) == ("FILE_CANNOT_USE", "posko.toml")
    assert not (tmp_path / "salinan.posko").exists()
