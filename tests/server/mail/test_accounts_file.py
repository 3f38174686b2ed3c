"""``mail.db`` says what the server's database says: at the start, after each change, and after a server that died."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import resources
from core.errors import Trouble
from core.identity_rules import parse_rules
from server.mail.accounts import accounts_kept
from server.mail.accounts_file import MODE, AccountsCode, AccountsFile
from server.mail_settings import MailSettings
from server.office.mail_officer import MailOfficer
from server.store import mailboxes
from server.store.codes import StoreCode
from server.store.database import Store
from server.store.mail_records import BoxState, Mailbox
from server.store.mail_views import VIEWS, mail_rows
from tests.kit.mail_hosts import until
from tests.kit.mailboxes import DOMAIN, activate, reserve
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_process import ROOT

pytestmark = pytest.mark.one_engine

RULES = parse_rules(resources.read("identity", "rules.toml"))
DIES_WRITING = """
import os, signal, sys
from pathlib import Path
from server.mail.accounts_file import AccountsFile
file = AccountsFile.open(Path(sys.argv[1]))
file._db.execute("PRAGMA cache_size=1")
file._db.execute("PRAGMA cache_spill=ON")
file._db.execute("BEGIN IMMEDIATE")
file._db.execute("DELETE FROM mail_account")
file._db.executemany("INSERT INTO mail_account VALUES (?, 'x', 1, 1)", [(f"bukan.{n}@x.test",) for n in range(20000)])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "accounts").mkdir()
    return tmp_path / "accounts" / "mail.db"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "server.db")
    yield opened
    opened.close()


