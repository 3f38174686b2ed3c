"""Local copies go when their days after the server's receipt are over; numbers and the log stay."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bundled import programme
from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.day import day_of
from app.desk.history import history
from app.desk.known import fill_marks
from app.desk.lookup import find
from app.desk.people_index import PeopleIndex, read_page
from app.desk.purging import due_copies, purge_copies, purge_meanwhile
from app.desk.queue.visits import note_visit, visits_on
from app.desk.register import register
from app.desk.safekeeping import back_up
from app.desk.slips import prepare_slip
from app.desk.stage import reach_stage
from app.desk.waiting import waiting_list
from app.house import DeskHouse
from app.models.attention import note_attention
from app.models.events import chain_problem, events_after, forget_receipt, note_receipt, stream_states
from app.models.profile import ServerBond, bind_server, note_contact
from app.models.programmes import KeptProgramme, keep_programme
from app.models.registrations import Place
from app.models.soundness import broken_seals
from core.errors import Trouble
from core.programme import Teller
from core.registration import Outcome
from core.visits import Asked, Result
from core.wire.codec import decode
from core.wire.envelope import Receipt
from core.wire.events import Kind
from core.wire.records import RegisteredBody, RemarkBody
from tests.kit.desk import (
    DAY,
    OFFICER,
    SECRET,
    entry_of,
    new_profile,
    opened,
    person_values,
    prakerja,
    register_one,
    sql,
)
from tests.kit.desk_wire import WireDesk
from tests.kit.manual_clock import ManualClock

A_DAY_S = 86_400
DAYS = 90
"""What the file of the programme says."""


def test_the_days_of_a_test_are_those_of_the_file() -> None:
    retention = prakerja().retention
    assert retention is not None
    assert retention.local_days == DAYS


def hear_the_server(desk: Desk, *, drift_ms: int = 0) -> None:
    """The server vouches for all that was written until now."""

    def write() -> None:
        for state in stream_states():
            note_receipt(Receipt(bytes(16), state.stream, state.head_seq, state.head_hash, 7), bytes(64))
        note_contact(cursor=7, at_ms=desk.now_ms(), drift_ms=drift_ms)

    desk.store.write(write)


def pass_days(clock: ManualClock, days: int) -> None:
    clock.pass_s(days * A_DAY_S)


@pytest.fixture
def kept(desk: Desk, clock: ManualClock) -> uuid.UUID:
    """A registration that the server vouched for, noted on that day; all its days have passed."""
    uid = register_one(desk, 0).kept.uid
    hear_the_server(desk)
    assert purge_copies(desk) == 0
    pass_days(clock, DAYS)
    hear_the_server(desk)
    return uid


def found(desk: Desk, text: str) -> list[uuid.UUID]:
    index = PeopleIndex()
    index.add(read_page(desk).visits)
    return [visit.uid for visit in index.search(text).visits]


def test_a_copy_whose_days_are_over_is_found_no_more(desk: Desk, kept: uuid.UUID) -> None:
    assert found(desk, "BUDI") == [kept]
    assert due_copies(desk) == {"PRAKERJA2020": 1}
    assert purge_copies(desk) == 1
    assert found(desk, "BUDI") == []
    assert list(find(desk, "BUDI")) == []
    with pytest.raises(Trouble, match="REGISTRATION_UNKNOWN"):
        history(desk, kept)
    assert due_copies(desk) == {}


def test_rows_papers_and_steps_are_gone(desk: Desk, clock: ManualClock) -> None:
    registered = register_one(desk, 0).kept
    prepare_slip(desk, registered, "a5", is_reprint=False)
    reach_stage(desk, registered.uid, "AKUN_DIBUAT", DAY, Teller.PORTAL, "catatan")
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS)
    hear_the_server(desk)
    assert purge_copies(desk) == 1
    assert list((desk.store.home / "slips").iterdir()) == []
    assert [sql(desk.store, f"SELECT count(*) FROM {table}")[0][0] for table in ("stage", "slip", "draft")] == [0, 0, 0]
    assert sql(desk.store, "SELECT nik_mark FROM registration") == [(None,)]
    people = sql(desk.store, "SELECT uid, nik_mark, name_mark, birth_mark, village_code, birth_year FROM person")
    assert people == [(bytes(16), None, None, None, "", None)]


def test_what_was_asked_about_somebody_still_counts_but_its_note_is_gone(desk: Desk, clock: ManualClock) -> None:
    registered = register_one(desk, 0).kept
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note="Kartu belum sampai", about=registered.uid)
    note_visit(desk, DAY, Asked.COMPLAINT, Result.ANSWERED, note="Jam buka")
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS)
    hear_the_server(desk)
    purge_copies(desk)
    assert [(one.result, one.note) for one in visits_on(desk, DAY)] == [("forwarded", ""), ("answered", "Jam buka")]


def test_numbers_log_and_seals_stay_whole(desk: Desk, kept: uuid.UUID, tmp_path: Path) -> None:
    before = sql(desk.store, "SELECT uid, registration_no, queue_number, outcome, status FROM registration")
    purge_copies(desk)
    assert sql(desk.store, "SELECT uid, registration_no, queue_number, outcome, status FROM registration") == before
    assert desk.store.run(chain_problem) is None
    assert desk.store.run(lambda: broken_seals(desk.keys.sealer)) == 0
    assert desk.store.integrity_problem() is None
    done = back_up(desk, tmp_path / "cadangan.posko")
    assert (done.registrations, done.broken) == (1, 0)
    assert fill_marks(desk) == 1


def test_the_log_says_how_many_went(desk: Desk, kept: uuid.UUID) -> None:
    purge_copies(desk)
    header, body = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 9, desk.keys.sealer))[-1]
    assert header.kind == Kind.COPIES_PURGED
    assert decode(body, RemarkBody) == RemarkBody("local_copies", 1, desk.keys.officer.name)


def test_the_same_person_may_come_again(desk: Desk, kept: uuid.UUID) -> None:
    purge_copies(desk)
    again = register_one(desk, 0)
    assert again.outcome is Outcome.REGISTERED
    assert again.kept.uid != kept


def test_the_day_counts_the_visit_but_names_nobody(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0, documents=["ktp"])
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS)
    hear_the_server(desk)
    purge_copies(desk)
    day = day_of(desk, DAY)
    assert (day.visits, day.open_visits, day.named) == (1, 0, ())
    assert list(waiting_list(desk, prakerja(), DAY)) == []


def test_a_day_earlier_nothing_goes(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0)
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS - 1)
    hear_the_server(desk)
    assert (due_copies(desk), purge_copies(desk)) == ({}, 0)


def test_days_begin_with_the_receipt_not_with_the_visit(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0)
    pass_days(clock, 2 * DAYS)
    hear_the_server(desk)
    assert purge_copies(desk) == 0
    pass_days(clock, DAYS - 1)
    hear_the_server(desk)
    assert purge_copies(desk) == 0


def test_what_the_server_does_not_hold_stays(desk: Desk, clock: ManualClock) -> None:
    hear_the_server(desk)
    purge_copies(desk)
    register_one(desk, 0)
    pass_days(clock, 2 * DAYS)
    assert purge_copies(desk) == 0


def test_a_later_act_begins_the_days_anew(desk: Desk, clock: ManualClock) -> None:
    uid = register_one(desk, 0, documents=["ktp"]).kept.uid
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS - 1)
    add_papers(desk, uid, ("kk",))
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, 1)
    hear_the_server(desk)
    assert purge_copies(desk) == 0
    pass_days(clock, DAYS)
    hear_the_server(desk)
    assert purge_copies(desk) == 1


def test_what_the_server_lost_counts_anew(desk: Desk, clock: ManualClock, kept: uuid.UUID) -> None:
    desk.store.write(lambda: forget_receipt(desk.store.profile.stream, 0))
    assert purge_copies(desk) == 0
    hear_the_server(desk)
    assert purge_copies(desk) == 0
    pass_days(clock, DAYS)
    hear_the_server(desk)
    assert purge_copies(desk) == 1


def test_no_clock_that_ran_ahead_purges(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0)
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, 365)
    hear_the_server(desk, drift_ms=365 * A_DAY_S * 1000)
    register_one(desk, 1)
    assert purge_copies(desk) == 0


def test_what_somebody_must_look_at_stays(desk: Desk, kept: uuid.UUID) -> None:
    stream = desk.store.profile.stream
    desk.store.write(lambda: note_attention(stream, 1, "SAME_PERSON", {"post": "SBY02"}, desk.now_ms()))
    assert purge_copies(desk) == 0


def test_what_two_desks_dispute_stays(desk: Desk, kept: uuid.UUID) -> None:
    sql(desk.store, "UPDATE registration SET sealed_disputes = x'00'")
    assert due_copies(desk) == {}
    sql(desk.store, "UPDATE registration SET status = 'DITARIK'")  # nobody can decide about it any more
    assert due_copies(desk) == {"PRAKERJA2020": 1}


@pytest.mark.parametrize(("feed_no", "purged"), [(5, 1), (8, 0)])
def test_copies_of_a_neighbour_go_once_the_feed_had_told_them(
    desk: Desk, clock: ManualClock, feed_no: int, purged: int
) -> None:
    other = WireDesk(post="SBY01")
    other.register(1)
    event, record = other.events[0], other.record(1)
    place = Place(other.stream, 1, record, event.at_ms, event.officer)
    desk.store.write(lambda: desk.shelf().insert(place, decode(event.body, RegisteredBody)))
    row = (other.stream, 1, feed_no, event.kind, b"", record)
    sql(desk.store, "INSERT INTO news (stream, seq, feed_no, kind, sealed, record) VALUES (?, ?, ?, ?, ?, ?)", *row)
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS)
    hear_the_server(desk)
    assert purge_copies(desk) == purged
    assert len(read_page(desk).visits) == 1 - purged


def test_a_person_stays_for_another_registration_that_is_younger(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0)
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, DAYS)
    other = register(desk, entry_of(person_values(0)), programme("PRAKERJA2023"), DAY)
    hear_the_server(desk)
    assert purge_copies(desk) == 1
    assert [(visit.uid, visit.name) for visit in read_page(desk).visits] == [(other.kept.uid, "BUDI AAA")]


def test_a_programme_without_periods_keeps_its_copies(desk: Desk, kept: uuid.UUID) -> None:
    send(desk, lambda text: text.replace(text[text.index("[retention]") : text.index("[priority]")], ""))
    assert purge_copies(desk) == 0


def test_a_newer_file_from_the_server_may_shorten_the_days(desk: Desk, clock: ManualClock) -> None:
    send(desk, lambda text: text.replace("local_days = 90", "local_days = 1"))
    register_one(desk, 0)
    hear_the_server(desk)
    purge_copies(desk)
    pass_days(clock, 1)
    hear_the_server(desk)
    assert purge_copies(desk) == 1


def send(desk: Desk, changed: Callable[[str], str]) -> None:
    """The server sends the programme's file with something changed."""
    path = Path(__file__).parents[3] / "resources" / "programmes" / "PRAKERJA2020.toml"
    text = changed(path.read_text("utf-8")).replace('"2020-04-11.1"', '"2030-01-01.1"')
    kept = KeptProgramme("PRAKERJA2020", "2030-01-01.1", text.encode())
    desk.store.write(lambda: keep_programme(kept, desk.now_ms()))
    desk.store.refresh()


