"""The server on PostgreSQL: whose it is, durability read back, secrets that never show, migrations beside work."""

from __future__ import annotations

import json
import logging
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from peewee import PostgresqlDatabase

from core.errors import Kind, Trouble
from core.sentences import SENTENCES
from server.__main__ import main
from server.config import settings
from server.store import enrolment, postgres, streams
from server.store.address import PostgresUrl, postgres_url
from server.store.bulk import FEW, insert_rows
from server.store.codes import StoreCode
from server.store.database import Store
from server.store.migrating import HISTORY_TABLE, MARK_TABLE, MIGRATIONS, bring_schema_up_to_date
from server.store.tables import TABLES, ProgrammeRow
from server.store.work import Conflict, Work
from tests.kit.at_once import at_once
from tests.kit.desk_wire import WireDesk
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import servers_on
from tests.kit.server_postgres import NO_POSTGRES, Cluster, PostgresDatabases, has_wheel

pytestmark = pytest.mark.one_engine

SECRET_URL = "postgresql://ani:rahasia%20sekali@127.0.0.1:1/posko?sslpassword=rahasia%20lain"


@pytest.fixture
def url(databases: PostgresDatabases) -> PostgresUrl:
    """A database without any table."""
    return databases.new_database()


@pytest.fixture
def store(url: PostgresUrl) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


def asked(url: PostgresUrl, text: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url.url, autocommit=True) as connection:
        cursor = connection.execute(text.encode())
        return cursor.fetchall() if cursor.description else []


def code_of(url: PostgresUrl, *, may_create: bool = True) -> tuple[str, Kind]:
    """The trouble that opening this database meets."""
    with pytest.raises(Trouble) as caught:
        Store.open(url, may_create=may_create).close()
    return caught.value.code, caught.value.kind


# --- addresses and secrets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (SECRET_URL, "postgresql://127.0.0.1:1/posko"),
        ("postgres://ani@db.example.org/posko", "postgresql://db.example.org/posko"),
        ("postgresql://ani:x@/posko?host=/run/postgresql", "postgresql://localhost/posko"),
        ("postgresql:///posko?host=db&password=rahasia", "postgresql://db/posko"),
    ],
)
def test_an_address_shows_neither_user_nor_password(text: str, shown: str) -> None:
    address = postgres_url(text)
    assert str(address) == shown
    assert repr(address) == f"PostgresUrl({shown!r})"


def test_the_url_may_come_from_the_environment_where_no_list_of_processes_shows_it(tmp_path: Path) -> None:
    found = settings(None, str(tmp_path), {"POSKO_SERVER_DATABASE": SECRET_URL})
    assert found.database == PostgresUrl(SECRET_URL)
    unsafe = {"POSKO_SERVER_DATABASE": SECRET_URL, "POSKO_SERVER_UNSAFE_POSTGRES": "allowed"}
    assert settings(None, str(tmp_path), unsafe).database == PostgresUrl(SECRET_URL, may_be_unsafe=True)
    assert settings(f"sqlite:///{tmp_path}/x.db", None, unsafe).database == tmp_path / "x.db"


def test_a_server_that_cannot_be_reached_is_said_without_the_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for words in (["heads"], ["heads", "--json"], ["run"], ["migrate", "--json"]):
        assert main([*words, "--database", SECRET_URL, "--data", str(tmp_path)]) == 3
    streams_ = capsys.readouterr()
    sentence = SENTENCES[StoreCode.UNREACHABLE].format(database="postgresql://127.0.0.1:1/posko")
    assert streams_.err == f"{sentence}\n" * 4
    assert json.loads(streams_.out.splitlines()[0])["error"]["code"] == StoreCode.UNREACHABLE
    assert "rahasia" not in streams_.out + streams_.err + caplog.text


# --- whose database it is -------------------------------------------------------------------------------------------


def test_an_empty_database_is_founded_only_by_a_command_that_may(url: PostgresUrl) -> None:
    assert code_of(url, may_create=False) == (StoreCode.MISSING, Kind.USAGE)
    assert asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    Store.open(url).close()
    Store.open(url, may_create=False).close()


def test_another_programs_database_is_refused_and_left_as_it_is(url: PostgresUrl) -> None:
    asked(url, "CREATE TABLE person (name TEXT)")
    assert code_of(url) == (StoreCode.FOREIGN, Kind.WORLD)
    assert asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("person",)]


