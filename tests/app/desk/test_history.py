"""The history of a registration: every act once, in order, with what it changed; whole numbers stay hidden."""

from __future__ import annotations

import dataclasses
import uuid
from pathlib import Path

import pytest

from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.history import FieldChange, history
from app.desk.queue.visits import note_visit
from app.desk.show_nik import show_nik
from app.desk.slips import write_slip
from app.desk.withdraw import withdraw
from app.models.events import events_of
from app.models.news import keep_news
from core.errors import Trouble
from core.visits import Asked, Result
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp
from core.wire.events import Kind, event_uid
from core.wire.records import WithdrawnBody
from papers import Paper
from tests.kit.desk import DAY, person_values, register_one, sql
from tests.kit.desk_wire import WireDesk
from tests.kit.manual_clock import ManualClock

NIK = str(person_values(0)["nik"])


def test_a_visits_whole_life_is_told_in_order(desk: Desk, clock: ManualClock, tmp_path: Path) -> None:
    kept = register_one(desk, nik=NIK[:15], documents=["ktp"]).kept
    clock.pass_s(60)
    correct(desk, kept.uid, {"nik": NIK, "birth_place": "MALANG"}, "Salah baca", answers={"education": "SMK"})
    add_papers(desk, kept.uid, ("kk",))
    show_nik(desk, kept.uid)
    register_one(desk)
    write_slip(desk, kept, Paper.A5, tmp_path / "slip.pdf", is_reprint=True)
    withdraw(desk, kept.uid, "Pindah")
    told = history(desk, kept.uid)
    kinds = ["registered", "corrected", "papers_added", "nik_shown", "repeated", "slip_reprinted", "withdrawn"]
    assert [one.kind for one in told] == kinds
    assert {one.officer_name for one in told} == {desk.keys.officer.name}
    assert all(one.is_own for one in told)
    first, corrected, papers, _shown, _repeated, reprinted, withdrawn = told
    assert (first.outcome, first.documents, first.registration_no) == ("incomplete", ("ktp",), "")
    assert corrected.changes == (
        FieldChange("nik", "*" * 15, f"{NIK[:6]}******{NIK[-4:]}"),
        FieldChange("birth_place", "SURABAYA", "MALANG"),
        FieldChange("answers.education", "SMA", "SMK"),
    )
    assert (corrected.reason, corrected.status, corrected.at_ms - first.at_ms) == (
        "Salah baca",
        "DAFTAR_TUNGGU",
        60_000,
    )
    assert (papers.documents, papers.outcome) == (("kk",), "registered")
    assert papers.registration_no == corrected.registration_no != ""
    assert (reprinted.copy_no, reprinted.paper) == (2, "a5")
    assert (withdrawn.reason, withdrawn.status) == ("Pindah", "DITARIK")


def passed(wire: WireDesk, seq: int, record: bytes, base: tuple[bytes, ...] = ()) -> Change:
    """An event of a neighbour as the server passes it on."""
    event = wire.events[seq - 1]
    return Change(seq, wire.stream, seq, EventUp(event.kind, event.at_ms, event.officer, event.body, record, base))


def hear(desk: Desk, change: Change) -> None:
    desk.store.write(lambda: keep_news(desk.shelf(), change))


def test_a_neighbours_acts_are_told_too(desk: Desk) -> None:
    wire = WireDesk()
    record = wire.register(1)
    wire.reprint(1)
    wire.add("word_of_another_year", b"\xc1", record)
    for seq in (1, 2, 3):
        hear(desk, passed(wire, seq, record))
    told = history(desk, uuid.UUID(bytes=record))
    assert [(one.kind, one.is_own) for one in told] == [
        ("registered", False),
        ("slip_reprinted", False),
        ("word_of_another_year", False),
    ]
    assert told[1].copy_no == 2


def test_what_a_writer_had_seen_comes_before_whatever_the_clocks_say(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk).kept
    clock.pass_s(3600)
    correct(desk, kept.uid, {"birth_place": "MALANG"}, "Salah baca")
    wire = WireDesk()
    wire.add("withdrawn", encode(WithdrawnBody("Pindah", "Tetangga")), kept.uid.bytes, at_ms=1)
    last = desk.store.run(lambda: events_of(kept.uid.bytes, desk.keys.sealer))[-1][0].uid
    hear(desk, passed(wire, 1, kept.uid.bytes, (last,)))
    assert [one.kind for one in history(desk, kept.uid)] == ["registered", "corrected", "withdrawn"]


def test_news_of_an_older_program_are_told_without_its_column(desk: Desk) -> None:
    kept = register_one(desk).kept
    wire = WireDesk()
    wire.add("withdrawn", encode(WithdrawnBody("Pindah", "Tetangga")), kept.uid.bytes)
    hear(desk, passed(wire, 1, kept.uid.bytes))
    sql(desk.store, "UPDATE news SET record = NULL")
    assert [one.kind for one in history(desk, kept.uid)] == [Kind.REGISTERED, Kind.WITHDRAWN]


def test_bases_in_a_ring_do_not_keep_the_history_from_ending(desk: Desk) -> None:
    kept = register_one(desk).kept
    wires = (WireDesk(), WireDesk())
    for wire in wires:
        wire.add("withdrawn", encode(WithdrawnBody("Pindah", "Tetangga")), kept.uid.bytes)
    uids = [event_uid(wire.stream, 1, wire.events[0].at_ms).bytes for wire in wires]
    for wire, other in zip(wires, reversed(uids), strict=True):
        hear(desk, passed(wire, 1, kept.uid.bytes, (other,)))
    assert len(history(desk, kept.uid)) == 3


def test_an_unknown_registration_is_said(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        history(desk, uuid.uuid4())
    assert caught.value.code == "REGISTRATION_UNKNOWN"


def test_a_happening_is_a_frozen_value(desk: Desk) -> None:
    (first,) = history(desk, register_one(desk).kept.uid)
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.kind = "withdrawn"  # type: ignore[misc]  # that is the point


def test_who_asked_about_it_later_is_told_with_what_came_of_it(desk: Desk) -> None:
    kept = register_one(desk).kept
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note="Kartu belum sampai", about=kept.uid)
    told = history(desk, kept.uid)[-1]
    assert (told.kind, told.asked, told.result, told.note) == (
        "visit_noted",
        "complaint",
        "forwarded",
        "Kartu belum sampai",
    )
    assert told.officer_name == desk.keys.officer.name
