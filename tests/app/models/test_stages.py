"""Steps in the store: a neighbour's counts like our own, in whatever order it comes; nothing unreadable stops it."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.desk.batches import batch_board
from app.desk.context import Desk
from app.desk.lookup import find_one
from app.desk.stage import StageReached, reach_stage, read_stage
from app.desk.waiting import waiting_list
from app.desk.worklist import worklist
from app.models.events import chain_problem
from app.models.news import keep_news
from app.models.stages import VisitsAsked, trail, visit_page
from core.programme import Teller
from core.stages import Trail
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp
from core.wire.records import BatchJoinedBody, JudgementBody, PortalTypedBody, StageBody
from tests.kit.desk import DAY, opened, prakerja, register_one, sql
from tests.kit.desk_wire import WireDesk, registered
from tests.kit.manual_clock import ManualClock

NUMBER = "35-SBY01-20200413-0001-0"


def stage(code: str, turn: int, **more: object) -> bytes:
    return encode(StageBody(code, "2020-04-13", "portal", "Tetangga", turn, **more))  # type: ignore[arg-type]  # of any type


def passed(wire: WireDesk, seq: int) -> Change:
    event = wire.events[seq - 1]
    up = EventUp(event.kind, event.at_ms, event.officer, event.body, wire.record(seq), event.base, event.schema)
    return Change(seq, wire.stream, seq, up)


def hear(desk: Desk, wire: WireDesk, *places: int) -> None:
    for seq in places or range(1, len(wire.events) + 1):
        desk.store.write(lambda seq=seq: keep_news(desk.shelf(), passed(wire, seq)))  # type: ignore[misc]  # bound


def trail_here(desk: Desk, record: bytes) -> Trail:
    return desk.store.run(lambda: trail(desk.keys.sealer, record))


@pytest.fixture
def wire() -> WireDesk:
    """A neighbour's registration that waited for a batch, joined one, was typed elsewhere and got an account there."""
    other = WireDesk()
    record = other.register(1, status="DAFTAR_TUNGGU", outcome="waiting_list")
    judgement = JudgementBody("registered", "TERDAFTAR", NUMBER, (), "2")
    other.add("batch_joined", encode(BatchJoinedBody(1, "2020-04-13", "Tetangga", 1, judgement)), record)
    other.add("portal_typed", encode(PortalTypedBody("AKUN_DIBUAT", "2020-04-13", "Tetangga", 2)), record)
    other.add("stage_reached", stage("AKUN_DIBUAT", 3, note="Sudah ada"), record)
    return other


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1), (3, 1, 4, 2)])
def test_a_neighbours_steps_count_in_whatever_order_they_come(
    desk: Desk, wire: WireDesk, order: tuple[int, ...]
) -> None:
    hear(desk, wire, *order)
    found = trail_here(desk, wire.record(1))
    assert found.stage is not None
    assert (found.stage.code, found.stage.note, found.stage.officer_name) == ("AKUN_DIBUAT", "Sudah ada", "Tetangga")
    assert found.batch is not None
    assert found.typed is not None
    assert (found.batch.batch, found.typed.seq, found.is_typed) == (1, 3, False)
    assert find_one(desk, NUMBER).status == "TERDAFTAR"
    assert desk.store.run(chain_problem) is None


def test_our_next_step_comes_after_all_that_was_heard(desk: Desk, wire: WireDesk) -> None:
    wire.register(2, period="2020")
    record = wire.record(5)
    wire.add("stage_reached", stage("AKUN_DIBUAT", 7), record)
    hear(desk, wire)
    kept = find_one(desk, registered(2).registration_no)
    answer = reach_stage(desk, kept.uid, "TES_SELESAI", DAY, Teller.PORTAL)
    assert isinstance(answer, StageReached)
    assert (answer.trail.turn, answer.trail.stage_code) == (8, "TES_SELESAI")


def test_a_step_about_a_registration_that_comes_later_waits_for_it(desk: Desk, wire: WireDesk) -> None:
    hear(desk, wire, 4)
    assert trail_here(desk, wire.record(1)).stage_code == "AKUN_DIBUAT"
    hear(desk, wire, 1)
    assert read_stage(desk, find_one(desk, NUMBER).uid).trail.stage_code == "AKUN_DIBUAT"


@pytest.mark.parametrize("body", [b"", b"\x93junk", stage("TES_SELESAI", 9)[:-1]], ids=["empty", "junk", "cut"])
def test_a_step_that_is_not_understood_changes_nothing_and_stops_nothing(
    desk: Desk, wire: WireDesk, body: bytes
) -> None:
    for kind in ("stage_reached", "batch_joined", "portal_typed"):
        wire.add(kind, body, wire.record(1))
    wire.register(2)
    hear(desk, wire)
    assert trail_here(desk, wire.record(1)).turn == 3
    assert len(desk.store.run(lambda: desk.shelf().everything())) == 2


def test_the_same_news_again_changes_nothing(desk: Desk, wire: WireDesk) -> None:
    hear(desk, wire)
    hear(desk, wire)
    assert sql(desk.store, "SELECT count(*) FROM stage") == [(3,)]


