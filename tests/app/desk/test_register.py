"""Registering: the outcomes of INTERFACES, each by a real entry, with numbers, papers and what is kept of them."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date
from typing import Any

import msgspec
import pytest

from app.changes import Changes
from app.desk.context import Desk
from app.desk.drafts import drafts, save_draft
from app.desk.lookup import find_everything
from app.desk.register import Registered, register
from core.findings import Weight
from core.ids import parse_registration_no
from core.people import masked_name
from core.registered import KeptRegistration
from core.registration import Outcome
from tests.kit.desk import DAY, all_rows, day_lines, entry_of, person_values, prakerja, register_one, sql

Case = tuple[dict[str, Any], Outcome, Weight, str]

TYPO = "budi.santoso@gmial.com"
SECOND_DAY = "02-01-1970"
"""The made-up people of the first ninety numbers were born a day earlier, and their NIK says so."""

CASES: dict[str, Case] = {
    "fine": ({}, Outcome.REGISTERED, Weight.OK, ""),
    "no e-mail is a task": ({"email": None}, Outcome.REGISTERED, Weight.WARN, "EMAIL_NONE"),
    "a contact person instead of a mobile": (
        {"mobile": None, "contact_person": "PAK RT HENDRAWAN"},
        Outcome.REGISTERED,
        Weight.OK,
        "MOBILE_OF_CONTACT",
    ),
    "a confirmed doubt": (
        {"birth_date": SECOND_DAY, "confirm": ["NIK_BIRTH_DATE_DIFFERS"]},
        Outcome.REGISTERED,
        Weight.WARN,
        "NIK_BIRTH_DATE_DIFFERS",
    ),
    "all doubts confirmed": ({"mobile": None, "confirm": ["*"]}, Outcome.REGISTERED, Weight.WARN, "MOBILE_NONE"),
    "a proposal taken": ({"email": TYPO, "accept": ["EMAIL_DOMAIN_TYPO"]}, Outcome.REGISTERED, Weight.OK, ""),
    "a paper is missing": ({"documents": ["ktp"]}, Outcome.WAITING_LIST, Weight.WARN, "PAPER_MISSING"),
    "a datum is missing": ({"family_card_no": None}, Outcome.WAITING_LIST, Weight.WARN, "DATUM_MISSING"),
    "a question was not asked": ({"answers": {}}, Outcome.WAITING_LIST, Weight.WARN, "ANSWER_MISSING"),
    "a blocked field": ({"nik": "35780815"}, Outcome.INCOMPLETE, Weight.BLOCK, "NIK_TOO_SHORT"),
    "a day that does not exist": ({"birth_date": "31-02-1970"}, Outcome.INCOMPLETE, Weight.BLOCK, "DATE_IMPOSSIBLE"),
    "no NIK": ({"nik": ""}, Outcome.INCOMPLETE, Weight.BLOCK, "NIK_EMPTY"),
    "no consent": ({"consent": False}, Outcome.INCOMPLETE, Weight.BLOCK, "CONSENT_MISSING"),
    "an answer that is none": (
        {"answers": {"employment_status": "raja"}},
        Outcome.INCOMPLETE,
        Weight.BLOCK,
        "ANSWER_NOT_A_CHOICE",
    ),
    "a doubt that nobody confirmed": ({"email": TYPO}, Outcome.INCOMPLETE, Weight.WARN, "EMAIL_DOMAIN_TYPO"),
    "no mobile that nobody confirmed": ({"mobile": None}, Outcome.INCOMPLETE, Weight.WARN, "MOBILE_NONE"),
    "another doubt was confirmed": (
        {"mobile": None, "confirm": ["NIK_SEX_DIFFERS"]},
        Outcome.INCOMPLETE,
        Weight.WARN,
        "MOBILE_NONE",
    ),
    "a block that nobody can confirm": (
        {"nik": "123", "confirm": ["*"]},
        Outcome.INCOMPLETE,
        Weight.BLOCK,
        "NIK_TOO_SHORT",
    ),
    "a foreigner": ({"citizenship": "WNA"}, Outcome.NOT_ELIGIBLE, Weight.BLOCK, "NOT_A_CITIZEN"),
    "too young": (
        {"birth_date": "14-04-2002", "nik": "3578081404029901"},
        Outcome.NOT_ELIGIBLE,
        Weight.BLOCK,
        "AGE_BELOW_MINIMUM",
    ),
}

STATUS = {
    Outcome.REGISTERED: "TERDAFTAR",
    Outcome.WAITING_LIST: "DAFTAR_TUNGGU",
    Outcome.INCOMPLETE: "BELUM_LENGKAP",
    Outcome.NOT_ELIGIBLE: "DITOLAK",
}


def codes(answer: Registered) -> list[str]:
    """Codes of all findings."""
    return [str(noted.finding.code) for noted in answer.findings]


def kept_in(desk: Desk) -> tuple[KeptRegistration, ...]:
    return tuple(desk.store.run(lambda: desk.shelf().everything()))


# --- the table of outcomes --------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_outcome_of_a_visit(desk: Desk, case: Case) -> None:
    changes, outcome, verdict, code = case
    answer = register_one(desk, 0, **changes)
    assert (answer.outcome, answer.verdict, answer.kept.status) == (outcome, verdict, STATUS[outcome])
    assert not code or code in codes(answer)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_visit_is_kept_with_a_queue_number_and_two_outcomes_with_a_registration_number(
    desk: Desk, case: Case
) -> None:
    changes, outcome, _verdict, _code = case
    answer = register_one(desk, 0, **changes)
    (kept,) = kept_in(desk)
    assert kept == answer.kept
    assert (kept.body.outcome, kept.body.programme, kept.body.period) == (outcome, "PRAKERJA2020", "2020")
    assert kept.queue_number == "A001"
    has_number = outcome in (Outcome.REGISTERED, Outcome.WAITING_LIST)
    assert kept.registration_no == ("35-SBY01-20200413-0001-4" if has_number else "")
    assert answer.changes == Changes(frozenset({kept.uid}), has_queue=True, has_outbox=True)


def test_after_the_batch_people_come_on_the_waiting_list(desk: Desk) -> None:
    answer = register_one(desk, 0, on=date(2020, 4, 18))
    assert (answer.outcome, answer.kept.status) == (Outcome.WAITING_LIST, "DAFTAR_TUNGGU")
    assert "BATCH_CLOSED" in codes(answer)
    assert answer.kept.registration_no.startswith("35-SBY01-20200418-0001-")


@pytest.mark.parametrize(
    "answers",
    [{"in_formal_education": True}, {"excluded_group": "asn"}, {"former_recipient": True}],
    ids=lambda answers: next(iter(answers)),
)
def test_an_answer_can_refuse(desk: Desk, answers: dict[str, object]) -> None:
    usual = person_values(0)["answers"]
    assert isinstance(usual, dict)
    answer = register_one(desk, 0, answers={**usual, **answers})
    assert (answer.outcome, answer.verdict) == (Outcome.NOT_ELIGIBLE, Weight.BLOCK)


def test_an_entry_of_nothing_at_all_is_a_visit(desk: Desk) -> None:
    answer = register(desk, entry_of({}), prakerja(), DAY)
    assert (answer.outcome, answer.kept.queue_number) == (Outcome.INCOMPLETE, "A001")


# --- what is kept -----------------------------------------------------------------------------------------------
def test_what_was_typed_is_kept_where_it_gave_no_value(desk: Desk) -> None:
    kept = register_one(desk, 0, nik="35780815", birth_date="31-02-1970", name_on_id="SITI").kept
    assert kept.body.typed == {"nik": "35780815", "birth_date": "31-02-1970"}
    assert (kept.body.person.nik, kept.body.person.birth_date, kept.body.person.name_on_id) == ("", "", "SITI")


def test_a_confirmed_doubt_keeps_the_typed_text_and_says_so(desk: Desk) -> None:
    kept = register_one(desk, 0, email=TYPO, confirm=["EMAIL_DOMAIN_TYPO"]).kept
    assert kept.body.person.email == TYPO
    (finding,) = (one for one in kept.body.findings if one.code == "EMAIL_DOMAIN_TYPO")
    assert (finding.weight, finding.is_confirmed, finding.is_open) == ("warn", True, False)


def test_a_taken_proposal_keeps_both(desk: Desk) -> None:
    kept = register_one(desk, 0, email=TYPO, accept=["EMAIL_DOMAIN_TYPO"]).kept
    assert kept.body.person.email == "budi.santoso@gmail.com"
    assert kept.body.typed == {"email": TYPO}


def test_the_version_of_the_rules_and_of_the_consent_is_kept(desk: Desk) -> None:
    body = register_one(desk, 0).kept.body
    assert (body.rules_version, body.consent_version) == (prakerja().version, prakerja().consent_version)
    assert register_one(desk, 1, consent=False).kept.body.consent_version == ""


def test_the_officer_is_kept(desk: Desk) -> None:
    assert register_one(desk, 0).kept.body.officer_name == desk.keys.officer.name


def test_findings_that_are_only_remarks_are_not_kept(desk: Desk) -> None:
    answer = register_one(desk, 0)
    assert codes(answer)
    assert answer.kept.body.findings == ()


def test_an_address_of_another_person_is_a_doubt(desk: Desk) -> None:
    register_one(desk, 0, email="bersama@contoh.id")
    answer = register_one(desk, 1, email="bersama@contoh.id")
    assert (answer.outcome, "EMAIL_SHARED" in codes(answer)) == (Outcome.INCOMPLETE, True)
    assert register_one(desk, 2, email="bersama@contoh.id", confirm=["EMAIL_SHARED"]).outcome is Outcome.REGISTERED


def test_ones_own_address_is_no_doubt(desk: Desk) -> None:
    register_one(desk, 0)
    assert "EMAIL_SHARED" not in codes(register_one(desk, 0))


# --- who comes again --------------------------------------------------------------------------------------------
def test_who_is_registered_and_comes_again_is_pointed_to_the_first(desk: Desk) -> None:
    first = register_one(desk, 0)
    before = all_rows(desk.store)
    answer = register_one(desk, 0, on=date(2020, 4, 14))
    assert (answer.outcome, answer.verdict) == (Outcome.DUPLICATE, Weight.BLOCK)
    assert answer.kept == first.kept
    assert answer.changes == Changes(frozenset({first.kept.uid}), has_outbox=True)
    finding = answer.findings[0].finding
    assert finding.code == "DUPLICATE"
    assert finding.facts == {
        "registration_no": first.kept.registration_no,
        "on": "13-04-2020",
        "programme": prakerja().name,
        "name": masked_name(first.kept.body.person.name_on_id),
    }
    after = all_rows(desk.store)
    assert {name for name in after if after[name] != before[name]} == {"event", "stream"}


def test_who_is_on_the_waiting_list_and_comes_again_is_pointed_to_the_first(desk: Desk) -> None:
    first = register_one(desk, 0, documents=["ktp"])
    assert register_one(desk, 0).kept == first.kept


def test_who_comes_again_takes_no_number(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 0)
    kept = register_one(desk, 1).kept
    assert (kept.queue_number, kept.registration_no[:21]) == ("A002", "35-SBY01-20200413-000")


def test_however_the_nik_is_typed_it_is_the_same_person(desk: Desk) -> None:
    register_one(desk, 0)
    nik = str(person_values(0)["nik"])
    assert register_one(desk, 0, nik=f" {nik[:6]}.{nik[6:12]} {nik[12:]} ").outcome is Outcome.DUPLICATE


def test_who_was_incomplete_and_comes_again_is_registered_and_then_a_duplicate(desk: Desk) -> None:
    first = register_one(desk, 0, mobile=None)
    second = register_one(desk, 0)
    third = register_one(desk, 0)
    assert [one.outcome for one in (first, second, third)] == ["incomplete", "registered", "duplicate"]
    assert [one.kept.queue_number for one in (first, second, third)] == ["A001", "A002", "A002"]
    assert len(kept_in(desk)) == 2


def test_who_was_too_young_is_registered_when_old_enough(desk: Desk) -> None:
    young = {"birth_date": "14-04-2002", "nik": "3578081404029901"}
    first = register_one(desk, 0, on=date(2020, 4, 13), **young)
    second = register_one(desk, 0, on=date(2020, 4, 14), **young)
    assert (first.outcome, second.outcome) == (Outcome.NOT_ELIGIBLE, Outcome.REGISTERED)


def test_people_without_a_usable_nik_are_never_duplicates(desk: Desk) -> None:
    outcomes = [register_one(desk, 0, nik=nik).outcome for nik in ("", "", "123", "123")]
    assert outcomes == [Outcome.INCOMPLETE] * 4
    assert len({one.queue_number for one in kept_in(desk)}) == 4


def test_the_same_person_may_join_another_programme_and_period(desk: Desk) -> None:
    entry = entry_of(person_values(0))
    register(desk, entry, prakerja(), DAY)
    for other in ({"period": "2021"}, {"code": "LAIN"}):
        answer = register(desk, entry, msgspec.structs.replace(prakerja(), **other), DAY)
        assert answer.outcome is Outcome.REGISTERED


# --- the day file -----------------------------------------------------------------------------------------------
def test_the_whole_day_is_answered_and_every_visit_takes_one_queue_number(desk: Desk) -> None:
    answers = [register(desk, entry_of(line), prakerja(), DAY) for line in day_lines()]
    outcomes = Counter(answer.outcome for answer in answers)
    assert outcomes == {"registered": 158, "incomplete": 10, "waiting_list": 5, "not_eligible": 5, "duplicate": 4}
    visits = [answer.kept for answer in answers if answer.outcome is not Outcome.DUPLICATE]
    assert [kept.queue_number for kept in visits] == [f"A{number:03d}" for number in range(1, 179)]
    numbers = [parse_registration_no(kept.registration_no) for kept in visits if kept.registration_no]
    assert [number.serial for number in numbers if number] == list(range(1, 164))
    assert len(numbers) == 163
    assert sql(desk.store, "SELECT count(*) FROM event") == [(182,)]
    assert desk.store.integrity_problem() is None


def test_a_doubtful_nik_that_is_somebody_elses_does_not_make_a_stranger_registered(desk: Desk) -> None:
    first = register_one(desk, 0)
    values = person_values(200, nik=first.kept.body.person.nik)  # another person's card, this NIK by mistake
    answer = register(desk, entry_of(values), prakerja(), DAY)
    assert answer.outcome is Outcome.INCOMPLETE
    assert answer.kept.queue_number != first.kept.queue_number
    assert "NIK_OF_ANOTHER" in {noted.finding.code for noted in answer.findings}


def test_the_draft_goes_with_the_visit_that_came_of_it_and_stays_if_there_is_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill finds both as they were, or the visit alone: nobody without a NIK is registered twice."""
    values = {"name_on_id": "SITI AMINAH"}
    uid, _changes = save_draft(desk, values)

    def cut_off(_uid: uuid.UUID) -> None:
        raise RuntimeError

    with monkeypatch.context() as at_the_last_step:
        at_the_last_step.setattr("app.desk.register.drafts.remove", cut_off)
        with pytest.raises(RuntimeError):
            register(desk, entry_of(values), prakerja(), DAY, draft=uid)
    assert ([one.uid for one in drafts(desk)], len(find_everything(desk))) == ([uid], 0)
    registered = register(desk, entry_of(values), prakerja(), DAY, draft=uid)
    assert registered.changes.has_drafts
    assert (drafts(desk), len(find_everything(desk))) == ((), 1)
