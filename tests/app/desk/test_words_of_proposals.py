"""Nobody registers for KLJ, KPDJ and KAJ: no paper, finding or outcome of theirs says that somebody did."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from app.bundled import programme
from app.desk.context import Desk
from app.desk.refusal import RefusalCode
from app.desk.register import Registered, register
from app.desk.slips import slip_of
from core.acts import outcome_code
from core.eligibility import EligibilityCode
from core.programme import Programme
from core.registration import Outcome, RegistrationCode
from core.sentences import NOTE_REFUSALS, SENTENCES, note_reason, sentence
from core.stages import StageCode
from core.wire.records import Answer
from papers import Paper, Slip, render
from tests.kit.desk import entry_of, person_values
from tests.papers import reading

ON = date(2026, 2, 10)
PROPOSALS = ("KLJ", "KPDJ", "KAJ")

ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "KLJ": {"hardship": "penghasilan_rendah", "is_pensioner": False, "in_welfare_register": True},
    "KPDJ": {"is_pensioner": False, "in_welfare_register": True, "in_disability_register": True},
    "KAJ": {
        "guardian": "SITI AMINAH", "family_relation": "ibu", "guardian_consent": True, "in_institution": False,
        "in_welfare_register": True,
    },
}  # fmt: skip
BORN = {"KLJ": date(1955, 2, 2), "KPDJ": date(1980, 2, 2), "KAJ": date(2021, 2, 2)}

UNFIT: Mapping[Outcome, Mapping[str, object]] = {
    Outcome.REGISTERED: {},
    Outcome.WAITING_LIST: {"documents": [], "family_card_no": None},
    Outcome.INCOMPLETE: {"nik": "", "consent": False},
    Outcome.NOT_ELIGIBLE: {"village_code": "35.78.08.1002"},
}

EXEMPT = re.compile(r"daftar ?tunggu|terdaftar ?di ?(?:dtsen|dtks|\{register\})")
"""Nobody is on the waiting list by registering, and the welfare register is somebody else's list."""


def says_registered(text: str) -> bool:
    return "daftar" in EXEMPT.sub("", text.casefold())


def visit(desk: Desk, code: str, outcome: Outcome, **changes: object) -> Registered:
    wanted, born = programme(code), BORN[code]
    values = person_values(
        0,
        **{
            "nik": f"317501{born:%d%m%y}9901",
            "birth_date": f"{born:%d-%m-%Y}",
            "village_code": "31.75.01.1001",
            "disability": "tuna netra",
            "answers": dict(ANSWERS[code]),
            "documents": [paper.code for paper in wanted.papers],
            "confirm": ["*"],
            **UNFIT[outcome],
            **changes,
        },
    )
    return register(desk, entry_of(values), wanted, ON)


def texts_of(slip: Slip) -> Iterator[str]:
    for field in dataclasses.fields(slip):
        value = getattr(slip, field.name)
        yield from (str(one) for one in (value if isinstance(value, tuple) else (value,)))


def told_codes(wanted: Programme) -> set[str]:
    """Every code of which somebody with this programme may hear."""
    shared = {*EligibilityCode, *RegistrationCode, *RefusalCode, *StageCode}
    families = ("NEXT_STEP_", "NOTE_", "STAGE_", "PORTAL_", "SLIP_", "NIK_ELSEWHERE", "NUMBER_TWICE", "ASK_")
    own = {one.code for one in wanted.rules} | {one.code for one in wanted.data}
    own |= {one.code for one in wanted.office_only}
    return shared | own | {code for code in SENTENCES if code.startswith(families)}


@pytest.mark.parametrize("code", PROPOSALS)
@pytest.mark.parametrize("outcome", list(UNFIT))
def test_no_paper_of_a_proposal_speaks_of_registering(desk: Desk, code: str, outcome: Outcome) -> None:
    done = visit(desk, code, outcome)
    assert done.outcome is outcome
    slip = slip_of(desk, done.kept, 1)
    assert [text for text in texts_of(slip) if says_registered(text)] == []
    assert not says_registered(reading.words(render(slip, Paper.A5, desk.fonts())))


@pytest.mark.parametrize("code", PROPOSALS)
@pytest.mark.parametrize("outcome", list(UNFIT))
def test_no_finding_of_a_proposal_speaks_of_registering(desk: Desk, code: str, outcome: Outcome) -> None:
    found = (one.finding for one in visit(desk, code, outcome).findings)
    assert [one.code for one in found if says_registered(sentence(one.code, one.facts))] == []


@pytest.mark.parametrize("code", PROPOSALS)
def test_who_comes_again_is_called_recorded_and_not_registered(desk: Desk, code: str) -> None:
    visit(desk, code, Outcome.REGISTERED)
    again = visit(desk, code, Outcome.REGISTERED)
    assert again.outcome is Outcome.DUPLICATE
    assert not any(says_registered(sentence(one.finding.code, one.finding.facts)) for one in again.findings)


@pytest.mark.parametrize("code", PROPOSALS)
def test_somebody_with_the_number_of_another_is_told_in_the_same_words(desk: Desk, code: str) -> None:
    visit(desk, code, Outcome.REGISTERED)
    other = visit(desk, code, Outcome.REGISTERED, name_on_id="WAHYUNINGSIH", confirm=[])
    said = [sentence(one.finding.code, one.finding.facts) for one in other.findings]
    assert [text for text in said if says_registered(text)] == []


@pytest.mark.parametrize("code", PROPOSALS)
def test_no_sentence_that_such_a_programme_can_say_speaks_of_registering(code: str) -> None:
    wanted = programme(code)
    assert {one for one in told_codes(wanted) if says_registered(SENTENCES[one])} == set()
    refusals = {rule.code for rule in wanted.rules} & set(NOTE_REFUSALS)
    assert {one for one in refusals if says_registered(NOTE_REFUSALS[one])} == set()
    assert not says_registered(note_reason("nik") + note_reason("rt_rw") + note_reason("consent"))


@pytest.mark.parametrize("code", [*PROPOSALS, "BPU", "PJLP"])
def test_outcomes_of_programmes_that_register_nobody_have_their_own_words(code: str) -> None:
    said = {sentence(outcome_code(programme(code), outcome)) for outcome in Outcome}
    assert [text for text in said if says_registered(text)] == []
    assert "tercatat" in said


@pytest.mark.parametrize("code", ["PRAKERJA2020", "KPJ"])
def test_outcomes_of_a_registration_are_called_so(code: str) -> None:
    assert sentence(outcome_code(programme(code), Outcome.REGISTERED)) == "terdaftar"
    assert sentence(outcome_code(programme(code), Outcome.DUPLICATE)) == "sudah terdaftar"


def test_who_is_too_young_for_a_card_is_told_from_when_and_not_to_register(desk: Desk) -> None:
    young = visit(desk, "KLJ", Outcome.NOT_ELIGIBLE, birth_date="15-12-1966", nik="3175015512669901")
    slip = slip_of(
        desk, visit(desk, "KLJ", Outcome.REGISTERED, birth_date="15-12-1966", nik="3175015512669902").kept, 1
    )
    assert (young.outcome, slip.eligible_from) == (Outcome.NOT_ELIGIBLE, date(2026, 12, 15))
    words = reading.words(render(slip, Paper.A5, desk.fonts()))
    assert reading.squeezed("Bisa diproses mulai") in words
    assert not says_registered(words)
