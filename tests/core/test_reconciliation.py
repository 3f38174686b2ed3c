"""Counting a day four ways: nothing that is missing of it, or too much, goes unseen, whatever the day was like."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.ids import BLOCK_SIZE, RegistrationNo, block_number, queue_number
from core.reconciliation import (
    NOTE,
    RECEIPT,
    DifferenceCode,
    GapReason,
    NumberRun,
    Numbers,
    PaperRow,
    Reconciliation,
    ToldVisit,
    VisitRow,
    WaitingAct,
    in_words,
)

DAY = date(2020, 4, 13)

unhurried = settings(deadline=None, max_examples=25)


def whole_day(settled: list[bool], block: int = 1, burnt: int = 0) -> Reconciliation:
    """A day on which everything fits: visits with and without a number, in the order in which they came."""
    serial = iter(range(burnt + 1, 1_000))
    visits = tuple(
        VisitRow(
            uuid.UUID(int=place), Numbers(queue_number("A", block_number(block, place)), number), "S", bool(number)
        )
        for place, number in (
            (place, _number(block_number(block, next(serial))) if is_settled else "")
            for place, is_settled in enumerate(settled, burnt + 1)
        )
    )
    used = burnt + sum(settled)
    return Reconciliation(
        visits=visits,
        papers=tuple(PaperRow(one.uid, RECEIPT if one.is_settled else NOTE, 1) for one in visits),
        told=tuple(ToldVisit(one.uid, one.numbers, is_vouched=True) for one in visits),
        reprinted={},
        waiting=(),
        runs=(NumberRun("A", block, burnt + len(settled), burnt), NumberRun("", block, used, burnt)),
        serials={_serial(one.numbers.registration_no): one.numbers.registration_no for one in visits if one.is_settled},
        is_equal=True,
    )


def _number(serial: int) -> str:
    return str(RegistrationNo("35", "SBY01", DAY, serial))


def _serial(text: str) -> int:
    return int(text.split("-")[3])


def without(day: Reconciliation, name: str, place: int) -> Reconciliation:
    kept = getattr(day, name)
    changed: dict[str, Any] = {name: (*kept[:place], *kept[place + 1 :])}
    return dataclasses.replace(day, **changed)


DAYS = st.builds(
    whole_day,
    st.lists(st.booleans(), min_size=1, max_size=12),
    st.sampled_from([1, 2, 10, 11, 81]),
    st.sampled_from([0, 0, BLOCK_SIZE]),
)


@unhurried
@given(DAYS)
def test_a_whole_day_has_no_difference(day: Reconciliation) -> None:
    assert day.differences == ()
    assert day.slips == len(day.visits) == len(day.told) == day.under_receipt


@unhurried
@given(DAYS, st.data())
def test_whatever_single_row_is_missing_is_told_by_its_number(day: Reconciliation, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(day.visits) - 1))
    numbers = day.visits[place].numbers
    for name, code in (
        ("papers", DifferenceCode.NO_SLIP),
        ("visits", DifferenceCode.NO_VISIT),
        ("told", DifferenceCode.NO_EVENT),
    ):
        assert [(one.code, one.numbers) for one in without(day, name, place).differences] == [(code, numbers)]


@unhurried
@given(DAYS, st.data())
def test_a_missing_receipt_is_told_by_number(day: Reconciliation, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(day.told) - 1))
    told = tuple(dataclasses.replace(one, is_vouched=one.is_vouched and at != place) for at, one in enumerate(day.told))
    [one] = dataclasses.replace(day, told=told).differences
    assert (one.code, one.numbers) == (DifferenceCode.NO_RECEIPT, day.told[place].numbers)


@unhurried
@given(DAYS, st.data())
def test_a_number_that_is_nobodys_any_more_is_told(day: Reconciliation, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(day.visits) - 1))
    gone = day.visits[place]
    serials = {serial: text for serial, text in day.serials.items() if text != gone.numbers.registration_no}
    rest = dataclasses.replace(
        without(without(without(day, "visits", place), "told", place), "papers", place), serials=serials
    )
    codes = {one.code for one in rest.differences}
    is_last_of_burnt_chunk = not codes  # nobody came behind it and the day was restored: that cannot be told apart
    assert codes == {DifferenceCode.NOT_KEPT} or (is_last_of_burnt_chunk and day.runs[0].burnt > 0)
    if not day.runs[0].burnt:
        assert gone.numbers.queue_number in {one.numbers.queue_number for one in rest.differences}


@unhurried
@given(DAYS)
def test_a_count_that_lags_behind_names_the_number_that_would_be_given_again(day: Reconciliation) -> None:
    queue, serials = day.runs
    late = dataclasses.replace(day, runs=(dataclasses.replace(queue, used=queue.used - 1), serials))
    [one] = late.differences
    assert (one.code, one.numbers.queue_number) == (DifferenceCode.NOT_COUNTED, day.visits[-1].numbers.queue_number)


def test_a_completed_visit_needs_its_receipt_and_not_only_the_note_of_before() -> None:
    day = whole_day([True])
    noted = dataclasses.replace(day, papers=(PaperRow(day.visits[0].uid, NOTE, 1),))
    assert [one.code for one in noted.differences] == [DifferenceCode.NO_SLIP]


def test_of_a_purged_copy_no_paper_is_asked_for() -> None:
    day = whole_day([True])
    purged = dataclasses.replace(day, visits=(dataclasses.replace(day.visits[0], is_purged=True),), papers=())
    assert (purged.differences, purged.purged) == ((), 1)


def test_one_number_on_two_visits_is_told_unless_they_are_one_visit() -> None:
    day = whole_day([True, False])
    first, second = day.visits
    same = dataclasses.replace(second.numbers, queue_number=first.numbers.queue_number)
    visits = (first, dataclasses.replace(second, numbers=same))
    for shares_number, codes in ((False, [DifferenceCode.TWICE] * 2), (True, [])):
        told = (day.told[0], dataclasses.replace(day.told[1], numbers=same, shares_number=shares_number))
        runs = (dataclasses.replace(day.runs[0], used=1), day.runs[1])
        twice = dataclasses.replace(day, visits=visits, told=told, runs=runs)
        assert [one.code for one in twice.differences] == codes


def test_an_act_that_waits_is_told_by_the_number_of_its_visit() -> None:
    day = whole_day([True])
    waits = dataclasses.replace(day, waiting=(WaitingAct(day.visits[0].uid, "corrected"),))
    [one] = waits.differences
    assert (one.code, one.numbers, one.kind) == (DifferenceCode.ACT_WAITS, day.visits[0].numbers, "corrected")


def test_a_server_that_holds_something_else_is_a_difference_of_no_number() -> None:
    [one] = dataclasses.replace(whole_day([True]), is_equal=False).differences
    assert (one.code, one.numbers) == (DifferenceCode.SETS, Numbers(""))


def test_burnt_numbers_and_lost_ones_are_kept_apart() -> None:
    day = whole_day([True, True], burnt=BLOCK_SIZE)
    late = dataclasses.replace(day.runs[0], used=BLOCK_SIZE + 3)
    [queue, _serials] = dataclasses.replace(day, runs=(late, day.runs[1])).spans
    assert {gap.reason for gap in queue.gaps if gap.number <= BLOCK_SIZE} == {GapReason.BURNT}
    assert [gap.reason for gap in queue.gaps if gap.number > BLOCK_SIZE] == [GapReason.NOT_KEPT]


def test_numbers_are_told_in_stretches() -> None:
    assert in_words([5, 1, 2, 3, 9]) == ((1, 3), (5, 5), (9, 9))
    assert in_words([]) == ()


@unhurried
@given(DAYS)
def test_a_number_that_was_taken_at_the_door_is_somebodys_although_nobody_registered(day: Reconciliation) -> None:
    [run] = [one for one in day.runs if one.letter]
    longer = dataclasses.replace(run, used=run.used + 1)
    runs = tuple(longer if one is run else one for one in day.runs)
    lost = Numbers(queue_number("A", longer.begun[-1]))
    assert [one.code for one in dataclasses.replace(day, runs=runs).differences] == [DifferenceCode.NOT_KEPT]
    assert dataclasses.replace(day, runs=runs, tickets=(lost.queue_number,)).differences == ()


@unhurried
@given(DAYS)
def test_a_number_on_two_tickets_is_told(day: Reconciliation) -> None:
    [one] = dataclasses.replace(day, tickets=("B201", "B201", "B202")).differences
    assert (one.code, one.numbers) == (DifferenceCode.TWICE, Numbers("B201"))
