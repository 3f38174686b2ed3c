"""Stages: written down by an officer, put back by a coordinator, refused with what is possible instead."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from app.changes import Changes
from app.desk.context import Desk
from app.desk.history import history
from app.desk.refusal import RefusalCode, Refused
from app.desk.stage import StageReached, reach_stage, reach_stages, read_stage
from app.desk.withdraw import withdraw
from app.models.events import chain_problem
from app.models.officers import Role
from core.errors import Trouble
from core.programme import Batch, Programme, Teller
from core.registered import KeptRegistration
from core.stages import StageCode, ToldStage, Trail
from tests.kit.desk import DAY, all_rows, new_profile, opened, prakerja, register_one, sql
from tests.kit.manual_clock import ManualClock

TWO = Batch(number=2, label="Gelombang 2", since=date(2020, 4, 20), until=date(2020, 4, 23), source="?")


def with_two_batches(desk: Desk) -> Desk:
    """The same desk with a second batch on file."""
    programme = msgspec.structs.replace(prakerja(), batches=(*prakerja().batches, TWO))

    def programme_of(code: str) -> Programme:
        assert code == programme.code
        return programme

    return dataclasses.replace(desk, programme_of=programme_of)


def reached(desk: Desk, kept: KeptRegistration, code: str, on: date = DAY, **more: int | str) -> Trail:
    """A stage that is taken."""
    answer = reach_stage(desk, kept.uid, code, on, Teller.PORTAL, **more)  # type: ignore[arg-type]  # of two types
    assert isinstance(answer, StageReached), answer
    assert answer.changes == Changes(frozenset({kept.uid}), has_outbox=True)
    assert desk.store.run(chain_problem) is None
    return answer.trail


def refusal(answer: StageReached | Refused) -> Refused:
    assert isinstance(answer, Refused), answer
    return answer


def test_a_stage_is_kept_with_its_day_source_note_and_officer(desk: Desk) -> None:
    kept = register_one(desk).kept
    answer = reach_stage(desk, kept.uid, "AKUN_DIBUAT", DAY, Teller.APPLICANT, " Kata \n anaknya ")
    assert isinstance(answer, StageReached)
    stage = answer.trail.stage
    assert stage is not None
    assert (stage.code, stage.on, stage.told_by, stage.note) == ("AKUN_DIBUAT", DAY, "applicant", "Kata anaknya")
    assert (stage.officer_name, stage.at_ms) == (desk.keys.officer.name, desk.now_ms())
    assert answer.kept == kept
    view = read_stage(desk, kept.uid)
    assert (view.trail, view.stage) == (answer.trail, prakerja().stages[0])
    assert [one.code for one in view.next_stages] == ["TES_SELESAI", "DITOLAK_DINAS"]
    assert view.earlier == {""}
    assert view.batch is not None
    assert (view.batch.label, view.is_waiting) == ("Gelombang 1", False)


def test_before_any_stage_the_status_says_what_is_next(desk: Desk) -> None:
    view = read_stage(desk, register_one(desk, documents=["ktp"]).kept.uid)
    assert (view.trail, view.stage, view.batch, view.is_waiting, view.earlier) == (
        Trail(),
        None,
        None,
        True,
        frozenset(),
    )
    assert [one.code for one in view.next_stages] == ["AKUN_DIBUAT", "DITOLAK_DINAS"]


def test_several_stages_in_one_go_are_all_kept_or_none(desk: Desk) -> None:
    kept = register_one(desk).kept
    way = [ToldStage(code, DAY, Teller.APPLICANT) for code in ("AKUN_DIBUAT", "TES_SELESAI", "GABUNG_GELOMBANG")]
    before = all_rows(desk.store)
    assert refusal(reach_stages(desk, kept.uid, (way[0], way[2]))).code is StageCode.NOT_NEXT
    assert all_rows(desk.store) == before
    answer = reach_stages(desk, kept.uid, way)
    assert isinstance(answer, StageReached)
    assert (answer.trail.stage_code, answer.trail.turn) == ("GABUNG_GELOMBANG", 3)
    assert [one.stage for one in history(desk, kept.uid)][1:] == ["AKUN_DIBUAT", "TES_SELESAI", "GABUNG_GELOMBANG"]


def test_a_skipped_stage_is_refused_with_what_is_possible(desk: Desk) -> None:
    kept = register_one(desk).kept
    answer = refusal(reach_stage(desk, kept.uid, "TES_SELESAI", DAY, Teller.PORTAL))
    assert (answer.code, answer.facts["possible"]) == (StageCode.NOT_NEXT, ("Akun dibuat", "Ditolak"))


def test_what_is_withdrawn_reaches_nothing_and_is_not_put_back(desk: Desk) -> None:
    kept = register_one(desk).kept
    reached(desk, kept, "AKUN_DIBUAT")
    withdraw(desk, kept.uid, "Pindah")
    for reason in ("", "Salah"):
        answer = refusal(reach_stage(desk, kept.uid, "TES_SELESAI", DAY, Teller.PORTAL, reason=reason))
        assert answer.code is RefusalCode.WITHDRAWN
    assert read_stage(desk, kept.uid).next_stages == ()


def test_a_day_that_has_not_come_is_refused_by_the_desks_own_day(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk).kept
    tomorrow = date(2020, 4, 14)
    answer = refusal(reach_stage(desk, kept.uid, "AKUN_DIBUAT", tomorrow, Teller.PORTAL))
    assert answer.code is StageCode.FUTURE
    clock.pass_s(86_400)
    assert reached(desk, kept, "AKUN_DIBUAT", tomorrow).stage_code == "AKUN_DIBUAT"


def test_a_coordinator_puts_a_stage_back_with_a_reason(desk: Desk) -> None:
    kept = register_one(desk).kept
    reached(desk, kept, "AKUN_DIBUAT")
    reached(desk, kept, "TES_SELESAI")
    trail = reached(desk, kept, "AKUN_DIBUAT", reason=" Salah  orang ")
    assert (trail.stage_code, trail.turn) == ("AKUN_DIBUAT", 3)
    assert trail.stage is not None
    assert trail.stage.reason == "Salah orang"
    assert [one.reason for one in history(desk, kept.uid)] == ["", "", "", "Salah orang"]
    assert reached(desk, kept, "", reason="Belum ada akun").stage_code == ""
    assert [one.code for one in read_stage(desk, kept.uid).next_stages] == ["AKUN_DIBUAT", "DITOLAK_DINAS"]


@pytest.mark.parametrize("code", ["LOLOS", "TES_SELESAI", "TIDAK_ADA"])
def test_a_correction_never_goes_on(desk: Desk, code: str) -> None:
    kept = register_one(desk).kept
    reached(desk, kept, "AKUN_DIBUAT")
    answer = refusal(reach_stage(desk, kept.uid, code, DAY, Teller.OFFICE, reason="Salah"))
    assert answer.code is StageCode.NOT_EARLIER


def test_nothing_is_put_back_to_nothing(desk: Desk) -> None:
    kept = register_one(desk).kept
    answer = refusal(reach_stage(desk, kept.uid, "", DAY, Teller.OFFICE, reason="Salah"))
    assert answer.code is StageCode.NOT_EARLIER


def test_a_correction_of_tomorrow_is_refused(desk: Desk) -> None:
    kept = register_one(desk).kept
    reached(desk, kept, "AKUN_DIBUAT")
    answer = refusal(reach_stage(desk, kept.uid, "", date(2020, 4, 14), Teller.OFFICE, reason="Salah"))
    assert answer.code is StageCode.FUTURE


@pytest.fixture
def officers_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk of somebody who is no coordinator."""
    new_profile(tmp_path / "lain", role=Role.OFFICER)
    with opened(tmp_path / "lain") as desk:
        yield desk


