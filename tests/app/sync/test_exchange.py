"""One exchange over a sound line: everything arrives once, both ends agree, one bad record stops nobody."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from app.desk.context import Desk
from app.desk.register import register
from app.desk.slips import write_slip
from app.desk.state import desk_state
from app.main import codec
from app.models.events import append
from app.models.tables import AttentionRow, EventRow
from app.sync.exchange import are_heads_equal, drain
from app.sync.log import SyncLog
from app.sync.pace import FEWEST, LANES, MOST
from app.sync.state import Progress, Totals
from core.entry import MAX_TEXT
from core.errors import Trouble
from core.registration import Outcome
from core.wire.codec import encode
from core.wire.envelope import MAX_PACKED_BYTES, ExchangeRequest
from core.wire.events import Kind
from core.wire.records import RemarkBody
from papers import Paper
from server.store import enrolment
from server.store.cross import add_notices
from server.store.records import Notice
from server.store.streams import take_feed_numbers
from tests.app.sync.conftest import Visit
from tests.kit.desk import DAY, day_lines, entry_of, fresh_desk, prakerja
from tests.kit.desk_wire import EXCHANGE, WireDesk, registered
from tests.kit.enrolled import (
    desk_heads,
    enrolled_desk,
    join,
    line_of,
    pending,
    registrations,
    server_has,
    server_heads,
    sync,
)
from tests.kit.line import BadLine, CutRequest
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server

LONG_FIELDS = (
    *("name_on_id", "birth_place", "id_address", "occupation", "religion", "marital_status", "citizenship"),
    *("contact_person", "current_address", "represented_by", "disability", "bank_account"),
)
RARE_LETTERS = [chr(place) for place in range(0x4E00, 0x9E00)]
"""Three bytes each, and hardly to be packed."""


def sizes_of_batches(line: BadLine) -> list[int]:
    """How many events each exchange on the line carried."""
    asked = [codec().unpack(one.body, ExchangeRequest) for one in line.requests if EXCHANGE.encode() in one.head]
    return [len(one.batch.events) for one in asked if one.batch]


def attention(desk: Desk) -> list[tuple[int, str, dict[str, str]]]:
    """What the desk's officer is asked to look at."""
    rows = desk.store.run(lambda: list(AttentionRow.select().order_by(AttentionRow.seq)))
    return [(row.seq, row.code, json.loads(row.facts)) for row in rows]


# --- one desk -------------------------------------------------------------------------------------------------------


def test_the_whole_day_goes_up_in_few_requests_and_a_second_sync_sends_nothing(
    server: RunningServer, desk: Desk, post: str
) -> None:
    for text in day_lines():
        register(desk, entry_of(text), prakerja(), DAY)
    events = pending(desk)
    assert events >= len(day_lines())
    first = sync(desk)
    assert (first.sent, first.accepted, first.duplicates, first.refused) == (events, events, 0, 0)
    assert first.requests <= 8
    assert desk_heads(desk) == server_heads(server, desk)
    again = sync(desk)
    assert (again.sent, again.received, again.requests) == (0, 0, 1)
    held = {(one["uid"], one["registration_no"] or "", one["nik"]) for one in server_has(server) if one["post"] == post}
    assert held == {(str(one.uid), one.registration_no, one.body.person.nik) for one in registrations(desk)}


def test_a_desk_without_events_only_asks_for_news(server: RunningServer, desk: Desk) -> None:
    totals = sync(desk)
    assert (totals.sent, totals.requests, pending(desk)) == (0, 1, 0)
    assert server_heads(server, desk) == {}


def test_repeated_visits_and_reprints_arrive_with_their_record(
    server: RunningServer, desk: Desk, tmp_path: Path, post: str, visit: Visit
) -> None:
    first = visit(desk, 1)
    sync(desk)
    assert visit(desk, 1).outcome is Outcome.DUPLICATE
    for copy_no in range(2):
        write_slip(desk, first.kept, Paper.A5, tmp_path / f"{copy_no}.pdf", is_reprint=copy_no > 0)
    totals = sync(desk)
    assert (totals.sent, totals.accepted) == (2, 2)
    (held,) = (one for one in server_has(server) if one["post"] == post)
    assert (held["uid"], held["repeats"], held["copies"]) == (str(first.kept.uid), 1, 2)
    assert desk_heads(desk) == server_heads(server, desk)


