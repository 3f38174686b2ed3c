"""The identity fields together: read in the order of the card, findings and typed texts kept, proposals taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.address import Regions
from core.card_words import CardCode
from core.dates import DateCode
from core.email import EmailCode
from core.entry import IDENTITY_FIELDS, Entry, entry_from_json
from core.findings import Weight
from core.identity_form import ContactCode, Reading, read_identity
from core.identity_rules import IdentityRules
from core.nik import NikCode
from core.people import Sex
from core.sentences import sentence
from core.typed_text import says_none, tidy
from tests.kit.desk import person_values

Read = Callable[..., Reading]

ON = date(2020, 4, 13)
"""What people write for "has none"."""


@pytest.fixture(scope="module")
def read(regions: Regions, rules: IdentityRules) -> Read:
    """Reads a made-up person with some fields changed; ``...`` takes a field out."""

    def one(*, is_email_shared: bool = False, is_training: bool = False, **changes: object) -> Reading:
        entry = entry_from_json(person_values(0, **changes))
        return read_identity(
            entry, on=ON, rules=rules, regions=regions, is_training=is_training, is_email_shared=is_email_shared
        )

    return one


def codes(reading: Reading, weight: Weight | None = None) -> list[str]:
    return [finding.code for finding in reading.findings if weight in (None, finding.weight)]


def test_a_good_card_has_no_findings_and_nothing_typed_to_remember(read: Read) -> None:
    reading = read()
    assert reading.findings == ()
    assert reading.typed == {}
    assert (reading.applicant.sex, reading.applicant.birth_date) == (Sex.MALE, date(1970, 1, 1))


def test_values_are_normalised(read: Read) -> None:
    applicant = read(
        rt_rw="3/7", mobile="0812-3456-0123", village_code="3578081002", name_on_id=" budi  aba "
    ).applicant
    assert (applicant.rt_rw, applicant.mobile) == ("003/007", "+6281234560123")
    assert (applicant.village_code, applicant.name_on_id) == ("35.78.08.1002", "BUDI ABA")


def test_a_form_without_any_field_gives_nobody_and_says_what_is_missing(regions: Regions, rules: IdentityRules) -> None:
    reading = read_identity(Entry({}), on=ON, rules=rules, regions=regions, is_training=False, is_email_shared=False)
    values = {name: getattr(reading.applicant, name) for name in IDENTITY_FIELDS}
    assert {name: value for name, value in values.items() if value} == {"rt_rw": "-"}
    assert reading.typed == {}
    blocks = {finding.field for finding in reading.findings if finding.weight is Weight.BLOCK}
    assert blocks == {"nik", "name_on_id", "birth_date", "sex", "village_code"}


def test_findings_come_in_the_order_of_the_card(read: Read) -> None:
    changes = dict.fromkeys(("birth_date", "sex", "nik", "name_on_id", "rt_rw", "mobile"), "?")
    fields = [finding.field for finding in read(**changes).findings]
    assert fields == sorted(fields, key=IDENTITY_FIELDS.index)
    assert {"nik", "name_on_id", "birth_date", "sex", "mobile"} <= set(fields)


# --- what was typed -----------------------------------------------------------------------------------------------


def test_a_text_that_gives_no_value_is_kept(read: Read) -> None:
    reading = read(nik="35 78 08 010170")
    assert reading.applicant.nik == ""
    assert reading.typed == {"nik": "35 78 08 010170"}


def test_a_text_that_was_doubted_is_kept(read: Read) -> None:
    reading = read(rt_rw="3/107")
    assert reading.applicant.rt_rw == "003/107"
    assert reading.typed == {"rt_rw": "3/107"}


def test_a_doubted_text_that_reads_like_its_value_is_not_kept_twice(read: Read) -> None:
    reading = read(rt_rw="003/107")
    assert codes(reading) == ["RT_RW_RW_HIGH"]
    assert reading.typed == {}


@given(fields=st.dictionaries(st.sampled_from(IDENTITY_FIELDS), st.text(max_size=220), max_size=6))
def test_nothing_that_was_typed_is_ever_lost(regions: Regions, rules: IdentityRules, fields: Mapping[str, str]) -> None:
    reading = read_identity(
        Entry(fields), on=ON, rules=rules, regions=regions, is_training=False, is_email_shared=False
    )
    for name, text in fields.items():
        is_something = not says_none(tidy(text))
        assert not is_something or getattr(reading.applicant, name) or reading.typed[name] == text
    for finding in reading.findings:
        assert sentence(finding.code, finding.facts)


# --- proposals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "code", "value"),
    [
        ("email", "budi.aba@gmail.co", EmailCode.DOMAIN_TYPO, "budi.aba@gmail.com"),
        ("nik", "357808O101709901", NikCode.LETTER, "3578080101709901"),
        ("birth_date", "O1-01-1970", DateCode.LETTER, date(1970, 1, 1)),
        ("village_code", "91.01.01.1002", "VILLAGE_OLD", "93.01.01.1002"),
    ],
)
def test_an_accepted_proposal_takes_the_place_of_what_was_typed(
    read: Read, field: str, typed: str, code: str, value: object
) -> None:
    doubted = read(**{field: typed})
    assert code in codes(doubted)
    mended = read(**{field: typed}, accept=[code])
    assert getattr(mended.applicant, field) == value
    assert code not in codes(mended)
    assert mended.typed == {field: typed}


def test_a_star_accepts_every_proposal(read: Read) -> None:
    reading = read(nik="357808O101709901", email="budi.aba@gmail.co", accept=["*"])
    assert reading.findings == ()
    assert set(reading.typed) == {"nik", "email"}


def test_an_accepted_domain_shows_what_the_provider_says_to_the_name(read: Read) -> None:
    reading = read(email="tri@gmial.co", accept=["EMAIL_DOMAIN_TYPO"])
    assert (codes(reading), reading.typed["email"]) == ([EmailCode.PROVIDER_LENGTH], "tri@gmial.co")


@pytest.mark.parametrize("words", ["tidak ada", "Belum punya", "nihil", "TDK ADA", "n/a"])
def test_saying_that_there_is_none_leaves_an_optional_field_out(read: Read, words: str) -> None:
    reading = read(email=words, family_card_no=words, current_village_code=words)
    assert (reading.applicant.email, reading.applicant.family_card_no, codes(reading)) == ("", "", [])


def test_another_codes_acceptance_changes_nothing(read: Read) -> None:
    reading = read(email="budi.aba@gmail.co", accept=["NIK_LETTER"])
    assert reading.applicant.email == "budi.aba@gmail.co"
    assert codes(reading) == [EmailCode.DOMAIN_TYPO]


def test_a_proposal_is_judged_like_anything_typed(read: Read) -> None:
    reading = read(email="budi.aba@gmail.co", accept=["EMAIL_DOMAIN_TYPO"], is_email_shared=True)
    assert codes(reading) == [EmailCode.SHARED]


# --- sex ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("nik", "sex"), [("3578080101709901", Sex.MALE), ("3578084101709901", Sex.FEMALE)])
def test_sex_is_taken_from_the_nik_where_the_field_stayed_empty(read: Read, nik: str, sex: Sex) -> None:
    reading = read(nik=nik, sex=" ")
    assert reading.applicant.sex is sex
    assert [(finding.weight, finding.code) for finding in reading.findings] == [(Weight.OK, CardCode.SEX_FROM_NIK)]


def test_sex_that_cannot_be_read_is_not_overruled_by_the_nik(read: Read) -> None:
    reading = read(sex="X")
    assert reading.applicant.sex is None
    assert codes(reading) == [CardCode.SEX_UNREADABLE]
    assert reading.typed == {"sex": "X"}


def test_without_a_nik_nobody_guesses_the_sex(read: Read) -> None:
    assert codes(read(nik="1", sex=""), Weight.BLOCK) == [NikCode.TOO_SHORT, CardCode.FIELD_REQUIRED]


def test_the_nik_is_compared_with_birth_date_and_sex(read: Read) -> None:
    reading = read(sex="P", birth_date="02-01-1970")
    assert codes(reading) == [NikCode.BIRTH_DATE_DIFFERS, NikCode.SEX_DIFFERS]
    assert (reading.applicant.sex, reading.applicant.birth_date) == (Sex.FEMALE, date(1970, 1, 2))


# --- what people leave out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", [..., None, "", "  ", "-", " - ", "--", "\u200b", "\u2013"])
@pytest.mark.parametrize("field", ["email", "family_card_no", "current_village_code"])
def test_a_field_may_be_left_out_or_hold_a_dash(read: Read, field: str, nothing: object) -> None:
    reading = read(**{field: nothing})
    assert reading.findings == ()
    assert getattr(reading.applicant, field) == ""
    assert field not in reading.typed


@pytest.mark.parametrize("nothing", [..., "", "-"])
def test_nobody_needs_a_phone_but_it_is_asked(read: Read, nothing: object) -> None:
    reading = read(mobile=nothing)
    assert [(finding.weight, finding.code) for finding in reading.findings] == [(Weight.WARN, ContactCode.MOBILE_NONE)]


def test_somebody_elses_phone_is_enough(read: Read) -> None:
    reading = read(mobile="", contact_person="Pak RT 0812-3456-0999")
    assert [(finding.weight, finding.code) for finding in reading.findings] == [
        (Weight.OK, ContactCode.MOBILE_OF_CONTACT)
    ]


def test_a_dash_is_nobody_to_be_called(read: Read) -> None:
    assert codes(read(mobile="", contact_person="-")) == [ContactCode.MOBILE_NONE]


def test_few_people_fill_the_last_fields_and_they_are_kept(read: Read) -> None:
    applicant = read(
        current_address="jl. melati 2",
        current_village_code="35.78.08.1001",
        disability="tuna rungu",
        represented_by="sri",
    ).applicant
    assert (applicant.current_address, applicant.current_village_code) == ("JL. MELATI 2", "35.78.08.1001")
    assert (applicant.disability, applicant.represented_by) == ("TUNA RUNGU", "SRI")


# --- other fields that lean on each other ------------------------------------------------------------------------


def test_the_nik_in_the_box_of_the_family_card_is_noticed(read: Read) -> None:
    reading = read(family_card_no="3578080101709901")
    assert codes(reading) == ["KK_IS_NIK"]


def test_a_family_card_recorded_tomorrow_is_asked_about(read: Read) -> None:
    assert codes(read(family_card_no="3578080101300001")) == ["KK_ODD_DATE"]


def test_training_people_are_good_in_training_only(read: Read) -> None:
    person = {"nik": "3599990101709901", "family_card_no": "3599990101159901", "village_code": "35.99.99.1001"}
    assert codes(read(**person)) == [NikCode.TRAINING, "VILLAGE_TRAINING", "KK_TRAINING"]
    assert read(is_training=True, **person).findings == ()


def test_a_shared_address_is_asked_about(read: Read) -> None:
    assert codes(read(is_email_shared=True)) == [EmailCode.SHARED]
