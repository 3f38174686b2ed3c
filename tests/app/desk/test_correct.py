"""Correcting: judged anew by the day of the visit, what was confirmed stays so, nothing is refused without a word."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from app.changes import Changes
from app.desk.context import Desk
from app.desk.correct import Corrected, correct, preview_correction
from app.desk.lookup import find, find_one
from app.desk.refusal import RefusalCode, Refused
from app.desk.register import register
from app.desk.revision import Revised, revised
from app.desk.slips import slip_of
from app.desk.withdraw import withdraw
from app.models.events import chain_problem, events_of
from app.models.news import keep_news
from core.errors import Trouble
from core.kept_entry import Revision
from core.people import masked_name
from core.registered import KeptRegistration
from core.registration import Outcome, RegistrationCode, Status
from core.sentences import SENTENCES
from core.wire.codec import decode
from core.wire.envelope import Change, EventUp
from core.wire.records import CorrectedBody
from papers import SlipKind
from tests.kit.desk import DAY, all_rows, day_lines, entry_of, person_values, prakerja, register_one, sql
from tests.kit.desk_wire import WireDesk, person
from tests.kit.manual_clock import ManualClock

WHY = "Salah baca kartu"
NIK = {number: str(person_values(number)["nik"]) for number in range(4)}


def corrected(desk: Desk, kept: KeptRegistration, fields: dict[str, str], **more: Any) -> Corrected:  # noqa: ANN401
    """A correction that is granted."""
    answer = correct(desk, kept.uid, fields, WHY, **more)
    assert isinstance(answer, Corrected), answer
    assert find_one(desk, str(kept.uid)) == answer.kept
    assert desk.store.run(chain_problem) is None
    return answer


def refusal(desk: Desk, kept: KeptRegistration, fields: dict[str, str], reason: str = WHY) -> Refused:
    """A correction that is refused and leaves everything as it was."""
    before = all_rows(desk.store)
    answer = correct(desk, kept.uid, fields, reason)
    assert isinstance(answer, Refused)
    assert all_rows(desk.store) == before
    assert answer.code in SENTENCES
    return answer


def test_a_field_gets_its_new_value_and_everything_else_stays(desk: Desk) -> None:
    before = register_one(desk).kept
    answer = corrected(desk, before, {"birth_place": "sidoarjo"})
    assert answer.kept.body.person.birth_place == "SIDOARJO"
    assert (answer.outcome, answer.kept.status, answer.has_new_number) == (Outcome.REGISTERED, "TERDAFTAR", False)
    assert answer.changes == Changes(frozenset({before.uid}), has_outbox=True)
    assert (answer.kept.registration_no, answer.kept.queue_number) == (before.registration_no, before.queue_number)
    assert answer.kept.body.documents == before.body.documents


def test_only_what_changed_is_told_with_reason_and_officer(desk: Desk) -> None:
    kept = register_one(desk).kept
    corrected(desk, kept, {"birth_place": "SIDOARJO", "id_address": kept.body.person.id_address})
    (_first, (header, packed)) = desk.store.run(lambda: events_of(kept.uid.bytes, desk.keys.sealer))
    body = decode(packed, CorrectedBody)
    assert (dict(body.fields), dict(body.answers), dict(body.typed)) == ({"birth_place": "SIDOARJO"}, {}, {})
    assert (body.reason, body.officer_name) == (WHY, desk.keys.officer.name)
    assert header.base


def test_every_person_of_the_day_file_is_judged_again_as_at_the_first_visit(desk: Desk) -> None:
    for line in day_lines():
        answer = register(desk, entry_of(line), prakerja(), DAY)
        if answer.outcome is not Outcome.DUPLICATE:
            anew = desk.store.run(lambda kept=answer.kept: revised(desk, kept, Revision()))  # type: ignore[misc]  # bound
            assert isinstance(anew, Revised)
            assert (anew.fields, anew.answers, anew.typed) == ({}, {}, {}), line
            assert not anew.is_judged_otherwise(answer.kept.body), line


# --- moving up --------------------------------------------------------------------------------------------------
def test_a_mended_field_gives_the_number_that_was_missing_on_the_day_it_is_mended(
    desk: Desk, clock: ManualClock
) -> None:
    before = register_one(desk, nik="35780815").kept
    clock.pass_s(86_400)
    answer = corrected(desk, before, {"nik": NIK[0]})
    assert (answer.outcome, answer.kept.status, answer.has_new_number) == (Outcome.REGISTERED, "TERDAFTAR", True)
    assert answer.kept.registration_no.startswith("35-SBY01-20200414-0001-")
    assert (answer.kept.queue_number, answer.kept.body.business_on) == (before.queue_number, DAY.isoformat())
    assert answer.kept.body.typed == {}
    assert [one.uid for one in find(desk, NIK[0])] == [before.uid]
    assert slip_of(desk, answer.kept, 1).kind is SlipKind.RECEIPT


def test_a_doubt_that_was_left_open_can_be_settled_later(desk: Desk) -> None:
    before = register_one(desk, mobile=None).kept
    assert before.status == Status.INCOMPLETE
    answer = corrected(desk, before, {}, confirm=frozenset({"MOBILE_NONE"}))
    assert (answer.outcome, answer.has_new_number) == (Outcome.REGISTERED, True)


def test_a_proposal_can_be_taken_later(desk: Desk) -> None:
    before = register_one(desk, email="budi.santoso@gmial.com").kept
    answer = corrected(desk, before, {}, accept=frozenset({"EMAIL_DOMAIN_TYPO"}))
    assert (answer.outcome, answer.kept.body.person.email) == (Outcome.REGISTERED, "budi.santoso@gmail.com")


def test_an_answer_can_be_corrected(desk: Desk) -> None:
    before = register_one(desk).kept
    answer = corrected(desk, before, {}, answers={"in_formal_education": True})
    assert (answer.outcome, answer.kept.status) == (Outcome.NOT_ELIGIBLE, "DITOLAK")
    assert answer.kept.body.answers == {**before.body.answers, "in_formal_education": True}


def test_the_batch_of_the_visit_counts_not_todays(desk: Desk, clock: ManualClock) -> None:
    before = register_one(desk, nik="35780815").kept
    clock.pass_s(300 * 86_400)
    assert corrected(desk, before, {"nik": NIK[0]}).outcome is Outcome.REGISTERED


# --- moving down ------------------------------------------------------------------------------------------------
def test_a_number_is_never_lost_though_the_registration_is_incomplete(desk: Desk) -> None:
    before = register_one(desk).kept
    answer = corrected(desk, before, {"nik": NIK[0][:15]})
    assert (answer.outcome, answer.kept.status) == (Outcome.INCOMPLETE, "BELUM_LENGKAP")
    assert answer.kept.registration_no == before.registration_no
    assert answer.kept.body.typed["nik"] == NIK[0][:15]
    assert slip_of(desk, answer.kept, 1).kind is SlipKind.NOTE
    again = corrected(desk, answer.kept, {"nik": NIK[0]})
    assert (again.outcome, again.kept.registration_no) == (Outcome.REGISTERED, before.registration_no)


def test_who_turns_out_to_be_no_citizen_is_refused_and_the_number_stays(desk: Desk) -> None:
    before = register_one(desk).kept
    answer = corrected(desk, before, {"citizenship": "WNA"})
    assert (answer.outcome, answer.kept.status) == (Outcome.NOT_ELIGIBLE, "DITOLAK")
    assert answer.kept.registration_no == before.registration_no


# --- what was confirmed -----------------------------------------------------------------------------------------
def test_what_was_confirmed_at_the_first_visit_stays_confirmed(desk: Desk) -> None:
    before = register_one(desk, mobile=None, confirm=["MOBILE_NONE"]).kept
    answer = corrected(desk, before, {"birth_place": "MALANG"})
    assert answer.outcome is Outcome.REGISTERED
    assert [one.is_confirmed for one in answer.kept.body.findings] == [True]


def test_a_confirmation_ends_with_the_field_it_was_about(desk: Desk) -> None:
    before = register_one(desk, email="budi@gmial.com", confirm=["EMAIL_DOMAIN_TYPO"]).kept
    assert before.status == Status.REGISTERED
    answer = corrected(desk, before, {"email": "budi@gmaul.com"})
    assert answer.outcome is Outcome.INCOMPLETE
    confirmed = corrected(desk, answer.kept, {}, confirm=frozenset({"EMAIL_DOMAIN_TYPO"}))
    assert confirmed.outcome is Outcome.REGISTERED


def test_a_confirmation_ends_when_what_it_was_compared_with_changes(desk: Desk) -> None:
    before = register_one(desk, birth_date="02-01-1970", confirm=["NIK_BIRTH_DATE_DIFFERS"]).kept
    assert corrected(desk, before, {"birth_date": "03-01-1970"}).outcome is Outcome.INCOMPLETE


def test_a_doubt_that_only_the_typed_text_shows_is_not_forgotten(desk: Desk) -> None:
    before = register_one(desk, nik=NIK[0].replace("0", "O")).kept
    assert before.status == Status.INCOMPLETE
    assert corrected(desk, before, {"birth_place": "MALANG"}).outcome is Outcome.INCOMPLETE


def test_what_was_wrong_with_the_input_itself_is_not_forgotten(desk: Desk) -> None:
    before = register_one(desk, birth_place=["SURABAYA"]).kept
    assert corrected(desk, before, {"occupation": "PETANI"}).outcome is Outcome.INCOMPLETE
    assert corrected(desk, before, {"birth_place": "SURABAYA"}).outcome is Outcome.REGISTERED


# --- the person -------------------------------------------------------------------------------------------------
def test_a_wrong_nik_leaves_nothing_of_it_behind(desk: Desk) -> None:
    before = register_one(desk, nik=NIK[1], birth_date="01-01-1970").kept
    answer = corrected(desk, before, {"nik": NIK[0]})
    assert answer.outcome is Outcome.REGISTERED
    assert find(desk, NIK[1]) == ()
    assert len(sql(desk.store, "SELECT uid FROM person")) == 1
    assert register_one(desk, 1).outcome is Outcome.REGISTERED


def test_ones_own_address_is_not_another_persons(desk: Desk) -> None:
    before = register_one(desk, nik=NIK[1], birth_date="01-01-1970").kept
    findings = corrected(desk, before, {"nik": NIK[0]}).findings
    assert "EMAIL_SHARED" not in {noted.finding.code for noted in findings}


def test_a_person_whom_another_registration_names_says_what_that_one_says(desk: Desk) -> None:
    wire = WireDesk()
    record = wire.register(1, nik=NIK[0])
    event = wire.events[0]
    passed = EventUp(event.kind, event.at_ms, event.officer, event.body, record)
    desk.store.write(lambda: keep_news(desk.shelf(), Change(1, wire.stream, 1, passed)))
    kept = register_one(desk).kept  # another period, the same person
    assert len(sql(desk.store, "SELECT uid FROM person")) == 1
    corrected(desk, kept, {"nik": NIK[1]})
    mark = desk.keys.sealer.mark("nik", NIK[0])
    rows = sql(desk.store, "SELECT email_mark FROM person WHERE nik_mark = ?", mark)
    assert rows == [(desk.keys.sealer.mark("email", person(1).email),)]


# --- refusals ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["", " \n "])
def test_without_a_reason_nothing_is_changed(desk: Desk, reason: str) -> None:
    assert refusal(desk, register_one(desk).kept, {"birth_place": "MALANG"}, reason).code is RefusalCode.NO_REASON


@pytest.mark.parametrize("fields", [{}, {"birth_place": "surabaya "}, {"nik": NIK[0]}])
def test_what_changes_nothing_is_refused(desk: Desk, fields: dict[str, str]) -> None:
    assert refusal(desk, register_one(desk).kept, fields).code is RefusalCode.NOTHING


def test_the_nik_of_another_registration_is_refused_with_its_number(desk: Desk) -> None:
    first, second = register_one(desk, 1).kept, register_one(desk).kept
    refused = refusal(desk, second, {"nik": NIK[1], "birth_date": str(person_values(1)["birth_date"])})
    assert (refused.code, refused.first) == (RefusalCode.NIK_TAKEN, first)
    assert refused.facts["registration_no"] == first.registration_no
    assert refused.facts["name"] == masked_name(first.body.person.name_on_id)


def test_a_visit_whose_nik_is_anothers_gets_no_number_by_another_field(desk: Desk) -> None:
    register_one(desk)
    visit = register_one(desk, 1, nik=NIK[0], birth_date="05-05-1985").kept
    answer = corrected(desk, visit, {"birth_place": "MALANG"})
    assert answer.outcome is Outcome.INCOMPLETE
    assert RegistrationCode.NIK_OF_ANOTHER in {one.code for one in answer.kept.body.findings}
    assert refusal(desk, answer.kept, {"birth_date": "01-01-1970"}).code is RefusalCode.NIK_TAKEN


def test_what_is_withdrawn_is_not_corrected(desk: Desk) -> None:
    kept = register_one(desk).kept
    withdraw(desk, kept.uid, "Pindah")
    assert refusal(desk, kept, {"birth_place": "MALANG"}).code is RefusalCode.WITHDRAWN


def test_an_unknown_registration_is_said(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        correct(desk, uuid.uuid4(), {"birth_place": "MALANG"}, WHY)
    assert caught.value.code == "REGISTRATION_UNKNOWN"


def test_a_field_that_is_none_is_a_bug(desk: Desk) -> None:
    with pytest.raises(ValueError, match="identity field"):
        correct(desk, register_one(desk).kept.uid, {"queue_number": "A009"}, WHY)


def test_a_laptop_that_lost_its_date_gives_no_number_and_changes_nothing(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk, nik="35780815").kept
    clock.pass_s(-40 * 366 * 86_400)
    before = all_rows(desk.store)
    with pytest.raises(Trouble) as caught:
        correct(desk, kept.uid, {"nik": NIK[0]}, WHY)
    assert caught.value.code == "DAY_OUT_OF_RANGE"
    assert all_rows(desk.store) == before


# --- any text ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["\ud800", "x" * 100_000, "\x00", "'; DROP TABLE registration; --"])
def test_any_text_can_be_typed_as_field_and_reason(desk: Desk, text: str) -> None:
    kept = register_one(desk).kept
    answer = correct(desk, kept.uid, {"birth_place": text, "nik": text}, "karena " + text)
    assert isinstance(answer, Corrected)
    assert find_one(desk, str(kept.uid)) == answer.kept


def test_a_preview_says_what_would_come_of_it_and_changes_nothing(desk: Desk) -> None:
    kept = register_one(desk, nik="35780815").kept
    before = all_rows(desk.store)
    seen = preview_correction(desk, kept.uid, {"nik": NIK[0]})
    assert not isinstance(seen, Refused)
    assert seen.outcome is Outcome.REGISTERED
    refused = preview_correction(desk, kept.uid, {})
    assert isinstance(refused, Refused)
    assert refused.code is RefusalCode.NOTHING
    assert all_rows(desk.store) == before


def test_age_counts_on_the_day_of_the_visit(desk: Desk, clock: ManualClock) -> None:
    kept = register_one(desk, on=date(2020, 4, 13), birth_date="14-04-2002", nik="3578081404029901").kept
    assert kept.status == Status.REFUSED
    clock.pass_s(30 * 86_400)
    assert corrected(desk, kept, {"birth_place": "MALANG"}).outcome is Outcome.NOT_ELIGIBLE