def test_a_broken_seal_hides_who_and_why_but_not_where(desk: Desk, wire: WireDesk) -> None:
    hear(desk, wire)
    sql(desk.store, "UPDATE stage SET sealed = x'00'")
    found = trail_here(desk, wire.record(1))
    assert found.stage is not None
    assert (found.stage_code, found.stage.on, found.stage.officer_name, found.stage.note) == (
        "AKUN_DIBUAT",
        DAY,
        "",
        "",
    )


BEFORE_0003 = """
    DROP TABLE stage;
    DROP TABLE programme;
    DROP INDEX person_birth_mark;
    DROP INDEX person_name_mark;
    ALTER TABLE person DROP COLUMN birth_mark;
    ALTER TABLE person DROP COLUMN name_mark;
    DROP INDEX registration_business_on_queue_number_stream_programme;
    CREATE UNIQUE INDEX registration_business_on_queue_number_stream
        ON registration (business_on, queue_number, stream);
    DELETE FROM schema_migration WHERE name = '0003_every_programme';
"""
"""Makes of a store what it was before the third migration."""


def test_what_an_older_program_kept_unread_counts_after_the_upgrade(
    home: Path, desk: Desk, wire: WireDesk, clock: ManualClock
) -> None:
    hear(desk, wire, 1, 4)
    desk.store.close()
    with closing(sqlite3.connect(home / "posko.db")) as older, older:
        older.executescript(BEFORE_0003)
    with opened(home, clock=clock) as newer:
        found = trail_here(newer, wire.record(1))
        assert found.stage is not None
        assert (found.stage_code, found.stage.note, found.turn) == ("AKUN_DIBUAT", "Sudah ada", 3)


@pytest.mark.parametrize("harm", ["DELETE FROM news", "UPDATE news SET sealed = x'00'"])
def test_unread_news_that_do_not_open_are_left_out(desk: Desk, wire: WireDesk, harm: str) -> None:
    hear(desk, wire)
    sql(desk.store, "UPDATE stage SET turn = 0")
    sql(desk.store, harm)
    assert trail_here(desk, wire.record(1)) == Trail()


def test_unread_news_that_say_nothing_sensible_are_left_out(desk: Desk, wire: WireDesk) -> None:
    wire.add("stage_reached", b"\x93junk", wire.record(1))
    hear(desk, wire)
    sql(desk.store, "INSERT INTO stage SELECT stream, 5, record, kind, '', '', 0, 0, 0, x'' FROM stage WHERE seq = 4")
    assert trail_here(desk, wire.record(1)).turn == 3


def test_visits_come_page_by_page_with_their_trails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.models.stages.PAGE", 2)
    kept = [register_one(desk, number).kept for number in range(4)]
    reach_stage(desk, kept[2].uid, "AKUN_DIBUAT", DAY, Teller.PORTAL)
    asked = VisitsAsked("PRAKERJA2020", "2020", {"TERDAFTAR"}, lambda _place: True)
    after, pages = 0, []
    for _ in itertools.count():
        page = desk.store.run(lambda after=after: visit_page(desk.keys.sealer, asked, after))  # type: ignore[misc]  # bound
        pages.append([(visit.uid, visit.trail.stage_code) for visit in page.visits])
        after = page.after
        if not after:
            break
    assert pages == [
        [(kept[0].uid, ""), (kept[1].uid, "")],
        [(kept[2].uid, "AKUN_DIBUAT"), (kept[3].uid, "")],
        [],
    ]
    assert date.fromisoformat(kept[0].body.business_on) == DAY


def test_what_other_programmes_hold_between_is_passed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.models.stages.STRETCH", 2)
    kept = [register_one(desk, number).kept for number in range(8)]
    sql(desk.store, "UPDATE registration SET programme = 'KLJ' WHERE rowid BETWEEN 2 AND 7")
    found = [row.uid for row in worklist(desk, prakerja()).rows]
    assert found == [kept[0].uid, kept[7].uid]


def test_board_and_waiting_list_open_no_seal_of_a_step(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    kept = register_one(desk, 0).kept
    register_one(desk, 1, documents=["ktp"])
    reach_stage(desk, kept.uid, "AKUN_DIBUAT", DAY, Teller.PORTAL)
    sql(desk.store, "UPDATE stage SET sealed = x'00'")
    board = batch_board(desk, prakerja(), DAY)
    assert (board.batches[0].by_stage, board.waiting_total) == ({"AKUN_DIBUAT": 1}, 1)
    assert len(waiting_list(desk, prakerja())) == 1
    assert "is broken" not in caplog.text
    assert {row.stage_label for row in worklist(desk, prakerja()).rows} == {"Akun dibuat", ""}
    assert "seal of step" in caplog.text


def test_who_does_not_wait_stays_sealed(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    register_one(desk, 0)
    sql(desk.store, "UPDATE registration SET sealed = x'00'")
    assert waiting_list(desk, prakerja()) == ()
    assert "is broken" not in caplog.text


def test_pages_wait_behind_whoever_registers(desk: Desk) -> None:
    register_one(desk, 0)
    done: list[str] = []
    gate = threading.Event()
    desk.submit(gate.wait)
    lists = threading.Thread(target=lambda: done.append(f"{len(worklist(desk, prakerja()).rows)} listed"))
    lists.start()
    registered_too = desk.submit(lambda: done.append("registered"))
    gate.set()
    registered_too.result()
    lists.join()
    assert done == ["registered", "1 listed"]
