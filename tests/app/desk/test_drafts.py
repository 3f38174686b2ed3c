"""Drafts: a half-filled form survives, sealed; it is no visit and takes no number."""

from __future__ import annotations

import uuid
from pathlib import Path

from app.changes import Changes
from app.desk.context import Desk
from app.desk.drafts import Draft, discard_draft, drafts, purge_drafts, save_draft
from app.desk.queue.figures import day_figures
from app.desk.queue.visits import note_visit, visits_on
from app.forms.registration import RegistrationForm
from app.house import DeskHouse
from app.models.events import events_after
from app.paths import SETTINGS_NAME
from core.visits import Asked, Result
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.app.forms.typing_in import filled_form
from tests.kit.desk import DAY, OFFICER, SECRET, all_rows, new_profile, opened, prakerja, register_one, sql
from tests.kit.manual_clock import ManualClock

HALF = {"nik": "3578081508", "name_on_id": "SITI AMINAH"}


def test_a_draft_comes_back_as_it_was_typed(desk: Desk) -> None:
    uid, changes = save_draft(desk, HALF)
    assert list(drafts(desk)) == [Draft(uid, HALF, desk.now_ms())]
    assert changes == Changes(has_drafts=True)


def test_any_text_comes_back(desk: Desk) -> None:
    odd = {"name_on_id": "  \u202eسيتي 🙂\n\0'; DROP TABLE draft --", "nik": ""}
    save_draft(desk, odd)
    assert drafts(desk)[0].values == odd


def test_the_same_draft_is_overwritten(desk: Desk, clock: ManualClock) -> None:
    uid, _changes = save_draft(desk, HALF)
    clock.pass_s(2)
    again, _changes = save_draft(desk, {"nik": "3578"}, uid)
    assert again == uid
    assert list(drafts(desk)) == [Draft(uid, {"nik": "3578"}, desk.now_ms())]


def test_the_latest_draft_comes_first(desk: Desk, clock: ManualClock) -> None:
    first, _changes = save_draft(desk, {"nik": "1"})
    clock.pass_s(1)
    second, _changes = save_draft(desk, {"nik": "2"})
    assert [draft.uid for draft in drafts(desk)] == [second, first]


def test_a_draft_that_is_let_go_is_gone(desk: Desk) -> None:
    uid, _changes = save_draft(desk, HALF)
    kept, _changes = save_draft(desk, {"nik": "2"})
    assert discard_draft(desk, uid) == Changes(has_drafts=True)
    assert [draft.uid for draft in drafts(desk)] == [kept]


def test_letting_go_of_no_draft_is_nothing(desk: Desk) -> None:
    before = all_rows(desk.store)
    discard_draft(desk, uuid.uuid4())
    assert all_rows(desk.store) == before


def test_a_draft_takes_no_number_and_tells_no_event(desk: Desk) -> None:
    save_draft(desk, HALF)
    rows = all_rows(desk.store)
    assert [name for name in ("number", "event", "registration", "person") if rows[name]] == []
    assert register_one(desk).kept.queue_number == "A001"


def test_a_draft_survives_closing(home: Path) -> None:
    new_profile(home)
    with opened(home) as desk:
        save_draft(desk, HALF)
    with opened(home) as desk:
        assert drafts(desk)[0].values == HALF


def test_a_draft_is_listed_without_telling_who_it_is(desk: Desk) -> None:
    save_draft(desk, {"nik": "3578085508909901", "programme": "PRAKERJA2020", "stage": "mobile"})
    (draft,) = drafts(desk)
    assert (draft.title, draft.nik_end) == ("", "9901")
    assert (draft.programme, draft.stage) == ("PRAKERJA2020", "mobile")


def test_a_draft_is_called_by_its_masked_name(desk: Desk) -> None:
    save_draft(desk, HALF)
    assert drafts(desk)[0].title == "SITI A***"


def test_a_draft_of_nobody_has_no_title(desk: Desk) -> None:
    save_draft(desk, {"mobile": "0812"})
    assert (drafts(desk)[0].title, drafts(desk)[0].programme) == ("", "")


def test_a_form_comes_back_out_of_the_store(desk: Desk) -> None:
    rulebook = desk.rulebook(prakerja(), DAY)
    form = filled_form(rulebook, rt_rw="-")
    form.confirm("RT_RW_NONE")
    save_draft(desk, form.draft())
    again = RegistrationForm.from_draft(rulebook, drafts(desk)[0].values)
    assert (again.entry(), again.view()) == (form.entry(), form.view())


