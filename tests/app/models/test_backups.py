"""Backup and restore: verified before it counts, opened by who may, never over anything, never a number twice."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.drafts import drafts, save_draft
from app.desk.lookup import find_everything
from app.desk.slips import write_slip
from app.models.backups import MAGIC, Opener, make_backup, restore_backup
from app.models.events import chain_problem, stream_states
from app.models.lock import LOCK_NAME
from app.models.numbers import REGISTRATION_SERIES, take_number
from app.models.officers import Role, add_officer, secret_lock
from app.models.places import DATABASE_NAME
from app.models.sealed_file import SealedWriter
from app.models.store import Keys, Store
from core.errors import Kind, Trouble
from core.ids import BLOCK_SIZE, uid_from
from core.queue_line import MOST_DAYS_AHEAD
from core.sentences import SENTENCES
from papers import Paper
from tests.kit.desk import (
    CHEAP,
    DAY,
    OFFICER,
    SECRET,
    all_rows,
    cut_power,
    fresh_desk,
    new_profile,
    opened,
    register_one,
    sql,
    while_numbers_last,
)
from tests.kit.manual_clock import ManualClock

RIGHT = Opener(None, SECRET)
SETTINGS = b'agency = "Dinas Contoh"\n'


@pytest.fixture
def backup(desk: Desk, tmp_path: Path) -> Path:
    """A backup of a desk with three registrations."""
    for number in range(3):
        register_one(desk, number)
    return backed_up(desk, tmp_path / "cadangan.posko")


def backed_up(desk: Desk, target: Path) -> Path:
    """Make a backup of a desk."""
    make_backup(desk.store, desk.keys, target, SETTINGS)
    return target


def restored(source: Path, home: Path, opener: Opener = RIGHT, on: date = DAY) -> int:
    """Restore a backup on the desk's day."""
    return restore_backup(source, home, opener, ManualClock(), on)


def trouble_of(source: Path, home: Path, opener: Opener = RIGHT) -> Trouble:
    """The trouble that restoring meets; nothing may have been put in place."""
    before = {path: path.read_bytes() for path in home.rglob(f"{DATABASE_NAME}*")} if home.exists() else {}
    with pytest.raises(Trouble) as caught:
        restored(source, home, opener)
    assert {path: path.read_bytes() for path in home.rglob(f"{DATABASE_NAME}*")} == before
    assert caught.value.code in SENTENCES
    return caught.value


def names(home: Path) -> set[str]:
    """Every file of a folder."""
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


# --- making one -------------------------------------------------------------------------------------------------
def test_a_backup_says_how_many_registrations_it_holds(desk: Desk, tmp_path: Path) -> None:
    register_one(desk, 0)
    register_one(desk, 1, documents=["ktp"])
    register_one(desk, 2, nik="123")
    assert make_backup(desk.store, desk.keys, tmp_path / "cadangan.posko", b"") == 2


def test_a_backup_leaves_nothing_else_behind(desk: Desk, backup: Path) -> None:
    assert [path.name for path in backup.parent.iterdir() if path.is_file()] == [backup.name]
    assert not list((desk.store.home / "backups").iterdir())


def test_a_backup_takes_the_place_of_an_older_one(desk: Desk, backup: Path) -> None:
    before = backup.read_bytes()
    backed_up(desk, backup)
    assert backup.read_bytes() != before
    assert restored(backup, backup.parent / "lain") == 3


def test_a_damaged_store_is_not_passed_off_as_a_backup(desk: Desk, backup: Path) -> None:
    before = backup.read_bytes()
    sql(desk.store, "UPDATE event SET hash = x'00' WHERE seq = 2")
    with pytest.raises(Trouble) as caught:
        backed_up(desk, backup)
    assert caught.value.code == "STORE_DAMAGED"
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir() if path.is_file()] == [backup.name]


@pytest.mark.parametrize("place", ["nirgends/cadangan.posko", "berkas/cadangan.posko", "/dev/full/cadangan.posko"])
def test_a_place_that_cannot_be_written_is_said(desk: Desk, tmp_path: Path, place: str) -> None:
    (tmp_path / "berkas").write_text("no folder")
    with pytest.raises(Trouble) as caught:
        backed_up(desk, tmp_path / place)
    assert caught.value.code in {"FILE_NOT_FOUND", "FILE_CANNOT_USE"}
    assert caught.value.facts["file"] == "cadangan.posko"


