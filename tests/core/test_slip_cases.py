"""Slips without a registration: the same cases on every desk, in whatever order the events came."""

from __future__ import annotations

import random
import uuid
from datetime import date

from core.slip_cases import CaseAct, CaseBody, CaseState, SlipCase, cases_of
from core.wire.records import SlipCaseBody, SlipCaseSettledBody

FIRST, SECOND = uuid.UUID(int=1), uuid.UUID(int=2)
NUMBER = "35-SBY01-20200413-0042-5"


def opened(record: uuid.UUID, seq: int, *, number: str = NUMBER, stream: bytes = b"a") -> CaseAct:
    body = SlipCaseBody(number, "A042", "2020-04-13", bytes(8), "RINA")
    return CaseAct(record, stream, seq, seq * 1000, body)


def settled(record: uuid.UUID, seq: int, reason: str = "didaftarkan ulang", *, stream: bytes = b"a") -> CaseAct:
    body: CaseBody = SlipCaseSettledBody(reason, "WATI")
    return CaseAct(record, stream, seq, seq * 1000, body)


def the_case(*acts: CaseAct, arrived: frozenset[str] = frozenset()) -> SlipCase:
    [case] = cases_of(acts, arrived)
    return case


def test_a_case_says_what_the_slip_says_and_waits() -> None:
    case = the_case(opened(FIRST, 1))
    assert (case.uid, case.registration_no, case.queue_number, case.on) == (FIRST, NUMBER, "A042", date(2020, 4, 13))
    assert (case.state, case.officer_name, case.reason) == (CaseState.OPEN, "RINA", "")


def test_a_case_closes_itself_when_its_registration_has_come() -> None:
    assert the_case(opened(FIRST, 1), arrived=frozenset({NUMBER})).state is CaseState.ARRIVED


def test_a_case_that_was_seen_to_says_how_and_by_whom() -> None:
    case = the_case(opened(FIRST, 1), settled(FIRST, 2))
    assert (case.state, case.reason, case.settled_by) == (CaseState.SETTLED, "didaftarkan ulang", "WATI")


def test_two_desks_that_noted_one_slip_have_one_case() -> None:
    assert the_case(opened(FIRST, 1), opened(SECOND, 1, stream=b"b")).state is CaseState.OPEN


def test_of_one_slip_the_case_that_is_still_open_counts() -> None:
    assert the_case(opened(FIRST, 1), settled(FIRST, 2), opened(SECOND, 3)).uid == SECOND


def test_the_newest_case_comes_first() -> None:
    other = "35-SBY01-20200413-0043-6"
    cases = cases_of((opened(FIRST, 1), opened(SECOND, 2, number=other)), frozenset())
    assert [case.registration_no for case in cases] == [other, NUMBER]


def test_a_word_about_a_case_that_has_not_come_is_kept_for_later() -> None:
    assert cases_of((settled(FIRST, 2),), frozenset()) == ()


def test_the_order_in_which_events_came_means_nothing() -> None:
    acts = [opened(FIRST, 1), settled(FIRST, 2), opened(SECOND, 1, stream=b"b"), settled(SECOND, 4, "hilang")]
    told = set()
    for seed in range(24):
        random.Random(seed).shuffle(acts)
        told.add(cases_of(acts, frozenset()))
    assert len(told) == 1