# --- retention --------------------------------------------------------------------------------------------------

DAYS = 30
A_DAY_S = 86_400


def test_what_nobody_touched_for_thirty_days_is_deleted_and_noted(desk: Desk, clock: ManualClock) -> None:
    save_draft(desk, HALF)
    clock.pass_s(DAYS * A_DAY_S - 60)
    young, _changes = save_draft(desk, {"nik": "2"})
    register_one(desk)
    assert purge_drafts(desk, DAYS) == 0
    clock.pass_s(120)
    register_one(desk, 1)
    assert purge_drafts(desk, DAYS) == 1
    assert [draft.uid for draft in drafts(desk)] == [young]
    header, body = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 9, desk.keys.sealer))[-1]
    assert header.kind == Kind.DRAFTS_PURGED
    assert decode(body, RemarkBody) == RemarkBody("drafts_purged", 1, desk.keys.officer.name)


def test_with_nothing_old_nothing_is_written(desk: Desk, clock: ManualClock) -> None:
    save_draft(desk, HALF)
    clock.pass_s(A_DAY_S)
    register_one(desk)
    before = all_rows(desk.store)
    assert purge_drafts(desk, DAYS) == 0
    assert all_rows(desk.store) == before


def test_a_note_about_no_registration_is_wiped_like_a_draft_and_what_was_asked_still_counts(
    desk: Desk, clock: ManualClock
) -> None:
    kept = register_one(desk).kept.uid
    for about in (None, kept):
        note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note="Ibu Suharti, kartu belum sampai", about=about)
    clock.pass_s(DAYS * A_DAY_S - 60)
    register_one(desk, 1)
    assert purge_drafts(desk, DAYS) == 0
    assert all(visit.note for visit in visits_on(desk, DAY))
    clock.pass_s(120)
    register_one(desk, 2)
    purge_drafts(desk, DAYS)
    assert {visit.about: bool(visit.note) for visit in visits_on(desk, DAY)} == {None: False, kept: True}
    assert day_figures(desk, DAY).visits == {("complaint", "forwarded"): 2}
    header, body = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 9, desk.keys.sealer))[-1]
    assert (header.kind, decode(body, RemarkBody).about) == (Kind.DRAFTS_PURGED, "notes_purged")


def test_a_note_about_a_registration_of_another_desk_is_wiped_as_well(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk).kept.uid
    note_visit(desk, DAY, Asked.STATUS_CHECK, Result.ANSWERED, note="Ibu Suharti", about=kept)
    sql(desk.store, "UPDATE noted_visit SET about_uid = ?", uuid.uuid4().bytes)
    clock.pass_s(DAYS * A_DAY_S + 60)
    register_one(desk, 1)
    purge_drafts(desk, DAYS)
    assert [visit.note for visit in visits_on(desk, DAY)] == [""]


def test_a_clock_that_ran_ahead_over_night_costs_nobody_a_form(desk: Desk, clock: ManualClock) -> None:
    register_one(desk)
    save_draft(desk, HALF)
    clock.pass_s(10 * 365 * A_DAY_S)
    assert purge_drafts(desk, DAYS) == 0
    assert len(drafts(desk)) == 1


def test_a_draft_from_before_the_desk_was_written_under_a_wrong_clock_and_lives_on(
    desk: Desk, clock: ManualClock
) -> None:
    clock.pass_s(-5 * 365 * A_DAY_S)  # a flat clock battery
    save_draft(desk, HALF)
    clock.pass_s(5 * 365 * A_DAY_S + 60)
    register_one(desk)
    assert purge_drafts(desk, DAYS) == 0
    assert drafts(desk)[0].updated_at_ms == desk.now_ms()


def test_the_days_are_a_setting_and_count_at_every_unlocking(home: Path) -> None:
    clock = ManualClock()
    new_profile(home, clock=clock)
    (home / SETTINGS_NAME).write_text("draft_days = 7\n", encoding="utf-8")
    with opened(home, clock=clock) as desk:
        save_draft(desk, HALF)
        clock.pass_s(8 * A_DAY_S)
        register_one(desk)
    house = DeskHouse(home)
    house.open()
    assert list(drafts(house.unlock(OFFICER, SECRET))) == []
    house.close()
