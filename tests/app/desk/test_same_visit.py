"""One visit, several programmes: one queue number, a registration number for each, nothing typed twice."""

from __future__ import annotations

import uuid
from datetime import date

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.register import Registered, register
from core.errors import Trouble
from core.programme import Programme
from core.registration import Outcome
from tests.kit.desk import DAY, entry_of, person_values, prakerja

NEXT_DAY = date(2020, 4, 14)


def programme(code: str = "PRAKERJA2020") -> Programme:
    """Programmes with the same rules, so that one person is granted all of them."""
    return msgspec.structs.replace(prakerja(), code=code)


def ask(
    desk: Desk, code: str = "PRAKERJA2020", *, number: int = 0, on: date = DAY, same_visit: uuid.UUID | None = None
) -> Registered:
    return register(desk, entry_of(person_values(number)), programme(code), on, same_visit=same_visit)


def test_a_second_programme_keeps_the_queue_number_and_has_its_own_registration(desk: Desk) -> None:
    first = ask(desk).kept
    second = ask(desk, "LAIN", same_visit=first.uid).kept
    assert (first.queue_number, second.queue_number) == ("A001", "A001")
    assert first.registration_no != second.registration_no
    assert (first.body.visit, second.body.visit) == ("", str(first.uid))


def test_a_third_programme_names_the_first_one(desk: Desk) -> None:
    first = ask(desk).kept
    second = ask(desk, "LAIN", same_visit=first.uid).kept
    third = ask(desk, "KETIGA", same_visit=second.uid).kept
    assert (third.queue_number, third.body.visit) == ("A001", str(first.uid))


def test_the_next_person_gets_the_next_queue_number(desk: Desk) -> None:
    first = ask(desk).kept
    ask(desk, "LAIN", same_visit=first.uid)
    assert ask(desk, number=1).kept.queue_number == "A002"


def test_what_was_asked_for_already_is_a_duplicate(desk: Desk) -> None:
    first = ask(desk).kept
    again = ask(desk, same_visit=first.uid)
    assert (again.outcome, again.kept.uid) == (Outcome.DUPLICATE, first.uid)


def test_another_person_of_the_same_programme_is_another_visit(desk: Desk) -> None:
    first = ask(desk).kept
    other = ask(desk, number=1, same_visit=first.uid).kept
    assert (other.queue_number, other.body.visit) == ("A002", "")


def test_another_day_is_another_visit(desk: Desk) -> None:
    yesterday = ask(desk).kept
    ask(desk, number=1, on=NEXT_DAY)  # has the same queue number a day later
    later = ask(desk, "LAIN", on=NEXT_DAY, same_visit=yesterday.uid).kept
    assert (later.queue_number, later.body.visit) == ("A002", "")


def test_a_visit_that_nobody_knows_is_a_trouble(desk: Desk) -> None:
    with pytest.raises(Trouble, match="REGISTRATION_UNKNOWN"):
        ask(desk, same_visit=uuid.uuid4())
