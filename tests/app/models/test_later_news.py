"""Later acts of other desks: applied to what stands here, kept for what comes, never in the way of the rest."""

from __future__ import annotations

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.withdraw import withdraw
from app.models.events import chain_problem, events_of
from app.models.heard import news_of
from app.models.news import keep_news
from core.registered import KeptRegistration
from core.registration import Outcome
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp
from core.wire.events import event_uid
from core.wire.records import CorrectedBody, JudgementBody, PapersAddedBody, WithdrawnBody
from tests.kit.desk import person_values, register_one, sql
from tests.kit.desk_wire import WireDesk, person, registered

JUDGEMENT = JudgementBody("waiting_list", "DAFTAR_TUNGGU", "35-SBY01-20200413-0001-0", (), "2")


def correction(**fields: str) -> bytes:
    return encode(CorrectedBody(fields, {}, {}, JUDGEMENT, "Salah baca", "Tetangga"))


WITHDRAWN = encode(WithdrawnBody("Pindah", "Tetangga"))


def passed(wire: WireDesk, seq: int) -> Change:
    """One event of a neighbour as the server passes it on: with its record's uid."""
    event = wire.events[seq - 1]
    up = EventUp(event.kind, event.at_ms, event.officer, event.body, wire.record(seq), event.base, event.schema)
    return Change(seq, wire.stream, seq, up)


def hear(desk: Desk, wire: WireDesk, *places: int) -> None:
    for seq in places or range(1, len(wire.events) + 1):
        desk.store.write(lambda seq=seq: keep_news(desk.shelf(), passed(wire, seq)))  # type: ignore[misc]  # bound


def everything(desk: Desk) -> tuple[KeptRegistration, ...]:
    return tuple(desk.store.run(lambda: desk.shelf().everything()))


@pytest.fixture
def wire() -> WireDesk:
    """A neighbour with one registration that was corrected and got a paper."""
    other = WireDesk()
    record = other.register(1)
    other.add("corrected", correction(birth_place="MALANG", nik=person(2).nik), record)
    other.add("papers_added", encode(PapersAddedBody(("sim",), JUDGEMENT, "Tetangga")), record)
    return other


@pytest.mark.parametrize("order", [(1, 2, 3), (2, 3, 1), (2, 1, 3)])
def test_a_neighbours_registration_is_as_the_neighbour_has_it(
    desk: Desk, wire: WireDesk, order: tuple[int, ...]
) -> None:
    hear(desk, wire, *order)
    (kept,) = everything(desk)
    expected = msgspec.structs.replace(person(1), birth_place="MALANG", nik=person(2).nik)
    assert (kept.body.person, kept.body.documents) == (expected, ("ktp", "kk", "sim"))
    assert (kept.status, kept.body.outcome) == ("DAFTAR_TUNGGU", "waiting_list")
    assert desk.store.run(lambda: desk.shelf().by_nik(person(1).nik)) == ()
    assert len(sql(desk.store, "SELECT uid FROM person")) == 1
    assert desk.store.run(chain_problem) is None


def test_whom_a_neighbour_let_go_may_register_here(desk: Desk) -> None:
    values = person_values(0)
    wire = WireDesk()
    body = registered(1, nik=str(values["nik"]), period="2020")
    wire.add("registered", encode(body))
    hear(desk, wire)
    assert register_one(desk).outcome is Outcome.DUPLICATE
    wire.add("withdrawn", WITHDRAWN, wire.record(1))
    hear(desk, wire, 2)
    assert register_one(desk).outcome is Outcome.REGISTERED


def test_a_neighbours_word_about_our_own_registration_counts(desk: Desk) -> None:
    kept = register_one(desk).kept
    wire = WireDesk()
    wire.add("withdrawn", WITHDRAWN, kept.uid.bytes)
    hear(desk, wire)
    assert [one.status for one in everything(desk)] == ["DITARIK"]
    assert register_one(desk).outcome is Outcome.REGISTERED


def test_our_next_act_says_that_we_had_seen_the_neighbours(desk: Desk, wire: WireDesk) -> None:
    hear(desk, wire)
    (kept,) = everything(desk)
    withdraw(desk, kept.uid, "Pindah")
    ((header, _body),) = desk.store.run(lambda: events_of(kept.uid.bytes, desk.keys.sealer))
    assert header.base == (event_uid(wire.stream, 3, wire.events[2].at_ms).bytes,)


@pytest.mark.parametrize(
    "body",
    [b"", b"\x93junk", correction(birth_date="kemarin"), encode(registered(1))],
    ids=["empty", "junk", "no day", "another shape"],
)
def test_an_act_that_is_not_understood_changes_nothing_and_stops_nothing(desk: Desk, body: bytes) -> None:
    wire = WireDesk()
    record = wire.register(1)
    wire.add("corrected", body, record)
    wire.register(2)
    hear(desk, wire)
    assert len(everything(desk)) == 2
    assert desk.store.run(lambda: desk.shelf().by_registration_no(registered(1).registration_no))[0].body == registered(
        1
    )
    assert len(desk.store.run(lambda: news_of(desk.keys.sealer, record))) == 2


def test_a_correction_that_does_not_fit_beside_what_stands_here_is_kept_all_the_same(desk: Desk) -> None:
    wire = WireDesk()
    wire.register(1)
    second = wire.register(2)
    wire.add("corrected", correction(nik=person(1).nik), second)
    hear(desk, wire)
    assert {one.body.person.nik for one in everything(desk)} == {person(1).nik, person(2).nik}
    assert desk.store.integrity_problem() is None


def test_a_registration_whose_seal_is_broken_stops_no_news(desk: Desk, wire: WireDesk) -> None:
    hear(desk, wire, 1)
    sql(desk.store, "UPDATE registration SET sealed = x'00'")
    hear(desk, wire, 2)
    assert sql(desk.store, "SELECT count(*) FROM news") == [(2,)]
