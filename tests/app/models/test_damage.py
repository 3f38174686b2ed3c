"""Bits that flip on a dying disk: said as damage, or without consequence, but never a crash and never a fresh file."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.drafts import drafts, save_draft
from app.desk.slips import write_slip
from app.desk.state import desk_state
from app.models.database import translated_errors
from app.models.events import chain_problem, events_after
from app.models.store import DATABASE_NAME
from core.errors import Trouble
from core.sentences import SENTENCES
from papers import Paper
from tests.kit.desk import fresh_desk, opened, register_one

FLIPS = 400


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
        assert trouble.code in SENTENCES
        return trouble.code


@pytest.mark.slow
def test_a_flipped_bit_is_said_or_harmless(sound: bytes, home: Path, record_property: object) -> None:
    home.mkdir()
    chance = random.Random(20_200_413)
    met: Counter[str] = Counter()
    for place in chance.sample(range(len(sound)), FLIPS):
        altered = bytearray(sound)
        altered[place] ^= 1 << chance.randrange(8)
        (home / DATABASE_NAME).write_bytes(altered)
        (home / f"{DATABASE_NAME}-journal").unlink(missing_ok=True)
        try:
            answer = answer_of(home)
        except Exception as bug:
            raise AssertionError(f"byte {place}") from bug
        met[answer if isinstance(answer, str) else "read"] += 1
        assert len((home / DATABASE_NAME).read_bytes()) >= len(sound) - 4096
    assert met["read"] < FLIPS


def test_translated_errors_name_the_file() -> None:
    import sqlite3

    with pytest.raises(Trouble) as caught, translated_errors(Path("meja") / "posko.db"):
        sqlite3.connect("file:/nowhere/at/all.db?mode=ro", uri=True)
    assert (caught.value.code, caught.value.facts) == ("STORE_CANNOT_OPEN", {"file": "posko.db"})
