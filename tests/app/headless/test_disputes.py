"""``posko settle``, and what ``find`` and ``status`` say of a registration about which two desks differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.correct import correct
from app.models.news import keep_news
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp
from core.wire.records import CorrectedBody, JudgementBody
from tests.app.headless.conftest import Posko
from tests.kit.desk import OFFICER, opened, register_one
from tests.kit.desk_wire import WireDesk

MINE, THEIRS = "+6281234560001", "+6281234560002"


@pytest.fixture
def number(home: Path) -> str:
    """The number of a registration whose mobile this desk and a neighbour have corrected."""
    with opened(home, officer=OFFICER) as desk:
        kept = register_one(desk).kept
        correct(desk, kept.uid, {"mobile": "0812-3456-0001"}, "Ditelepon")
        wire = WireDesk()
        judged = JudgementBody("registered", "TERDAFTAR", kept.registration_no, (), "2")
        body = CorrectedBody({"mobile": THEIRS}, {}, {"mobile": ""}, judged, "Salah baca", "Tetangga")
        wire.add("corrected", encode(body), kept.uid.bytes)
        up = wire.events[0]
        change = Change(1, wire.stream, 1, EventUp(up.kind, up.at_ms, up.officer, up.body, kept.uid.bytes))
        desk.store.write(lambda: keep_news(desk.shelf(), change))
    return kept.registration_no


def test_find_shows_what_differs(posko: Posko, number: str) -> None:
    (found,) = posko("find", number, "--json").json
    (dispute,) = found["disputes"]
    assert dispute["field"] == "mobile"
    assert [(claim["text"], claim["officer_name"]) for claim in dispute["claims"]] == [
        (THEIRS, "Tetangga"),
        (MINE, OFFICER),
    ]
    assert f"  ! Dua isian berbeda untuk Nomor HP: {THEIRS} (Tetangga, 13-04-2020" in posko("find", number).out


def test_status_names_it_without_a_secret(posko: Posko, number: str) -> None:
    said = posko("status", "--json").json
    assert [(one["code"], one["registration_no"]) for one in said["attention"]] == [("DISPUTE", number)]


def test_a_coordinator_settles_it(posko: Posko, number: str) -> None:
    said = posko("settle", number, "--field", "mobile", "--value", THEIRS, "--reason", "Ditelepon", "--json")
    assert (said.code, said.json["disputes"]) == (0, [])
    (found,) = posko("find", number, "--json").json
    assert found["disputes"] == []
    assert posko("status", "--json").json["attention"] == []


def test_what_is_not_settled_is_said(posko: Posko, number: str) -> None:
    said = posko("settle", number, "--field", "mobile", "--value", "0812", "--reason", "Ditelepon", "--json")
    assert (said.code, said.json["refused"]["code"]) == (1, "DISPUTE_NOT_SAID")
    assert said.json["refused"]["facts"]["texts"] == [THEIRS, MINE]
    spoken = posko("settle", number, "--field", "mobile", "--value", MINE)
    assert spoken.out.startswith("Alasannya belum diisi.")
    assert posko("settle", number, "--field", "rt_rw", "--value", "1").out.startswith("Isian ini sudah tidak berbeda")
