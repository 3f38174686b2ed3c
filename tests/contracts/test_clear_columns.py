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

from app.desk.context import Desk
from app.desk.drafts import save_draft
from app.models.places import DATABASE_NAME
from tests.kit.desk import fresh_desk, new_profile, person_values, register_one, sql

SEALED = {
    "person": {"sealed"},
    "registration": {"sealed"},
    "event": {"sealed"},
    "news": {"sealed"},
    "draft": {"sealed"},
    "stage": {"sealed"},
    "stream": {"sealed_salt_key"},
    "profile": {"sealed_key", "recovery_wrap"},
    "officer": {"wrapped_key"},
}
"""Opens with the store key only (or is the store key itself, wrapped)."""

MARKS = {
    "person": {"nik_mark", "family_card_mark", "mobile_mark", "email_mark", "birth_mark", "name_mark"},
    "registration": {"nik_mark"},
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
    },
    "event": {
        "stream": "place in the log",
        "seq": "place in the log",
        "kind": "what was done",
        "record": "uid of a record",
        "header": "what the hash chain covers: uids, times, salted digest of the body",
        "hash": "of the header",
    },
    "news": {
        "stream": "place in the log of another desk",
        "seq": "place in the log of another desk",
        "feed_no": "place in the server's feed",
        "kind": "what was done",
        "record": "uid of a record",
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
        yield desk


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
            for (value,) in sql(desk.store, f"SELECT {column} FROM {table}"):
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
