"""Help with e-mail in figures: everybody counts once, where they belong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.account_figures import AccountFigures, HelpRow, account_figures, figures_by_day
from core.accounts import Need, Reason, Result, Road
from core.queue_times import Times

MONDAY, TUESDAY = date(2020, 4, 13), date(2020, 4, 14)


def helped(result: str = Result.MADE, **values: object) -> HelpRow:
    usual = HelpRow(MONDAY, Need.NONE, is_open=False, road=Road.PUBLIC, result=result)
    return replace(usual, **values)  # type: ignore[arg-type] # members by name


ROWS = st.lists(
    st.builds(
        HelpRow,
        on=st.sampled_from([MONDAY, TUESDAY]),
        need=st.sampled_from([*Need, "of a newer program"]),
        is_open=st.booleans(),
        road=st.sampled_from(["", *Road]),
        result=st.sampled_from(["", *Result, "of a newer program"]),
        reason=st.sampled_from(["", *Reason, "of a newer program"]),
        worked_s=st.integers(0, 4000),
        is_proven=st.booleans(),
        is_taken=st.booleans(),
    ),
    max_size=30,
)


def test_nobody_is_nothing() -> None:
    assert account_figures([]) == AccountFigures()
    assert AccountFigures().is_empty


def test_addresses_are_counted_by_the_road_they_were_made_on() -> None:
    rows = [helped(), helped(road=Road.REGIONAL), helped(road=Road.REGIONAL), helped(Result.HAD, road=Road.OWN)]
    found = account_figures(rows)
    assert (found.asked, found.had, found.made_in_all) == (4, 1, 3)
    assert list(found.made.items()) == [("regional", 2), ("public", 1)]


def test_what_was_put_off_and_what_failed_is_counted_by_reason() -> None:
    rows = [
        helped(Result.LATER, reason=Reason.NO_CREDIT),
        helped(Result.FAILED, reason=Reason.NO_PHONE),
        helped(Result.FAILED, reason=Reason.NO_PHONE),
        helped(Result.FAILED, reason=""),
    ]
    found = account_figures(rows)
    assert (found.later, found.failed) == ({"no_credit": 1}, {"no_phone": 2, "other": 1})
    assert (found.later_in_all, found.failed_in_all) == (1, 3)


def test_who_is_still_being_helped_is_open_whatever_was_noted_before() -> None:
    assert account_figures([helped(is_open=True)]).open == 1
    assert account_figures([helped(is_open=True)]).made == {}


def test_who_was_promised_somebody_elses_address_still_waits_for_one() -> None:
    found = account_figures([helped(road=Road.REGIONAL, is_taken=True, worked_s=60), helped(road=Road.REGIONAL)])
    assert (found.made, found.open, found.worked) == ({"regional": 1}, 1, None)


@pytest.mark.parametrize("changes", [{"road": Road.PUBLIC}, {"result": Result.LATER, "reason": Reason.NO_TIME}])
def test_a_promise_in_vain_matters_only_where_that_mailbox_is_what_was_made(changes: dict[str, str]) -> None:
    assert account_figures([helped(is_taken=True, **changes)]).open == 0


def test_help_with_a_telephone_only_is_counted_apart() -> None:
    found = account_figures([helped(need=Need.PHONE), helped()])
    assert (found.asked, found.phone, found.made_in_all) == (1, 1, 1)


def test_an_address_is_proven_however_it_came_about() -> None:
    assert account_figures([helped(is_proven=True), helped(Result.HAD, is_proven=True), helped()]).proven == 2


def test_minutes_are_of_those_who_were_helped_to_the_end() -> None:
    rows = [helped(worked_s=600), helped(worked_s=1200), helped(worked_s=0), helped(worked_s=60, is_open=True)]
    assert account_figures(rows).worked == Times(measured=2, average_s=900, median_s=900)


def test_the_word_of_a_newer_program_is_counted_and_not_guessed() -> None:
    assert account_figures([helped("passed_on")]).unclear == 1


def test_days_stand_in_their_order() -> None:
    found = figures_by_day([helped(on=TUESDAY), helped(), helped()])
    assert [(on, one.asked) for on, one in found.items()] == [(MONDAY, 2), (TUESDAY, 1)]


@given(ROWS)
def test_everybody_is_counted_exactly_once(rows: list[HelpRow]) -> None:
    found = account_figures(rows)
    ends = found.had + found.made_in_all + found.later_in_all + found.failed_in_all + found.unclear
    assert found.asked == ends + found.open
    assert found.asked + found.phone == len(rows)
    assert found.is_empty == (not rows)


@given(ROWS)
def test_the_order_changes_nothing_and_days_add_up(rows: list[HelpRow]) -> None:
    assert account_figures(rows[::-1]) == account_figures(rows)
    assert sum(one.asked for one in figures_by_day(rows).values()) == account_figures(rows).asked


@pytest.mark.parametrize("result", Result)
def test_no_result_is_lost(result: Result) -> None:
    found = account_figures([helped(result)])
    assert (found.open, found.unclear, found.asked) == (0, 0, 1)