def test_a_newer_database_is_refused(url: PostgresUrl) -> None:
    Store.open(url).close()
    asked(url, f"INSERT INTO {HISTORY_TABLE} (name, applied) VALUES ('0099_future', '2030-01-01')")
    assert code_of(url) == (StoreCode.TOO_NEW, Kind.WORLD)


def test_a_user_without_rights_is_said(url: PostgresUrl, databases: PostgresDatabases) -> None:
    Store.open(url).close()
    role = f"guest_{uuid.uuid4().hex}"
    databases.statement(f"CREATE ROLE {role} LOGIN")
    try:
        guest = PostgresUrl(url.url.replace("//postgres:@", f"//{role}@"), may_be_unsafe=True)
        assert guest.url != url.url
        assert code_of(guest) == (StoreCode.REFUSED, Kind.WORLD)
    finally:
        databases.statement(f"DROP ROLE {role}")


def test_first_starts_at_the_same_instant_share_one_database(url: PostgresUrl) -> None:
    assert at_once([lambda: Store.open(url).close()] * 6) == []
    names = sorted(path.stem for path in MIGRATIONS.glob("0*.py"))
    assert asked(url, f"SELECT name FROM {HISTORY_TABLE} ORDER BY name") == [(name,) for name in names]
    assert asked(url, f"SELECT mark FROM {MARK_TABLE}") == [("posko-server",)]


# --- durability -----------------------------------------------------------------------------------------------------


def test_every_connection_waits_for_the_disk_whatever_the_database_says(url: PostgresUrl) -> None:
    name = asked(url, "SELECT current_database()")[0][0]
    asked(url, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    store = Store.open(url)
    with store.writing() as work:
        assert work.db.execute_sql("SHOW synchronous_commit").fetchone() == ("on",)
    store.close()


def test_a_server_that_does_not_write_through_is_refused_unless_that_is_allowed(url: PostgresUrl) -> None:
    (fsync,) = asked(url, "SHOW fsync")[0]
    strict = PostgresUrl(url.url)
    if fsync == "on":
        Store.open(strict).close()
        return
    assert code_of(strict) == (StoreCode.UNSAFE, Kind.WORLD)
    assert asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    Store.open(url).close()


# --- transactions ---------------------------------------------------------------------------------------------------


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    with store.reading() as work:
        assert enrolment.post(work, "SBY01") is None
        thread = threading.Thread(target=lambda: _save_post(store, "SBY01"))
        thread.start()
        thread.join()
        assert enrolment.post(work, "SBY01") is None
    with store.reading() as work:
        assert enrolment.post(work, "SBY01") is not None


def _save_post(store: Store, code: str) -> None:
    with store.writing() as work:
        enrolment.save_post(work, code, "Posko", "35")


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Trouble) as caught, store.reading() as work:
        enrolment.save_post(work, "SBY01", "Posko", "35")
    assert caught.value.code == StoreCode.READ_ONLY


def test_transactions_that_wait_for_each_other_are_done_again_until_both_are_through(store: Store) -> None:
    for code in ("SBY01", "MLG01"):
        _save_post(store, code)
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    def write(first: str, second: str) -> None:
        def act(work: Work) -> None:
            tries.append(first)
            streams.take_feed_numbers(work, first, 1)
            if tries.count(first) == 1:
                both_hold_one.wait(30)
            streams.take_feed_numbers(work, second, 1)

        store.write(act)

    assert at_once([lambda: write("SBY01", "MLG01"), lambda: write("MLG01", "SBY01")]) == []
    assert len(tries) > 2
    with store.reading() as work:
        assert [streams.feed_no(work, code) for code in ("SBY01", "MLG01")] == [2, 2]


def test_a_lost_race_for_a_key_is_seen_by_the_next_try(store: Store) -> None:
    tries: list[bool] = []

    def act(work: Work) -> bool:
        is_there = enrolment.is_block_taken(work, "SBY01", 1)
        tries.append(is_there)
        if len(tries) == 1:
            other = threading.Thread(target=_add_code, args=(store, b"a"))
            other.start()
            other.join()
        if not is_there:
            work.db.execute_sql(_CODE, (b"b", "SBY01"))
        return is_there

    _save_post(store, "SBY01")
    assert store.write(act) is True
    assert tries == [False, True]


_CODE = "INSERT INTO enrol_code (code_hash, post, block, created_at_ms, expires_at_ms) VALUES (%s, %s, 1, 0, 0)"


