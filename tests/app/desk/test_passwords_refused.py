"""A password in a free text is refused wherever one is typed, and leaves no trace in the store."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from app.desk.account.open import open_account
from app.desk.business_day import note_other_day, open_other_day
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.disputes import settle_dispute, settle_dispute_by_text
from app.desk.exports.referral import referral
from app.desk.incidents import note_incident
from app.desk.queue.close import reopen_day
from app.desk.queue.visits import note_visit
from app.desk.referral_slip import prepare_referral
from app.desk.refusal import Refused
from app.desk.register import register
from app.desk.slip_cases import settle_case
from app.desk.stage import reach_stage, reach_stages
from app.desk.withdraw import withdraw
from core.accounts import Need
from core.entry import EntryCode
from core.errors import Trouble
from core.findings import Weight
from core.incidents import IncidentKind
from core.passwords import PasswordCode
from core.programme import Teller
from core.registered import KeptRegistration
from core.registration import Outcome
from core.sentences import sentence
from core.stages import ToldStage
from core.visits import Asked, Result
from tests.kit.desk import DAY, all_rows, entry_of, person_values, prakerja, register_one, sql

SECRET = "Kucing77melati"
TOLD = f"kata sandinya {SECRET}"
ANY = uuid.UUID(int=1)

VERBS: dict[str, Callable[[Desk, KeptRegistration], object]] = {
    "visit": lambda desk, kept: note_visit(desk, DAY, Asked.PHONE_HELP, Result.HELPED, note=TOLD, about=kept.uid),
    "incident": lambda desk, _kept: note_incident(desk, DAY, IncidentKind.OTHER, TOLD),
    "correction": lambda desk, kept: correct(desk, kept.uid, {"mobile": "0812-3456-0001"}, TOLD),
    "withdrawal": lambda desk, kept: withdraw(desk, kept.uid, TOLD),
    "dispute": lambda desk, kept: settle_dispute(desk, kept.uid, "mobile", ANY.bytes, TOLD),
    "dispute by text": lambda desk, kept: settle_dispute_by_text(desk, kept.uid, "mobile", "", TOLD),
    "queue opened again": lambda desk, _kept: reopen_day(desk, DAY, TOLD),
    "stage": lambda desk, kept: reach_stage(desk, kept.uid, "LULUS", DAY, Teller.APPLICANT, TOLD),
    "stages": lambda desk, kept: reach_stages(desk, kept.uid, [ToldStage("LULUS", DAY, Teller.APPLICANT, TOLD)]),
    "stage put back": lambda desk, kept: reach_stage(desk, kept.uid, "", DAY, Teller.OFFICE, reason=TOLD),
    "slip without registration": lambda desk, _kept: settle_case(desk, ANY, TOLD),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=list(VERBS))
def test_no_verb_keeps_a_reason_or_a_note_with_a_password(
    desk: Desk, verb: Callable[[Desk, KeptRegistration], object]
) -> None:
    kept = register_one(desk).kept
    before = all_rows(desk.store)
    answer = verb(desk, kept)
    assert isinstance(answer, Refused)
    assert answer.code is PasswordCode.TOLD
    assert all_rows(desk.store) == before


def test_the_refusal_says_what_happened_why_and_what_to_write_instead() -> None:
    told = sentence(PasswordCode.TOLD)
    assert "kata sandi" in told
    assert "hanya boleh diketahui pemiliknya" in told
    assert "belum disimpan" in told
    assert "cukup tulis misalnya" in told


def test_another_day_is_not_opened_for_such_a_reason(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        note_other_day(desk, DAY, TOLD)
    assert caught.value.code == PasswordCode.TOLD
    assert open_other_day(desk, DAY, "lupa kata sandi") == DAY
    assert sql(desk.store, "SELECT count(*) FROM event") == [(0,)]


@pytest.mark.parametrize(
    "paper",
    [
        lambda desk, kept: prepare_referral(desk, kept, "a5", TOLD),
        lambda desk, kept: referral(desk, kept, prakerja(), TOLD),
    ],
)
def test_no_letter_is_printed_with_such_a_reason(desk: Desk, paper: Callable[[Desk, KeptRegistration], object]) -> None:
    kept = register_one(desk).kept
    with pytest.raises(Trouble) as caught:
        paper(desk, kept)
    assert caught.value.code == PasswordCode.TOLD


@pytest.mark.parametrize("field", ["name_on_id", "id_address", "email", "contact_person", "nik", "occupation"])
def test_a_field_with_a_password_is_not_kept_and_says_so(desk: Desk, field: str) -> None:
    told = register(desk, entry_of(person_values(0), **{field: TOLD}), prakerja(), DAY)
    assert told.outcome is Outcome.INCOMPLETE
    found = [noted.finding for noted in told.findings if noted.finding.field == field]
    assert [finding.code for finding in found] == [EntryCode.HAS_PASSWORD]
    assert SECRET not in repr(told.kept.body)
    assert getattr(told.kept.body.person, field) == ""


def test_an_answer_with_a_password_is_not_kept(desk: Desk) -> None:
    told = register_one(desk, answers={"education": TOLD})
    assert next(one.finding.weight for one in told.findings if one.finding.field == "answers.education") is Weight.BLOCK
    assert SECRET not in repr(told.kept.body)


def test_somebody_with_a_password_in_a_field_is_completed_by_correcting_it(desk: Desk) -> None:
    kept = register_one(desk, id_address=TOLD).kept
    answer = correct(desk, kept.uid, {"id_address": "JL. MAWAR 5"}, "Salah ketik")
    assert not isinstance(answer, Refused)
    assert answer.outcome is Outcome.REGISTERED


def test_what_was_refused_once_is_said_again_until_it_is_corrected(desk: Desk) -> None:
    kept = register_one(desk, id_address=TOLD).kept
    answer = correct(desk, kept.uid, {"mobile": "0812-3456-0002"}, "Nomor baru")
    assert not isinstance(answer, Refused)
    assert EntryCode.HAS_PASSWORD in {noted.finding.code for noted in answer.findings}


def test_a_help_with_mail_takes_no_such_name_along(desk: Desk) -> None:
    account = open_account(desk, DAY, Need.FORGOTTEN, name_on_id=TOLD).account
    assert account.opened.name_on_id == ""


def test_a_correction_cannot_bring_one_in(desk: Desk) -> None:
    kept = register_one(desk).kept
    answer = correct(desk, kept.uid, {"id_address": TOLD}, "Pindah rumah")
    assert SECRET not in repr(answer)
