"""The next step of an incomplete visit names what is open, and nothing else."""

from __future__ import annotations

import pytest

from app.bundled import programme
from core.accounts import Result
from core.next_steps import is_address_put_off, step_of_waiting, steps_of_incomplete
from core.sentences import SENTENCES

DUKCAPIL = "NEXT_STEP_TO_DUKCAPIL"
CARD, AGAIN, PHONE = "NEXT_STEP_INCOMPLETE", "NEXT_STEP_COME_AGAIN", "NEXT_STEP_BRING_PHONE"
ANSWER, CONSENT, BOTH = "NEXT_STEP_ANSWER", "NEXT_STEP_CONSENT", "NEXT_STEP_ANSWER_AND_CONSENT"


@pytest.mark.parametrize(
    ("fields", "codes", "steps"),
    [
        ({"nik"}, {"NIK_TOO_SHORT"}, [CARD]),
        ({"nik"}, {"NIK_EMPTY"}, [DUKCAPIL]),
        ({"nik"}, {"NIK_OLD_LOCAL"}, [DUKCAPIL]),
        ({"nik"}, {"NIK_DAY"}, [DUKCAPIL]),
        ({"nik"}, {"NIK_OF_ANOTHER"}, [DUKCAPIL]),
        ({"nik", "mobile"}, {"NIK_EMPTY", "MOBILE_NONE"}, [DUKCAPIL, PHONE]),
        ({"nik", "birth_date"}, {"NIK_EMPTY", "DATE_EMPTY"}, [DUKCAPIL, CARD]),
        ({"nik", "consent"}, {"NIK_EMPTY", "CONSENT_MISSING"}, [DUKCAPIL, CONSENT]),
        ({"nik", "mobile"}, {"NIK_TOO_SHORT", "MOBILE_NONE"}, [CARD, PHONE]),
        ({"mobile"}, {"MOBILE_NONE"}, [AGAIN, PHONE]),
        ({"email"}, {"EMAIL_DOMAIN_TYPO"}, [AGAIN, PHONE]),
        ({"consent"}, {"CONSENT_MISSING"}, [AGAIN, CONSENT]),
        ({"answers.training"}, {"ANSWER_NOT_A_CHOICE"}, [AGAIN, ANSWER]),
        ({"consent"}, {"CONSENT_MISSING", "ANSWER_MISSING"}, [AGAIN, BOTH]),
        ({"rt_rw"}, {"RT_RW_NONE", "PAPER_MISSING"}, [CARD, "NEXT_STEP_BRING_PAPERS"]),
    ],
)
def test_the_next_step_names_what_is_open(fields: set[str], codes: set[str], steps: list[str]) -> None:
    assert list(steps_of_incomplete(fields, codes)) == steps
    assert set(steps) <= set(SENTENCES)


@pytest.mark.parametrize(
    ("codes", "step"),
    [
        ({"BATCH_CLOSED"}, "NEXT_STEP_WAITING_BATCH"),
        ({"BATCH_CLOSED", "EMAIL_NONE", "PRIORITY_GROUP"}, "NEXT_STEP_WAITING_BATCH"),
        ({"BATCH_CLOSED", "PAPER_MISSING"}, "NEXT_STEP_WAITING_LIST"),
        ({"PAPER_MISSING", "DATUM_MISSING"}, "NEXT_STEP_WAITING_LIST"),
        ({"DATUM_MISSING"}, "NEXT_STEP_WAITING_DATA"),
        ({"BATCH_CLOSED", "ANSWER_MISSING"}, "NEXT_STEP_WAITING_DATA"),
    ],
)
def test_who_waits_is_told_what_for(codes: set[str], step: str) -> None:
    assert step_of_waiting(programme("PRAKERJA2020"), codes) == step
    assert step in SENTENCES


@pytest.mark.parametrize(
    ("result", "email", "is_put_off"),
    [
        (Result.LATER, "", True),
        (Result.LATER, "siti@contoh.id", False),
        (Result.FAILED, "", False),
        (Result.MADE, "", False),
        ("", "", False),
        ("of a newer program", "", False),
    ],
)
def test_who_comes_again_for_an_address_is_who_put_it_off_and_has_none(
    result: str, email: str, *, is_put_off: bool
) -> None:
    assert is_address_put_off(result, email) is is_put_off
