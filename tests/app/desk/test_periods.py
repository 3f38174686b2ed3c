"""Once a person each period: a programme by the year takes everybody anew in January and forgets nobody who waits."""

from __future__ import annotations

from datetime import date

import pytest

from app.bundled import programme
from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.known import known_person
from app.desk.register import Registered, register
from app.desk.waiting import waiting_list
from core.programme import Programme
from core.registration import Outcome
from core.wire.records import Answer
from tests.kit.desk import entry_of, person_values

DECEMBER, JANUARY, NEXT_DECEMBER = date(2025, 12, 30), date(2026, 1, 2), date(2026, 12, 30)
OLD: dict[str, Answer] = {"hardship": "penghasilan_rendah", "is_pensioner": False, "in_welfare_register": True}


@pytest.fixture
def klj() -> Programme:
    return programme("KLJ")


def visit(desk: Desk, wanted: Programme, on: date, *papers: str) -> Registered:
    values = person_values(
        0,
        nik="3175014202559901",
        birth_date="02-02-1955",
        sex="P",
        village_code="31.75.01.1001",
        answers=dict(OLD),
        documents=list(papers or (paper.code for paper in wanted.papers)),
    )
    return register(desk, entry_of(values), wanted, on)


def test_a_new_year_is_a_new_period(desk: Desk, klj: Programme) -> None:
    first, second = visit(desk, klj, DECEMBER), visit(desk, klj, JANUARY)
    assert (first.outcome, second.outcome) == (Outcome.REGISTERED, Outcome.REGISTERED)
    assert (first.kept.body.period, second.kept.body.period) == ("2025", "2026")


def test_a_second_visit_in_the_same_year_is_a_duplicate(desk: Desk, klj: Programme) -> None:
    first = visit(desk, klj, JANUARY)
    again = visit(desk, klj, NEXT_DECEMBER)
    assert (again.outcome, again.kept.uid) == (Outcome.DUPLICATE, first.kept.uid)


def test_the_form_knows_a_person_by_the_period_of_its_day(desk: Desk, klj: Programme) -> None:
    person = visit(desk, klj, DECEMBER).kept.body.person
    same_year, next_year = known_person(desk, person, klj, DECEMBER), known_person(desk, person, klj, JANUARY)
    assert same_year is not None
    assert same_year.first is not None
    assert next_year is None or next_year.first is None


def test_who_waits_in_december_waits_in_january_too(desk: Desk, klj: Programme) -> None:
    kept = visit(desk, klj, DECEMBER, "ktp").kept
    assert [row.uid for row in waiting_list(desk, klj, JANUARY)] == [kept.uid]


def test_a_registration_keeps_its_period_when_the_papers_come_in_another_year(desk: Desk, klj: Programme) -> None:
    kept = visit(desk, klj, DECEMBER, "ktp").kept
    visit(desk, klj, JANUARY)
    done = add_papers(desk, kept.uid, ("kk", "foto", "sktm"))
    assert done.kept.body.period == "2025"  # type: ignore[union-attr]  # a refusal has none and fails the test


def test_one_time_in_a_life_stays_one_time() -> None:
    prakerja = programme("PRAKERJA2023")
    assert {prakerja.period_on(day) for day in (DECEMBER, JANUARY)} == {"2023"}
