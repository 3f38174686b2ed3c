"""The missing paper: it moves a registration up, keeps its place, and is refused if it is not new."""

from __future__ import annotations

import pytest

from app.changes import Changes
from app.desk.complete import PapersAdded, add_papers
from app.desk.context import Desk
from app.desk.lookup import find_one
from app.desk.refusal import RefusalCode, Refused
from app.desk.slips import slip_of
from app.desk.withdraw import withdraw
from app.models.events import chain_problem
from core.registered import KeptRegistration
from core.registration import Outcome
from tests.kit.desk import all_rows, person_values, register_one
from tests.kit.manual_clock import ManualClock

LONG_S = 300 * 86_400
"""Until after the last batch."""


def added(desk: Desk, kept: KeptRegistration, *documents: str) -> PapersAdded:
    """Papers that are taken."""
    answer = add_papers(desk, kept.uid, documents)
    assert isinstance(answer, PapersAdded), answer
    assert find_one(desk, str(kept.uid)) == answer.kept
    assert desk.store.run(chain_problem) is None
    return answer


def test_the_last_missing_paper_ends_the_waiting_and_the_number_stays(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk, documents=["ktp"]).kept
    clock.pass_s(LONG_S)
    answer = added(desk, kept, "kk")
    assert (answer.outcome, answer.kept.status) == (Outcome.REGISTERED, "TERDAFTAR")
    assert (answer.kept.registration_no, answer.has_new_number) == (kept.registration_no, False)
    assert answer.changes == Changes(frozenset({kept.uid}), has_outbox=True)


def test_the_slip_follows_the_papers(desk: Desk) -> None:
    kept = register_one(desk, documents=[]).kept
    assert slip_of(desk, kept, 1).papers_missing == ("KTP-el", "Kartu Keluarga (KK)")
    one = added(desk, kept, "kk")
    slip = slip_of(desk, one.kept, 2)
    assert (one.outcome, slip.papers_seen, slip.papers_missing) == (
        Outcome.WAITING_LIST,
        ("Kartu Keluarga (KK)",),
        ("KTP-el",),
    )
    assert slip_of(desk, added(desk, one.kept, "ktp").kept, 3).stage == "Gelombang 1"


def test_an_open_field_stays_open(desk: Desk) -> None:
    kept = register_one(desk, nik="35780815", documents=[]).kept
    answer = added(desk, kept, "ktp", "kk")
    assert (answer.outcome, answer.kept.registration_no) == (Outcome.INCOMPLETE, "")
    assert answer.kept.body.typed == kept.body.typed


def test_a_visit_of_somebody_who_has_registered_since_gets_no_second_number(desk: Desk) -> None:
    visit = register_one(desk, mobile=None, documents=["ktp"]).kept
    first = register_one(desk).kept
    answer = add_papers(desk, visit.uid, ("kk",))
    assert isinstance(answer, Refused)
    assert (answer.code, answer.first) == (RefusalCode.NIK_TAKEN, first)


@pytest.mark.parametrize("documents", [(), ("ktp",), ("ktp", " kk ")])
def test_papers_that_were_seen_already_are_refused(desk: Desk, documents: tuple[str, ...]) -> None:
    kept = register_one(desk).kept
    before = all_rows(desk.store)
    answer = add_papers(desk, kept.uid, documents)
    assert isinstance(answer, Refused)
    assert answer.code is RefusalCode.NO_NEW_PAPER
    assert all_rows(desk.store) == before


def test_what_is_withdrawn_takes_no_papers(desk: Desk) -> None:
    kept = register_one(desk, documents=["ktp"]).kept
    withdraw(desk, kept.uid, "Pindah")
    answer = add_papers(desk, kept.uid, ("kk",))
    assert isinstance(answer, Refused)
    assert answer.code is RefusalCode.WITHDRAWN


def test_a_person_with_a_confirmed_doubt_is_not_asked_again(desk: Desk) -> None:
    kept = register_one(desk, mobile=None, confirm=["MOBILE_NONE"], documents=["ktp"]).kept
    assert added(desk, kept, "kk").outcome is Outcome.REGISTERED
    assert find_one(desk, str(person_values(0)["nik"])).status == "TERDAFTAR"
