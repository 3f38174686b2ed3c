"""``posko purge``: copies whose days are over, counted or wiped."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.events import note_receipt, stream_states
from app.models.profile import note_contact
from app.models.programmes import KeptProgramme, keep_programme
from app.models.purging import note_receipts
from core.wire.envelope import Receipt
from tests.app.headless.conftest import Posko
from tests.kit.desk import opened, register_one

FILE = Path(__file__).parents[3] / "resources" / "programmes" / "PRAKERJA2020.toml"


@pytest.fixture
def held(home: Path) -> Path:
    """Two people whom the server holds, under rules that keep no copy beyond the receipt, and one that it lacks."""
    text = FILE.read_text("utf-8").replace("local_days = 90", "local_days = 0").replace("2020-04-11.1", "2030-01-01.1")

    with opened(home) as desk:
        register_one(desk, 0)
        register_one(desk, 1, documents=["ktp"])

        def hear() -> None:
            keep_programme(KeptProgramme("PRAKERJA2020", "2030-01-01.1", text.encode()), desk.now_ms())
            for state in stream_states():
                note_receipt(Receipt(bytes(16), state.stream, state.head_seq, state.head_hash, 0), bytes(64))
            note_contact(cursor=0, at_ms=desk.now_ms(), drift_ms=0)

        desk.store.write(hear)
        register_one(desk, 2)
    return home


def test_copies_are_counted_before_they_go(posko: Posko, held: Path) -> None:
    assert posko("purge", "--dry-run", "--json").json == {"due": 0, "by_programme": {}, "purged": 0}
    said = posko("purge", "--json")
    assert (said.code, said.json) == (0, {"due": 0, "by_programme": {}, "purged": 2})
    assert len(posko("find", "BUDI", "--json").json) == 1
    assert posko("status", "--json").json["registrations"] == 3
    assert posko("purge").out.startswith("Salinan 0 pendaftaran")


def test_a_dry_run_touches_nothing_and_says_of_which_programme(posko: Posko, held: Path) -> None:
    with opened(held) as desk:
        heard_ms = desk.store.profile.last_contact_ms or 0
        desk.store.write(lambda: note_receipts(heard_ms))
    before = (held / "posko.db").read_bytes()
    said = posko("purge", "--dry-run")
    assert said.out.splitlines() == [
        "2 salinan lewat masa simpan dan akan dihapus dari laptop ini. Belum ada yang dihapus.",
        "PRAKERJA2020: 2",
    ]
    assert (held / "posko.db").read_bytes() == before
    assert len(posko("find", "BUDI", "--json").json) == 3


def test_an_offline_desk_purges_nothing(posko: Posko, home: Path) -> None:
    with opened(home) as desk:
        register_one(desk, 0)
    assert posko("purge", "--json").json == {"due": 0, "by_programme": {}, "purged": 0}
