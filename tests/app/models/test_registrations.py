"""Registrations, people and news in the store: kept sealed, found again, never mixed up."""

from __future__ import annotations

import uuid

import msgspec
import peewee
import pytest

from app.desk.context import Desk
from app.models.applicants import is_email_of_another, keep_person
from app.models.events import chain_problem
from app.models.news import keep_news
from app.models.profile import ServerBond, ask_for_all_news, bind_server, note_contact
from app.models.registrations import counts
from core.errors import Trouble
from core.registered import KeptRegistration
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.kit.desk import all_rows, register_one, sql
from tests.kit.desk_wire import WireDesk, person, registered


def everything(desk: Desk) -> tuple[KeptRegistration, ...]:
    return tuple(desk.store.run(lambda: desk.shelf().everything()))


def people(desk: Desk) -> int:
    return len(sql(desk.store, "SELECT uid FROM person"))


# --- people -----------------------------------------------------------------------------------------------------
def test_a_person_who_comes_again_is_brought_up_to_date(desk: Desk) -> None:
    sealer = desk.keys.sealer
    first = desk.store.write(lambda: keep_person(sealer, person(1), is_settled=True))
    moved = msgspec.structs.replace(person(1), village_code="35.78.01.1001", mobile="+628111")
    second = desk.store.write(lambda: keep_person(sealer, moved, is_settled=True))
    assert first == second
    assert sql(desk.store, "SELECT village_code, mobile_mark FROM person") == [
        ("35.78.01.1001", sealer.mark("mobile", "+628111"))
    ]


def test_an_unsettled_visit_leaves_a_settled_person_alone(desk: Desk) -> None:
    sealer = desk.keys.sealer
    settled = desk.store.write(lambda: keep_person(sealer, person(1), is_settled=True))
    before = sql(desk.store, "SELECT * FROM person")
    doubtful = desk.store.write(lambda: keep_person(sealer, person(1), is_settled=False))
    assert doubtful != settled
    assert before[0] in sql(desk.store, "SELECT * FROM person")
    assert sql(desk.store, "SELECT nik_mark FROM person WHERE uid = ?", doubtful.bytes) == [(None,)]


def test_people_without_a_nik_are_never_taken_for_one(desk: Desk) -> None:
    sealer, nobody = desk.keys.sealer, msgspec.structs.replace(person(1), nik="", birth_date="")
    for _time in range(2):
        desk.store.write(lambda: keep_person(sealer, nobody, is_settled=True))
    assert sql(desk.store, "SELECT nik_mark, birth_year FROM person") == [(None, None)] * 2


@pytest.mark.parametrize(("nik", "is_another"), [(person(1).nik, False), ("", True), (person(2).nik, True)])
def test_an_address_belongs_to_who_gave_it_first(desk: Desk, nik: str, *, is_another: bool) -> None:
    sealer = desk.keys.sealer
    desk.store.write(lambda: keep_person(sealer, person(1), is_settled=True))
    assert desk.store.run(lambda: is_email_of_another(sealer, person(1).email, nik)) is is_another


def test_no_address_belongs_to_nobody(desk: Desk) -> None:
    assert not desk.store.run(lambda: is_email_of_another(desk.keys.sealer, "", person(1).nik))


# --- registrations ----------------------------------------------------------------------------------------------
def test_what_was_kept_comes_back_as_it_was(desk: Desk) -> None:
    kept = register_one(desk, 1).kept
    assert everything(desk) == (kept,)
    assert desk.store.run(lambda: desk.shelf().by_uid(kept.uid)) == kept
    assert desk.store.run(lambda: desk.shelf().by_uid(uuid.uuid4())) is None


def test_an_altered_registration_does_not_open_and_hides_no_other(desk: Desk) -> None:
    first, second = register_one(desk, 1).kept, register_one(desk, 2).kept
    sql(desk.store, "UPDATE registration SET sealed = (SELECT sealed FROM registration WHERE seq = 1)")
    with pytest.raises(Trouble) as caught:
        desk.store.run(lambda: desk.shelf().by_uid(second.uid))
    assert caught.value.code == "SEAL_BROKEN"
    assert everything(desk) == (first,)


def test_a_person_with_registrations_cannot_be_removed(desk: Desk) -> None:
    register_one(desk, 1)
    with pytest.raises(peewee.IntegrityError):
        sql(desk.store, "DELETE FROM person")


# --- news of the post's other desks -----------------------------------------------------------------------------
def change(desk: WireDesk, seq: int, feed_no: int = 1) -> Change:
    """One event of another desk as the server passes it on: with its record's uid."""
    event = desk.events[seq - 1]
    passed = EventUp(event.kind, event.at_ms, event.officer, event.body, desk.record(seq), event.base, event.schema)
    return Change(feed_no, desk.stream, seq, passed)