def test_unlocking_purges_behind_other_work_once_a_day(desk: Desk, clock: ManualClock, kept: uuid.UUID) -> None:
    bond = ServerBond("https://posko.contoh.id", bytes(32), bytes(16))
    desk.store.write(lambda: bind_server(bond, desk.store.profile.numbers.block))
    desk.store.refresh()
    told: list[frozenset[uuid.UUID]] = []
    purge_meanwhile(desk, told.append)
    all_jobs_done(desk)
    assert told == [frozenset({kept})]
    register_one(desk, 1)
    hear_the_server(desk)
    before = sql(desk.store, "SELECT * FROM receipt_day")
    purge_meanwhile(desk, told.append)
    all_jobs_done(desk)
    assert sql(desk.store, "SELECT * FROM receipt_day") == before
    pass_days(clock, 1)
    hear_the_server(desk)
    purge_meanwhile(desk, told.append)
    all_jobs_done(desk)
    assert len(sql(desk.store, "SELECT * FROM receipt_day")) > len(before)


def all_jobs_done(desk: Desk) -> None:
    """Jobs queue further jobs behind themselves; three rounds are more than these tests need."""
    for _ in range(3):
        desk.submit(lambda: None, is_report=True).result()


def test_unlocking_the_window_purges(home: Path) -> None:
    clock = ManualClock()
    new_profile(home, clock=clock, server=ServerBond("https://posko.contoh.id", bytes(32), bytes(16)))
    with opened(home, clock=clock) as desk:
        register_one(desk, 0)
        hear_the_server(desk)
        purge_copies(desk)
        pass_days(clock, DAYS)
        hear_the_server(desk)
    house = DeskHouse(home)
    house.open()
    all_jobs_done(house.unlock(OFFICER, SECRET))
    house.close()
    with opened(home, clock=clock) as desk:
        assert read_page(desk).visits == ()
