"""Proposals for addresses: good ones from any name, and what an own wish has to keep to."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.email import check_email, mailbox_of
from core.identity_rules import IdentityRules
from core.mail_names import (
    LEAST_NAMES,
    MOST_NAMES,
    MailName,
    MailNameCode,
    NameForm,
    NameWish,
    check_stem,
    is_decent,
    propose_names,
)
from core.mail_rules import MailRules
from core.name_on_mail import town_for_mail, words_for_mail

REGION = "warga.kota.go.id"
DOMAINS = ("gmail.com", "outlook.com", "yahoo.com", REGION)
NAMES = (
    st.text(max_size=80)
    | st.text(alphabet="AEIOUBKT '.,-", max_size=40)
    | st.from_regex(r"[A-Z]{1,30}( [A-Z.]{1,20}){0,5}", fullmatch=True)
)


def nobody(_address: str) -> bool:
    return False


def chance(seed: int = 7) -> Callable[[int], int]:
    return random.Random(seed).randrange


@pytest.fixture(scope="session")
def proposals(mail_rules: MailRules, rules: IdentityRules) -> Callable[..., tuple[MailName, ...]]:
    """Proposals for a name, as the desk asks for them."""

    def propose(
        name: str, domain: str = "gmail.com", *, is_taken: Callable[[str], bool] = nobody, seed: int = 7, **wish: object
    ) -> tuple[MailName, ...]:
        tag = "12" if domain == REGION else ""
        asked = NameWish(name, domain, tag, **wish)  # type: ignore[arg-type]  # a test says year and town by name
        return propose_names(asked, mail_rules, rules, is_taken=is_taken, randbelow=chance(seed))

    return propose


Propose = Callable[..., tuple[MailName, ...]]


def locals_of(names: tuple[MailName, ...]) -> list[str]:
    return [name.local for name in names]


# --- any name in, good addresses out --------------------------------------------------------------------------------


@given(
    NAMES, st.sampled_from(DOMAINS), st.text(max_size=40), st.none() | st.integers(1900, 2015), st.integers(0, 10**6)
)
def test_any_name_gets_three_to_five_good_addresses(
    proposals: Propose,
    mail_rules: MailRules,
    rules: IdentityRules,
    name: str,
    domain: str,
    town: str,
    year: int | None,
    seed: int,
) -> None:
    found = proposals(name, domain, seed=seed, town=town, birth_year=year)
    assert LEAST_NAMES <= len(found) <= MOST_NAMES
    assert len({mailbox_of(one.address, rules=rules).replace(".", "") for one in found}) == len(found)
    for one in found:
        checked = check_email(one.address, rules=rules)
        assert (checked.value, checked.findings) == (one.address, ())
        assert is_decent(one.local, mail_rules.names)
        assert re.fullmatch(r"[a-z]+(?:\.[a-z]+)?[0-9]{0,4}", one.local)
        assert len(one.local.replace(".", "")) >= 6
        assert len(one.local) <= 30


@given(NAMES, st.integers(0, 10**6))
def test_every_regional_proposal_is_a_wish_that_is_granted(
    proposals: Propose, mail_rules: MailRules, rules: IdentityRules, name: str, seed: int
) -> None:
    for one in proposals(name, REGION, seed=seed):
        assert check_stem(one.local, mail_rules, rules).value == one.local
        assert one.address == f"{one.local}.12@{REGION}"


@given(NAMES, st.sampled_from(DOMAINS))
def test_no_proposal_is_somebodys_already(proposals: Propose, name: str, domain: str) -> None:
    shown = {one.address for one in proposals(name, domain)}
    again = proposals(name, domain, is_taken=shown.__contains__)
    assert len(again) >= LEAST_NAMES
    assert not {one.address for one in again} & shown


@given(st.text(max_size=200), st.text(max_size=200))
def test_equal_chance_gives_equal_proposals(proposals: Propose, name: str, town: str) -> None:
    assert proposals(name, town=town) == proposals(name, town=town)


@pytest.mark.slow
@pytest.mark.parametrize("domain", ["gmail.com", REGION])
@pytest.mark.parametrize("name", ["SITI AMINAH", "SLAMET", "LI", "李小龙"])
def test_a_thousand_people_of_one_name_get_a_thousand_addresses(
    proposals: Propose, rules: IdentityRules, domain: str, name: str
) -> None:
    given_out: set[str] = set()

    def is_taken(address: str) -> bool:
        return mailbox_of(address, rules=rules) in given_out

    for person in range(1000):
        found = proposals(name, domain, is_taken=is_taken, seed=person)
        assert found
        given_out.add(mailbox_of(found[-1].address, rules=rules))
    assert len(given_out) == 1000


def test_where_everything_is_taken_nothing_is_proposed(proposals: Propose) -> None:
    assert proposals("SITI AMINAH", is_taken=lambda _address: True) == ()


def test_ten_million_letters_are_a_name_like_others(proposals: Propose) -> None:
    assert len(proposals("A" * 10_000_000, town="B" * 10_000_000)) == MOST_NAMES


# --- what they are made of ------------------------------------------------------------------------------------------


def test_first_and_last_word_come_first(proposals: Propose) -> None:
    assert proposals("SITI NUR AMINAH")[0] == MailName("siti.aminah", "siti.aminah@gmail.com", NameForm.NAME)


def test_one_word_gets_a_town_or_figures_and_stands_alone_only_before_a_tag(proposals: Propose) -> None:
    assert locals_of(proposals("SLAMET", town="Kota Surabaya"))[0] == "slamet.surabaya"
    assert "slamet" not in locals_of(proposals("SLAMET"))
    assert locals_of(proposals("SLAMET", REGION))[0] == "slamet"
    assert all(re.fullmatch("slamet[0-9]{2,4}", local) for local in locals_of(proposals("SLAMET")))


def test_the_birth_year_shows_only_if_the_person_agrees(proposals: Propose) -> None:
    agreed = proposals("SITI AMINAH", birth_year=1967)
    assert ("sitiaminah67", NameForm.YEAR) in [(one.local, one.why) for one in agreed]
    assert NameForm.YEAR not in {one.why for one in proposals("SITI AMINAH")}


@pytest.mark.parametrize(("name", "year"), [("JOKO WIDODO", 1990), ("SITI AMINAH", 1971), ("LELA SARAH", 2001)])
def test_a_year_that_reads_like_letters_is_left_out(proposals: Propose, name: str, year: int) -> None:
    assert NameForm.YEAR not in {one.why for one in proposals(name, birth_year=year)}


def test_figures_by_chance_look_like_no_letter(proposals: Propose) -> None:
    found = [one for seed in range(40) for one in proposals("JOKO LILIK", seed=seed)]
    assert not {"0", "1"} & {char for one in found if one.why is NameForm.DIGITS for char in one.local}


def test_a_short_name_is_filled_up(proposals: Propose) -> None:
    assert all(re.fullmatch("bo[2-9]{4}", local) for local in locals_of(proposals("BO")))
    assert all(re.fullmatch(r"a\.warga[2-9]{2,4}", local) for local in locals_of(proposals("A")))


def test_a_long_name_is_cut_at_the_end_of_a_word(proposals: Propose) -> None:
    long = "FRANSISKUS XAVERIUS KURNIAWAN WIDJAJAKUSUMANINGRATNEGARA"
    assert locals_of(proposals(long))[:2] == ["fransiskus.kurniawan", "kurniawan.fransiskus"]


@pytest.mark.parametrize("name", ["SITI 3578085508909901", "081234567890 SITI", "SITI 15-08-1990"])
def test_no_number_that_stands_in_the_name_gets_into_an_address(proposals: Propose, name: str) -> None:
    figures = {figures for one in proposals(name) for figures in re.findall("[0-9]+", one.local)}
    assert max(map(len, figures)) <= 4
    assert all(re.fullmatch("siti[2-9]{2,4}", local) for local in locals_of(proposals(name)))


@pytest.mark.parametrize("name", ["", "   ", "李小龙", "Пётр", "12345", "ADMIN", "KONTOL", "-.,'"])
def test_a_name_of_which_nothing_can_be_used_gets_a_neutral_address(proposals: Propose, name: str) -> None:
    for domain in DOMAINS:
        found = proposals(name, domain)
        assert len(found) >= LEAST_NAMES
        assert {one.why for one in found} == {NameForm.NEUTRAL}


# --- words of a name ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("H. AHMAD FAUZI", ("ahmad", "fauzi")),
        ("Hj. SITI AMINAH, S.Pd., M.Si", ("siti", "aminah")),
        ("DR. IR. BUDI SANTOSO S. Pd. I", ("budi", "santoso")),
        ("SITI AMINAH SE", ("siti", "aminah")),
        ("SITI AMINAH, S.E.", ("siti", "aminah")),
        ("JACK MA", ("jack", "ma")),
        ("I MADE SUDANA", ("made", "sudana")),
        ("M. ARIF", ("arif",)),
        ("M.ARIF RAHMAN", ("arif", "rahman")),
        ("NU'MAN AL-FÀRISI", ("numan", "al", "farisi")),
        ("SITI alias TUTI", ("siti",)),
        ("SITI/TUTI", ("siti",)),
        ("SAIFUL ISLAM", ("saiful",)),
        ("ISLAM", ("islam",)),
        ("S.PD", ("pd",)),
        ("HAJI", ("haji",)),
        ("Ø Łukasz", ("lukasz",)),
        ("S1TI AMINAH", ("sti", "aminah")),
        ("A B", ("a", "b")),
        ("12345", ()),
    ],
)
def test_titles_initials_and_religion_are_no_part_of_an_address(
    mail_rules: MailRules, name: str, words: tuple[str, ...]
) -> None:
    assert words_for_mail(name, mail_rules.names) == words


def test_a_town_goes_by_its_own_name(mail_rules: MailRules) -> None:
    assert town_for_mail("KOTA ADM. JAKARTA TIMUR", mail_rules.names) == ("jakarta", "timur")
    assert town_for_mail("Kab. Sidoarjo", mail_rules.names) == ("sidoarjo",)


def test_a_town_is_cut_where_it_does_not_fit(proposals: Propose) -> None:
    found = proposals("FRANSISKUS XAVERIUS", town="Kabupaten Penukal Abab Lematang Ilir")
    assert "fransiskus.penukalabablematang" in locals_of(found)


# --- decency --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "local", ["babi", "siti.babi", "babi77", "ba.bi", "kon.tol", "an.jing88", "siti69", "siti4666"]
)
def test_what_reads_badly_is_refused_also_where_parts_join(mail_rules: MailRules, local: str) -> None:
    assert not is_decent(local, mail_rules.names)


@pytest.mark.parametrize("local", ["asuti", "mas.ulin", "taiwan", "sentot.alibasya", "matius", "edang", "siti96"])
def test_what_only_looks_so_to_a_machine_is_not(mail_rules: MailRules, local: str) -> None:
    assert is_decent(local, mail_rules.names)


def test_parts_that_would_join_badly_are_put_another_way(proposals: Propose) -> None:
    found = locals_of(proposals("BA BI"))
    assert len(found) >= LEAST_NAMES
    assert not any(local.replace(".", "").startswith("babi") for local in found)


# --- own wishes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "stem"), [("siti.aminah", "siti.aminah"), (" SITI47 ", "siti47"), ("siti", "siti")])
def test_a_good_wish_is_taken_in_small_letters(
    mail_rules: MailRules, rules: IdentityRules, text: str, stem: str
) -> None:
    assert check_stem(text, mail_rules, rules).value == stem


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", MailNameCode.SIGN),
        ("47siti", MailNameCode.SIGN),
        ("siti_aminah", MailNameCode.SIGN),
        ("siti.47", MailNameCode.SIGN),
        ("siti@kota.go.id", MailNameCode.SIGN),
        ("sit", MailNameCode.LENGTH),
        ("s" * 31, MailNameCode.LENGTH),
        ("siti15081990", MailNameCode.NUMBER),
        ("posko.siti", MailNameCode.OFFICE),
        ("test", MailNameCode.OFFICE),
        ("siti.babi", MailNameCode.BAD),
        ("s" * 300, "TEXT_TOO_LONG"),
    ],
)
def test_a_wish_that_cannot_be_says_why(mail_rules: MailRules, rules: IdentityRules, text: str, code: str) -> None:
    checked = check_stem(text, mail_rules, rules)
    assert checked.value is None
    assert [finding.code for finding in checked.findings] == [code]


def test_a_wish_with_spaces_is_mended(mail_rules: MailRules, rules: IdentityRules) -> None:
    (finding,) = check_stem("Siti Nur Aminah", mail_rules, rules).findings
    assert finding.proposal == "siti.nur.aminah"


@given(st.text(max_size=60))
def test_any_wish_gets_an_answer(mail_rules: MailRules, rules: IdentityRules, text: str) -> None:
    checked = check_stem(text, mail_rules, rules)
    assert (checked.value is None) == bool(checked.findings)
