"""The server's SQLite file: made once, durable, upgraded with a copy, never replaced."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import peewee
import pytest

from core.errors import Kind, Trouble
from core.sentences import SENTENCES
from core.wire.records import PersonBody
from server.store import enrolment, migrating
from server.store import sqlite as engine_module
from server.store.codes import StoreCode
from server.store.database import Store
from server.store.migrating import MIGRATIONS, bring_file_up_to_date
from server.store.programmes import add_programme, newest_versions
from server.store.records import Notice, StoredEvent, StoredProgramme, StoredRegistration
from server.store.run_lock import RunLock
from server.store.sqlite import CACHE_KIB, journal_mode
from server.store.tables import TABLES, EventRow, NoticeRow, RegistrationRow

pytestmark = pytest.mark.one_engine

SCHEMA = Path(engine_module.__file__).with_name("schema.sql")


def schema_of(path: Path) -> set[str]:
    """Every table, index and view of a database but the migrations' own, in one spelling."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    spelt = {re.sub(r"\s+", " ", sql).replace("( ", "(").replace(" )", ")") for (sql,) in rows}
    return {sql for sql in spelt if "schema_migration" not in sql}


def code_of(path: Path, *, may_create: bool = True) -> tuple[str, Kind]:
    """The trouble that opening this database meets."""
    with pytest.raises(Trouble) as caught:
        Store.open(path, may_create=may_create).close()
    return caught.value.code, caught.value.kind


def test_migrations_make_the_reference_schema(tmp_path: Path) -> None:
    Store.open(tmp_path / "migrated.db").close()
    with closing(sqlite3.connect(tmp_path / "reference.db")) as connection:
        connection.executescript(SCHEMA.read_text("utf-8"))
    assert schema_of(tmp_path / "migrated.db") == schema_of(tmp_path / "reference.db")


def test_tables_make_the_reference_schema(tmp_path: Path) -> None:
    db = peewee.SqliteDatabase(str(tmp_path / "tables.db"))
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    db.close()
    Store.open(tmp_path / "migrated.db").close()
    migrated = {sql for sql in schema_of(tmp_path / "migrated.db") if not sql.startswith("CREATE VIEW")}
    assert schema_of(tmp_path / "tables.db") == migrated


def test_records_and_tables_have_the_same_columns() -> None:
    assert set(StoredRegistration.__struct_fields__) == set(RegistrationRow._meta.fields)
    assert set(StoredEvent.__struct_fields__) == set(EventRow._meta.fields)
    assert set(Notice.__slots__) == set(NoticeRow._meta.fields)
    assert set(PersonBody.__struct_fields__) <= set(StoredRegistration.__struct_fields__)


def test_durability_is_set_and_holds(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "server.db")
    with store.writing() as work:
        values = {
            name: work.db.execute_sql(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        }
    with store.reading() as work:
        onlooker = [work.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("query_only", "temp_store")]
    store.close()
    durable = {"journal_mode": journal_mode(), "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert values == {**durable, "temp_store": 2}
    assert onlooker == [1, 2]


def test_who_only_looks_does_not_wait_for_who_writes_and_sees_what_stood_before(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "server.db")) as store:
        with store.writing() as work:
            enrolment.save_post(work, "SBY01", "Posko Contoh 01", "35")
            with store.reading() as onlooker:
                before = enrolment.post(onlooker, "SBY01")
        with store.reading() as onlooker:
            after = enrolment.post(onlooker, "SBY01")
    assert (before, after is not None) == (None, True)


def test_a_transaction_that_outgrows_the_page_cache_keeps_nobody_from_looking(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "server.db")) as store:
        with store.writing() as work:
            for number in range(3 * CACHE_KIB // 1024):
                text = bytes(1024 * 1024)
                add_programme(work, StoredProgramme("KLJ", f"2026.{number}", text, 0))
            with store.reading() as onlooker:
                assert newest_versions(onlooker) == {}
        with store.reading() as onlooker:
            assert newest_versions(onlooker).keys() == {"KLJ"}


def test_who_only_looks_can_change_nothing(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "server.db")) as store:
        with pytest.raises(Trouble, match="READ_ONLY"), store.reading() as work:
            enrolment.save_post(work, "SBY01", "Posko Contoh 01", "35")
        with store.reading() as work:
            assert enrolment.post(work, "SBY01") is None