def test_the_contact_and_the_clocks_difference_are_remembered(desk: Desk) -> None:
    assert desk_state(desk.store).last_contact_ms is None
    assert isinstance(desk.clock, ManualClock)
    desk.clock.pass_s(60)
    sync(desk)
    state = desk_state(desk.store)
    assert state.last_contact_ms == desk.now_ms()
    assert state.drift_ms is not None
    assert state.drift_ms < 0  # the desk stands in 2020, the server does not


@pytest.mark.slow
def test_a_cancelled_exchange_keeps_what_was_receipted(server: RunningServer, desk: Desk, visit: Visit) -> None:
    most = 2 * LANES + 1  # a lane that gets free is used again, also before an answer is looked into
    registered = FEWEST * most + 10
    for number in range(registered):
        visit(desk, number)
    reports: list[Progress] = []
    with line_of(desk) as line:
        totals = drain(line, lambda progress, _totals: reports.append(progress), lambda: bool(reports))
    assert LANES <= totals.requests <= most
    assert (totals.sent, pending(desk)) == (FEWEST * totals.requests, registered - totals.sent)
    assert reports == [Progress(FEWEST * done, registered, "SENDING") for done in range(1, totals.requests + 1)]
    assert sync(desk).sent == registered - totals.sent
    assert desk_heads(desk) == server_heads(server, desk)


@pytest.mark.slow
def test_what_waits_is_cut_into_few_pieces_of_which_none_is_tiny(desk: Desk, line: BadLine, visit: Visit) -> None:
    for number in range(FEWEST * 2 + 10):
        visit(desk, number)
    sync(desk)
    assert sorted(sizes_of_batches(line)) == [10, FEWEST, FEWEST]


