"""People and their registrations as records: hidden NIK, counts of a day."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people import masked_name, masked_nik
from core.registered import DayCounts, KeptRegistration
from tools.wire_example_bodies import REGISTERED


def test_a_masked_nik_hides_birth_date_and_sex() -> None:
    assert masked_nik("3578085508909901") == "357808******9901"


@pytest.mark.parametrize("nik", ["", "357808", "35780855089099012"])
def test_what_is_no_whole_nik_is_hidden_whole(nik: str) -> None:
    assert masked_nik(nik) == "*" * len(nik)


@given(st.text("0123456789", min_size=16, max_size=16))
def test_six_digits_are_always_hidden(nik: str) -> None:
    assert masked_nik(nik)[6:12] == "******"


def test_a_kept_registration_shows_the_numbers_of_its_body() -> None:
    kept = KeptRegistration(uuid.UUID(int=1), "TERDAFTAR", 0, 1, REGISTERED)
    assert (kept.registration_no, kept.queue_number) == ("35-SBY01-20200413-0001-4", "A001")


def test_registrations_of_a_day_are_those_with_a_number() -> None:
    counts = DayCounts({"registered": 3, "waiting_list": 2, "incomplete": 4, "not_eligible": 5})
    assert (counts.registrations, counts.incomplete) == (5, 4)
    assert (DayCounts({}).registrations, DayCounts({}).incomplete) == (0, 0)


def test_a_masked_name_is_recognised_only_by_who_knows_it() -> None:
    assert [masked_name(name) for name in ("SITI AMINAH", "SLAMET", "")] == ["SITI A***", "SLAMET", ""]