def test_an_officer_puts_nothing_back(officers_desk: Desk) -> None:
    kept = register_one(officers_desk).kept
    reached(officers_desk, kept, "AKUN_DIBUAT")
    answer = refusal(reach_stage(officers_desk, kept.uid, "", DAY, Teller.OFFICE, reason="Salah"))
    assert answer.code is StageCode.NEEDS_COORDINATOR


def test_who_was_not_selected_goes_into_the_next_batch_with_the_stage(desk: Desk, clock: ManualClock) -> None:
    here = with_two_batches(desk)
    kept = register_one(here).kept
    for code in ("AKUN_DIBUAT", "TES_SELESAI", "GABUNG_GELOMBANG", "TIDAK_LOLOS_GELOMBANG"):
        reached(here, kept, code)
    clock.pass_s(7 * 86_400)
    reached(here, kept, "GABUNG_GELOMBANG", date(2020, 4, 20), batch=2)
    assert read_stage(here, kept.uid).batch == TWO
    unknown = refusal(reach_stage(here, kept.uid, "LOLOS", date(2020, 4, 20), Teller.PORTAL, batch=3))
    assert unknown.code is StageCode.BATCH_UNKNOWN


def test_a_programme_of_a_newer_program_shows_the_bare_stage(desk: Desk) -> None:
    kept = register_one(desk).kept
    reached(desk, kept, "AKUN_DIBUAT")

    def unknown(code: str) -> Programme:
        raise Trouble("PROGRAMME_UNKNOWN", code=code)

    view = read_stage(dataclasses.replace(desk, programme_of=unknown), kept.uid)
    assert (view.trail.stage_code, view.stage, view.next_stages, view.batch) == ("AKUN_DIBUAT", None, (), None)


def test_an_unknown_registration_is_said(desk: Desk) -> None:
    for ask in (lambda: read_stage(desk, uuid.uuid4()), lambda: reach_stages(desk, uuid.uuid4(), ())):
        with pytest.raises(Trouble) as caught:
            ask()
        assert caught.value.code == "REGISTRATION_UNKNOWN"


def test_a_stage_that_cannot_be_kept_is_not_said(desk: Desk) -> None:
    kept = register_one(desk).kept
    sql(desk.store, "PRAGMA query_only=1")
    with pytest.raises(Trouble) as caught:
        reach_stage(desk, kept.uid, "AKUN_DIBUAT", DAY, Teller.PORTAL)
    assert caught.value.code == "STORE_READ_ONLY"
    assert read_stage(desk, kept.uid).trail == Trail()
