"""Finding registrations again: by NIK, name, registration number, queue number or uid."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from app.desk.context import Desk
from app.desk.lookup import find, find_everything, find_one
from core.errors import Kind, Trouble
from core.registered import KeptRegistration
from tests.kit.desk import DAY, ready_desk, register_one

NEXT_DAY = date(2020, 4, 14)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all: who looks changes nothing."""
    with ready_desk(tmp_path_factory.mktemp("cari") / "meja") as desk:
        yield desk


@pytest.fixture(scope="module")
def people(desk: Desk) -> tuple[KeptRegistration, ...]:
    """Siti on the first day, Budi and another Siti on the next; then somebody whose name cannot be that."""
    return (
        register_one(desk, 0, name_on_id="SITI AMINAH").kept,
        register_one(desk, 1, name_on_id="BUDI SIREGAR", on=NEXT_DAY).kept,
        register_one(desk, 2, name_on_id="SITI NURHALIZA", on=NEXT_DAY).kept,
        register_one(desk, 3, name_on_id="S1TT1 NURBAYA 99", on=DAY).kept,
    )


def found(desk: Desk, text: str) -> tuple[KeptRegistration, ...]:
    return tuple(find(desk, text))


def trouble_of(desk: Desk, ref: str) -> Trouble:
    with pytest.raises(Trouble) as caught:
        find_one(desk, ref)
    return caught.value


def test_by_nik_however_it_is_typed(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    nik = people[0].body.person.nik
    for text in (nik, f" {nik} ", f"{nik[:6]} {nik[6:12]} {nik[12:]}", f"{nik[:6]}.{nik[6:]}", f"{nik[:6]}-{nik[6:]}"):
        assert found(desk, text) == (people[0],)


def test_by_name_whole_or_begun_in_any_case(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    for text in ("SITI AMINAH", "siti am", "aminah", "  Aminah   SITI "):
        assert found(desk, text) == (people[0],)
    assert found(desk, "budi") == (people[1],)


def test_one_name_may_mean_several_the_latest_first(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    assert found(desk, "siti") == (people[2], people[0])
    assert found(desk, "si") == (people[2], people[1], people[0])


def test_by_the_name_that_was_typed_where_it_could_not_be_taken(
    desk: Desk, people: tuple[KeptRegistration, ...]
) -> None:
    assert people[3].body.person.name_on_id == ""
    assert found(desk, "nurbaya") == (people[3],)


def test_by_registration_number_in_any_case(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    for one in people[:3]:
        assert found(desk, one.registration_no) == (one,)
        assert found(desk, f" {one.registration_no.lower()} ") == (one,)


def test_a_registration_number_with_a_wrong_digit_finds_nobody(
    desk: Desk, people: tuple[KeptRegistration, ...]
) -> None:
    number = people[0].registration_no
    for digit in set("0123456789") - {number[-1]}:
        assert found(desk, number[:-1] + digit) == ()


def test_by_queue_number_the_latest_day_first(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    assert found(desk, "A001") == (people[1], people[0])
    assert found(desk, "a002") == (people[2], people[3])


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "NOBODY", "A999", "0" * 16, "%", "_", "'; --", "\0", "٣" * 16])
def test_what_stands_nowhere_finds_nobody(desk: Desk, people: tuple[KeptRegistration, ...], text: str) -> None:
    assert found(desk, text) == ()
    assert (trouble_of(desk, text).code, trouble_of(desk, text).kind) == ("REGISTRATION_UNKNOWN", Kind.USAGE)


def test_everything_the_latest_first(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    assert tuple(find_everything(desk)) == (people[2], people[1], people[3], people[0])


def test_a_reference_names_one(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    for one in people[:3]:
        assert find_one(desk, str(one.uid)) == one
        assert find_one(desk, f" {str(one.uid).upper()} ") == one
        assert find_one(desk, one.registration_no) == one
        assert find_one(desk, one.body.person.nik) == one


def test_a_queue_number_means_todays(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    assert find_one(desk, "A001") == people[0]


def test_two_of_one_day_are_too_many(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    trouble = trouble_of(desk, "si")
    assert (trouble.code, trouble.kind, trouble.facts["count"]) == ("REGISTRATION_AMBIGUOUS", Kind.USAGE, 2)


def test_an_unknown_uid_is_unknown(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    assert trouble_of(desk, str(uuid.uuid4())).code == "REGISTRATION_UNKNOWN"


def test_visits_without_a_number_are_found_too(desk: Desk, people: tuple[KeptRegistration, ...]) -> None:
    assert people[3].registration_no == ""
    assert found(desk, people[3].body.person.nik) == found(desk, "A002")[1:] == (people[3],)
