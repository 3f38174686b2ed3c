"""Bits that flip on a dying disk: said as damage, or without consequence, but never a crash and never a fresh file."""

from __future__ import annotations

import os
import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import peewee
import pytest

from app.desk.context import Desk
from app.desk.drafts import drafts, save_draft
from app.desk.slips import write_slip
from app.desk.state import desk_state
from app.models.database import translated_errors
from app.models.events import chain_problem, events_after, salt_key
from app.models.places import DATABASE_NAME
from core.errors import Trouble
from core.sentences import SENTENCES
from papers import Paper
from tests.kit.desk import fresh_desk, opened, register_one, sql


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database file of a desk that has done a little of everything."""
    home = tmp_path_factory.mktemp("utuh") / "meja"
    with fresh_desk(home) as desk:
        for number in range(4):
            register_one(desk, number)
        register_one(desk, 0)
        register_one(desk, 5, nik="123")
        write_slip(desk, register_one(desk, 6).kept, Paper.A5, home / "slip.pdf", is_reprint=True)
        save_draft(desk, {"nik": "3578"})
    return (home / DATABASE_NAME).read_bytes()


def read_everything(desk: Desk) -> tuple[object, ...]:
    """Everything that can be read in a store, as values."""
    store, profile = desk.store, desk.store.profile
    complaint = store.integrity_problem() or store.run(chain_problem)
    if complaint:
        raise Trouble("STORE_DAMAGED", file=complaint)
    return (
        profile,
        store.run(lambda: salt_key(profile.stream, desk.keys.sealer)),
        desk_state(store),
        store.run(lambda: desk.shelf().everything()),
        store.run(lambda: events_after(profile.stream, 0, 1000, desk.keys.sealer)),
        drafts(desk),
    )


def answer_of(home: Path) -> str | tuple[object, ...]:
    """What the store holds, or the code of the trouble that reading meets."""
    try:
        with opened(home) as desk:
            return read_everything(desk)
    except Trouble as trouble:
        return trouble.code


def flip_and_read(sound: bytes, home: Path, chance: random.Random, flips: int) -> Counter[str]:
    """Flip one bit at a time, anywhere; what reading everything then met, counted."""
    home.mkdir()
    met: Counter[str] = Counter()
    for place in chance.sample(range(len(sound)), flips):
        altered = bytearray(sound)
        altered[place] ^= 1 << chance.randrange(8)
        (home / DATABASE_NAME).write_bytes(altered)
        (home / f"{DATABASE_NAME}-journal").unlink(missing_ok=True)
        try:
            answer = answer_of(home)
        except Exception as bug:
            raise AssertionError(f"byte {place}") from bug
        assert not isinstance(answer, str) or answer in SENTENCES
        met[answer if isinstance(answer, str) else "read"] += 1
        assert (home / DATABASE_NAME).stat().st_size >= len(sound)
    return met


@pytest.mark.slow
def test_a_flipped_bit_is_said_or_harmless(sound: bytes, home: Path) -> None:
    met = flip_and_read(sound, home, random.Random(20_200_413), 100)
    assert met["read"] > met["STORE_DAMAGED"] > 0


@pytest.mark.proof
def test_thousands_of_flipped_bits_are_said_or_harmless(sound: bytes, home: Path) -> None:
    seed = int(os.environ.get("POSKO_SEED", "20200413"))
    met = flip_and_read(sound, home, random.Random(seed), 5000)
    print(f"\nflipped bits: {dict(met)}, seed {seed}")
    assert met["read"] > met["STORE_DAMAGED"] > 0


# what a flipped bit makes of the store's own words, one of each kind
WORDS = {
    "a text that is none": ("UPDATE officer SET name = CAST(x'52c4' AS TEXT)", "STORE_DAMAGED"),
    "an unknown role": ("UPDATE officer SET role = 'co/rdinator'", "read"),
    "a column's name": ("ALTER TABLE profile RENAME COLUMN block TO blocj", "STORE_DAMAGED"),
    "a table's name": ("ALTER TABLE draft RENAME TO drafu", "STORE_DAMAGED"),
    "a migration's name": ("UPDATE schema_migration SET name = '0001_firsu' WHERE id = 1", "STORE_TOO_NEW"),
    "a header of the log": ("UPDATE event SET header = x'00' WHERE seq = 2", "STORE_DAMAGED"),
    "a migration table's column": ("ALTER TABLE schema_migration RENAME COLUMN name TO namf", "STORE_DAMAGED"),
    "a column that nobody reads": ("ALTER TABLE schema_migration RENAME COLUMN id TO ie", "read"),
    "a guess that would cost years": ("UPDATE officer SET kdf_memory_kib = 1 << 40", "SEAL_BROKEN"),
    "a guess that costs nothing": ("UPDATE officer SET kdf_iterations = 0", "SEAL_BROKEN"),
    "a short salt": ("UPDATE officer SET kdf_salt = x'00'", "SEAL_BROKEN"),
    "a seal": ("UPDATE draft SET sealed = x'00'", "SEAL_BROKEN"),
    "the key of a stream": ("UPDATE stream SET sealed_salt_key = x'00'", "SEAL_BROKEN"),
    "the device's key": ("UPDATE profile SET sealed_key = x'00'", "SEAL_BROKEN"),
    "the wrapped key": ("UPDATE officer SET wrapped_key = x'00'", "SECRET_WRONG"),
}


@pytest.mark.parametrize(("statement", "code"), WORDS.values(), ids=WORDS.keys())
def test_damage_is_named(sound: bytes, home: Path, statement: str, code: str) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(sound)
    with closing(sqlite3.connect(home / DATABASE_NAME)) as connection, connection:
        connection.execute(statement)
    answer = answer_of(home)
    assert (answer if isinstance(answer, str) else "read") == code


def test_a_row_that_makes_no_sense_is_damage_where_sqlite_agrees(sound: bytes, home: Path) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(sound)
    with closing(sqlite3.connect(home / DATABASE_NAME)) as connection, connection:
        connection.execute("PRAGMA writable_schema=1")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '\"kdf_salt\" BLOB NOT NULL', '\"kdf_salt\" BLOB')"
        )
        connection.execute("PRAGMA writable_schema=0")
    with closing(sqlite3.connect(home / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE officer SET kdf_salt = NULL")
        connection.execute("PRAGMA writable_schema=1")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '\"kdf_salt\" BLOB', '\"kdf_salt\" BLOB NOT NULL')"
        )
    assert answer_of(home) == "STORE_DAMAGED"


def test_a_row_that_makes_no_sense_in_a_file_that_cannot_be_checked_is_damage(home: Path) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(b"ruins" * 1000)
    database = peewee.SqliteDatabase(str(home / DATABASE_NAME))
    with pytest.raises(Trouble) as caught, translated_errors(home / DATABASE_NAME, database):
        raise_a_bug()
    database.close()
    assert caught.value.code == "STORE_DAMAGED"


def test_a_damaged_rule_between_tables_is_named(sound: bytes, home: Path) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(sound)
    with closing(sqlite3.connect(home / DATABASE_NAME)) as connection, connection:
        connection.execute("PRAGMA writable_schema=1")
        connection.execute('UPDATE sqlite_master SET sql = replace(sql, \'"person" ("uid")\', \'"person" ("uie")\')')
    with opened(home) as desk:
        assert "foreign key mismatch" in (desk.store.integrity_problem() or "")


def test_a_row_that_makes_no_sense_in_a_sound_file_is_a_bug_of_ours(sound: bytes, home: Path) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(sound)
    with opened(home) as desk, pytest.raises(ValueError, match="ours"):
        desk.store.run(raise_a_bug)


def raise_a_bug() -> None:
    raise ValueError("a mistake of ours")


def test_a_broken_seal_leaves_no_lock_behind(sound: bytes, home: Path) -> None:
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(sound)
    with opened(home) as desk:
        sql(desk.store, "UPDATE event SET sealed = x'00' WHERE seq = 1")
        with pytest.raises(Trouble) as caught:
            read_everything(desk)
    with opened(home) as desk:
        assert register_one(desk, 9).kept.registration_no
    assert caught.value.code == "SEAL_BROKEN"  # whose traceback still stood while the store was opened again


def test_what_sqlite_says_names_the_file() -> None:
    with pytest.raises(Trouble) as caught, translated_errors(Path("meja") / "posko.db"):
        sqlite3.connect("file:/nowhere/at/all.db?mode=ro", uri=True)
    assert (caught.value.code, caught.value.facts) == ("STORE_CANNOT_OPEN", {"file": "posko.db"})
