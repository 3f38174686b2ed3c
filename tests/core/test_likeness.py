"""Likely one person or two: a table of pairs, and what holds of any pair."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.like_names import NameLikeness, compared_names, name_key
from core.likeness import DateLikeness, Likeness, Support, compared_dates, likely_same, near_dates
from core.wire.records import PersonBody

TABLE = Path(__file__).parents[1] / "data" / "likely_same_person.csv"


def person(name: str = "SOLIKIN MASDUKI", born: str = "1958-05-08", sex: str = "L", **changes: str) -> PersonBody:
    values = dict.fromkeys(PersonBody.__struct_fields__, "") | {"name_on_id": name, "birth_date": born, "sex": sex}
    return PersonBody(**(values | changes))


def of_row(row: dict[str, str], which: str) -> PersonBody:
    return person(
        row[f"name_{which}"],
        row[f"born_{which}"],
        row[f"sex_{which}"],
        nik=row[f"nik_{which}"],
        family_card_no=row[f"kk_{which}"],
        mobile=row[f"mobile_{which}"],
        village_code=row[f"village_{which}"],
    )


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PAIRS = table()


def test_the_table_holds_both_answers_many_times() -> None:
    answers = [row["answer"] for row in PAIRS]
    assert set(answers) == {"likely", "two"}
    assert min(answers.count("likely"), answers.count("two")) >= 20


@pytest.mark.parametrize("row", PAIRS, ids=[row["why"] for row in PAIRS])
def test_a_pair_of_the_table(row: dict[str, str]) -> None:
    one, other = of_row(row, "one"), of_row(row, "other")
    found = likely_same(one, other)
    assert (found is not None) == (row["answer"] == "likely")
    assert likely_same(other, one) == found


def test_the_answer_names_what_agrees() -> None:
    one = person(nik="3578080805589901", mobile="+6281245600001", birth_place="SURABAYA", village_code="35.78.08.1002")
    other = person("SOLIKHIN MASDUKI", nik="3578080805589944", mobile="+6281245600001")
    assert likely_same(one, other) == Likeness(
        NameLikeness.SAME, DateLikeness.EQUAL, Support.STRONG, ("name_on_id", "birth_date", "sex", "mobile")
    )


def test_a_nik_with_one_slip_is_said_to_agree() -> None:
    one, other = person(nik="3578080805589901"), person(nik="3578090805589901")
    found = likely_same(one, other)
    assert found is not None
    assert found.agreeing[0] == "nik"
    assert found.support is Support.STRONG


def test_the_likelier_of_two_is_greater() -> None:
    new = person(mobile="+6281245600001")
    near = likely_same(new, person(born="1958-08-05"))
    nearer = likely_same(new, person(mobile="+6281245600001"))
    assert near is not None
    assert nearer is not None
    assert nearer > near


def test_a_day_that_is_none_is_like_no_other() -> None:
    assert likely_same(person(born="1958-02-30"), person(born="1958-02-30")) is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("SITI AMINAH", "ST. AMINAH", NameLikeness.SAME),
        ("SITI AMINAH", "AMINAH SITI", NameLikeness.SAME),
        ("S.H.", "S.H.", NameLikeness.SAME),
        ("HJ.", "HJ.", NameLikeness.SAME),
        ("/ BUDI", "BUDI", NameLikeness.SAME),
        ("BIN", "BIN", NameLikeness.SAME),
        ("AKHMAD MUBAROK", "ACH. MUBAROK", NameLikeness.SAME),
        ("MADE SUARDANA", "MADE SUWARDANA", NameLikeness.SAME),
        ("NUR AINI LAILI", "NURAINI L.", NameLikeness.SHORTENED),
        ("RINA SRI ST.", "SITI RINA SRI", NameLikeness.SAME),
        ("BUDI AAK", "BUDI AAQ", NameLikeness.OTHER),
        ("NUR AINI", "NAYLI", NameLikeness.OTHER),
        ("BUDI A.", "BUDI B.", NameLikeness.OTHER),
        ("SITI", "AMINAH", NameLikeness.OTHER),
        ("PURBONINGRUM", "PURBANINGRUM", NameLikeness.SLIP),
        ("PURBONINGRUM", "PRBANINGRUM", NameLikeness.SLIP),
        ("KASAN BASRI", "HASAN BASRI", NameLikeness.OTHER),
        ("SUSANTI MEKAR", "SUSANTO MEKAR", NameLikeness.OTHER),
        ("SONYA MEKAR", "SONIA MEKAR", NameLikeness.SLIP),
        ("NYOMAN MEKAR", "NIOMAN MEKAR", NameLikeness.SLIP),
        ("TITIK MEKAR", "TITI MEKAR", NameLikeness.SHORTENED),
        ("JUSUF RACHMAT", "YUSUF RAHMAT", NameLikeness.SAME),
        ("", "", NameLikeness.OTHER),
        ("...", "BUDI", NameLikeness.OTHER),
    ],
)
def test_names(one: str, other: str, likeness: NameLikeness) -> None:
    assert compared_names(one, other).likeness is likeness


@pytest.mark.parametrize(
    ("one", "other", "is_frequent"),
    [
        ("SITI AMINAH", "ST. AMINAH", True),
        ("NGATIMIN", "NGATIMIN", True),
        ("SITI MARKONAH", "SITI MARKONAH", False),
        ("SUHARTI WATI", "SUHARTTI WATI", True),
        ("SUHARTI WATI", "SUHERTI WATI", True),
        ("SUHARTI LEWOTOBI", "SUHERTI LEWOTOBI", False),
        ("RACHMAT JUSUF", "RAKHMAT YUSUF", True),
        ("AGUS SETYAWAN", "AGUS SETIYAWAN", True),
    ],
)
def test_what_many_share_tells_little(one: str, other: str, is_frequent: bool) -> None:
    assert compared_names(one, other).is_frequent is is_frequent


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("1958-05-08", "1958-05-08", DateLikeness.EQUAL),
        ("1958-05-08", "1958-08-05", DateLikeness.SLIP),
        ("1958-05-08", "1958-05-09", DateLikeness.SLIP),
        ("1958-05-08", "1968-05-08", DateLikeness.SLIP),
        ("1958-05-08", "1978-05-08", DateLikeness.OTHER),
        ("1958-05-08", "1958-11-27", DateLikeness.SAME_YEAR),
        ("1958-05-08", "1961-11-27", DateLikeness.OTHER),
    ],
)
def test_birth_dates(one: str, other: str, likeness: DateLikeness) -> None:
    assert compared_dates(date.fromisoformat(one), date.fromisoformat(other)) is likeness


# --- of any pair --------------------------------------------------------------------------------------------------

DAYS = st.dates(date(1900, 1, 1), date(2020, 12, 31))
WORDS = """
SITI ST. MUHAMMAD MOH. M. RIZKY RISKI WAGIMAN WAGIMEN TUKIJO T. NUR AINI NURAINI H. S.E. BIN
"""
NAMES = st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join)
PEOPLE = st.builds(
    person,
    NAMES,
    DAYS.map(date.isoformat),
    st.sampled_from(["L", "P", ""]),
    nik=st.sampled_from(["", "3578080805589901", "3578080805589902", "3578090805589901", "12"]),
    family_card_no=st.sampled_from(["", "3578082308129901", "3578082308129902"]),
    mobile=st.sampled_from(["", "+6281245600001", "+6281245600002"]),
)


@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_who_stands_first(one: PersonBody, other: PersonBody) -> None:
    assert likely_same(one, other) == likely_same(other, one)


@given(st.text(), st.text())
def test_any_text_is_compared_and_never_raises(one: str, other: str) -> None:
    assert compared_names(one, other) == compared_names(other, one)
    name_key(one)


@given(NAMES, st.randoms(use_true_random=False))
def test_order_and_case_do_not_change_a_name(name: str, chance: object) -> None:
    words = [word for word in name.split() if word not in ("H.", "S.E.", "M.")]
    other = [word.lower() for word in words]
    getattr(chance, "shuffle")(other)  # noqa: B009 - hypothesis types its randoms as plain objects
    assert name_key(" ".join(words)) == name_key(" ".join(other))
    if words and words != ["BIN"]:
        assert compared_names(" ".join(words), " ".join(other)).likeness is NameLikeness.SAME


@given(PEOPLE, PEOPLE)
def test_dates_far_apart_are_never_one_person(one: PersonBody, other: PersonBody) -> None:
    years = abs(int(one.birth_date[:4]) - int(other.birth_date[:4]))
    if years > 10:
        assert likely_same(one, other) is None


@given(DAYS, DAYS)
def test_near_dates_are_those_that_a_slip_makes(born: date, other: date) -> None:
    near = near_dates(born)
    assert near[0] == born
    assert len(near) == len(set(near)) <= 45
    is_near = compared_dates(born, other) >= DateLikeness.SLIP
    assert (other in near) is is_near
    for day in near:
        assert born in near_dates(day)
