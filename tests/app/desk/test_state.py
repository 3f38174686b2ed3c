"""The state of the desk in figures, and the log of other days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.desk.business_day import MOST_REASON, note_other_day
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.drafts import save_draft
from app.desk.state import DeskState, desk_state
from app.models.attention import Attention, note_attention
from app.models.events import events_after, note_receipt
from app.models.profile import note_contact
from app.models.store import Store
from core.registered import DayCounts
from core.wire.codec import decode
from core.wire.envelope import Receipt
from core.wire.events import Kind
from core.wire.records import OtherDayBody
from tests.kit.desk import register_one
from tests.kit.manual_clock import ManualClock


def test_a_new_desk_has_done_nothing(desk: Desk) -> None:
    assert desk_state(desk.store) == DeskState(DayCounts({}), 0, (), 0, None, None)


def test_visits_are_counted_by_outcome(desk: Desk) -> None:
    visits: tuple[dict[str, Any], ...] = ({}, {}, {"documents": []}, {"nik": "1"}, {"citizenship": "WNA"})
    for number, changes in enumerate(visits):
        register_one(desk, number, **changes)
    register_one(desk, 0)
    counted = desk_state(desk.store).visits
    assert counted.by_outcome == {"registered": 2, "waiting_list": 1, "incomplete": 1, "not_eligible": 1}
    assert (counted.registrations, counted.incomplete) == (3, 1)


def test_what_waits_to_be_sent_is_counted(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 0)
    stream = desk.store.profile.stream
    assert desk_state(desk.store).pending == 2
    desk.store.write(lambda: note_receipt(Receipt(bytes(16), stream, 1, bytes(32), 0), bytes(64)))
    assert desk_state(desk.store).pending == 1


def test_what_needs_attention_is_told_by_the_numbers_on_paper(desk: Desk) -> None:
    kept = register_one(desk, 0).kept
    stream = desk.store.profile.stream
    desk.store.write(lambda: note_attention(stream, 1, "SAME_PERSON", {"post": "SBY02"}, 1))
    desk.store.write(lambda: note_attention(stream, 9, "SAME_NUMBER", {}, 1))
    assert desk_state(desk.store).attention == (
        Attention("SAME_PERSON", {"post": "SBY02"}, kept.registration_no, "A001"),
        Attention("SAME_NUMBER", {}, "", ""),
    )


def test_what_was_put_right_since_needs_no_attention(desk: Desk, clock: ManualClock) -> None:
    first, second = (register_one(desk, number).kept for number in (0, 1))
    stream = desk.store.profile.stream
    for seq in (1, 2):
        desk.store.write(lambda seq=seq: note_attention(stream, seq, "SAME_PERSON", {}, desk.now_ms()))  # type: ignore[misc]  # bound
    clock.pass_s(60)
    correct(desk, first.uid, {"birth_place": "MALANG"}, "Salah baca kartu")
    assert [one.registration_no for one in desk_state(desk.store).attention] == [second.registration_no]
    desk.store.write(lambda: note_attention(stream, 1, "SAME_PERSON", {}, desk.now_ms() + 1))
    assert len(desk_state(desk.store).attention) == 2


def test_drafts_are_counted(desk: Desk) -> None:
    save_draft(desk, {"nik": "1"})
    save_draft(desk, {"nik": "2"})
    assert desk_state(desk.store).drafts == 2


def test_the_last_contact_is_told(desk: Desk) -> None:
    desk.store.write(lambda: note_contact(cursor=7, at_ms=5, drift_ms=-3))
    assert desk.store.refresh().cursor == 7
    state = desk_state(desk.store)
    assert (state.last_contact_ms, state.drift_ms) == (5, -3)


def test_the_state_needs_no_secret(desk: Desk) -> None:
    register_one(desk)
    with Store(desk.store.home, is_read_only=True) as look:
        assert desk_state(look).visits.registrations == 1


@pytest.mark.parametrize(
    ("hours", "day"),
    [(0, date(2020, 4, 13)), (15.9, date(2020, 4, 13)), (16, date(2020, 4, 14)), (-8, date(2020, 4, 13))],
)
def test_today_is_the_day_on_the_wall(desk: Desk, clock: ManualClock, hours: float, day: date) -> None:
    clock.pass_s(hours * 3600)  # from eight in the morning, western time
    assert desk.today() == day


def test_another_business_date_is_logged_with_its_reason(desk: Desk) -> None:
    note_other_day(desk, date(2020, 4, 11), "  listrik   padam \n" + "x" * 500)
    stream = desk.store.profile.stream
    ((header, body),) = desk.store.run(lambda: events_after(stream, 0, 5, desk.keys.sealer))
    told = decode(body, OtherDayBody)
    assert header.kind == Kind.OTHER_DAY
    assert told.business_on == "2020-04-11"
    assert told.reason.startswith("listrik padam xxx")
    assert len(told.reason) == MOST_REASON
