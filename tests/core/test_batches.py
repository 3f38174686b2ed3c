"""Batches: who is in which, who waits, and the figures of a programme's windows."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from core.batches import (
    BoardCount,
    Place,
    batch_numbered,
    batch_of,
    group_of,
    groups,
    is_waiting,
    next_batch,
    windows,
    with_open_batch,
)
from core.findings import Finding, Scope, Weight
from core.people import Applicant
from core.programme import Batch, Programme
from core.registration import Assessment, NotedFinding, Outcome
from core.stages import Trail, trail_of
from core.wire.events import Kind
from tests.core.test_stages import step
from tests.kit.desk import prakerja

ONE = Batch(number=1, label="Gelombang 1", since=date(2020, 4, 11), until=date(2020, 4, 16), source="?", quota=2)
ONE_HERE = Batch(
    number=1, label="Gelombang 1", province="35", since=date(2020, 4, 11), until=date(2020, 4, 17), source="?", quota=3
)
TWO = Batch(number=2, label="Gelombang 2", since=date(2020, 4, 20), until=date(2020, 4, 23), source="?")
PROGRAMME = msgspec.structs.replace(prakerja(), batches=(TWO, ONE, ONE_HERE))
WITHOUT = msgspec.structs.replace(prakerja(), batches=(), has_batches=False)


def place(status: str = "TERDAFTAR", day: int = 13, trail: Trail | None = None, group: str = "") -> Place:
    return Place(status, date(2020, 4, day), trail or Trail(), group)


def joined(batch: int) -> Trail:
    return trail_of((step(kind=Kind.BATCH_JOINED, batch=batch),))


def test_the_windows_of_a_province_come_in_order_with_its_own_in_place_of_the_common() -> None:
    assert windows(PROGRAMME, "35") == (ONE_HERE, TWO)
    assert windows(PROGRAMME, "31") == (ONE, TWO)


@pytest.mark.parametrize(
    ("day", "province", "expected"),
    [(10, "35", ONE_HERE), (17, "35", ONE_HERE), (17, "31", TWO), (18, "35", TWO), (23, "35", TWO), (24, "35", None)],
)
def test_the_next_batch_is_the_open_one_or_the_first_to_come(day: int, province: str, expected: Batch | None) -> None:
    assert next_batch(PROGRAMME, province, date(2020, 4, day)) == expected


def test_a_batch_is_found_by_its_number() -> None:
    assert batch_numbered(PROGRAMME, "35", 1) == ONE_HERE
    assert batch_numbered(PROGRAMME, "35", 3) is None


@pytest.mark.parametrize(
    ("one", "number"),
    [
        (place(), 1),
        (place(day=17), 1),
        (place(day=18), 0),
        (place(day=20), 2),
        (place(trail=joined(2)), 2),
        (place(trail=joined(0)), 0),
        (place("DAFTAR_TUNGGU"), 0),
        (place("DAFTAR_TUNGGU", trail=joined(2)), 0),
        (place("DITARIK", trail=joined(2)), 0),
        (place("BELUM_LENGKAP"), 0),
    ],
)
def test_a_registration_is_in_one_batch_or_in_none(one: Place, number: int) -> None:
    assert batch_of(PROGRAMME, "35", one) == number


@pytest.mark.parametrize(
    ("programme", "one", "waits"),
    [
        (PROGRAMME, place(), False),
        (PROGRAMME, place(day=18), True),
        (PROGRAMME, place(trail=joined(0)), True),
        (PROGRAMME, place("DAFTAR_TUNGGU"), True),
        (PROGRAMME, place("DAFTAR_TUNGGU", trail=trail_of((step("DITOLAK_DINAS"),))), False),
        (PROGRAMME, place("BELUM_LENGKAP"), False),
        (PROGRAMME, place("DITARIK"), False),
        (WITHOUT, place(), False),
        (WITHOUT, place("DAFTAR_TUNGGU"), True),
    ],
)
def test_who_lacks_something_or_a_batch_waits(programme: Programme, one: Place, *, waits: bool) -> None:
    assert is_waiting(programme, "35", one) == waits


def test_groups_are_those_of_the_priority_and_the_others() -> None:
    assert groups(PROGRAMME) == {
        "phk": "Kena PHK",
        "dirumahkan": "Dirumahkan",
        "pmi": "Pekerja migran (PMI)",
        "": "",
    }
    assert groups(msgspec.structs.replace(PROGRAMME, priority=None)) == {"": ""}
    assert groups(msgspec.structs.replace(PROGRAMME, questions=()))["phk"] == "phk"


@pytest.mark.parametrize(
    ("answer", "group"), [("phk", "phk"), ("usaha_kecil", ""), (None, ""), (3, ""), ("pmi", "pmi")]
)
def test_the_answer_says_the_group(answer: str | int | None, group: str) -> None:
    assert group_of(PROGRAMME, {"employment_status": answer}) == group
    assert group_of(msgspec.structs.replace(PROGRAMME, priority=None), {"employment_status": answer}) == ""


def test_the_board_counts_everybody_once() -> None:
    count = BoardCount(PROGRAMME, "35", date(2020, 4, 18))
    account = trail_of((step("AKUN_DIBUAT"),))
    count.add((place(group="phk"), place(group="phk", trail=account), place("DAFTAR_TUNGGU", group="pmi")))
    count.add((place(day=18), place("BELUM_LENGKAP"), place("DITARIK"), place(trail=joined(2))))
    count.add((place("TERDAFTAR", trail=joined(9)),))
    board = count.board()
    assert (board.programme, board.open, board.upcoming, board.on) == ("PRAKERJA2020", None, TWO, date(2020, 4, 18))
    assert (board.waiting, board.waiting_total) == ({"phk": 0, "dirumahkan": 0, "pmi": 1, "": 1}, 2)
    assert (board.missing, board.incomplete) == (1, 1)
    first, second = board.batches
    assert (first.batch, first.members, first.quota_left) == (ONE_HERE, 2, 1)
    assert (first.by_group["phk"], first.by_stage) == (2, {"": 1, "AKUN_DIBUAT": 1})
    assert (second.members, second.quota_left) == (1, None)


def test_a_quota_is_never_less_than_used_up() -> None:
    count = BoardCount(PROGRAMME, "35", date(2020, 4, 13))
    count.add(place() for _ in range(5))
    assert count.board().batches[0].quota_left == 0


CLOSED = Finding("batch", Weight.WARN, "BATCH_CLOSED", {}, Scope.ELIGIBILITY)
PAPER = Finding("documents", Weight.WARN, "PAPER_MISSING", {}, Scope.ELIGIBILITY)
EMAIL = Finding("email", Weight.WARN, "EMAIL_NONE", {}, Scope.ELIGIBILITY)


@pytest.mark.parametrize(
    ("before", "findings", "after"),
    [
        (Outcome.WAITING_LIST, (CLOSED,), Outcome.REGISTERED),
        (Outcome.WAITING_LIST, (CLOSED, EMAIL), Outcome.REGISTERED),
        (Outcome.WAITING_LIST, (CLOSED, PAPER), Outcome.WAITING_LIST),
        (Outcome.INCOMPLETE, (CLOSED,), Outcome.INCOMPLETE),
        (Outcome.NOT_ELIGIBLE, (CLOSED,), Outcome.NOT_ELIGIBLE),
        (Outcome.REGISTERED, (), Outcome.REGISTERED),
    ],
)
def test_a_batch_that_is_open_after_all_frees_whom_nothing_else_keeps(
    before: Outcome, findings: tuple[Finding, ...], after: Outcome
) -> None:
    applicant = Applicant("", "", "", None, None, "", "", "", "", "", "", "", "", "", "")
    judged = with_open_batch(PROGRAMME, Assessment(applicant, before, tuple(map(NotedFinding, findings)), {}, {}, {}))
    assert judged.outcome is after
    assert [one.finding for one in judged.findings] == [one for one in findings if one is not CLOSED]
