"""Every column of the local store is sealed, a keyed hash, or allowed in clear here by name, with the reason.

A new clear column fails until somebody has thought about it and written it down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.desk.account.go_on import note_address, note_phone
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof
from app.desk.account.reserve import Reserved, reserve_mailbox
from app.desk.context import Desk
from app.desk.drafts import save_draft
from app.models.mail_space import keep_mail_space
from app.models.places import DATABASE_NAME
from core.accounts import Need, PhoneOwner, Reach
from core.mail_space import MailSpace
from tests.kit.desk import DAY, fresh_desk, new_profile, person_values, register_one, sql

SEALED = {
    "person": {"sealed"},
    "registration": {"sealed", "sealed_disputes"},
    "event": {"sealed"},
    "news": {"sealed"},
    "draft": {"sealed"},
    "stage": {"sealed"},
    "noted_visit": {"sealed"},
    "incident": {"sealed"},
    "account": {"sealed"},
    "account_move": {"sealed"},
    "mail_act": {"sealed"},
    "stream": {"sealed_salt_key"},
    "author": {"sealed_salt_key"},
    "profile": {"sealed_key", "recovery_wrap"},
    "officer": {"wrapped_key"},
}
"""Opens with the store key only (or is the store key itself, wrapped)."""

MARKS = {
    "person": {"nik_mark", "family_card_mark", "mobile_mark", "email_mark", "birth_mark", "name_mark"},
    "registration": {"nik_mark"},
    "account": {"address_mark"},
    "account_move": {"address_mark"},
    "mail_act": {"address_mark"},
    "account_person": {"nik_mark"},
}
"""Keyed hashes: equal or not, nothing more."""

CLEAR = {
    "person": {
        "uid": "random",
        "village_code": "statistics: where, without who",
        "sex": "statistics",
        "birth_year": "statistics: the year alone",
    },
    "registration": {
        "uid": "derived from the place in the log",
        "person_uid": "random",
        "stream": "place in the log",
        "seq": "place in the log",
        "programme": "what for",
        "period": "what for",
        "outcome": "counts",
        "status": "counts",
        "registration_no": "a number on paper",
        "queue_number": "a number on paper",
        "business_on": "when",
        "at_ms": "when",
        "officer_uid": "who worked here, not who came",
        "ticket_uid": "uid of a record",
        "account_uid": "uid of a record",
    },
    "ticket": {
        "stream": "place in the log",
        "seq": "place in the log",
        "uid": "derived from the place in the log",
        "number": "a number on paper, called aloud",
        "business_on": "when",
        "taken_for": "which line",
        "taken_tick": "a count",
        "source": "desk, kiosk or blank form",
        "registration_no": "a number on paper",
        "at_ms": "when",
        "service": "which line",
        "state": "counts",
        "slot": "place in line",
        "slot_tick": "place in line",
        "counter": "a counter of the post",
        "calls": "a count",
        "called_tick": "a count",
        "turn": "a count",
        "tick": "a count",
        "called_at_ms": "when",
        "done_at_ms": "when",
        "wait_s": "how long",
        "service_s": "how long",
        "rivals": "counters of the post",
        "taken_number": "a number on paper, called aloud",
    },
    "ticket_move": {
        "stream": "place in the log",
        "seq": "place in the log",
        "ticket_uid": "uid of a record",
        "move": "what was done",
        "turn": "a count",
        "tick": "a count",
        "counter": "a counter of the post",
        "service": "which line",
        "slot": "place in line",
        "at_ms": "when",
        "number": "a number on paper, called aloud",
    },
    "ticket_spell": {
        "ticket_uid": "uid of a record",
        "place": "a count",
        "business_on": "when",
        "service": "which line",
        "called_tick": "a count",
        "wait_s": "how long",
        "service_s": "how long",
    },
    "queue_day": {
        "stream": "place in the log",
        "seq": "place in the log",
        "business_on": "when",
        "is_closed": "a switch",
        "turn": "a count",
    },
    "noted_visit": {
        "stream": "place in the log",
        "seq": "place in the log",
        "business_on": "when",
        "asked": "counts",
        "result": "counts",
        "about_uid": "uid of a record",
        "ticket_uid": "uid of a record",
        "at_ms": "when",
    },
    "incident": {
        "stream": "place in the log",
        "seq": "place in the log",
        "business_on": "when",
        "at_ms": "when",
    },
    "survey_answer": {
        "stream": "place in the log",
        "seq": "place in the log",
        "business_on": "when",
        "service": "which line",
        "answers": "nine figures of somebody whom nobody knows",
    },
    "account": {
        "stream": "place in the log",
        "seq": "place in the log",
        "uid": "derived from the place in the log",
        "business_on": "when",
        "need": "counts",
        "registration_uid": "uid of a record",
        "ticket_uid": "uid of a record",
        "at_ms": "when",
        "state": "counts",
        "road": "counts",
        "provider": "counts",
        "step": "a count",
        "result": "counts",
        "reason": "counts",
        "worked_s": "how long",
        "ended_at_ms": "when",
    },
    "account_move": {
        "stream": "place in the log",
        "seq": "place in the log",
        "account_uid": "uid of a record",
        "move": "what was done",
        "turn": "a count",
        "at_ms": "when",
        "road": "counts",
        "provider": "counts",
        "step": "a count",
        "result": "counts",
        "reason": "counts",
    },
    "mail_act": {
        "stream": "place in the log",
        "seq": "place in the log",
        "account_uid": "uid of a record",
        "kind": "what was done",
        "at_ms": "when",
        "turn": "a count",
        "asked": "uid of an event",
    },
    "mail_notice": {
        "stream": "place in the log",
        "seq": "place in the log",
        "code": "a word",
        "feed_no": "place in the server's feed",
        "account_uid": "uid of a record",
        "facts": "numbers, times and words out of the server's answer, which never names a person or an address",
    },
    "mail_space": {
        "stream": "device and incarnation",
        "domain": "of the region",
        "tag": "the server's number for this desk",
    },
    "account_person": {"account_uid": "uid of a record"},
    "account_bound": {
        "stream": "place in the log",
        "seq": "place in the log",
        "account_uid": "uid of a record",
        "registration_uid": "uid of a record",
    },
    "event": {
        "stream": "place in the log",
        "seq": "place in the log",
        "kind": "what was done",
        "record": "uid of a record",
        "header": "what the hash chain covers: uids, times, salted digest of the body",
        "hash": "of the header",
        "feed_no": "place in the server's feed",
    },
    "author": {
        "stream": "device and incarnation",
        "certificate": "the server's word for a device: key, post, block",
        "head_seq": "a count",
        "head_hash": "of a header",
    },
    "device_key": {
        "device": "uid of a device",
        "certificate": "the server's word for a device: key, post, block",
        "revoked_at_ms": "when",
    },
    "branch": {
        "stream": "place in a log",
        "seq": "place in a log",
        "hash": "of a header",
        "kept": "a header as in the log, or a sealed event of another desk",
    },
    "news": {
        "stream": "place in the log of another desk",
        "seq": "place in the log of another desk",
        "feed_no": "place in the server's feed",
        "kind": "what was done",
        "record": "uid of a record",
        "hash": "of the header",
        "head_signature": "public",
    },
    "attention": {
        "stream": "place in the log",
        "seq": "place in the log",
        "code": "a word",
        "facts": "numbers, post codes and days out of the server's answer, which never names a person",
        "at_ms": "when",
    },
    "stage": {
        "stream": "place in the log",
        "seq": "place in the log",
        "record": "uid of a record",
        "kind": "what was done",
        "code": "counts, as the status does",
        "reached_on": "when",
        "batch": "a number that is announced in public",
        "turn": "a count",
        "at_ms": "when",
    },
    "programme": {
        "code": "public rules",
        "version": "public rules",
        "text": "public rules",
        "taken_at_ms": "when",
    },
    "slip": {
        "registration_uid": "uid of a record",
        "kind": "note or receipt",
        "copy_no": "a number on paper",
        "paper": "size of the paper",
        "at_ms": "when",
        "officer_uid": "who worked here",
    },
    "draft": {"uid": "random", "updated_at_ms": "when", "officer_uid": "who worked here"},
    "number": {"series": "a letter", "business_on": "when", "block": "of the device", "used": "a count"},
    "stream": {
        "stream": "device and incarnation",
        "head_seq": "a count",
        "head_hash": "of a header",
        "receipt_seq": "a count",
        "receipt": "the server's signed word about heads",
        "receipt_signature": "public",
    },
    "receipt_day": {
        "stream": "device and incarnation",
        "at_ms": "when",
        "seq": "a count",
    },
    "profile": {
        "id": "always 1",
        "device_uid": "of the laptop",
        "incarnation": "of the laptop",
        "post_code": "of the post",
        "post_name": "of the post",
        "province": "of the post",
        "block": "of the laptop",
        "burnt_until": "numbers",
        "burnt_chunks": "numbers",
        "is_training": "a switch",
        "public_key": "public",
        "created_at_ms": "when",
        "recovery_salt": "random",
        "server_url": "of the server",
        "server_key": "public",
        "server_lineage": "of the server",
        "cursor": "place in the server's feed",
        "last_contact_ms": "when",
        "drift_ms": "of the clock",
        "certificate": "the server's word for this device: key, post, block",
        "line_bytes_s": "how fast the line was",
        "keys_seen": "a count",
    },
    "officer": {
        "uid": "random",
        "name": "who works here must choose their name before they can unlock",
        "role": "a word",
        "kdf_memory_kib": "cost of a guess",
        "kdf_iterations": "cost of a guess",
        "kdf_salt": "random",
        "failures": "a count",
        "failed_at_ms": "when",
        "created_at_ms": "when",
    },
    "schema_migration": {"id": "a count", "name": "of a migration", "applied": "when"},
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with visits of every outcome, and a draft."""
    with fresh_desk(tmp_path / "meja") as desk:
        for number, changes in enumerate(VISITS):
            register_one(desk, number, **changes)
        save_draft(desk, {name: str(value) for name, value in person_values(9).items()})
        help_with_mail(desk)
        yield desk


