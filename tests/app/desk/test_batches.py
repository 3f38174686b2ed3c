"""Batches at a desk: home batch, joining by the missing paper, carrying over, and the board."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from app.desk.batches import CarriedOver, batch_board, carry_over
from app.desk.complete import PapersAdded, add_papers
from app.desk.context import Desk
from app.desk.correct import Corrected, correct, preview_correction
from app.desk.history import history
from app.desk.lookup import find_one
from app.desk.refusal import Refused
from app.desk.register import register
from app.desk.slips import slip_of
from app.desk.stage import read_stage
from app.desk.waiting import waiting_list
from app.desk.withdraw import withdraw
from app.models.events import chain_problem
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import Assessment, Outcome
from core.stages import StageCode
from core.wire.events import Kind
from tests.app.desk.test_stage import TWO, with_two_batches
from tests.kit.desk import DAY, all_rows, entry_of, person_values, prakerja, register_one, sql
from tests.kit.manual_clock import ManualClock

DAY_S = 86_400
BETWEEN, SECOND = date(2020, 4, 18), date(2020, 4, 20)


@pytest.fixture
def here(desk: Desk) -> Desk:
    """A desk with two batches on file."""
    return with_two_batches(desk)


@pytest.fixture
def programme(here: Desk) -> Programme:
    return here.programme_of("PRAKERJA2020")


def go_to(clock: ManualClock, desk: Desk, on: date) -> None:
    clock.pass_s((on - desk.today()).days * DAY_S)


def came(desk: Desk, number: int = 0, **changes: object) -> KeptRegistration:
    """A visit of today."""
    programme = desk.programme_of("PRAKERJA2020")
    return register(desk, entry_of(person_values(number, **changes)), programme, desk.today()).kept


def batch_no(desk: Desk, kept: KeptRegistration) -> int:
    batch = read_stage(desk, kept.uid).batch
    return batch.number if batch else 0


def kinds(desk: Desk, kept: KeptRegistration) -> list[str]:
    return [one.kind for one in history(desk, kept.uid)]


def carried(desk: Desk, programme: Programme, on: date) -> CarriedOver:
    answer = carry_over(desk, programme, on)
    assert isinstance(answer, CarriedOver), answer
    assert desk.store.run(chain_problem) is None
    return answer


def test_who_is_complete_is_in_the_batch_of_the_day_without_any_act(here: Desk) -> None:
    kept = came(here)
    assert (batch_no(here, kept), kinds(here, kept)) == (1, ["registered"])


def test_a_paper_that_comes_in_the_same_batch_needs_no_act_of_its_own(here: Desk) -> None:
    kept = came(here, documents=["ktp"])
    add_papers(here, kept.uid, ("kk",))
    assert (batch_no(here, kept), kinds(here, kept)) == (1, ["registered", "papers_added"])


def test_a_paper_that_comes_in_the_next_batch_leads_into_that(here: Desk, clock: ManualClock) -> None:
    kept = came(here, documents=["ktp"])
    go_to(clock, here, SECOND)
    answer = add_papers(here, kept.uid, ("kk",))
    assert isinstance(answer, PapersAdded)
    assert (answer.outcome, batch_no(here, kept)) == (Outcome.REGISTERED, 2)
    assert kinds(here, kept)[1:] == ["papers_added", "batch_joined"]
    assert slip_of(here, answer.kept, 2).stage == "Gelombang 2"
    assert [one.batch for one in history(here, kept.uid)] == [0, 0, 2]


def test_a_paper_that_comes_while_no_batch_is_open_waits_for_the_next(
    here: Desk, programme: Programme, clock: ManualClock
) -> None:
    kept = came(here, documents=["ktp"])
    go_to(clock, here, BETWEEN)
    add_papers(here, kept.uid, ("kk",))
    view = read_stage(here, kept.uid)
    assert (view.batch, view.is_waiting) == (None, True)
    (row,) = waiting_list(here, programme)
    assert (row.uid, row.missing, row.batch) == (kept.uid, (), TWO)
    go_to(clock, here, SECOND)
    answer = carried(here, programme, SECOND)
    assert (answer.joined, answer.batch, answer.still_waiting) == ((kept.uid,), TWO, 0)
    assert batch_no(here, kept) == 2
    assert find_one(here, str(kept.uid)).registration_no == kept.registration_no


def test_who_came_while_no_batch_was_open_is_registered_by_joining_one(
    here: Desk, programme: Programme, clock: ManualClock
) -> None:
    go_to(clock, here, BETWEEN)
    kept = came(here)
    assert (kept.status, [row.missing for row in waiting_list(here, programme)]) == ("DAFTAR_TUNGGU", [()])
    go_to(clock, here, SECOND)
    carried(here, programme, SECOND)
    after = find_one(here, str(kept.uid))
    assert (after.status, after.body.outcome, after.registration_no) == (
        "TERDAFTAR",
        "registered",
        kept.registration_no,
    )
    assert "BATCH_CLOSED" not in {finding.code for finding in after.body.findings}
    assert (batch_no(here, kept), waiting_list(here, programme)) == (2, ())
    joined = history(here, kept.uid)[-1]
    assert (joined.kind, joined.batch, joined.status, joined.reached_on) == (Kind.BATCH_JOINED, 2, "TERDAFTAR", SECOND)


def test_who_has_joined_keeps_the_place_when_the_batch_has_closed(
    here: Desk, programme: Programme, clock: ManualClock
) -> None:
    go_to(clock, here, BETWEEN)
    kept = came(here)
    go_to(clock, here, SECOND)
    carried(here, programme, SECOND)
    go_to(clock, here, date(2020, 5, 1))
    foreseen = preview_correction(here, kept.uid, {"birth_place": "MALANG"})
    assert isinstance(foreseen, Assessment)
    answer = correct(here, kept.uid, {"birth_place": "MALANG"}, "Salah baca")
    assert isinstance(answer, Corrected)
    assert (foreseen.outcome, answer.outcome, batch_no(here, kept)) == (Outcome.REGISTERED, Outcome.REGISTERED, 2)


def test_a_paper_for_a_visit_between_batches_leads_into_todays_at_once(here: Desk, clock: ManualClock) -> None:
    go_to(clock, here, BETWEEN)
    kept = came(here, documents=["ktp"])
    go_to(clock, here, SECOND)
    answer = add_papers(here, kept.uid, ("kk",))
    assert isinstance(answer, PapersAdded)
    assert (answer.outcome, batch_no(here, kept)) == (Outcome.REGISTERED, 2)


def test_a_settled_doubt_leads_into_todays_batch_as_well(here: Desk, clock: ManualClock) -> None:
    kept = came(here, nik="35780815")
    go_to(clock, here, SECOND)
    correct(here, kept.uid, {"nik": str(person_values(0)["nik"])}, "Salah baca")
    assert batch_no(here, kept) == 2


def test_who_lost_a_doubt_again_keeps_the_batch_once_joined(here: Desk, clock: ManualClock) -> None:
    kept = came(here, documents=["ktp"])
    go_to(clock, here, SECOND)
    add_papers(here, kept.uid, ("kk",))
    correct(here, kept.uid, {"nik": "3578"}, "Salah baca")
    assert (find_one(here, str(kept.uid)).status, batch_no(here, kept)) == ("BELUM_LENGKAP", 0)
    go_to(clock, here, date(2020, 5, 1))
    correct(here, kept.uid, {"nik": str(person_values(0)["nik"])}, "Salah baca")
    assert (batch_no(here, kept), kinds(here, kept).count("batch_joined")) == (2, 1)


def test_who_waits_for_a_batch_is_told_so_once(here: Desk, clock: ManualClock) -> None:
    kept = came(here, documents=["ktp"])
    go_to(clock, here, BETWEEN)
    add_papers(here, kept.uid, ("kk",))
    correct(here, kept.uid, {"nik": "3578"}, "Salah baca")
    correct(here, kept.uid, {"nik": str(person_values(0)["nik"])}, "Salah baca")
    assert (batch_no(here, kept), kinds(here, kept).count("batch_joined")) == (0, 1)


def test_carrying_over_again_changes_nothing(here: Desk, programme: Programme, clock: ManualClock) -> None:
    go_to(clock, here, BETWEEN)
    first = [came(here, number).uid for number in range(3)]
    lacking = came(here, 3, documents=["ktp"])
    gone = came(here, 4)
    withdraw(here, gone.uid, "Pindah")
    go_to(clock, here, SECOND)
    answer = carried(here, programme, SECOND)
    assert (list(answer.joined), answer.still_waiting, answer.changes.has_outbox) == (first, 1, True)
    before = all_rows(here.store)
    again = carried(here, programme, SECOND)
    assert (again.joined, again.still_waiting, again.changes.has_outbox) == ((), 1, False)
    assert all_rows(here.store) == before
    assert [(row.rank, row.uid, row.missing) for row in waiting_list(here, programme)] == [
        (1, lacking.uid, ("Kartu Keluarga (KK)",))
    ]


def test_nobody_is_carried_over_while_no_batch_is_open(here: Desk, programme: Programme) -> None:
    for on, upcoming in ((BETWEEN, "Gelombang 2"), (date(2020, 5, 1), "")):
        answer = carry_over(here, programme, on)
        assert isinstance(answer, Refused)
        assert (answer.code, answer.facts["next"]) == (StageCode.NO_OPEN_BATCH, upcoming)


def test_many_are_carried_over_in_order(here: Desk, programme: Programme, clock: ManualClock) -> None:
    go_to(clock, here, BETWEEN)
    everybody = [came(here, number).uid for number in range(27)]
    go_to(clock, here, SECOND)
    assert list(carried(here, programme, SECOND).joined) == everybody


def test_the_board_shows_all_batches_groups_and_who_waits(here: Desk, programme: Programme, clock: ManualClock) -> None:
    came(here, 0)
    answers = person_values(1)["answers"]
    assert isinstance(answers, dict)
    came(here, 1, answers={**answers, "employment_status": "usaha_kecil"})
    came(here, 2, documents=["ktp"])
    came(here, 3, nik="35780815")
    go_to(clock, here, BETWEEN)
    came(here, 4)
    board = batch_board(here, programme, BETWEEN)
    assert (board.open, board.upcoming, board.missing, board.waiting_total, board.incomplete) == (None, TWO, 2, 2, 1)
    assert [
        (count.batch.number, count.members, count.by_group["phk"], count.by_group[""]) for count in board.batches
    ] == [
        (1, 2, 1, 1),
        (2, 0, 0, 0),
    ]


def test_other_periods_and_programmes_are_not_counted(here: Desk, programme: Programme) -> None:
    came(here)
    later = msgspec.structs.replace(programme, period="2021")
    assert batch_board(here, later, DAY).batches[0].members == 0
    assert waiting_list(here, later) == ()


def test_a_broken_seal_leaves_one_out_and_the_rest_in(here: Desk, programme: Programme) -> None:
    came(here, 0, documents=["ktp"])
    whole = came(here, 1, documents=["ktp"])
    sql(here.store, "UPDATE registration SET sealed = x'00' WHERE uid != ?", whole.uid.bytes)
    assert [row.uid for row in waiting_list(here, programme, DAY)] == [whole.uid]


def test_a_programme_with_one_batch_only_still_counts(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk, documents=["ktp"]).kept
    clock.pass_s(300 * DAY_S)
    add_papers(desk, kept.uid, ("kk",))
    (row,) = waiting_list(desk, prakerja())
    assert (row.uid, row.batch) == (kept.uid, None)