@pytest.mark.slow
def test_records_as_large_as_they_may_be_go_up_in_batches_that_a_server_takes(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    chance = random.Random(7)
    for number in range(60):
        visit(desk, number, **{name: "".join(chance.choices(RARE_LETTERS, k=MAX_TEXT)) for name in LONG_FIELDS})
    with line_of(desk) as way:
        (state,) = way.log.streams()
        assert len(way.log.batch(state.stream, 0, MOST).events) < 60
    totals = sync(desk)
    assert (totals.accepted, pending(desk)) == (60, 0)
    assert sum(sizes_of_batches(line)) == 60
    assert max(len(one.body) for one in line.requests) < MAX_PACKED_BYTES
    assert desk_heads(desk) == server_heads(server, desk)


def test_a_hole_in_the_log_is_said_and_not_sent(desk: Desk, visit: Visit) -> None:
    for number in range(3):
        visit(desk, number)
    desk.store.write(lambda: EventRow.delete().where(EventRow.seq == 2).execute())
    with pytest.raises(Trouble, match="STORE_DAMAGED"):
        sync(desk)


def test_a_desk_that_was_never_enrolled_says_so(desk: Desk, tmp_path: Path) -> None:
    with fresh_desk(tmp_path / "lonely") as lonely, pytest.raises(Trouble, match="NOT_ENROLLED"):
        SyncLog(lonely.store, lonely.keys, lonely.clock).server()


# --- one bad record -------------------------------------------------------------------------------------------------


def test_one_record_that_nobody_can_read_does_not_stop_the_others(
    server: RunningServer, desk: Desk, post: str, visit: Visit
) -> None:
    visit(desk, 1)
    poison = RemarkBody("this is no registration", 7, "Petugas Contoh")
    desk.store.write(lambda: append(desk.writer(), Kind.REGISTERED, poison, at_ms=desk.now_ms()))
    visit(desk, 2)
    totals = sync(desk)
    assert (totals.sent, totals.accepted, totals.refused, pending(desk)) == (3, 2, 1, 0)
    assert attention(desk) == [(2, "BODY_UNREADABLE", {})]
    assert desk_heads(desk) == server_heads(server, desk)
    assert [one["seq"] for one in server_has(server) if one["post"] == post] == [1, 3]
    assert sync(desk).sent == 0


@pytest.mark.parametrize(
    "oddity",
    [
        {"business_on": "besok"},
        {"person": registered(1).person.__class__("357808150890" + "9901", "X", "", "13-14-1990", *[""] * 11)},
        {"registration_no": "35-SBY01-20200413-0001-0", "queue_number": "A777"},
        {"queue_number": "A001"},
    ],
    ids=["no day", "no birth date", "number twice", "queue number twice"],
)
def test_odd_news_of_another_device_do_not_stop_the_news_behind_them(
    server: RunningServer, desk: Desk, post: str, oddity: dict[str, Any], visit: Visit
) -> None:
    other = WireDesk(post=post)
    other.enrol(server.url, server.new_code(post))
    other.register(1, registration_no="35-SBY01-20200413-0001-0")
    other.add("registered", encode(registered(2, post=post, **oddity)))
    other.add("registered", b"\xc1 not even msgpack")
    other.add("a_word_of_tomorrow", b"\x90")
    other.register(3)
    other.exchange(server.url)
    totals = sync(desk)
    assert totals.received == 5
    shelved = {one.body.person.nik for one in registrations(desk)}
    assert {registered(1).person.nik, registered(3).person.nik} <= shelved
    assert len(shelved) == 2
    assert sync(desk).received == 0
    assert visit(desk, 5).outcome is Outcome.REGISTERED


# --- two desks of one post ------------------------------------------------------------------------------------------


def test_two_desks_of_a_post_see_each_others_registrations(desk: Desk, neighbour: Desk, visit: Visit) -> None:
    mine, theirs = visit(desk, 1), visit(neighbour, 2)
    sync(desk)
    assert sync(neighbour).received == 1
    assert sync(desk).received == 1
    uids = {mine.kept.uid, theirs.kept.uid}
    assert {one.uid for one in registrations(desk)} == {one.uid for one in registrations(neighbour)} == uids
    numbers = {one.registration_no for one in registrations(desk)}
    assert len(numbers) == 2
    assert desk_state(desk.store).visits.registrations == 1  # the own ones


def test_a_person_of_the_first_desk_is_answered_duplicate_with_the_first_number_at_the_second(
    server: RunningServer, desk: Desk, neighbour: Desk, visit: Visit
) -> None:
    first = visit(desk, 1)
    sync(desk)
    sync(neighbour)
    again = visit(neighbour, 1)
    assert again.outcome is Outcome.DUPLICATE
    assert (again.kept.uid, again.kept.registration_no) == (first.kept.uid, first.kept.registration_no)
    totals = sync(neighbour)
    assert (totals.accepted, totals.refused) == (1, 0)
    (held,) = (one for one in server_has(server) if one["uid"] == str(first.kept.uid))
    assert held["repeats"] == 1
    assert desk_heads(neighbour) == server_heads(server, neighbour)


def test_the_same_person_at_two_desks_without_a_line_is_kept_twice_and_the_second_is_told(
    server: RunningServer, desk: Desk, neighbour: Desk, post: str, visit: Visit
) -> None:
    visit(desk, 1)
    visit(neighbour, 1)
    assert sync(desk).refused == 0
    totals = sync(neighbour)
    assert (totals.sent, totals.refused, pending(neighbour)) == (1, 1, 0)
    assert attention(neighbour) == [(1, "NIK_ELSEWHERE", {"post": post})]
    held = [one for one in server_has(server) if one["post"] == post]
    assert len(held) == 2
    assert len({one["duplicate_group"] for one in held}) == 1
    sync(desk)
    assert len(registrations(desk)) == len(registrations(neighbour)) == 2


@pytest.mark.slow
def test_more_news_than_one_answer_holds_come_in_one_sync(server: RunningServer, desk: Desk, post: str) -> None:
    other = WireDesk(post=post)
    other.enrol(server.url, server.new_code(post))
    for number in range(230):
        other.register(number)
    other.exchange(server.url)
    totals = sync(desk)
    assert (totals.received, totals.requests) == (230, 2)
    assert len(registrations(desk)) == 230
    assert sync(desk).received == 0


def test_a_desk_of_another_post_sees_nothing(server: RunningServer, desk: Desk, tmp_path: Path, visit: Visit) -> None:
    visit(desk, 1)
    sync(desk)
    with enrolled_desk(tmp_path / "far", server.url, server.new_code("FAR01"), post="FAR01") as far:
        assert sync(far).received == 0
        assert registrations(far) == ()


# --- what is wrong between the two ends -----------------------------------------------------------------------------


def test_a_desk_that_the_server_does_not_know_is_told_so_and_keeps_everything(
    server: RunningServer, desk: Desk, line: BadLine, tmp_path: Path, visit: Visit
) -> None:
    visit(desk, 1)
    with running_server(tmp_path / "other") as other:
        line.lead_to(other.url)
        with pytest.raises(Trouble, match="DEVICE_UNKNOWN"):
            sync(desk)
    assert pending(desk) == 1
    line.lead_to(server.url)
    assert sync(desk).accepted == 1


def test_a_revoked_device_is_told_so_and_keeps_everything(server: RunningServer, desk: Desk, visit: Visit) -> None:
    visit(desk, 1)
    with server.store.writing() as work:
        assert enrolment.revoke_device(work, desk.store.profile.device_uid, 1)
    with pytest.raises(Trouble, match="DEVICE_REVOKED"):
        sync(desk)
    assert pending(desk) == 1
    assert server_heads(server, desk) == {}


def test_a_training_desk_is_refused_by_a_real_server_before_and_after_enrolment(tmp_path: Path, visit: Visit) -> None:
    with (
        running_server(tmp_path / "real", is_training=False) as real,
        running_server(tmp_path / "training") as training,
        BadLine(training.url) as line,
        enrolled_desk(tmp_path / "desk", line.url, training.new_code()) as desk,
    ):
        visit(desk, 1)
        line.lead_to(real.url)
        with pytest.raises(Trouble, match="TRAINING_MISMATCH"):
            join(desk, line.url, real.new_code())
        device = WireDesk(device=desk.store.profile.device_uid, key=desk.keys.device, is_training=False)
        device.enrol(real.url, real.new_code())
        with pytest.raises(Trouble, match="TRAINING_MISMATCH"):
            sync(desk)
        assert (pending(desk), server_has(real, "events")) == (1, [])
        line.lead_to(training.url)
        assert sync(desk).accepted == 1


def test_totals_add_up() -> None:
    first, second = Totals(1, 2, 3, 4, 5, 6, 7, 8), Totals(*[10] * 8)
    assert first.plus(second) == Totals(11, 12, 13, 14, 15, 16, 17, 18)


def test_heads_are_not_equal_while_anything_waits(desk: Desk, visit: Visit) -> None:
    with line_of(desk) as way:
        assert are_heads_equal(way.log)
        visit(desk, 1)
        assert not are_heads_equal(way.log)
        drain(way)
        assert are_heads_equal(way.log)


@pytest.mark.slow
def test_a_torn_batch_goes_again_at_once_and_those_behind_it_wait_for_it(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    for number in range(FEWEST * 3):
        visit(desk, number)
    line.harm(CutRequest(1_500))
    totals = sync(desk)
    assert (totals.sent, totals.accepted, pending(desk)) == (FEWEST * 3, FEWEST * 3, 0)
    assert totals.requests == 3  # answered ones: the torn one was not
    assert len([one for one in line.requests if b"/v1/exchange" in one.head]) == 4
    assert desk_heads(desk) == server_heads(server, desk)


def test_what_the_server_finds_out_later_is_told_to_the_desk_whose_event_it_is_and_to_no_neighbour(
    server: RunningServer, desk: Desk, neighbour: Desk, post: str, visit: Visit
) -> None:
    kept = visit(desk, 1).kept
    sync(desk)
    with server.store.writing() as work:
        feed_no = take_feed_numbers(work, post, 1)
        stream = desk.store.profile.stream
        add_notices(work, [Notice(post, feed_no, stream, 1, kept.uid.bytes, "NIK_ELSEWHERE", {"post": "MLG02"}, 1)])
    sync(neighbour)
    sync(desk)
    assert attention(neighbour) == []
    assert attention(desk) == [(1, "NIK_ELSEWHERE", {"post": "MLG02"})]
