"""One verb, one transaction: a step that fails anywhere inside leaves nothing behind, and the next one works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import peewee
import pytest

from app.desk.context import Desk
from app.desk.drafts import discard_draft, drafts, save_draft
from app.desk.lookup import find
from app.desk.register import register
from app.desk.slips import write_slip
from app.models.events import chain_problem
from papers import Paper
from tests.kit.desk import DAY, SECRET, all_rows, entry_of, person_values, prakerja, register_one, sql

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


TOUCHED: dict[Verb, set[str]] = {
    register_a_new_person: {"person", "registration", "number", "event", "stream"},
    register_a_known_person: {"person", "registration", "number", "event", "stream"},
    register_somebody_again: {"event", "stream"},
    reprint: {"slip", "event", "stream"},
    print_the_original: {"slip"},
    keep_a_draft: {"draft"},
    discard_the_draft: {"draft"},
}

STEPS = [(verb, table) for verb, tables in TOUCHED.items() for table in sorted(tables)]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk with one registration and one draft."""
    register_one(desk, 0)
    save_draft(desk, {"nik": "3501"})
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
