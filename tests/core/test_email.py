"""E-mail addresses: what cannot be one, what was meant, whose it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.email import EmailCode, check_email, mailbox_of
from core.findings import Checked, Weight
from core.identity_rules import IdentityRules
from tests.core.test_typed_text import ANY_TEXT

MESSY_ADDRESSES = st.builds(
    "{}@{}".format, st.text(alphabet="ab1._+- ,@", max_size=10), st.text(alphabet="gmailyho.co,n ", max_size=12)
)
MISTYPED_ADDRESSES = st.builds(
    "{}@{}".format,
    st.text(alphabet="ab1._- ", min_size=1, max_size=10),
    st.sampled_from(["gmial.co", "gmail,com", "gmailcom", "gmail.c", "yahoo.co", "yaho.co.id", "outlok.con", "gmail"]),
)
BY_PROVIDER = {EmailCode.PROVIDER_LENGTH, EmailCode.PROVIDER_NAME}
LOCALS = st.from_regex(r"[a-z][a-z0-9]{5,12}", fullmatch=True)


def codes(checked: Checked[str]) -> list[str]:
    return [finding.code for finding in checked.findings]


def domains(rules: IdentityRules) -> list[str]:
    return [domain for provider in rules.email.providers for domain in provider.domains]


@given(ANY_TEXT | MESSY_ADDRESSES, st.booleans())
def test_any_text_gets_an_answer(rules: IdentityRules, text: str, is_shared: bool) -> None:
    checked = check_email(text, rules=rules, is_shared=is_shared)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)


@given(MESSY_ADDRESSES | MISTYPED_ADDRESSES)
def test_a_proposal_is_an_address_that_only_the_provider_may_refuse(rules: IdentityRules, text: str) -> None:
    for finding in check_email(text, rules=rules).findings:
        if finding.proposal is not None:
            again = check_email(finding.proposal, rules=rules)
            assert again.value in (finding.proposal, None)
            assert set(codes(again)) <= {*BY_PROVIDER, EmailCode.OFFICE, EmailCode.PLACEHOLDER}
            assert (again.value is None) == bool(BY_PROVIDER & set(codes(again)))


@given(LOCALS)
def test_every_providers_own_domain_passes_without_a_typo_warning(rules: IdentityRules, local: str) -> None:
    for domain in domains(rules):
        assert EmailCode.DOMAIN_TYPO not in codes(check_email(f"{local}@{domain}", rules=rules))


def test_no_real_neighbour_is_taken_for_a_typo(rules: IdentityRules) -> None:
    for domain in rules.email.real_neighbours:
        assert check_email(f"siti.aminah@{domain}", rules=rules).weight is Weight.OK


def test_ten_million_letters_are_refused_unread(rules: IdentityRules) -> None:
    assert codes(check_email("a" * 10_000_000, rules=rules)) == ["TEXT_TOO_LONG"]


def test_a_typo_keeps_what_was_typed_and_proposes_what_was_meant(rules: IdentityRules) -> None:
    checked = check_email("Siti.Aminah@GMIAL.com", rules=rules)
    assert checked.value == "siti.aminah@gmial.com"
    assert checked.findings[0].facts == {
        "domain": "gmial.com",
        "meant": "gmail.com",
        "proposal": "siti.aminah@gmail.com",
    }


@pytest.mark.parametrize("typed", ["tri@gmial.co", "tri@gmail.co", "t.r.i@gnail.com", "tri@gmail.con", "TRI@gmil.com"])
def test_a_typo_has_its_proposal_even_where_the_provider_will_refuse_the_name(rules: IdentityRules, typed: str) -> None:
    (finding,) = check_email(typed, rules=rules).findings
    assert finding.code == EmailCode.DOMAIN_TYPO
    assert codes(check_email(finding.proposal or "", rules=rules)) == [EmailCode.PROVIDER_LENGTH]


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gamil.con", "gmail.com"),
        ("mail.con", "mail.com"),
        ("kantor.cmo", "kantor.com"),
        ("yahoo.coid", "yahoo.co.id"),
        ("hotmai.com", "hotmail.com"),
        ("live.co", "live.com"),
        ("iclod.com", "icloud.com"),
        ("gmail.co", "gmail.com"),
        ("gmial.co", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("gmmaill.com", "gmail.com"),
        ("gamil.co.id", "gmail.com"),
        ("www.gmail.com", "gmail.com"),
        ("yaho.com", "yahoo.com"),
        ("yahoooo.co.id", "yahoo.co.id"),
        ("yahoo.co.di", "yahoo.co.id"),
        ("hotmai.co", "hotmail.com"),
        ("outlok.com", "outlook.com"),
    ],
)
def test_a_mistyped_domain_names_what_was_meant(rules: IdentityRules, domain: str, meant: str) -> None:
    (finding,) = check_email(f"siti.aminah@{domain}", rules=rules).findings
    assert (finding.code, finding.facts["meant"]) == (EmailCode.DOMAIN_TYPO, meant)


@pytest.mark.parametrize(
    "domain", ["like.com", "contoh.go.id", "kemnaker.go.id", "unair.ac.id", "mail.ru", "mail.go.id"]
)
def test_an_honest_domain_is_left_alone(rules: IdentityRules, domain: str) -> None:
    assert check_email(f"siti.aminah@{domain}", rules=rules).weight is Weight.OK


@pytest.mark.parametrize(
    "typed",
    [
        "siti aminah@gmail.com",
        "siti.aminah @ gmail.com",
        "siti.aminah@gmail,com",
        "siti.aminah@gmail.com.",
        "siti.aminah@gmail",
        "siti.aminah@gmailcom",
        "siti.aminah@gmail.c",
        "siti.aminah@gmail..com",
        "siti.aminah@gmial",
        "siti.aminah@gmial,con",
        "siti.aminahgmail.com",
        "siti.aminah#gmail.com",
        "siti.aminah (at) gmail.com",
        "siti.aminah@@gmail.com",
        ".siti.aminah@gmail.com",
        "siti..aminah@gmail.com",
        "siti,aminah@gmail.com",
        "sitì.aminah@gmail.com",
    ],
)
def test_a_slip_of_the_finger_gets_a_proposal(rules: IdentityRules, typed: str) -> None:
    (finding,) = check_email(typed, rules=rules).findings
    assert (finding.code, (finding.proposal or "").replace(".", "")) == (EmailCode.SPELLING, "sitiaminah@gmailcom")


def test_words_behind_an_address_are_never_part_of_a_proposal(rules: IdentityRules) -> None:
    (finding,) = check_email("siti.aminah@contoh.id sandi rahasia", rules=rules).findings
    assert (finding.code, finding.proposal) == (EmailCode.DOMAIN, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("李@contoh.id", EmailCode.NOT_ASCII),
        ("siti@bücher.id.", EmailCode.SPELLING),
        ("siti.contoh.id", EmailCode.NO_AT),
        ("a@contoh.id; b@contoh.id", EmailCode.TWO_AT),
        ("siti\\ani@contoh.id", EmailCode.NAME),
        ("siti@contoh", EmailCode.DOMAIN),
        ("tidak ada", EmailCode.EMPTY),
        ("Belum punya", EmailCode.EMPTY),
        ("3578085508909901", "WRONG_BOX_CARD_NUMBER"),
        ("0812-3456-0123", "WRONG_BOX_MOBILE"),
    ],
)
def test_what_cannot_be_mended_says_what_is_wrong(rules: IdentityRules, typed: str, code: str) -> None:
    assert codes(check_email(typed, rules=rules)) == [code]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("s.i.t.i@gmail.com", EmailCode.PROVIDER_LENGTH),
        ("siti+prakerja@gmail.com", EmailCode.PROVIDER_LENGTH),
        ("siti_aminah@gmail.com", EmailCode.PROVIDER_NAME),
        ("9siti@yahoo.com", EmailCode.PROVIDER_NAME),
        ("s.i.ti@yahoo.com", EmailCode.PROVIDER_NAME),
        ("9siti@outlook.com", EmailCode.PROVIDER_NAME),
        (f"{'a' * 65}@contoh.id", EmailCode.NAME),
    ],
)
def test_a_name_that_the_provider_cannot_have_is_refused(rules: IdentityRules, address: str, code: EmailCode) -> None:
    assert codes(check_email(address, rules=rules)) == [code]


def test_a_tag_alone_is_no_mailbox(rules: IdentityRules) -> None:
    assert codes(check_email("-siti@yahoo.com", rules=rules)) == [EmailCode.PROVIDER_LENGTH]


def test_every_doubt_about_an_address_is_named(rules: IdentityRules) -> None:
    checked = check_email("admin@contoh.id", rules=rules, is_shared=True)
    assert codes(checked) == [EmailCode.OFFICE, EmailCode.SHARED]


def test_dots_and_tags_lead_to_the_same_gmail_mailbox(rules: IdentityRules) -> None:
    assert mailbox_of("siti.aminah+kerja@gmail.com", rules=rules) == "sitiaminah@gmail.com"


def test_dots_lead_to_another_mailbox_elsewhere(rules: IdentityRules) -> None:
    assert mailbox_of("siti.aminah@contoh.id", rules=rules) == "siti.aminah@contoh.id"


def test_a_yahoo_mailbox_keeps_its_dot(rules: IdentityRules) -> None:
    assert mailbox_of("siti.aminah-belanja@yahoo.com", rules=rules) == "siti.aminah@yahoo.com"