def help_with_mail(desk: Desk) -> None:
    """Somebody is helped whom the visits name, too, and gets a mailbox."""
    person = {name: str(value) for name, value in person_values(9).items()}
    opened = open_account(desk, DAY, Need.NONE, name_on_id=person["name_on_id"], nik=person["nik"]).account.uid
    note_phone(desk, opened, PhoneOwner.NONE, (Reach.CONTACT,), "PAK RT HENDRAWAN")
    note_address(desk, opened, person["email"])
    ask_proof(desk, opened)
    desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, MailSpace("warga.contoh.id", "12")))
    assert isinstance(reserve_mailbox(desk, opened, "budi.hartono"), Reserved)


VISITS: tuple[dict[str, Any], ...] = (
    {},
    {"documents": ["ktp"]},
    {"nik": "35780815089"},
    {"citizenship": "WNA"},
    {"contact_person": "PAK RT HENDRAWAN", "bank_account": "BRI 7712345678"},
)

TELLING = ("nik", "name_on_id", "family_card_no", "mobile", "email", "id_address", "contact_person", "bank_account")


def test_every_column_is_sealed_hashed_or_allowed(tmp_path: Path) -> None:
    new_profile(tmp_path / "meja")
    found: dict[str, set[str]] = {}
    with closing(sqlite3.connect(tmp_path / "meja" / DATABASE_NAME)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            found[table] = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    listed = {table: SEALED.get(table, set()) | MARKS.get(table, set()) | set(CLEAR[table]) for table in CLEAR}
    assert found == listed


def test_no_column_is_listed_twice() -> None:
    for table, clear in CLEAR.items():
        places = (SEALED.get(table, set()), MARKS.get(table, set()), set(clear))
        assert sum(map(len, places)) == len(set.union(*places))


def test_every_clear_column_has_its_reason() -> None:
    assert all(reason for columns in CLEAR.values() for reason in columns.values())


def test_what_is_called_sealed_is_named_so() -> None:
    names = {column for columns in SEALED.values() for column in columns}
    assert all(name.startswith(("sealed", "wrapped", "recovery_wrap")) for name in names)
    assert all(name.endswith("_mark") for columns in MARKS.values() for name in columns)


def test_sealed_columns_hold_noise_and_marks_hold_sixteen_bytes(desk: Desk) -> None:
    for table, columns in SEALED.items():
        for column in columns:
            for (value,) in sql(desk.store, f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
                assert isinstance(value, bytes)
                assert len(set(value)) > 20, (table, column)
    for table, columns in MARKS.items():
        for column in columns:
            values = [value for (value,) in sql(desk.store, f"SELECT {column} FROM {table}") if value is not None]
            assert values
            assert {len(value) for value in values} == {16}


def test_no_clear_column_tells_who_a_person_is(desk: Desk) -> None:
    told = [
        str(person_values(number, **changes).get(name, "")) for number, changes in enumerate(VISITS) for name in TELLING
    ]
    secrets = {text.casefold() for text in told if len(text) >= 8}
    assert len(secrets) > 30
    for table, columns in CLEAR.items():
        for column in columns:
            for (value,) in sql(desk.store, f"SELECT {column} FROM {table}"):
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                assert not [secret for secret in secrets if secret in text.casefold()], (table, column)


def test_the_birth_date_is_in_clear_by_its_year_only(desk: Desk) -> None:
    assert {type(year) for (year,) in sql(desk.store, "SELECT birth_year FROM person")} <= {int, type(None)}
    assert max(year or 0 for (year,) in sql(desk.store, "SELECT birth_year FROM person")) < 2020