def in_file(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """What mail programs read."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return {view: set(db.execute(f"SELECT {', '.join(columns)} FROM {view}")) for view, columns in VIEWS.items()}


def in_database(store: Store) -> dict[str, set[tuple[object, ...]]]:
    """What they should read."""
    with store.reading() as work:
        return {view: set(rows) for view, rows in mail_rows(work, 0, limit=10_000).rows.items()}


def add(store: Store, count: int, state: BoxState = BoxState.ACTIVE) -> None:
    """Mailboxes as they stand after a while."""
    with store.writing() as work:
        for number in range(count):
            assert mailboxes.add_mailbox(work, box(number, state))


def box(number: int, state: BoxState) -> Mailbox:
    return Mailbox(
        address=f"warga.{number}@{DOMAIN}",
        account=number.to_bytes(16, "big"),
        post="SBY01",
        stream=bytes(24),
        seq=1,
        state=state,
        code_hash=number.to_bytes(32, "big"),
        code_turn=1,
        reserved_at_ms=0,
        expires_at_ms=0,
        activated_at_ms=0,
        password_hash="{ARGON2ID}$argon2id$x",
        quota_mb=100,
        forward_to="anak@kantor.test" if number % 3 == 0 else "",
        keeps_copy=number % 2 == 0,
        is_disabled=number % 5 == 0,
    )


@pytest.fixture
def server(tmp_path: Path, path: Path) -> Iterator[RunningServer]:
    mail = MailSettings(domain=DOMAIN, database=path)
    with running_server(tmp_path / "server", mail=mail, clock=ManualClock()) as running:
        yield running


def until_copied(server: RunningServer, path: Path) -> dict[str, set[tuple[object, ...]]]:
    until(lambda: in_file(path) == in_database(server.store))
    return in_file(path)


def test_each_change_of_a_mailbox_is_copied(server: RunningServer, path: Path) -> None:
    card = reserve(server)
    assert until_copied(server, path)["mail_closed"]
    activate(server, card)
    assert until_copied(server, path)["mail_account"]
    officer = MailOfficer(server.store, server.clock, card.address, officer_name="RINA", reason="diminta")
    officer.add_alias(f"kader.rw04@{DOMAIN}", RULES)
    assert len(until_copied(server, path)["mail_name"]) == 2
    officer.forward("ani@kantor.test", RULES, keeps_copy=True)
    assert len(until_copied(server, path)["mail_forward"]) == 2
    officer.disable()
    assert not until_copied(server, path)["mail_name"]
    officer.enable()
    officer.remove_alias(f"kader.rw04@{DOMAIN}")
    assert len(until_copied(server, path)["mail_name"]) == 1


def test_what_another_process_changes_is_copied_too(store: Store, path: Path) -> None:
    add(store, 1)
    with accounts_kept(store, path):
        with closing(Store.open(Path(str(store.address)))) as other, other.writing() as work:
            standing = mailboxes.mailbox(work, f"warga.0@{DOMAIN}")
            assert standing
            mailboxes.add_alias(work, f"kader@{DOMAIN}", standing.address)
        until(lambda: in_file(path) == in_database(store))


def test_more_mailboxes_than_a_page_are_all_there_at_the_start(store: Store, path: Path) -> None:
    add(store, 1203)
    with accounts_kept(store, path):
        assert in_file(path) == in_database(store)
        assert len(in_file(path)["mail_account"]) == 1203


@pytest.mark.parametrize("change", [{"is_disabled": True}, {"forward_to": "cucu@kantor.test"}, {"quota_mb": 7}])
def test_a_mailbox_that_is_changed_between_two_pages_stands_there_once(
    store: Store, path: Path, change: dict[str, Any]
) -> None:
    add(store, 7)
    with store.reading() as work:
        first = mail_rows(work, 0, limit=4)
    with store.writing() as work:
        standing = mailboxes.mailbox(work, f"warga.3@{DOMAIN}")
        assert standing
        mailboxes.save_mailbox(work, replace(standing, **change))
    with store.reading() as work:
        rest = mail_rows(work, first.version)
    with closing(AccountsFile.open(path)) as file:
        file.replace([first, rest])
    assert in_file(path) == in_database(store)


def test_what_is_committed_just_before_the_end_is_copied(store: Store, path: Path) -> None:
    with accounts_kept(store, path):
        add(store, 3)
    assert in_file(path) == in_database(store)


def test_a_file_that_says_something_else_is_put_right_at_the_start(store: Store, path: Path) -> None:
    add(store, 4)
    with accounts_kept(store, path):
        pass
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM mail_name")
        db.execute("INSERT INTO mail_account VALUES ('penyusup@x.test', 'x', 1, 1)")
    with accounts_kept(store, path):
        assert in_file(path) == in_database(store)


def test_a_server_that_died_while_writing_is_put_right_at_the_next_start(store: Store, path: Path) -> None:
    add(store, 5)
    with accounts_kept(store, path):
        pass
    died = subprocess.run([sys.executable, "-c", DIES_WRITING, str(path)], cwd=ROOT, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    assert path.with_name("mail.db-journal").stat().st_size, "it died in the middle"
    with accounts_kept(store, path):
        assert in_file(path) == in_database(store)


def test_a_disk_that_fails_for_a_while_loses_no_change(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with accounts_kept(store, path), caplog.at_level(logging.WARNING, "posko.server"):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # somebody holds it longer than the server waits
            add(store, 2)
            until(lambda: [one for one in caplog.messages if "mail accounts wait" in one])
        until(lambda: in_file(path) == in_database(store))
    assert caplog.messages == [f"mail accounts wait: {StoreCode.BUSY}"]


def test_the_folders_group_may_read_it_and_nobody_else(store: Store, path: Path) -> None:
    path.parent.chmod(0o2750)
    if os.geteuid() == 0:
        os.chown(path.parent, 0, 64_533)
        path.parent.chmod(0o2750)
    before = os.umask(0o077)
    try:
        with accounts_kept(store, path):
            status = path.stat()
    finally:
        os.umask(before)
    assert (status.st_mode & 0o777, status.st_gid) == (MODE, path.parent.stat().st_gid)


@pytest.mark.parametrize("content", [b"catatan orang lain", b"", b"SQLite format 3\0" + bytes(4096)])
def test_a_file_of_somebody_elses_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        AccountsFile.open(path)
    assert (caught.value.code, path.read_bytes()) == (AccountsCode.OTHER, content)


def test_the_servers_own_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "server.db"
    Store.open(own).close()
    with closing(sqlite3.connect(own)) as db:
        db.execute("PRAGMA journal_mode=WAL")
    before = own.read_bytes()
    with pytest.raises(Trouble) as caught:
        AccountsFile.open(own)
    assert (caught.value.code, own.read_bytes()) == (AccountsCode.OTHER, before)


def test_two_servers_never_write_one_file(path: Path) -> None:
    with closing(AccountsFile.open(path)), pytest.raises(Trouble) as caught:
        AccountsFile.open(path)
    assert caught.value.code == StoreCode.IN_USE


def test_a_folder_that_is_not_there_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        AccountsFile.open(tmp_path / "tidak-ada" / "mail.db")
    assert (caught.value.code, (tmp_path / "tidak-ada").exists()) == (AccountsCode.FOLDER, False)


def test_no_code_and_no_name_of_a_person_is_in_it(server: RunningServer, path: Path) -> None:
    card = reserve(server)
    activate(server, card)
    until_copied(server, path)
    content = path.read_bytes()
    assert card.address.encode() in content
    assert card.code.encode() not in content
