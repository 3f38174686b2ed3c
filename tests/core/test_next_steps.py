"""The next step of an incomplete visit names what is open, and nothing else."""

from __future__ import annotations

import pytest

from core.next_steps import steps_of_incomplete
from core.sentences import SENTENCES

CARD, AGAIN, PHONE = "NEXT_STEP_INCOMPLETE", "NEXT_STEP_COME_AGAIN", "NEXT_STEP_BRING_PHONE"
ANSWER, CONSENT, BOTH = "NEXT_STEP_ANSWER", "NEXT_STEP_CONSENT", "NEXT_STEP_ANSWER_AND_CONSENT"


@pytest.mark.parametrize(
    ("fields", "codes", "steps"),
    [
        ({"nik"}, {"NIK_TOO_SHORT"}, [CARD]),
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