def _add_code(store: Store, code_hash: bytes) -> None:
    with store.writing() as work:
        work.db.execute_sql(_CODE, (code_hash, "SBY01"))


def test_who_finds_every_connection_at_work_comes_again(url: PostgresUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "CONNECTIONS", 1)
    monkeypatch.setattr(postgres, "WAIT_S", 0.01)
    store = Store.open(url)
    wrong: list[BaseException] = []
    with store.writing():
        wrong += at_once([lambda: _save_post(store, "SBY01")])
    store.close()
    assert [getattr(error, "code", None) for error in wrong] == [StoreCode.BUSY]


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    def save_and_fail(work: Work) -> None:
        enrolment.save_post(work, "SBY01", "Posko", "35")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(save_and_fail)
    with store.reading() as work:
        assert enrolment.post(work, "SBY01") is None


def test_a_conflict_is_a_trouble_that_asks_to_come_again() -> None:
    conflict = Conflict("postgresql://db/posko")
    assert (conflict.code, conflict.kind) == (StoreCode.BUSY, Kind.WORLD)


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 300])
def test_many_rows_come_in_as_they_are_and_replace_what_stands(store: Store, count: int) -> None:
    odd = ["\\N", "tab\tnew\nline\r", "quote \" ' \\", "é 名 \U0001f600", ""]
    rows = [
        {"code": f"P{number:03d}", "version": odd[number % 5], "text": bytes(range(256)), "added_at_ms": number}
        for number in range(count)
    ]
    key = ("code", "version")
    with store.writing() as work:
        insert_rows(work, ProgrammeRow, rows)
    with store.writing() as work:
        insert_rows(work, ProgrammeRow, [{**row, "text": b"again"} for row in rows], key=key, said_again=["text"])
        insert_rows(work, ProgrammeRow, [{**row, "text": b"twice"} for row in rows[:1]], key=key, said_again=["text"])
    with store.reading() as work:
        found = list(ProgrammeRow.select().order_by(ProgrammeRow.code).dicts().execute(work.db))
    assert found == [{**row, "text": b"again" if row["added_at_ms"] else b"twice"} for row in rows]


# --- tables and migrations ------------------------------------------------------------------------------------------


def structure(url: PostgresUrl) -> dict[str, list[tuple[object, ...]]]:
    """Columns, keys and indexes of every table of ours."""
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
        "JOIN information_schema.tables USING (table_schema, table_name) "
        "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2"
    )
    keys = (
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
    )
    indexes = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
    own = {HISTORY_TABLE, MARK_TABLE}
    asked_for = {"columns": columns, "keys": keys, "indexes": indexes}
    return {name: [row for row in asked(url, text) if row[0] not in own] for name, text in asked_for.items()}


def test_migrations_make_the_tables_of_the_program(databases: PostgresDatabases, url: PostgresUrl) -> None:
    Store.open(url).close()
    other = databases.new_database()
    db = PostgresqlDatabase(other.connection, prefer_psycopg3=True)
    with db.connection_context(), db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    assert structure(other) == structure(url)


def test_no_migration_takes_from_an_old_process_what_it_writes(url: PostgresUrl, tmp_path: Path) -> None:
    """A column that comes later may be left out of an insert; none that was there goes or changes."""
    db = PostgresqlDatabase(url.connection, prefer_psycopg3=True)
    before: dict[tuple[object, object], list[object]] = {}
    with db.connection_context():
        for migration in sorted(MIGRATIONS.glob("0*.py")):
            shutil.copy(migration, tmp_path)
            assert bring_schema_up_to_date(db, migrations=tmp_path) == (migration.stem,)
            now = {(table, column): rest for table, column, *rest in structure(url)["columns"]}
            known = {table for table, _ in before}
            assert {key: now.get(key) for key in before} == before
            added = [rest for (table, column), rest in now.items() if table in known and (table, column) not in before]
            assert [rest for rest in added if rest[1] == "NO" and rest[2] is None] == []
            before = now


LATER = """
def up(migrator, db):
    db.execute_sql("ALTER TABLE post ADD COLUMN phone TEXT NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE event ADD COLUMN origin TEXT NOT NULL DEFAULT 'wire'")
    db.execute_sql("ALTER TABLE registration ADD COLUMN priority BIGINT NOT NULL DEFAULT 0")
    db.execute_sql("ALTER TABLE stream ADD COLUMN seen_at_ms BIGINT")
    db.execute_sql("CREATE TABLE visit (uid BYTEA PRIMARY KEY)")
"""