def test_a_setting_that_does_not_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # WAL cannot hold in memory; the file system stands in for one that will not keep the setting
    monkeypatch.setattr(engine_module, "journal_mode", lambda: "impossible")
    assert code_of(tmp_path / "server.db") == (StoreCode.UNSAFE, Kind.WORLD)


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    Store.open(tmp_path / "new" / "server.db").close()
    assert (tmp_path / "new" / "server.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_missing_file_is_not_made_where_it_is_only_read(tmp_path: Path) -> None:
    assert code_of(tmp_path / "server.db", may_create=False) == (StoreCode.MISSING, Kind.USAGE)
    assert not (tmp_path / "server.db").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert code_of(tmp_path / "file" / "server.db") == (StoreCode.FOLDER, Kind.WORLD)
    assert code_of(tmp_path) == (StoreCode.FOLDER, Kind.WORLD)


@pytest.mark.parametrize("content", [b"this is a letter to the mayor" * 100, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "server.db"
    path.write_bytes(content)
    assert code_of(path) == (StoreCode.DAMAGED, Kind.WORLD)
    assert path.read_bytes() == content


@pytest.mark.parametrize("may_create", [True, False])
def test_an_empty_file_is_refused_and_never_becomes_a_fresh_server(tmp_path: Path, *, may_create: bool) -> None:
    path = tmp_path / "server.db"
    path.touch()
    assert code_of(path, may_create=may_create) == (StoreCode.DAMAGED, Kind.WORLD)
    assert (path.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (b"", ["server.db"])


@pytest.mark.parametrize(
    ("application_id", "code"), [(0, StoreCode.FOREIGN), (engine_module.APPLICATION_ID, StoreCode.DAMAGED)]
)
def test_a_database_without_tables_is_refused_and_left_as_it_is(
    tmp_path: Path, application_id: int, code: StoreCode
) -> None:
    path = tmp_path / "server.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={application_id}")
        connection.execute("PRAGMA user_version=7")
    before = path.read_bytes()
    assert code_of(path) == (code, Kind.WORLD)
    assert path.read_bytes() == before


def test_our_database_without_a_history_of_migrations_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM schema_migration")
    assert code_of(path) == (StoreCode.DAMAGED, Kind.WORLD)


def test_a_first_start_leaves_the_database_alone_in_its_folder(tmp_path: Path) -> None:
    Store.open(tmp_path / "server.db").close()
    assert [path.name for path in tmp_path.iterdir()] == ["server.db"]


def test_a_first_start_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "journal_mode", lambda: "impossible")
    assert code_of(tmp_path / "server.db") == (StoreCode.UNSAFE, Kind.WORLD)
    assert list(tmp_path.iterdir()) == []


def test_first_starts_at_the_same_instant_share_one_database(tmp_path: Path) -> None:
    path, at_once = tmp_path / "server.db", threading.Barrier(8)
    stores: list[Store] = []

    def start() -> None:
        at_once.wait()
        stores.append(Store.open(path))

    threads = [threading.Thread(target=start) for _ in range(at_once.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, store in enumerate(stores):
        with store.writing() as work:
            enrolment.save_post(work, f"SBY{number:02d}", "Posko", "35")
    with stores[0].reading() as work:
        assert work.db.execute_sql("SELECT count(*) FROM post").fetchone() == (8,)
    for store in stores:
        store.close()
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_damage_in_the_middle_is_found_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    pages = bytearray(path.read_bytes())
    pages[8 * 4096 : 9 * 4096] = b"\xa5" * 4096
    path.write_bytes(pages)
    store = Store.open(path)
    with pytest.raises(Trouble) as caught:
        store.check()
    store.close()
    assert caught.value.code == StoreCode.DAMAGED


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE person (name TEXT)")
    before = path.read_bytes()
    assert code_of(path) == (StoreCode.FOREIGN, Kind.WORLD)
    assert path.read_bytes() == before
    with closing(sqlite3.connect(tmp_path / "marked.db")) as connection:
        connection.execute("PRAGMA application_id=1")
    assert code_of(tmp_path / "marked.db") == (StoreCode.FOREIGN, Kind.WORLD)


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('0099_future', '2030-01-01')")
    before = path.read_bytes()
    assert code_of(path) == (StoreCode.TOO_NEW, Kind.WORLD)
    assert path.read_bytes() == before


@pytest.fixture
def later_migrations(tmp_path: Path) -> Path:
    """The migrations of a later program: one more column."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "0002_phone.py").write_text(
        "import peewee\n\n\ndef up(migrator, db):\n"
        "    migrator.migrate(migrator.add_column('post', 'phone', peewee.TextField(default='')))\n"
    )
    return folder


def opened_raw(path: Path) -> peewee.SqliteDatabase:
    db = peewee.SqliteDatabase(str(path), check_same_thread=False, thread_safe=False)
    db.connect()
    return db


def test_an_upgrade_makes_a_copy_first(tmp_path: Path, later_migrations: Path) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    before = schema_of(path)
    db = opened_raw(path)
    assert bring_file_up_to_date(db, path, is_alone=False, migrations=later_migrations) == ("0002_phone",)
    assert bring_file_up_to_date(db, path, is_alone=False, migrations=later_migrations) == ()
    db.close()
    copy = path.with_name("server.db.before-0002_phone")
    assert schema_of(copy) == before
    assert schema_of(path) != before
    assert copy.stat().st_mode & 0o077 == 0


def test_an_earlier_copy_is_not_overwritten(tmp_path: Path, later_migrations: Path) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    for name in ("server.db.before-0002_phone", "server.db.before-0002_phone.2"):
        path.with_name(name).write_text("an earlier copy")
    db = opened_raw(path)
    bring_file_up_to_date(db, path, is_alone=False, migrations=later_migrations)
    db.close()
    copies = sorted(tmp_path.glob("server.db.before-*"))
    assert [copy.read_bytes()[:15] for copy in copies] == [b"an earlier copy"] * 2 + [b"SQLite format 3"]
    assert [copy.name for copy in copies][2:] == ["server.db.before-0002_phone.3"]


def test_a_copy_is_private_from_its_first_byte(
    tmp_path: Path, later_migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    modes: list[int] = []
    connect = sqlite3.connect

    def watched(place: Path) -> sqlite3.Connection:
        modes.append(place.stat().st_mode & 0o777)
        return connect(place)

    db = opened_raw(path)
    monkeypatch.setattr(sqlite3, "connect", watched)
    bring_file_up_to_date(db, path, is_alone=False, migrations=later_migrations)
    db.close()
    assert modes == [0o600]


def test_tables_are_not_changed_under_a_running_server(tmp_path: Path, later_migrations: Path) -> None:
    path = tmp_path / "server.db"
    Store.open(path).close()
    db = opened_raw(path)
    with RunLock.take(path):
        with pytest.raises(Trouble) as caught:
            bring_file_up_to_date(db, path, is_alone=False, migrations=later_migrations)
        assert caught.value.code == StoreCode.IN_USE
        assert bring_file_up_to_date(db, path, is_alone=True, migrations=later_migrations) == ("0002_phone",)
    db.close()


def test_only_one_process_may_serve_a_database(tmp_path: Path) -> None:
    with RunLock.take(tmp_path / "server.db"):
        with pytest.raises(Trouble) as caught:
            RunLock.take(tmp_path / "server.db")
        assert caught.value.code == StoreCode.IN_USE
    RunLock.take(tmp_path / "server.db").release()


def test_a_lock_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Trouble) as caught:
        RunLock.take(tmp_path / "file" / "server.db")
    assert caught.value.code == StoreCode.FOLDER


def test_a_database_that_another_process_holds_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_S", 0)
    path = tmp_path / "server.db"
    store = Store.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Trouble) as caught, store.writing():
            raise AssertionError("nobody gets in")
        assert caught.value.code == StoreCode.BUSY
        other.execute("ROLLBACK")
    with store.writing() as work:
        assert work.db.execute_sql("SELECT 1").fetchone() == (1,)
    store.close()


def test_a_bug_in_a_query_stays_a_bug(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "server.db")
    with pytest.raises(peewee.OperationalError), store.reading() as work:
        work.db.execute_sql("SELECT nonsense FROM nowhere")
    store.close()


def test_a_block_that_raises_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "server.db")

    def save_and_fail() -> None:
        with store.writing() as work:
            enrolment.save_post(work, "SBY01", "Posko", "35")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    with store.reading() as work:
        assert enrolment.post(work, "SBY01") is None
    store.close()


def test_every_store_trouble_has_its_sentence() -> None:
    assert {str(code) for code in StoreCode} <= set(SENTENCES)


def test_the_migrations_folder_holds_numbered_files_only() -> None:
    names = sorted(path.name for path in migrating.MIGRATIONS.glob("*.py"))
    assert names
    assert all(re.fullmatch(rf"{number:04d}_\w+\.py", name) for number, name in enumerate(names, 1))