def keep(desk: Desk, news: Change) -> bool:
    return desk.store.write(lambda: keep_news(desk.shelf(), news))


@pytest.fixture
def other() -> WireDesk:
    """Another desk of the post, with one registration and one that came again."""
    wire = WireDesk()
    wire.register(1)
    wire.repeat(1)
    return wire


def test_another_desks_registration_is_known_here(desk: Desk, other: WireDesk) -> None:
    assert keep(desk, change(other, 1))
    (kept,) = everything(desk)
    assert (kept.uid.bytes, kept.body) == (other.record(1), registered(1))
    nik, programme, period = person(1).nik, "PRAKERJA2020", "2020-1"
    assert desk.store.run(lambda: desk.shelf().first_of(nik, programme, period)) == kept
    assert desk.store.run(chain_problem) is None


def test_another_desks_visit_without_a_birth_date_is_known_here(desk: Desk) -> None:
    wire = WireDesk()
    nobody = msgspec.structs.replace(person(1), nik="", birth_date="")
    wire.register(1, outcome="incomplete", status="BELUM_LENGKAP", registration_no="", person=nobody)
    assert keep(desk, change(wire, 1))
    assert [one.body.person for one in everything(desk)] == [nobody]


def test_all_news_can_be_asked_for_again(desk: Desk) -> None:
    desk.store.write(lambda: note_contact(cursor=7, at_ms=1, drift_ms=0))
    desk.store.write(ask_for_all_news)
    assert desk.store.refresh().cursor == 0


def test_another_server_has_another_feed(desk: Desk) -> None:
    first, second = (ServerBond("https://posko.contoh.id", bytes(32), lineage) for lineage in (b"1" * 16, b"2" * 16))
    cursors = []
    for bond in (first, first, second):
        desk.store.write(lambda bond=bond: bind_server(bond, 3))  # type: ignore[misc]  # a bound loop variable
        cursors.append(desk.store.refresh().cursor)
        desk.store.write(lambda: note_contact(cursor=7, at_ms=1, drift_ms=0))
    assert cursors == [0, 7, 0]
    assert (desk.store.profile.server, desk.store.profile.numbers.block) == (second, 3)


def test_news_is_kept_once(desk: Desk, other: WireDesk) -> None:
    assert keep(desk, change(other, 1))
    before = all_rows(desk.store)
    assert not keep(desk, change(other, 1))
    assert all_rows(desk.store) == before


def test_other_kinds_of_news_are_kept_and_shelve_nothing(desk: Desk, other: WireDesk) -> None:
    assert keep(desk, change(other, 2))
    assert sql(desk.store, "SELECT kind FROM news") == [(Kind.REPEATED,)]
    assert everything(desk) == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        encode(RemarkBody("later", 1, "program")),
        encode(registered(1, business_on="kemarin")),
        encode(registered(1, person=msgspec.structs.replace(person(1), birth_date="1990-02-30"))),
    ],
    ids=["empty", "another shape", "no day", "no birth date"],
)
def test_news_that_is_not_understood_is_kept_for_later(desk: Desk, body: bytes) -> None:
    wire = WireDesk()
    wire.add("registered", body)
    wire.register(2)
    assert keep(desk, change(wire, 1))
    assert keep(desk, change(wire, 2))
    assert [one.body.person.name_on_id for one in everything(desk)] == [person(2).name_on_id]
    assert len(sql(desk.store, "SELECT seq FROM news")) == 2


def test_news_without_its_records_uid_shelves_nothing(desk: Desk, other: WireDesk) -> None:
    nameless = msgspec.structs.replace(change(other, 1), event=other.events[0])
    assert keep(desk, nameless)
    assert everything(desk) == ()


def test_news_about_a_registration_that_stands_here_changes_nothing(desk: Desk, other: WireDesk) -> None:
    keep(desk, change(other, 1))
    again = msgspec.structs.replace(change(other, 1), seq=9)
    assert keep(desk, again)
    assert len(everything(desk)) == 1


def test_news_that_does_not_fit_beside_what_stands_here_is_kept_all_the_same(desk: Desk, other: WireDesk) -> None:
    other.register(3, queue_number="A001")
    keep(desk, change(other, 1))
    assert keep(desk, change(other, 3))
    assert len(everything(desk)) == 1
    assert len(sql(desk.store, "SELECT seq FROM news")) == 2


def test_another_desks_visits_are_not_counted_as_ours(desk: Desk, other: WireDesk) -> None:
    keep(desk, change(other, 1))
    register_one(desk, 5)
    assert desk.store.run(counts).by_outcome == {"registered": 1}


def test_an_address_that_another_desk_took_down_is_known_here(desk: Desk, other: WireDesk) -> None:
    keep(desk, change(other, 1))
    result = register_one(desk, 5, email=person(1).email)
    assert "EMAIL_SHARED" in {noted.finding.code for noted in result.findings}
