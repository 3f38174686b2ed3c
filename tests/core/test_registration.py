"""From what was typed to what becomes of a visit: the table of outcomes, settled by the fields that hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.address import Regions
from core.entry import IDENTITY_FIELDS, entry_from_json
from core.findings import Finding, Scope, Weight
from core.identity_rules import IdentityRules
from core.programme import parse_programme
from core.registration import STATUS_OF, Assessment, NotedFinding, Outcome, Rulebook, Status, assess
from core.sentences import sentence
from core.typed_text import tidy
from core.wire.codec import encode
from core.wire.envelope import MAX_BODY_BYTES
from tests.core.json_values import OBJECTS
from tests.kit.desk import day_values, fresh_desk, person_values, register_one

Judge = Callable[..., Assessment]

ANSWERS: Mapping[str, object] = day_values(1)["answers"]


@pytest.fixture(scope="module")
def rulebook(regions: Regions, rules: IdentityRules) -> Rulebook:
    programme = parse_programme(resources.read("programmes", "PRAKERJA2020.toml"), "PRAKERJA2020.toml")
    return Rulebook(programme, rules, regions, date(2020, 4, 13), "35", is_training=False)


@pytest.fixture(scope="module")
def judged(rulebook: Rulebook) -> Judge:
    """Assesses somebody fine with some fields changed; ``...`` takes a field out, ``answers`` only adds."""

    def one(
        *,
        answers: Mapping[str, object] | None = None,
        on: date = rulebook.on,
        province: str = "35",
        is_email_shared: bool = False,
        **changes: object,
    ) -> Assessment:
        known = {name: answer for name, answer in {**ANSWERS, **(answers or {})}.items() if answer is not ...}
        entry = entry_from_json(person_values(0, answers=known, **changes))
        book = dataclasses.replace(rulebook, on=on, province=province)
        return assess(entry, book, is_email_shared=is_email_shared)

    return one


def codes(assessment: Assessment, *weights: Weight) -> list[str]:
    return [noted.finding.code for noted in assessment.findings if noted.finding.weight in (weights or tuple(Weight))]


def asked(assessment: Assessment) -> list[str]:
    """Codes that somebody has to do something about."""
    return codes(assessment, Weight.WARN, Weight.BLOCK)


# --- the table of outcomes ----------------------------------------------------------------------------------------


def test_somebody_fine_is_registered(judged: Judge) -> None:
    assessment = judged()
    assert (assessment.outcome, assessment.verdict) == (Outcome.REGISTERED, Weight.OK)
    assert asked(assessment) == []


@pytest.mark.parametrize(
    ("changes", "outcome", "verdict", "found"),
    [
        ({"email": None}, Outcome.REGISTERED, Weight.WARN, ["EMAIL_NONE"]),
        ({"rt_rw": "-", "confirm": ["RT_RW_NONE"]}, Outcome.REGISTERED, Weight.WARN, ["RT_RW_NONE"]),
        ({"documents": ["ktp"]}, Outcome.WAITING_LIST, Weight.WARN, ["PAPER_MISSING"]),
        ({"documents": []}, Outcome.WAITING_LIST, Weight.WARN, ["PAPER_MISSING", "PAPER_MISSING"]),
        ({"family_card_no": ""}, Outcome.WAITING_LIST, Weight.WARN, ["DATUM_MISSING"]),
        ({"family_card_no": "-"}, Outcome.WAITING_LIST, Weight.WARN, ["DATUM_MISSING"]),
        ({"answers": {"education": ...}}, Outcome.WAITING_LIST, Weight.WARN, ["ANSWER_MISSING"]),
        ({"on": date(2020, 4, 18)}, Outcome.WAITING_LIST, Weight.WARN, ["BATCH_CLOSED"]),
        ({"rt_rw": "-"}, Outcome.INCOMPLETE, Weight.WARN, ["RT_RW_NONE"]),
        ({"nik": "35780801017099"}, Outcome.INCOMPLETE, Weight.BLOCK, ["NIK_TOO_SHORT"]),
        ({"consent": False}, Outcome.INCOMPLETE, Weight.BLOCK, ["CONSENT_MISSING"]),
        ({"answers": {"education": "S9"}}, Outcome.INCOMPLETE, Weight.BLOCK, ["ANSWER_NOT_A_CHOICE"]),
        ({"answers": {"excluded_group": "asn"}}, Outcome.NOT_ELIGIBLE, Weight.BLOCK, ["EXCLUDED_GROUP"]),
        ({"citizenship": "WNA"}, Outcome.NOT_ELIGIBLE, Weight.BLOCK, ["NOT_A_CITIZEN"]),
    ],
)
def test_each_line_of_the_table(
    judged: Judge, changes: Mapping[str, object], outcome: Outcome, verdict: Weight, found: list[str]
) -> None:
    assessment = judged(**changes)
    assert (assessment.outcome, assessment.verdict) == (outcome, verdict)
    assert asked(assessment) == found


def test_only_registered_and_waiting_get_a_number() -> None:
    assert [outcome for outcome in Outcome if outcome.has_number] == [Outcome.REGISTERED, Outcome.WAITING_LIST]


def test_every_outcome_but_a_duplicate_has_its_status() -> None:
    assert set(STATUS_OF) == set(Outcome) - {Outcome.DUPLICATE}
    assert STATUS_OF[Outcome.NOT_ELIGIBLE] is Status.REFUSED


# --- a no needs a settled field -----------------------------------------------------------------------------------


def test_a_birth_date_that_the_nik_contradicts_sends_nobody_home(judged: Judge) -> None:
    assessment = judged(birth_date="01-01-2007")
    assert assessment.outcome is Outcome.INCOMPLETE
    assert {"AGE_BELOW_MINIMUM", "NIK_BIRTH_DATE_DIFFERS"} <= set(asked(assessment))


def test_a_young_age_counts_once_card_and_nik_agree(judged: Judge) -> None:
    assessment = judged(birth_date="01-01-2007", nik="3578080101079901")
    assert (assessment.outcome, asked(assessment)) == (Outcome.NOT_ELIGIBLE, ["AGE_BELOW_MINIMUM"])


def test_a_confirmed_birth_date_counts_though_the_nik_says_otherwise(judged: Judge) -> None:
    assessment = judged(birth_date="01-01-2007", confirm=["NIK_BIRTH_DATE_DIFFERS"])
    assert assessment.outcome is Outcome.NOT_ELIGIBLE


def test_a_two_digit_year_is_confirmed_before_it_counts(judged: Judge) -> None:
    assert judged(birth_date="01-01-07", nik="3578080101079901").outcome is Outcome.INCOMPLETE
    confirmed = judged(birth_date="01-01-07", nik="3578080101079901", confirm=["DATE_CENTURY"])
    assert confirmed.outcome is Outcome.NOT_ELIGIBLE


def test_a_civil_servant_with_a_short_nik_is_told_no_at_once(judged: Judge) -> None:
    assessment = judged(nik="35780801", answers={"excluded_group": "asn"})
    assert assessment.outcome is Outcome.NOT_ELIGIBLE


def test_an_answer_in_doubt_refuses_nobody(judged: Judge) -> None:
    for answer in ("pns", 7, False, ["asn"]):
        assert judged(answers={"excluded_group": answer}).outcome is Outcome.INCOMPLETE


def test_a_citizenship_that_is_on_no_card_is_asked_about(judged: Judge) -> None:
    assert judged(citizenship="MALAYSIA").outcome is Outcome.INCOMPLETE
    assert judged(citizenship="MALAYSIA", confirm=["*"]).outcome is Outcome.NOT_ELIGIBLE


def test_one_settled_no_is_enough(judged: Judge) -> None:
    assessment = judged(birth_date="01-01-2007", answers={"former_recipient": True}, consent=False)
    assert assessment.outcome is Outcome.NOT_ELIGIBLE


def test_an_open_field_comes_before_the_waiting_list(judged: Judge) -> None:
    assert judged(rt_rw="-", documents=[]).outcome is Outcome.INCOMPLETE


# --- confirm and accept -------------------------------------------------------------------------------------------


def test_no_phone_is_a_warning_that_somebody_answers(judged: Judge) -> None:
    assert (judged(mobile="").outcome, asked(judged(mobile=""))) == (Outcome.INCOMPLETE, ["MOBILE_NONE"])
    assert judged(mobile="", confirm=["MOBILE_NONE"]).outcome is Outcome.REGISTERED
    assert judged(mobile="", contact_person="Bu RT").outcome is Outcome.REGISTERED
    assert asked(judged(mobile="", contact_person="Bu RT")) == []


def test_a_confirmed_warning_is_noted_as_such(judged: Judge) -> None:
    notes = judged(rt_rw="-", mobile="", confirm=["RT_RW_NONE"]).findings
    confirmed = {noted.finding.code: noted.is_confirmed for noted in notes if noted.finding.weight is Weight.WARN}
    assert confirmed == {"RT_RW_NONE": True, "MOBILE_NONE": False}


def test_a_star_confirms_every_warning_of_a_field(judged: Judge) -> None:
    assert judged(rt_rw="-", mobile="", citizenship="WNI", confirm=["*"]).outcome is Outcome.REGISTERED


def test_nothing_confirms_a_block(judged: Judge) -> None:
    assert judged(nik="1", confirm=["*"]).outcome is Outcome.INCOMPLETE
    assert judged(consent=False, confirm=["*"]).outcome is Outcome.INCOMPLETE
    assert judged(answers={"excluded_group": "asn"}, confirm=["*"]).outcome is Outcome.NOT_ELIGIBLE


def test_eligibility_warnings_are_not_confirmed_away(judged: Judge) -> None:
    assessment = judged(documents=["ktp"], confirm=["*"])
    assert assessment.outcome is Outcome.WAITING_LIST
    assert not any(noted.is_confirmed for noted in assessment.findings)


def test_a_mail_typo_is_confirmed_or_mended(judged: Judge) -> None:
    typo = "budi.aba@gmail.co"
    assert judged(email=typo).outcome is Outcome.INCOMPLETE
    kept = judged(email=typo, confirm=["EMAIL_DOMAIN_TYPO"])
    assert (kept.outcome, kept.applicant.email) == (Outcome.REGISTERED, typo)
    mended = judged(email=typo, accept=["EMAIL_DOMAIN_TYPO"])
    assert (mended.outcome, mended.applicant.email) == (Outcome.REGISTERED, "budi.aba@gmail.com")
    assert (mended.verdict, mended.typed) == (Weight.OK, {"email": typo})


def test_a_letter_in_the_nik_is_mended_but_never_confirmed(judged: Judge) -> None:
    typed = "357808O101709901"
    assert judged(nik=typed, confirm=["*"]).outcome is Outcome.INCOMPLETE
    mended = judged(nik=typed, accept=["NIK_LETTER"])
    assert (mended.outcome, mended.applicant.nik) == (Outcome.REGISTERED, "3578080101709901")


def test_an_address_that_stands_on_another_person_is_asked_about(judged: Judge) -> None:
    assert judged(is_email_shared=True).outcome is Outcome.INCOMPLETE
    assert judged(is_email_shared=True, confirm=["EMAIL_SHARED"]).outcome is Outcome.REGISTERED


def test_a_wrong_email_is_not_an_email_that_is_missing(judged: Judge) -> None:
    assessment = judged(email="budi")
    assert asked(assessment) == ["EMAIL_NO_AT"]
    assert assessment.typed == {"email": "budi"}


# --- batches ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("province", "on", "outcome"),
    [
        ("35", date(2020, 4, 10), Outcome.WAITING_LIST),
        ("35", date(2020, 4, 11), Outcome.REGISTERED),
        ("35", date(2020, 4, 17), Outcome.REGISTERED),
        ("35", date(2020, 4, 18), Outcome.WAITING_LIST),
        ("31", date(2020, 4, 16), Outcome.REGISTERED),
        ("31", date(2020, 4, 17), Outcome.WAITING_LIST),
        ("35", date(2026, 11, 21), Outcome.WAITING_LIST),
    ],
)
def test_whoever_comes_outside_the_window_waits(judged: Judge, province: str, on: date, outcome: Outcome) -> None:
    assert judged(province=province, on=on).outcome is outcome


# --- what must not happen -----------------------------------------------------------------------------------------


@pytest.mark.slow
@given(values=OBJECTS)
def test_any_object_gets_an_answer(rulebook: Rulebook, values: Mapping[str, object]) -> None:
    entry = entry_from_json(values)
    assessment = assess(entry, rulebook, is_email_shared=True)
    for name in entry.fields:
        text = entry.text(name)
        is_something = bool(tidy(text).strip("-. "))
        assert not is_something or getattr(assessment.applicant, name) or assessment.typed[name] == text
    assert assessment.answers == entry.answers
    for noted in assessment.findings:
        assert sentence(noted.finding.code, noted.finding.facts).encode()


@given(name=st.sampled_from(IDENTITY_FIELDS), text=st.text(max_size=250))
def test_any_text_in_one_field_never_loses_the_others(rulebook: Rulebook, name: str, text: str) -> None:
    assessment = assess(entry_from_json(person_values(0, **{name: text})), rulebook)
    assert assessment.outcome is not Outcome.DUPLICATE
    fine = assess(entry_from_json(person_values(0)), rulebook).applicant
    for other in set(IDENTITY_FIELDS) - {name}:
        assert getattr(assessment.applicant, other) == getattr(fine, other)


def test_everybody_of_the_day_gets_an_answer(rulebook: Rulebook) -> None:
    outcomes = {assess(entry_from_json(day_values(number)), rulebook).outcome for number in range(1, 183)}
    assert outcomes == set(Outcome) - {Outcome.DUPLICATE}


LETTERS = {
    "four bytes each": "\U00010428",
    "three times as long in capitals": "\u0390",
    "plain": "x",
}


@pytest.mark.parametrize("length", [190, 100_000])
@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_the_largest_visit_still_fits_into_an_event(tmp_path: Path, letter: str, length: int) -> None:
    """A visit that the server cannot take would stop everything behind it in the log."""
    fields: dict[str, Any] = dict.fromkeys(IDENTITY_FIELDS, letter * length)
    answers = {f"{letter * 36}{place}": [letter * length] for place in range(60)}
    documents = [f"{letter * 58}{place}" for place in range(60)]
    with fresh_desk(tmp_path / "meja") as desk:
        registered = register_one(desk, **fields, answers=answers, documents=documents, confirm=["*"])
    assert registered.outcome is Outcome.INCOMPLETE
    assert len(encode(registered.kept.body)) <= MAX_BODY_BYTES


# --- noted findings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "scope", "is_confirmed", "is_open"),
    [
        (Weight.OK, Scope.FIELD, False, False),
        (Weight.WARN, Scope.FIELD, False, True),
        (Weight.WARN, Scope.FIELD, True, False),
        (Weight.BLOCK, Scope.FIELD, False, True),
        (Weight.BLOCK, Scope.FIELD, True, True),
        (Weight.WARN, Scope.ELIGIBILITY, False, False),
        (Weight.BLOCK, Scope.ELIGIBILITY, False, False),
    ],
)
def test_a_field_stays_open_until_it_is_mended_or_confirmed(
    weight: Weight, scope: Scope, *, is_confirmed: bool, is_open: bool
) -> None:
    assert NotedFinding(Finding("x", weight, "X", scope=scope), is_confirmed).is_open is is_open
