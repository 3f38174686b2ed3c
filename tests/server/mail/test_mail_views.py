"""What mail programs may know of mailboxes: the same on both engines, and on PostgreSQL nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

import resources
from core.identity_rules import parse_rules
from server.mail_settings import MailSettings
from server.office.mail_officer import DAY_MS, MailOfficer
from server.office.mailbox_expiry import expire
from server.store.database import Store
from server.store.mail_views import VIEWS, mail_rows
from server.store.migrating import HISTORY_TABLE, MARK_TABLE
from server.store.tables import TABLES
from tests.kit.mail_role import mail_role
from tests.kit.mailboxes import DOMAIN, Card, activate, box_of, reserve
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_postgres import PostgresDatabases

RULES = parse_rules(resources.read("identity", "rules.toml"))
MIB = 1024 * 1024
ADDRESS = f"siti.contoh.22@{DOMAIN}"
ALIAS = f"kader.rw04@{DOMAIN}"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "server", mail=MailSettings(domain=DOMAIN), clock=ManualClock()) as running:
        yield running


@pytest.fixture
def card(server: RunningServer) -> Card:
    return reserve(server)


@pytest.fixture
def active(server: RunningServer, card: Card) -> Card:
    assert activate(server, card).status_code == 200
    return card


def officer(server: RunningServer) -> MailOfficer:
    return MailOfficer(server.store, server.clock, ADDRESS, officer_name="RINA", reason="diminta pemiliknya")


def rows(server: RunningServer, view: str) -> list[tuple[object, ...]]:
    """What a view says of the one mailbox; SQLite tells truth as numbers."""
    with server.store.reading() as work:
        told = mail_rows(work, 0).rows[view]
    return sorted(tuple(int(one) if isinstance(one, bool) else one for one in row) for row in told)


def test_a_promised_mailbox_is_closed_until_its_owner_activates_it(server: RunningServer, card: Card) -> None:
    assert rows(server, "mail_closed") == [(ADDRESS, ADDRESS, 1)]
    assert [rows(server, view) for view in ("mail_account", "mail_name", "mail_forward")] == [[], [], []]


def test_an_active_mailbox_is_an_account_with_its_own_name(server: RunningServer, active: Card) -> None:
    box = box_of(server, ADDRESS)
    assert rows(server, "mail_account") == [(ADDRESS, box.password_hash, box.quota_mb * MIB, 1)]
    assert rows(server, "mail_name") == [(ADDRESS, ADDRESS)]
    assert (rows(server, "mail_forward"), rows(server, "mail_closed")) == ([], [])


def test_a_further_name_leads_to_it(server: RunningServer, active: Card) -> None:
    officer(server).add_alias(ALIAS, RULES)
    assert rows(server, "mail_name") == [(ALIAS, ADDRESS), (ADDRESS, ADDRESS)]
    officer(server).remove_alias(ALIAS)
    assert rows(server, "mail_name") == [(ADDRESS, ADDRESS)]


@pytest.mark.parametrize(("keeps_copy", "places"), [(True, ["ani@kantor.test", ADDRESS]), (False, ["ani@kantor.test"])])
def test_mail_is_passed_on_and_kept_as_its_owner_wishes(
    server: RunningServer, active: Card, keeps_copy: bool, places: list[str]
) -> None:
    officer(server).forward("ani@kantor.test", RULES, keeps_copy=keeps_copy)
    assert rows(server, "mail_forward") == [(ADDRESS, place) for place in places]


def test_a_disabled_mailbox_keeps_its_password_and_takes_nothing(server: RunningServer, active: Card) -> None:
    officer(server).add_alias(ALIAS, RULES)
    officer(server).forward("ani@kantor.test", RULES, keeps_copy=True)
    officer(server).disable()
    assert [(row[0], row[3]) for row in rows(server, "mail_account")] == [(ADDRESS, 0)]
    assert rows(server, "mail_closed") == [(ALIAS, ADDRESS, 0), (ADDRESS, ADDRESS, 0)]
    assert (rows(server, "mail_name"), rows(server, "mail_forward")) == ([], [])


def test_an_expired_mailbox_is_nowhere(server: RunningServer, card: Card) -> None:
    assert isinstance(server.clock, ManualClock)
    server.clock.pass_s(31 * DAY_MS // 1000)
    expire(server.store, server.clock)
    assert [rows(server, view) for view in VIEWS] == [[], [], [], []]


@pytest.mark.one_engine
def test_the_role_of_the_mail_programs_sees_the_views_and_no_table(databases: PostgresDatabases) -> None:
    url = databases.new_database()
    Store.open(url).close()
    tables = {table._meta.table_name for table in TABLES} | {MARK_TABLE, HISTORY_TABLE}
    with (
        mail_role(url) as role,
        psycopg.connect(host=role.host, dbname=role.database, user=role.user, autocommit=True) as reader,
    ):
        for view in VIEWS:
            assert reader.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(view))).fetchall() == []
        for table in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        with pytest.raises(psycopg.Error):
            reader.execute("UPDATE mail_account SET is_active = true")
