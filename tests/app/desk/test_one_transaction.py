"""One verb, one transaction: a step that fails anywhere inside leaves nothing behind, and the next one works."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import msgspec
import peewee
import pytest

from app.desk.account.go_on import choose_road, note_address
from app.desk.account.look import open_accounts
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.reserve import reserve_mailbox
from app.desk.context import Desk
from app.desk.drafts import discard_draft, drafts, save_draft
from app.desk.lookup import find
from app.desk.register import register
from app.desk.slips import write_slip
from app.models.events import chain_problem
from core.accounts import Road
from papers import Paper
from tests.kit.desk import DAY, SECRET, all_rows, entry_of, person_values, prakerja, register_one, sql
from tests.kit.helped import helped, with_space

Verb = Callable[[Desk], object]


def register_a_new_person(desk: Desk) -> None:
    register_one(desk, 1)


def register_a_known_person(desk: Desk) -> None:
    """For the next period: the person's own row is brought up to date."""
    entry = entry_of(person_values(0, village_code="35.78.01.1001"))
    register(desk, entry, msgspec.structs.replace(prakerja(), period="2021"), DAY)


def register_somebody_again(desk: Desk) -> None:
    register_one(desk, 0)


def reprint(desk: Desk) -> None:
    (kept,) = find(desk, str(person_values(0)["nik"]))
    write_slip(desk, kept, Paper.A5, desk.store.home / "slip.pdf", is_reprint=True)


def print_the_original(desk: Desk) -> None:
    (kept,) = find(desk, str(person_values(0)["nik"]))
    write_slip(desk, kept, Paper.A5, desk.store.home / "slip.pdf", is_reprint=False)


def keep_a_draft(desk: Desk) -> None:
    save_draft(desk, {"nik": "3578"})


def discard_the_draft(desk: Desk) -> None:
    discard_draft(desk, drafts(desk)[0].uid)


def unlock(desk: Desk) -> None:
    desk.store.unlock(None, SECRET, desk.clock)


def the_help(desk: Desk) -> uuid.UUID:
    return open_accounts(desk)[0].account.uid


def begin_a_help(desk: Desk) -> None:
    helped(desk, "RATNA", nik=str(person_values(5)["nik"]))


def take_a_road(desk: Desk) -> None:
    choose_road(desk, the_help(desk), Road.PUBLIC, "gmail")


def promise_a_mailbox(desk: Desk) -> None:
    reserve_mailbox(desk, the_help(desk), "siti.aminah", nik=str(person_values(5)["nik"]))


def read_a_code_back(desk: Desk) -> None:
    read_proof(desk, the_help(desk), "123456")


def register_who_was_helped(desk: Desk) -> None:
    register(desk, entry_of(person_values(6)), prakerja(), DAY, account=the_help(desk))


TOUCHED: dict[Verb, set[str]] = {
    register_a_new_person: {"person", "registration", "number", "event", "stream"},
    register_a_known_person: {"person", "registration", "number", "event", "stream"},
    register_somebody_again: {"event", "stream"},
    reprint: {"slip", "event", "stream"},
    print_the_original: {"slip"},
    keep_a_draft: {"draft"},
    discard_the_draft: {"draft"},
    begin_a_help: {"account", "account_person", "event", "stream"},
    take_a_road: {"account", "account_move", "event", "stream"},
    promise_a_mailbox: {"account", "account_move", "account_person", "mail_act", "event", "stream"},
    read_a_code_back: {"mail_act", "event", "stream"},
    register_who_was_helped: {"account_person", "person", "registration", "number", "event", "stream"},
}

STEPS = [(verb, table) for verb, tables in TOUCHED.items() for table in sorted(tables)]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk with one registration, one draft, and one help with e-mail whose proof was asked for."""
    register_one(desk, 0)
    save_draft(desk, {"nik": "3501"})
    with_space(desk)
    uid = helped(desk)
    note_address(desk, uid, "siti.aminah90@gmail.com")
    ask_proof(desk, uid)
    return desk


def break_table(desk: Desk, table: str, how: str = "ABORT") -> None:
    """From now on the database itself refuses every change of a table."""
    for change in ("INSERT", "UPDATE", "DELETE"):
        sql(
            desk.store,
            f"CREATE TRIGGER broken_{change} BEFORE {change} ON {table} BEGIN SELECT RAISE({how}, 'broken'); END",
        )


def mend(desk: Desk) -> None:
    """Changes are possible again."""
    for change in ("INSERT", "UPDATE", "DELETE"):
        sql(desk.store, f"DROP TRIGGER broken_{change}")


def papers_of(desk: Desk) -> set[Path]:
    """Every paper on the disk, sealed or clear."""
    return {path for path in desk.store.home.rglob("*") if path.suffix in (".slip", ".pdf")}


@pytest.mark.parametrize(("verb", "table"), STEPS, ids=lambda part: getattr(part, "__name__", part))
def test_a_step_that_fails_leaves_nothing_behind(desk: Desk, verb: Verb, table: str) -> None:
    before = all_rows(desk.store)
    break_table(desk, table)
    with pytest.raises(peewee.IntegrityError):
        verb(desk)
    assert all_rows(desk.store) == before
    assert papers_of(desk) == set()
    mend(desk)
    verb(desk)
    assert desk.store.run(chain_problem) is None


@pytest.mark.parametrize("verb", TOUCHED, ids=lambda verb: verb.__name__)
def test_a_verb_touches_just_these_tables(desk: Desk, verb: Verb) -> None:
    before = all_rows(desk.store)
    verb(desk)
    after = all_rows(desk.store)
    assert {table for table in after if after[table] != before[table]} == TOUCHED[verb]


def test_a_transaction_that_the_database_ended_by_itself_leaves_nothing_behind(desk: Desk) -> None:
    before = all_rows(desk.store)
    break_table(desk, "stream", "ROLLBACK")
    with pytest.raises(peewee.PeeweeException):
        register_one(desk, 1)
    assert all_rows(desk.store) == before
    mend(desk)
    assert register_one(desk, 1).kept.queue_number == "A002"


def test_a_number_of_a_failed_visit_is_given_to_the_next(desk: Desk) -> None:
    break_table(desk, "event")
    with pytest.raises(peewee.IntegrityError):
        register_one(desk, 1)
    mend(desk)
    assert register_one(desk, 2).kept.queue_number == "A002"


def test_the_database_itself_lets_nobody_have_two_numbers(desk: Desk) -> None:
    columns = "person_uid, seq, programme, period, outcome, status, business_on, at_ms, officer_uid, nik_mark, sealed"
    with pytest.raises(peewee.IntegrityError, match="UNIQUE"):
        sql(
            desk.store,
            f"INSERT INTO registration (uid, stream, registration_no, queue_number, {columns}) "
            f"SELECT x'77', stream, 'other', 'A777', {columns} FROM registration",
        )


def test_wrong_secrets_are_counted_in_one_transaction_each(desk: Desk) -> None:
    before = all_rows(desk.store)
    break_table(desk, "officer")
    with pytest.raises(peewee.IntegrityError):
        unlock(desk)
    assert all_rows(desk.store) == before
