"""The figures of a day: every visit counts once, in the band and the line where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.daily_report import AgeBand, SexCount, VisitFigures, age_band, by_age, by_missing, by_programme, not_yet
from core.registration import STATUS_OF, Outcome, Status


def visit(
    programme: str = "PRAKERJA2020",
    outcome: Outcome = Outcome.REGISTERED,
    sex: str = "P",
    age: int | None = 30,
    status: Status | None = None,
    missing: tuple[str, ...] = (),
) -> VisitFigures:
    return VisitFigures(
        programme, status or STATUS_OF[outcome], outcome, sex, age, has_number=outcome.has_number, missing=missing
    )


VISITS = st.lists(
    st.builds(
        visit,
        programme=st.sampled_from(["A", "B"]),
        outcome=st.sampled_from([one for one in Outcome if one is not Outcome.DUPLICATE]),
        sex=st.sampled_from(["P", "L", ""]),
        age=st.none() | st.integers(0, 120),
        status=st.none() | st.just(Status.WITHDRAWN),
        missing=st.lists(st.sampled_from(["KK", "KTP"]), max_size=2).map(tuple),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-17"), (17, "0-17"), (18, "18-24"), (24, "18-24"), (25, "25-40"), (40, "25-40"), (41, "41-59"),
     (59, "41-59"), (60, "60+"), (110, "60+"), (None, "?")],
)  # fmt: skip
def test_an_age_is_in_the_band_of_the_offices(age: int | None, band: str) -> None:
    assert age_band(age) == band


def test_women_and_men_are_counted_by_programme_the_largest_first() -> None:
    counted = by_programme([visit("B"), visit("A"), visit("A", sex="L"), visit("A", sex="")])
    assert list(counted.items()) == [("A", SexCount(1, 1, 1)), ("B", SexCount(1, 0, 0))]


def test_who_is_incomplete_refused_or_withdrew_is_not_counted_as_registered() -> None:
    visits = [
        visit(outcome=Outcome.INCOMPLETE), visit(outcome=Outcome.NOT_ELIGIBLE), visit(status=Status.WITHDRAWN),
        visit(outcome=Outcome.WAITING_LIST),
    ]  # fmt: skip
    assert by_programme(visits) == {"PRAKERJA2020": SexCount(1)}
    assert not_yet(visits) == {Status.INCOMPLETE: 1, Status.REFUSED: 1, Status.WITHDRAWN: 1}


def test_the_usual_bands_stand_even_when_empty_and_the_others_only_when_needed() -> None:
    assert list(by_age([])) == ["18-24", "25-40", "41-59", "60+"]
    assert by_age([visit(age=None), visit(age=9)]) == {
        AgeBand.CHILD: 1, AgeBand.YOUNG: 0, AgeBand.ADULT: 0, AgeBand.MIDDLE: 0, AgeBand.ELDERLY: 0, AgeBand.UNKNOWN: 1,
    }  # fmt: skip


def test_what_is_missing_is_counted_once_a_person_and_only_while_it_is() -> None:
    visits = [
        visit(outcome=Outcome.WAITING_LIST, missing=("KK", "KK", "KTP")),
        visit(outcome=Outcome.INCOMPLETE, missing=("KTP",)),
        visit(outcome=Outcome.REGISTERED, missing=("KTP",)),
    ]
    assert list(by_missing(visits).items()) == [("KTP", 2), ("KK", 1)]


@given(VISITS)
def test_every_visit_is_counted_exactly_once(visits: list[VisitFigures]) -> None:
    registered = sum(one.people for one in by_programme(visits).values())
    assert registered + sum(not_yet(visits).values()) == len(visits)
    assert sum(by_age(visits).values()) == registered


@given(VISITS)
def test_the_order_of_the_visits_changes_no_figure(visits: list[VisitFigures]) -> None:
    turned = visits[::-1]
    assert by_programme(turned) == by_programme(visits)
    assert (by_age(turned), by_missing(turned), not_yet(turned)) == (
        by_age(visits),
        by_missing(visits),
        not_yet(visits),
    )