def test_a_backup_is_sealed(desk: Desk, backup: Path) -> None:
    content = backup.read_bytes()
    assert content.startswith(MAGIC)
    assert b"SQLite" not in content
    assert desk.keys.store_key not in content


# --- bringing it back -------------------------------------------------------------------------------------------
def test_everything_comes_back(desk: Desk, tmp_path: Path) -> None:
    first = register_one(desk, 0)
    register_one(desk, 1, nik="123")
    save_draft(desk, {"nik": "3578"})
    write_slip(desk, first.kept, Paper.A5, tmp_path / "slip.pdf", is_reprint=False)
    before = all_rows(desk.store)
    backed_up(desk, tmp_path / "cadangan.posko")
    assert restored(tmp_path / "cadangan.posko", tmp_path / "lain") == 1
    assert (tmp_path / "lain" / "posko.toml").read_bytes() == SETTINGS
    with opened(tmp_path / "lain") as other:
        after = all_rows(other.store)
        assert [one.values for one in drafts(other)] == [{"nik": "3578"}]
    unchanged = {"person", "registration", "slip", "draft", "news", "attention", "officer"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}
    assert set(before["event"]) < set(after["event"])


def test_settings_that_stand_there_are_left_alone(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "posko.toml").write_bytes(b"counter = '2'\n")
    restored(backup, tmp_path / "lain")
    assert (tmp_path / "lain" / "posko.toml").read_bytes() == b"counter = '2'\n"


def test_a_profile_that_stands_there_is_kept_aside(home: Path, tmp_path: Path) -> None:
    with fresh_desk(home) as desk:
        register_one(desk, 0)
        source = backed_up(desk, tmp_path / "cadangan.posko")
        register_one(desk, 1)
        before = all_rows(desk.store)
    restored(source, home)
    restored(source, home)
    first, second = sorted(path for path in home.glob("*.sebelum-pulih-*") if not path.name.endswith("-journal"))
    with opened(home) as desk:
        assert desk.store.integrity_problem() is None
        assert len(desk.store.run(lambda: desk.shelf().everything())) == 1
    for aside, many in ((first, 2), (second, 1)):
        with closing(sqlite3.connect(aside)) as connection:
            assert connection.execute("SELECT count(*) FROM registration").fetchone() == (many,)
    first.replace(home / DATABASE_NAME)
    with Store(home) as store:
        assert all_rows(store) == before


def test_the_journal_of_the_replaced_profile_goes_with_it(home: Path, tmp_path: Path) -> None:
    with fresh_desk(home) as desk:
        register_one(desk, 0)
        source = backed_up(desk, tmp_path / "cadangan.posko")
        register_one(desk, 1)
        leftovers = cut_power(desk)
    for path, content in leftovers.items():
        path.write_bytes(content)
    restored(source, home)
    with opened(home) as desk:
        assert desk.store.integrity_problem() is None
        assert len(desk.store.run(lambda: desk.shelf().everything())) == 1
    (aside,) = (path for path in home.glob("*.sebelum-pulih-*") if path.name.endswith(tuple("0123456789")))
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT status FROM registration").fetchall() == [("TERDAFTAR",)] * 2


