"""A flipped byte in a sealed row: SQLite does not notice, we do."""

from __future__ import annotations

import pytest

from app.desk.context import Desk
from app.desk.lookup import find, find_everything
from app.models.rows import WORKER_DATABASE
from app.models.soundness import broken_seals
from core.errors import Trouble
from tests.kit.desk import register_one


@pytest.fixture
def busy(desk: Desk) -> Desk:
    for number in range(3):
        register_one(desk, number)
    return desk


def flip(desk: Desk, table: str) -> None:
    """Change the last byte of one sealed row, as a bad disk would."""

    def change() -> None:
        database = WORKER_DATABASE
        rowid, sealed = database.execute_sql(f"SELECT rowid, sealed FROM {table} LIMIT 1").fetchone()
        broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
        database.execute_sql(f"UPDATE {table} SET sealed = ? WHERE rowid = ?", (broken, rowid))

    desk.store.write(change)


def test_a_sound_store_has_no_broken_seal(busy: Desk) -> None:
    assert busy.store.run(lambda: broken_seals(busy.keys.sealer)) == 0


@pytest.mark.parametrize("table", ["event", "registration", "person"])
def test_a_flipped_byte_is_found(busy: Desk, table: str) -> None:
    flip(busy, table)
    assert busy.store.integrity_problem() is None
    assert busy.store.run(lambda: broken_seals(busy.keys.sealer)) == 1


def test_one_damaged_registration_does_not_hide_the_others(busy: Desk) -> None:
    flip(busy, "registration")
    assert len(find_everything(busy)) == 2


def test_the_damaged_one_itself_is_said(busy: Desk) -> None:
    number = find_everything(busy)[-1].registration_no
    flip(busy, "registration")
    with pytest.raises(Trouble, match="SEAL_BROKEN"):
        find(busy, number)
