"""Scanning a slip at the desk: what is told of it, whose registration opens, and what becomes of one that has none."""

from __future__ import annotations

import uuid

import pytest

from app.desk.context import Desk
from app.desk.outbox import Way, outbox
from app.desk.refusal import RefusalCode, Refused
from app.desk.scan import ScanCode, scan
from app.desk.slip_cases import CaseSettled, note_case, settle_case, slip_cases
from app.desk.slips import slip_of
from app.desk.withdraw import withdraw
from app.models.events import events_of
from app.models.purging import wipe
from core.ids import RegistrationNo
from core.registered import KeptRegistration
from core.signing import SigningKey
from core.slip_cases import CaseState
from core.slip_token import TokenReason, issue_token
from core.wire.events import Kind
from tests.kit.desk import DAY, register_one

LOST = RegistrationNo("35", "SBY01", DAY, 777)


@pytest.fixture
def kept(desk: Desk) -> KeptRegistration:
    return register_one(desk, 0).kept


def lost_slip(desk: Desk, number: RegistrationNo = LOST) -> str:
    """A genuine slip of this desk whose registration nobody has: its disk was lost before anything was sent."""
    return issue_token(desk.keys.device, number, "A777")


# --- what is told ----------------------------------------------------------------------------------------------------


def test_a_slip_of_this_desk_leads_to_its_registration(desk: Desk, kept: KeptRegistration) -> None:
    found = scan(desk, slip_of(desk, kept, 1).qr_text)
    assert (found.is_proven, found.uid, found.code) == (True, kept.uid, TokenReason.VALID)
    assert found.facts["number"] == kept.registration_no


def test_so_does_one_of_a_withdrawn_registration(desk: Desk, kept: KeptRegistration) -> None:
    text = slip_of(desk, kept, 1).qr_text
    withdraw(desk, kept.uid, "pindah kota")
    assert scan(desk, text).uid == kept.uid


def test_a_typed_number_leads_there_too_but_proves_nothing(desk: Desk, kept: KeptRegistration) -> None:
    found = scan(desk, kept.registration_no.lower())
    assert (found.is_proven, found.uid, found.code) == (False, kept.uid, TokenReason.NUMBER_ALONE)


def test_a_typed_number_that_nobody_has_is_said(desk: Desk) -> None:
    found = scan(desk, str(LOST))
    assert (found.uid, found.code, found.can_be_noted) == (None, ScanCode.NUMBER_UNKNOWN, False)


def test_a_wrong_check_digit_leads_nowhere(desk: Desk, kept: KeptRegistration) -> None:
    typed = kept.registration_no
    found = scan(desk, typed[:-1] + str((int(typed[-1]) + 1) % 10))
    assert (found.uid, found.code) == (None, TokenReason.CHECK_DIGIT)


def test_a_strangers_slip_leads_nowhere_even_with_a_number_that_is_here(desk: Desk, kept: KeptRegistration) -> None:
    _province, post, _day, serial, _digit = kept.registration_no.split("-")
    number = RegistrationNo("35", post, DAY, int(serial))
    found = scan(desk, issue_token(SigningKey.generate(), number, "A001"))
    assert (found.is_proven, found.code) == (False, TokenReason.UNKNOWN_DEVICE)


def test_a_genuine_slip_without_a_registration_is_said_and_can_be_noted(desk: Desk) -> None:
    found = scan(desk, lost_slip(desk))
    assert (found.uid, found.code, found.can_be_noted) == (None, ScanCode.RECORD_MISSING, True)


def test_a_slip_whose_copy_was_purged_is_said(desk: Desk, kept: KeptRegistration) -> None:
    text = slip_of(desk, kept, 1).qr_text
    desk.store.write(lambda: wipe(desk.keys.sealer, kept.uid))
    found = scan(desk, text)
    assert (found.uid, found.code, found.can_be_noted) == (None, ScanCode.COPY_PURGED, False)


# --- slips without a registration ------------------------------------------------------------------------------------


def test_noting_a_slip_makes_one_case_with_one_event(desk: Desk) -> None:
    answer = note_case(desk, lost_slip(desk))
    assert (answer.is_new, answer.scanned.code, answer.changes.has_outbox) == (True, ScanCode.CASE_OPEN, True)
    [case] = slip_cases(desk)
    assert (case.registration_no, case.queue_number, case.on, case.state) == (str(LOST), "A777", DAY, CaseState.OPEN)
    [(header, _body)] = desk.store.run(lambda: events_of(case.uid.bytes, desk.keys.sealer))
    assert header.kind == Kind.SLIP_CASE_OPENED


def test_noting_it_again_changes_nothing(desk: Desk) -> None:
    note_case(desk, lost_slip(desk))
    again = note_case(desk, lost_slip(desk))
    assert (again.is_new, again.scanned.case, len(slip_cases(desk))) == (False, slip_cases(desk)[0], 1)


@pytest.mark.parametrize("text", ["", "A042", str(LOST), issue_token(SigningKey(bytes(32)), LOST, "A777")])
def test_nothing_else_can_be_noted(desk: Desk, text: str) -> None:
    assert not note_case(desk, text).is_new
    assert slip_cases(desk) == ()


def test_a_slip_whose_registration_is_here_cannot_be_noted(desk: Desk, kept: KeptRegistration) -> None:
    assert not note_case(desk, slip_of(desk, kept, 1).qr_text).is_new


def test_an_open_case_stands_on_top_of_the_outbox_and_is_counted(desk: Desk) -> None:
    note_case(desk, lost_slip(desk))
    box = outbox(desk)
    [row] = box.to_look_at
    assert (box.attention, row.way, row.registration_no, row.is_slip_case) == (1, Way.ATTENTION, str(LOST), True)
    assert not row.can_be_let_go, "it wants a word on how it was seen to"


def test_seeing_to_a_case_takes_it_off_the_outbox(desk: Desk) -> None:
    note_case(desk, lost_slip(desk))
    [case] = slip_cases(desk)
    answer = settle_case(desk, case.uid, "  didaftarkan   ulang ")
    assert isinstance(answer, CaseSettled)
    assert (answer.case.state, answer.case.reason) == (CaseState.SETTLED, "didaftarkan ulang")
    assert outbox(desk).attention == 0


def test_a_case_is_not_seen_to_without_a_word(desk: Desk) -> None:
    note_case(desk, lost_slip(desk))
    [case] = slip_cases(desk)
    assert settle_case(desk, case.uid, "  ") == Refused(RefusalCode.NO_REASON)
    assert slip_cases(desk) == (case,)


def test_a_case_is_seen_to_once(desk: Desk) -> None:
    note_case(desk, lost_slip(desk))
    [case] = slip_cases(desk)
    settle_case(desk, case.uid, "didaftarkan ulang")
    assert settle_case(desk, case.uid, "lagi") == Refused(RefusalCode.NO_CASE)
    assert settle_case(desk, uuid.UUID(int=5), "siapa") == Refused(RefusalCode.NO_CASE)


def test_a_slip_that_comes_back_after_it_was_seen_to_is_noted_anew(desk: Desk) -> None:
    note_case(desk, lost_slip(desk))
    settle_case(desk, slip_cases(desk)[0].uid, "orangnya tidak datang lagi")
    assert note_case(desk, lost_slip(desk)).is_new
    [case] = slip_cases(desk)
    assert case.state is CaseState.OPEN


def test_the_newest_case_comes_first(desk: Desk) -> None:
    for serial in (777, 778):
        note_case(desk, lost_slip(desk, RegistrationNo("35", "SBY01", DAY, serial)))
    assert len({case.registration_no for case in slip_cases(desk)}) == 2