def test_restoring_leaves_nothing_else_behind(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    assert names(tmp_path / "lain") == {DATABASE_NAME, LOCK_NAME, "posko.toml"}


def test_a_restored_profile_writes_a_stream_of_its_own(desk: Desk, backup: Path, tmp_path: Path) -> None:
    old = desk.store.profile
    restored(backup, tmp_path / "lain")
    restored(backup, tmp_path / "lagi")
    with opened(tmp_path / "lain") as one, opened(tmp_path / "lagi") as two:
        streams = {old.stream, one.store.profile.stream, two.store.profile.stream}
        assert len(streams) == 3
        assert one.store.profile.device_uid == old.device_uid
        states = {state.stream: state.head_seq for state in one.store.run(stream_states)}
        assert states == {old.stream: 3, one.store.profile.stream: 1}
        register_one(one, 7)
        assert one.store.run(chain_problem) is None
        assert one.store.run(lambda: one.shelf().everything())[0].body.person.name_on_id


def test_a_restored_profile_tells_so_in_its_log(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    with Store(tmp_path / "lain") as store:
        assert sql(store, "SELECT kind, seq FROM event WHERE kind = 'restored'") == [("restored", 1)]


def test_first_registrations_are_known_after_a_restore(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    with opened(tmp_path / "lain") as desk:
        assert register_one(desk, 1).outcome == "duplicate"


# --- numbers ----------------------------------------------------------------------------------------------------
def numbers_after(desk: Desk) -> tuple[str, str]:
    """Registration number and queue number of the next person."""
    kept = register_one(desk, 50).kept
    return kept.registration_no[:-2], kept.queue_number


def test_the_rest_of_the_chunk_is_burnt(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    with opened(tmp_path / "lain") as desk:
        assert numbers_after(desk) == ("35-SBY01-20200413-2001", "A2001")


def test_the_days_for_which_forms_were_printed_ahead_are_burnt_as_well(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    with opened(tmp_path / "lain") as desk:
        ahead = DAY + timedelta(days=MOST_DAYS_AHEAD)
        assert register_one(desk, 50, on=ahead).kept.queue_number == "A2001"


def test_the_days_behind_begin_at_the_beginning(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    with opened(tmp_path / "lain") as desk:
        later = DAY + timedelta(days=MOST_DAYS_AHEAD + 1)
        assert register_one(desk, 50, on=later).kept.queue_number == "A001"


def test_an_earlier_day_is_burnt_as_well(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "lain")
    with opened(tmp_path / "lain") as desk:
        assert register_one(desk, 50, on=DAY - timedelta(days=1)).kept.queue_number == "A2001"


def take(desk: Desk, many: int, on: date = DAY) -> list[int]:
    """Use up some numbers."""
    numbers = desk.store.profile.numbers
    return desk.store.write(lambda: [take_number(REGISTRATION_SERIES, on, numbers) for _each in range(many)])


def test_a_busy_day_after_the_backup_is_known_from_the_replaced_profile(home: Path, tmp_path: Path) -> None:
    with fresh_desk(home) as desk:
        given = take(desk, 10)
        source = backed_up(desk, tmp_path / "cadangan.posko")
        given += take(desk, BLOCK_SIZE + 50)
    restored(source, home)
    with opened(home) as desk:
        given += take(desk, BLOCK_SIZE)
    assert len(set(given)) == len(given)


def test_a_chunk_that_was_just_used_up_may_have_been_followed_by_another(tmp_path: Path) -> None:
    with fresh_desk(tmp_path / "hilang") as desk:
        given = take(desk, BLOCK_SIZE)
        source = backed_up(desk, tmp_path / "cadangan.posko")
        given += take(desk, 20)
    restored(source, tmp_path / "baru")
    with opened(tmp_path / "baru") as desk:
        given += take(desk, 20)
    assert len(set(given)) == len(given)


def test_what_a_power_cut_left_is_asked_as_well(home: Path, tmp_path: Path) -> None:
    with fresh_desk(home) as desk:
        source = backed_up(desk, tmp_path / "cadangan.posko")
        given = take(desk, BLOCK_SIZE + 50)
        leftovers = cut_power(desk)
    for path, content in leftovers.items():
        path.write_bytes(content)
    restored(source, home)
    with opened(home) as desk:
        given += take(desk, BLOCK_SIZE)
    assert len(set(given)) == len(given)


def test_another_devices_numbers_are_its_own(desk: Desk, tmp_path: Path) -> None:
    source = backed_up(desk, tmp_path / "cadangan.posko")
    with fresh_desk(tmp_path / "lain") as other:
        take(other, BLOCK_SIZE + 50)
    restored(source, tmp_path / "lain")
    with opened(tmp_path / "lain") as other:
        assert take(other, 1) == [2001]


def leave_alone(path: Path) -> None:
    """The old profile is whole."""
    assert path.stat().st_size


def spoil(path: Path) -> None:
    """The disk has eaten the old profile."""
    path.write_bytes(b"x" * 5000)


@pytest.mark.parametrize("before", [0, 10, 2 * BLOCK_SIZE + 50])
@pytest.mark.parametrize("meanwhile", [leave_alone, spoil])
def test_the_same_backup_restored_again_gives_no_number_twice(
    home: Path, tmp_path: Path, meanwhile: Callable[[Path], None], before: int
) -> None:
    with fresh_desk(home) as desk:
        given = take(desk, before)
        source = backed_up(desk, tmp_path / "cadangan.posko")
        given += take(desk, 20)
    for _time in range(2):
        meanwhile(home / DATABASE_NAME)
        restored(source, home)
        with opened(home) as desk, while_numbers_last():
            given += take(desk, 20)
    assert len(set(given)) == len(given)


def test_a_backup_of_a_restored_profile_burns_on(home: Path, tmp_path: Path) -> None:
    with fresh_desk(home) as desk:
        given = take(desk, 5)
        source = backed_up(desk, tmp_path / "1.posko")
    for number in range(2, 5):
        restored(source, tmp_path / str(number))
        with opened(tmp_path / str(number)) as desk:
            given += take(desk, 5)
            source = backed_up(desk, tmp_path / f"{number}.posko")
    assert len(set(given)) == len(given)


# --- who may open it --------------------------------------------------------------------------------------------
def test_a_wrong_secret_is_refused(backup: Path, tmp_path: Path) -> None:
    assert trouble_of(backup, tmp_path / "lain", Opener(None, "bukan-rahasianya")).code == "SECRET_WRONG"


def test_the_recovery_code_opens_it(tmp_path: Path) -> None:
    code = new_profile(tmp_path / "meja", role=Role.OFFICER)
    with opened(tmp_path / "meja") as desk:
        register_one(desk)
        backed_up(desk, tmp_path / "cadangan.posko")
    assert restored(tmp_path / "cadangan.posko", tmp_path / "lain", Opener(recovery_code=code)) == 1
    with Store(tmp_path / "lain") as store:
        keys: Keys = store.unlock_by_recovery(code)
        assert keys.store_key == desk.keys.store_key


def test_a_wrong_recovery_code_is_refused(backup: Path, tmp_path: Path) -> None:
    assert trouble_of(backup, tmp_path / "lain", Opener(recovery_code="AAAA-BBBB")).code == "RECOVERY_WRONG"


def test_where_there_are_several_officers_one_must_be_named(desk: Desk, tmp_path: Path) -> None:
    uid = uid_from(desk.now_ms() + 1, bytes(10))
    lock = secret_lock("rahasia-budi", desk.keys.store_key, cost=CHEAP)
    desk.store.write(lambda: add_officer(uid, "BUDI", Role.OFFICER, lock, at_ms=desk.now_ms() + 1))
    source = backed_up(desk, tmp_path / "cadangan.posko")
    trouble = trouble_of(source, tmp_path / "lain")
    assert (trouble.code, trouble.kind) == ("OFFICER_UNNAMED", Kind.USAGE)
    trouble = trouble_of(source, tmp_path / "lain", Opener("SIAPA", SECRET))
    assert (trouble.code, trouble.facts["names"]) == ("OFFICER_UNKNOWN", (OFFICER, "BUDI"))
    restored(source, tmp_path / "lain", Opener(" budi ", "rahasia-budi"))
    with Store(tmp_path / "lain") as store:
        assert store.unlock("BUDI", "rahasia-budi", ManualClock()).officer.name == "BUDI"


def test_a_profile_in_use_is_not_replaced(desk: Desk, backup: Path) -> None:
    assert trouble_of(backup, desk.store.home).code == "STORE_IN_USE"


def test_a_cloud_folder_is_refused(backup: Path, tmp_path: Path) -> None:
    assert trouble_of(backup, tmp_path / "OneDrive" / "meja").code == "PROFILE_FOLDER_SHARED"


# --- what is no good backup -------------------------------------------------------------------------------------
def test_a_missing_file_is_said(tmp_path: Path) -> None:
    trouble = trouble_of(tmp_path / "tidak-ada.posko", tmp_path / "lain")
    assert (trouble.code, trouble.kind) == ("FILE_NOT_FOUND", Kind.USAGE)
    assert trouble.facts["file"] == "tidak-ada.posko"


def test_a_folder_is_no_backup(tmp_path: Path) -> None:
    assert trouble_of(tmp_path, tmp_path / "lain").code == "FILE_CANNOT_USE"


@pytest.mark.parametrize("content", [b"", b"POSKOBK1", b"surat untuk bapak" * 100, bytes(5000)])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "surat").write_bytes(content)
    assert trouble_of(tmp_path / "surat", tmp_path / "lain").code == "FILE_NOT_SEALED"


def test_a_cut_backup_is_refused_wherever_it_is_cut(backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    cut = tmp_path / "potong.posko"
    lengths = {*range(0, 1200, 61), *range(1200, len(content), len(content) // 40), len(content) - 1}
    for length in sorted(lengths):
        cut.write_bytes(content[:length])
        assert trouble_of(cut, tmp_path / "lain").code in {"FILE_NOT_SEALED", "FILE_DAMAGED"}


def test_a_flipped_bit_is_noticed_wherever_it_is(backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    altered = tmp_path / "rusak.posko"
    head = int.from_bytes(content[8:12], "big") + 12
    places = {*range(0, head, 3), *range(head, len(content), len(content) // 40), len(content) - 1}
    for place in sorted(places):
        flipped = bytearray(content)
        flipped[place] ^= 1 << place % 8
        altered.write_bytes(flipped)
        code = trouble_of(altered, tmp_path / "lain").code
        assert code in {"FILE_NOT_SEALED", "FILE_DAMAGED", "SECRET_WRONG", "FILE_TOO_NEW"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"memory_kib":64', b'"memory_kib":4'),
        (b'"memory_kib":64', b'"memory_kib":9999999999'),
        (b'"memory_kib":64', b'"memory_kib":-64'),
        (b'"iterations":1', b'"iterations":0'),
        (b'"iterations":1', b'"iterations":99999999'),
        (b'"salt":"', b'"salt":"","x":"'),
    ],
)
def test_a_header_that_asks_for_the_impossible_is_refused(backup: Path, tmp_path: Path, old: bytes, new: bytes) -> None:
    content = backup.read_bytes()
    length = int.from_bytes(content[8:12], "big")
    header = content[12 : 12 + length].replace(old, new)
    assert header != content[12 : 12 + length]
    altered = tmp_path / "aneh.posko"
    altered.write_bytes(MAGIC + len(header).to_bytes(4, "big") + header + content[12 + length :])
    assert trouble_of(altered, tmp_path / "lain").code == "FILE_NOT_SEALED"


def test_a_backup_of_a_later_program_is_refused(backup: Path, tmp_path: Path) -> None:
    later = tmp_path / "baru.posko"
    later.write_bytes(backup.read_bytes().replace(b'"version":1', b'"version":2'))
    assert trouble_of(later, tmp_path / "lain").code == "FILE_TOO_NEW"


@pytest.mark.parametrize("content", [b"", b"\0\0", b"\0\0\1\0less than it says"])
def test_a_sealed_file_without_a_database_is_damaged(desk: Desk, backup: Path, tmp_path: Path, content: bytes) -> None:
    whole = backup.read_bytes()
    header = whole[12 : 12 + int.from_bytes(whole[8:12], "big")]
    salt = base64.b64decode(json.loads(header)["salt"])
    with (tmp_path / "kosong.posko").open("wb") as file:
        writer = SealedWriter(file, MAGIC, header, desk.keys.sealer.file_key, salt)
        writer.write(content)
        writer.finish()
    assert trouble_of(tmp_path / "kosong.posko", tmp_path / "lain").code == "FILE_DAMAGED"


def test_a_sealed_file_that_holds_no_profile_is_not_put_in_place(desk: Desk, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    header = whole[12 : 12 + int.from_bytes(whole[8:12], "big")]
    salt = base64.b64decode(json.loads(header)["salt"])
    with (tmp_path / "surat.posko").open("wb") as file:
        writer = SealedWriter(file, MAGIC, header, desk.keys.sealer.file_key, salt)
        writer.write(bytes(4) + b"surat untuk bapak " * 500)
        writer.finish()
    assert trouble_of(tmp_path / "surat.posko", tmp_path / "lain").code == "STORE_DAMAGED"


def test_a_place_where_no_profile_can_be_made_is_said(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("no folder")
    assert trouble_of(backup, tmp_path / "berkas" / "meja").code == "PROFILE_CANNOT_WRITE"


def test_nothing_is_left_of_what_could_not_be_opened(backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-1])
    trouble_of(backup, tmp_path / "lain")
    assert names(tmp_path / "lain") == {LOCK_NAME}


def test_a_desk_that_has_been_worked_with_is_not_replaced_by_anothers_backup(desk: Desk, tmp_path: Path) -> None:
    source = backed_up(desk, tmp_path / "cadangan.posko")
    with fresh_desk(tmp_path / "lain") as other:
        register_one(other, 5)
    with pytest.raises(Trouble, match="RESTORE_OTHER_DESK"):
        restored(source, tmp_path / "lain")
    with opened(tmp_path / "lain") as other:
        assert len(find_everything(other)) == 1
