"""Withdrawing: the number stays used, and the same person may register again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.changes import Changes
from app.desk.context import Desk
from app.desk.lookup import find, find_one
from app.desk.refusal import RefusalCode, Refused
from app.desk.slips import write_slip
from app.desk.state import desk_state
from app.desk.withdraw import Withdrawn, withdraw
from app.models.events import chain_problem
from core.errors import Trouble
from core.registration import Outcome, Status
from core.sentences import SENTENCES
from papers import Paper
from tests.kit.desk import all_rows, person_values, register_one, sql

NIK = str(person_values(0)["nik"])


def test_a_withdrawn_registration_keeps_its_number_and_what_it_says(desk: Desk) -> None:
    kept = register_one(desk).kept
    answer = withdraw(desk, kept.uid, "  Pindah ke\nluar kota ")
    assert isinstance(answer, Withdrawn)
    assert answer.kept.status == answer.kept.body.status == Status.WITHDRAWN
    assert answer.kept.registration_no == kept.registration_no
    assert answer.changes == Changes(frozenset({kept.uid}), has_outbox=True)
    assert find_one(desk, NIK) == answer.kept
    assert desk.store.run(chain_problem) is None


def test_the_person_may_register_again_with_another_number(desk: Desk) -> None:
    first = register_one(desk).kept
    withdraw(desk, first.uid, "Pindah")
    again = register_one(desk)
    assert again.outcome is Outcome.REGISTERED
    assert again.kept.registration_no != first.registration_no
    assert register_one(desk).outcome is Outcome.DUPLICATE
    assert find_one(desk, NIK).uid == again.kept.uid
    assert len(find(desk, NIK)) == 2
    withdraw(desk, again.kept.uid, "Ragu")
    assert register_one(desk).outcome is Outcome.REGISTERED


def test_what_was_withdrawn_counts_as_that_only(desk: Desk) -> None:
    withdraw(desk, register_one(desk).kept.uid, "Pindah")
    register_one(desk, 1)
    assert desk_state(desk.store).visits.by_outcome == {"withdrawn": 1, "registered": 1}


def test_a_visit_without_a_number_can_be_withdrawn(desk: Desk) -> None:
    kept = register_one(desk, nik="35780815").kept
    answer = withdraw(desk, kept.uid, "Tidak jadi")
    assert isinstance(answer, Withdrawn)
    assert (answer.kept.status, answer.kept.registration_no) == (Status.WITHDRAWN, "")


@pytest.mark.parametrize(("reason", "times", "code"), [("", 1, RefusalCode.NO_REASON), ("x", 2, RefusalCode.WITHDRAWN)])
def test_refusals_change_nothing(desk: Desk, reason: str, times: int, code: RefusalCode) -> None:
    kept = register_one(desk).kept
    for _time in range(times - 1):
        withdraw(desk, kept.uid, reason)
    before = all_rows(desk.store)
    answer = withdraw(desk, kept.uid, reason)
    assert isinstance(answer, Refused)
    assert answer.code is code
    assert all_rows(desk.store) == before


def test_no_slip_is_printed_of_it(desk: Desk, tmp_path: Path) -> None:
    answer = withdraw(desk, register_one(desk).kept.uid, "Pindah")
    assert isinstance(answer, Withdrawn)
    with pytest.raises(Trouble) as caught:
        write_slip(desk, answer.kept, Paper.A5, tmp_path / "slip.pdf", is_reprint=True)
    assert caught.value.code == "SLIP_OF_WITHDRAWN"
    assert caught.value.code in SENTENCES
    assert not (tmp_path / "slip.pdf").exists()


def test_a_withdrawal_that_the_rows_do_not_show_is_found(desk: Desk) -> None:
    withdraw(desk, register_one(desk).kept.uid, "Pindah")
    sql(desk.store, "UPDATE registration SET status = 'TERDAFTAR'")
    assert desk.store.run(chain_problem) is not None