def test_an_old_process_works_on_while_a_newer_program_changes_the_tables(
    databases: PostgresDatabases, tmp_path: Path
) -> None:
    later = tmp_path / "later"
    shutil.copytree(MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "0090_later.py").write_text(LATER)
    with servers_on(databases), running_server(tmp_path / "server") as server:
        desk = WireDesk()
        desk.enrol(server.url, server.new_code())
        for number in range(2 * FEW):
            desk.register(number)
        desk.exchange(server.url)
        address = server.settings.database
        assert isinstance(address, PostgresUrl)
        db = PostgresqlDatabase(address.connection, prefer_psycopg3=True)
        with db.connection_context():
            assert bring_schema_up_to_date(db, migrations=later) == ("0090_later",)
        for number in range(2 * FEW, 5 * FEW):
            desk.register(number)
        desk.repeat(1)
        reply = desk.exchange(server.url, 2 * FEW + 1)
        assert reply.receipt.have_seq == 5 * FEW + 1
        assert WireDesk().enrol(server.url, server.new_code()).block == 2
        assert asked(address, "SELECT DISTINCT origin FROM event") == [("wire",)]
        assert asked(address, "SELECT count(*), max(priority) FROM registration") == [(5 * FEW, 0)]
        assert code_of(address) == (StoreCode.TOO_NEW, Kind.WORLD)


# --- a power cut of the database ------------------------------------------------------------------------------------


class SendingDesk:
    """A desk that sends batch after batch, each until it is acknowledged."""

    def __init__(self, server: RunningServer, number: int) -> None:
        self.post = post = f"SBY{number:02d}"
        self._first_person = 1000 * number
        self.acknowledged = 0
        self.refusals: set[str] = set()
        self.moves = threading.Semaphore(0)
        self._url = server.url
        self._device = WireDesk(post=post)
        self._device.enrol(server.url, server.new_code(post))
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def has_moved(self, times: int) -> bool:
        """Whether so many batches are acknowledged within a minute."""
        return all(self.moves.acquire(timeout=60) for _ in range(times))

    def stop(self) -> None:
        """Send what is begun, and no more."""
        self._is_over.set()
        self._thread.join()

    def _send(self) -> None:
        while not self._is_over.is_set():
            for _ in range(10):
                self._device.register(self._first_person + len(self._device.events))
            while not self._is_acknowledged():
                self._is_over.wait(0.05)

    def _is_acknowledged(self) -> bool:
        desk = self._device
        answer = desk.post_bytes(self._url, desk.request(desk.batch(self.acknowledged + 1)))
        if answer.status_code != 200:
            self.refusals.add(answer.json()["facts"].get("reason", answer.json()["code"]))
            return False
        self.acknowledged = desk.opened(answer).receipt.have_seq
        self.moves.release()
        return True


def stored_up_to(server: RunningServer) -> dict[str, int]:
    with server.store.reading() as work:
        return {head.post: head.last_seq for head in streams.all_streams(work)}


@pytest.mark.slow
def test_a_database_that_dies_in_the_middle_of_writes_has_everything_that_was_acknowledged(tmp_path: Path) -> None:
    with own_cluster() as cluster, servers_on(PostgresDatabases(cluster.url)), running_server(tmp_path) as server:
        desks = [SendingDesk(server, number) for number in range(1, 5)]
        for _ in range(2):
            assert all(desk.has_moved(3) for desk in desks)
            told = {desk.post: desk.acknowledged for desk in desks}
            cluster.cut_power()
            stands = stored_up_to(server)
            assert all(stands[post] >= seq for post, seq in told.items())
        assert all(desk.has_moved(3) for desk in desks)
        for desk in desks:
            desk.stop()
        assert stored_up_to(server) == {desk.post: desk.acknowledged for desk in desks}
        with server.store.reading() as work:
            rows = work.db.execute_sql("SELECT post, count(*), max(feed_no) FROM event GROUP BY post").fetchall()
        assert {post: (count, top) for post, count, top in rows} == {d.post: (d.acknowledged,) * 2 for d in desks}
        assert set().union(*(desk.refusals for desk in desks)) <= {StoreCode.UNREACHABLE, StoreCode.BUSY}


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A cluster that may be killed."""
    if not has_wheel():
        pytest.skip(NO_POSTGRES)
    cluster = Cluster(is_fast=False)
    try:
        yield cluster
    finally:
        cluster.close()
