"""A power cut in mid-transaction leaves a journal behind: the next look must roll it back, not refuse."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from app.desk.state import desk_state
from app.models.birth import NewDesk, give_birth, new_device_uid
from app.models.database import journal_mode
from app.models.officers import Role
from app.models.places import DATABASE_NAME
from app.models.profile import Post
from app.models.sealing import KdfCost
from app.models.store import Store
from core.signing import SigningKey
from tests.kit.manual_clock import ManualClock

CHEAP = KdfCost(memory_kib=64, iterations=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    clock = ManualClock()
    post = Post("SBY01", "Posko Surabaya", "35", is_training=True)
    desk = NewDesk(new_device_uid(clock), SigningKey.generate(), post, 1, "Rina", Role.OFFICER, "rahasia-123")
    give_birth(tmp_path / "desk", desk, clock, cost=CHEAP)
    return tmp_path / "desk"


@pytest.mark.skipif(journal_mode() == "wal", reason="only a rollback journal can be hot")
def test_a_look_after_a_power_cut_rolls_the_journal_back(home: Path, tmp_path: Path) -> None:
    after_the_cut = tmp_path / "after"
    writer = sqlite3.connect(home / DATABASE_NAME, isolation_level=None)
    writer.execute("PRAGMA journal_mode=TRUNCATE")
    writer.execute("PRAGMA cache_size=1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE profile SET post_name = 'HALF WRITTEN'")
    writer.executemany("INSERT INTO draft VALUES (?, zeroblob(4000), 0, x'00')", [(bytes([n]),) for n in range(50)])
    shutil.copytree(home, after_the_cut)  # what a disk holds when the power goes now
    writer.rollback()
    writer.close()

    with Store(after_the_cut, is_read_only=True) as store:
        assert (store.profile.post.name, desk_state(store).drafts) == ("Posko Surabaya", 0)
