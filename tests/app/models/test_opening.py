"""Opening a profile: durability set and read back, unsafe places and files refused, nothing ever replaced."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import peewee
import pytest

from app.desk.context import Desk
from app.models import database as db
from app.models.database import journal_mode
from app.models.places import DATABASE_NAME, refuse_unreachable_folder, refuse_unsafe_folder
from app.models.store import Store
from core.errors import Kind, Trouble
from core.sentences import SENTENCES
from tests.kit.desk import all_rows, fresh_desk, new_profile, opened, register_one, sql

LOCAL = "/dev/sda1 / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n"


@pytest.fixture
def profile(home: Path) -> Path:
    """The database file of a closed profile with one registration."""
    with fresh_desk(home) as desk:
        register_one(desk)
    return home / DATABASE_NAME


def code_of(home: Path, *, is_read_only: bool = False) -> str:
    """The trouble that opening this profile meets."""
    with pytest.raises(Trouble) as caught:
        Store(home, is_read_only=is_read_only).close()
    assert caught.value.code in SENTENCES
    return caught.value.code


@contextmanager
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> Iterator[Path]:
    """The migrations of a later program: one more, whose body is ``step``."""
    folder = tmp_path / "migrations"
    shutil.copytree(db.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "0002_phone.py").write_text(f"def up(migrator, db):\n    {step}\n")
    with monkeypatch.context() as patch:
        patch.setattr(db, "MIGRATIONS", folder)
        yield folder


ADD_PHONE = "db.execute_sql(\"ALTER TABLE profile ADD COLUMN phone TEXT NOT NULL DEFAULT ''\")"


def columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[1] for row in connection.execute("PRAGMA table_info(profile)")}


# --- durability -------------------------------------------------------------------------------------------------
def test_every_open_sets_what_durability_needs(home: Path) -> None:
    new_profile(home)
    for _time in range(2):
        with Store(home) as store:
            settings = {
                name: sql(store, f"PRAGMA {name}")[0][0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
            }
        assert settings == {
            "journal_mode": journal_mode(),
            "synchronous": db.FULL,
            "foreign_keys": 1,
            "secure_delete": 1,
            "temp_store": 2,
        }


def test_a_look_cannot_write(profile: Path) -> None:
    with Store(profile.parent, is_read_only=True) as store, pytest.raises(Trouble) as caught:
        sql(store, "DELETE FROM draft")
    assert caught.value.code == "STORE_READ_ONLY"


def test_a_journal_mode_that_does_not_hold_is_refused(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = profile.read_bytes()
    monkeypatch.setattr(db, "journal_mode", lambda: "impossible")  # as on a file system that cannot keep it
    assert code_of(profile.parent) == "STORE_UNSAFE"
    assert profile.read_bytes() == before


def test_a_setting_that_does_not_hold_is_refused(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "FULL", 99)  # no SQLite answers that
    assert code_of(profile.parent) == "STORE_UNSAFE"


# --- folders ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "davfs"])
def test_a_network_drive_is_refused(kind: str) -> None:
    mounts = f"{LOCAL}server:/share /mnt/kantor {kind} rw 0 0\n"
    with pytest.raises(Trouble) as caught:
        refuse_unsafe_folder(Path("/mnt/kantor/posko"), mounts)
    assert (caught.value.code, caught.value.kind) == ("PROFILE_FOLDER_SHARED", Kind.USAGE)


def test_a_local_folder_beside_a_network_drive_is_taken() -> None:
    mounts = f"{LOCAL}server:/share /mnt/kantor nfs4 rw 0 0\nbroken line\n"
    refuse_unsafe_folder(Path("/mnt/kantor2/posko"), mounts)
    refuse_unsafe_folder(Path("/srv/posko"), mounts)


def test_a_local_disk_inside_a_network_drive_is_taken() -> None:
    mounts = f"{LOCAL}server:/home /home nfs4 rw 0 0\n/dev/sdb1 /home/rina/disk ext4 rw 0 0\n"
    refuse_unsafe_folder(Path("/home/rina/disk/posko"), mounts)


def test_a_mount_point_with_a_blank_in_its_name_is_understood() -> None:
    with pytest.raises(Trouble):
        refuse_unsafe_folder(Path("/mnt/disk kantor/posko"), f"{LOCAL}server:/x /mnt/disk\\040kantor cifs rw 0 0\n")


@pytest.mark.parametrize(
    "folder", ["OneDrive", "OneDrive - Dinas Tenaga Kerja", "Dropbox", "Google Drive", "Nextcloud"]
)
def test_a_folder_that_a_cloud_copies_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(Trouble) as caught:
        new_profile(tmp_path / folder / "posko")
    assert caught.value.code == "PROFILE_FOLDER_SHARED"
    assert not (tmp_path / folder).exists()


def test_a_windows_share_is_refused() -> None:
    with pytest.raises(Trouble):
        refuse_unsafe_folder(Path("\\\\server\\kantor\\posko"), LOCAL)


def test_a_profile_that_was_moved_into_a_cloud_folder_is_refused(home: Path, tmp_path: Path) -> None:
    new_profile(home)
    (tmp_path / "Dropbox").mkdir()
    moved = home.rename(tmp_path / "Dropbox" / "posko")
    assert code_of(moved) == "PROFILE_FOLDER_SHARED"


def test_a_link_into_a_cloud_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "posko").symlink_to(tmp_path / "OneDrive", target_is_directory=True)
    with pytest.raises(Trouble):
        new_profile(tmp_path / "posko")


@pytest.mark.parametrize("name", ["x" * 300, "nol\0nol"])
def test_a_folder_that_cannot_be_looked_at_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(Trouble) as caught:
        refuse_unreachable_folder(tmp_path / name)
    assert (caught.value.code, caught.value.kind) == ("PROFILE_FOLDER_UNREACHABLE", Kind.USAGE)
    assert caught.value.facts["reason"]


def test_a_folder_that_is_not_there_yet_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("no folder")
    for home in (tmp_path, tmp_path / "baru", tmp_path / "berkas" / "baru"):
        refuse_unreachable_folder(home)


# --- what is no profile of ours ---------------------------------------------------------------------------------
def test_a_folder_without_profile_is_said_and_stays_empty(home: Path) -> None:
    home.mkdir()
    assert code_of(home) == "PROFILE_NOT_FOUND"
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"this is a letter to the mayor" * 200, b"SQLite format 3\0" + bytes(5000), bytes(8192)],
    ids=["empty", "one_byte", "letter", "header_only", "zeros"],
)
@pytest.mark.parametrize("is_read_only", [False, True])
def test_what_is_no_database_is_said_and_left_as_it_is(home: Path, content: bytes, *, is_read_only: bool) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(content)
    assert code_of(home, is_read_only=is_read_only) == "STORE_DAMAGED"
    assert (home / DATABASE_NAME).read_bytes() == content


def test_the_database_of_another_program_is_said_and_left_as_it_is(home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / DATABASE_NAME)) as connection:
        connection.execute("CREATE TABLE contact (name TEXT)")
    before = (home / DATABASE_NAME).read_bytes()
    assert code_of(home) == "STORE_DAMAGED"
    assert (home / DATABASE_NAME).read_bytes() == before


def test_a_profile_that_was_never_finished_is_said(home: Path) -> None:
    new_profile(home)
    with closing(sqlite3.connect(home / DATABASE_NAME)) as connection, connection:
        connection.execute("DELETE FROM profile")
    assert code_of(home) == "PROFILE_EMPTY"


@pytest.mark.parametrize("part", [0.02, 0.2, 0.5, 0.9, 0.97])
def test_a_cut_file_is_said_and_left_as_it_is(profile: Path, part: float) -> None:
    content = profile.read_bytes()
    cut = content[: int(len(content) * part)]
    profile.write_bytes(cut)
    assert problem_of(profile.parent)
    assert profile.read_bytes()[100:] == cut[100:]


def problem_of(home: Path) -> str:
    """What opening, checking and reading everything says; empty if nothing is wrong."""
    try:
        with opened(home) as desk:
            if desk.store.integrity_problem():
                return "integrity"
            all_rows(desk.store)
            desk.store.run(lambda: desk.shelf().everything())
    except Trouble as trouble:
        return trouble.code
    return ""


# --- upgrades ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(profile: Path, *, is_read_only: bool) -> None:
    with closing(sqlite3.connect(profile)) as connection, connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('0099_future', '2030-01-01')")
    before = profile.read_bytes()
    assert code_of(profile.parent, is_read_only=is_read_only) == "STORE_TOO_NEW"
    assert profile.read_bytes() == before


def test_an_upgrade_makes_a_copy_first(profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(profile.parent) as store:
        before = all_rows(store)
    with later_program(tmp_path, monkeypatch, ADD_PHONE), Store(profile.parent):
        pass
    assert "phone" in columns(profile)
    (copy,) = profile.parent.glob("posko.sebelum-*")
    assert copy.name == "posko.sebelum-0002_phone.db"
    copy.replace(profile)
    with Store(profile.parent) as store:
        assert all_rows(store) == before


def test_the_copy_holds_what_stands_in_the_write_ahead_log_only(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "journal_mode", lambda: "wal")
    with closing(sqlite3.connect(profile)) as other:
        other.execute("PRAGMA journal_mode=wal")
        other.execute("INSERT INTO draft VALUES (x'01', x'02', 3, x'04')")
        other.commit()
        with later_program(tmp_path, monkeypatch, ADD_PHONE), Store(profile.parent):
            pass
    (copy,) = profile.parent.glob("posko.sebelum-*.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (1,)


def test_an_upgrade_that_fails_leaves_the_old_tables_and_their_first_copy(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = f"{ADD_PHONE}; db.execute_sql('SELECT * FROM nowhere')"
    with later_program(tmp_path, monkeypatch, failing):
        for _time in range(2):
            with pytest.raises(peewee.OperationalError):
                Store(profile.parent)
    assert "phone" not in columns(profile)
    assert len(list(profile.parent.glob("posko.sebelum-*"))) == 1
    assert problem_of(profile.parent) == ""


def test_a_look_never_upgrades(profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = profile.read_bytes()
    with later_program(tmp_path, monkeypatch, ADD_PHONE):
        assert code_of(profile.parent, is_read_only=True) == "STORE_TOO_OLD"
    assert profile.read_bytes() == before


def test_migrations_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in db.MIGRATIONS.glob("*.py"))
    assert names
    assert all(re.fullmatch(rf"{number:04d}_\w+\.py", name) for number, name in enumerate(names, 1))


# --- the world while it is open ---------------------------------------------------------------------------------
def trouble_while_filling(desk: Desk) -> Trouble:
    """Register people until the world says no; whoever was refused has left nothing behind."""
    for number in range(1, 60):
        before = all_rows(desk.store)
        try:
            register_one(desk, number)
        except Trouble as trouble:
            assert all_rows(desk.store) == before
            return trouble
    raise AssertionError("the disk never filled")


def test_a_full_disk_is_said_and_nothing_is_half_stored(desk: Desk) -> None:
    register_one(desk, 0)
    pages = sql(desk.store, "PRAGMA page_count")[0][0]
    sql(desk.store, f"PRAGMA max_page_count={pages}")
    assert trouble_while_filling(desk).code == "DISK_FULL"
    sql(desk.store, "PRAGMA max_page_count=100000")
    assert register_one(desk, 99).kept.registration_no


def test_a_database_that_another_program_holds_is_busy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 0)
    with fresh_desk(home) as desk, closing(sqlite3.connect(home / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Trouble) as caught:
            register_one(desk)
        assert caught.value.code == "STORE_BUSY"
        other.execute("ROLLBACK")
        assert register_one(desk).kept.queue_number == "A001"


def test_a_bug_in_a_query_stays_a_bug(desk: Desk) -> None:
    with pytest.raises(peewee.OperationalError):
        sql(desk.store, "SELECT nonsense FROM nowhere")


def test_a_broken_rule_of_the_database_stays_a_bug(desk: Desk) -> None:
    with pytest.raises(peewee.IntegrityError):
        sql(desk.store, "INSERT INTO profile SELECT * FROM profile")


def test_integrity_problems_are_named(desk: Desk) -> None:
    assert desk.store.integrity_problem() is None
    register_one(desk)
    sql(desk.store, "PRAGMA foreign_keys=0")
    sql(desk.store, "DELETE FROM person")
    assert desk.store.integrity_problem() == "foreign key: registration"
