"""Blank forms for a power cut: their numbers are nobody else's, and who is typed in afterwards gets just those."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.bundled import programme, programme_codes
from app.desk.blank_forms import BlanksMade, blank_letter, draw_blanks_again, make_blanks, open_blanks
from app.desk.context import Desk
from app.desk.queue.close import close_day
from app.desk.queue.move import leave
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.reconcile import reconcile
from app.desk.refusal import Refused
from app.desk.register import Registered, register
from app.desk.verify import SlipVerdict, verify
from app.models.device_keys import known_devices
from core.queue_line import MOST_BLANKS, MOST_DAYS_AHEAD, QueueCode
from core.reconciliation import DifferenceCode
from core.tickets import Service
from papers.letter import OfficeSheet, TearOff
from papers.letter_pdf import letters_pdf
from tests.kit.desk import DAY, entry_of, person_values, prakerja, register_one
from tests.kit.manual_clock import ManualClock
from tests.papers import reading


def made(desk: Desk, count: int = 3) -> BlanksMade:
    blanks = make_blanks(desk, DAY, count, prakerja())
    assert isinstance(blanks, BlanksMade)
    return blanks


def typed_in(desk: Desk, blanks: BlanksMade, place: int = 0, **changes: object) -> Registered:
    """The form at this place, typed in."""
    ticket = blanks.tickets[place]
    entry = entry_of(person_values(place, **changes))
    return register(desk, entry, prakerja(), ticket.business_on, ticket=ticket.uid)


def test_every_form_has_two_numbers_of_its_own(desk: Desk) -> None:
    blanks = made(desk, 4)
    assert [one.number for one in blanks.tickets] == ["A001", "A002", "A003", "A004"]
    assert len({one.registration_no for one in blanks.tickets}) == 4


def test_both_numbers_stand_on_the_form_and_on_what_is_torn_off(desk: Desk) -> None:
    blanks = made(desk, 2)
    text = reading.words(blanks.pdf)
    for ticket in blanks.tickets:
        assert text.count(ticket.registration_no) == 2


def test_nobody_else_gets_a_kept_number(desk: Desk) -> None:
    blanks = made(desk)
    kept = {one.number for one in blanks.tickets}, {one.registration_no for one in blanks.tickets}
    taken = take_ticket(desk, Service.REGISTRATION, DAY)
    assert isinstance(taken, TicketTaken)
    others = [register_one(desk, number).kept for number in range(10, 14)]
    assert kept[0].isdisjoint({taken.ticket.number, *(one.queue_number for one in others)})
    assert kept[1].isdisjoint({one.registration_no for one in others})


def test_who_is_typed_in_gets_the_numbers_of_the_form(desk: Desk) -> None:
    blanks = made(desk)
    kept = typed_in(desk, blanks, 1).kept
    assert (kept.queue_number, kept.registration_no) == (blanks.tickets[1].number, blanks.tickets[1].registration_no)
    assert [one.number for one in open_blanks(desk)] == ["A001", "A003"]


def test_a_form_of_yesterday_counts_for_yesterday(desk: Desk, clock: ManualClock) -> None:
    blanks = made(desk)
    clock.pass_s(26 * 3600)
    kept = typed_in(desk, blanks).kept
    assert kept.body.business_on == DAY.isoformat()
    assert kept.registration_no == blanks.tickets[0].registration_no


def test_closing_the_day_leaves_the_forms_to_be_typed_in(desk: Desk) -> None:
    blanks = made(desk)
    close_day(desk, DAY)
    assert open_blanks(desk) == blanks.tickets
    assert typed_in(desk, blanks).kept.queue_number == "A001"


def test_a_day_that_is_closed_gives_no_more_numbers(desk: Desk) -> None:
    close_day(desk, DAY)
    answer = make_blanks(desk, DAY, 2, prakerja())
    assert isinstance(answer, Refused)
    assert answer.code == QueueCode.DAY_CLOSED


def test_a_form_that_was_torn_up_is_not_open_any_more(desk: Desk) -> None:
    blanks = made(desk)
    assert not isinstance(leave(desk, blanks.tickets[0].uid), Refused)
    assert [one.number for one in open_blanks(desk)] == ["A002", "A003"]


def test_forms_can_be_made_the_evening_before(desk: Desk) -> None:
    tomorrow = DAY + timedelta(days=1)
    blanks = make_blanks(desk, tomorrow, 2, prakerja())
    assert isinstance(blanks, BlanksMade)
    assert {one.business_on for one in open_blanks(desk)} == {tomorrow}
    assert "Selasa,14April2020" in reading.words(blanks.pdf)


def test_forms_are_not_made_further_ahead_than_a_restore_burns_numbers(desk: Desk) -> None:
    late = desk.today() + timedelta(days=MOST_DAYS_AHEAD + 1)
    refused = make_blanks(desk, late, 1, prakerja())
    assert isinstance(refused, Refused)
    assert refused.code == QueueCode.BLANKS_TOO_EARLY


def test_no_more_forms_lie_about_than_a_restore_burns_numbers(desk: Desk) -> None:
    made(desk, MOST_BLANKS - 1)
    refused = make_blanks(desk, DAY, 2, prakerja())
    assert isinstance(refused, Refused)
    assert refused.code == QueueCode.BLANKS_ENOUGH
    assert len(made(desk, 1).tickets) == 1


def test_the_torn_off_end_is_signed_ahead(desk: Desk) -> None:
    [ticket] = made(desk, 1).tickets
    [tear] = [one for one in blank_letter(desk, ticket, prakerja()).blocks if isinstance(one, TearOff)]
    checked = verify(tear.qr_text, desk.store.run(known_devices))
    assert checked.verdict is SlipVerdict.VALID
    assert checked.token is not None
    assert str(checked.token.registration) == ticket.registration_no


def test_the_qr_is_read_from_the_printed_form(desk: Desk) -> None:
    pdf = made(desk, 1).pdf
    last = reading.page_count(pdf) - 1
    [text] = reading.qr_texts(reading.picture(pdf, 203, last).point(lambda grey: 255 if grey >= 128 else 0))
    assert verify(text, desk.store.run(known_devices)).verdict is SlipVerdict.VALID


def test_a_form_that_is_printed_again_says_that_it_is_a_copy(desk: Desk) -> None:
    blanks = made(desk, 1)
    assert "DUPLIKAT" not in reading.words(blanks.pdf)
    assert "DUPLIKAT(cetakanke-2)" in reading.words(draw_blanks_again(desk, blanks.tickets, prakerja()))


@pytest.mark.parametrize("code", programme_codes())
@pytest.mark.parametrize("is_folio", [False, True], ids=["a4", "f4"])
def test_every_programme_has_its_form_with_every_question(desk: Desk, code: str, *, is_folio: bool) -> None:
    about = programme(code)
    blanks = make_blanks(desk, DAY, 1, about, is_folio=is_folio)
    assert isinstance(blanks, BlanksMade)
    text = reading.words(blanks.pdf)
    asked = [question for question in about.questions if not question.is_secret]
    wanted = [*(one.label for one in asked), *(choice.label for one in asked for choice in one.choices)]
    assert [one for one in (*wanted, about.consent_text) if reading.squeezed(one) not in text] == []
    assert reading.page_count(blanks.pdf) <= 2
    assert blanks.pdf == draw(desk, blanks, code, is_folio=is_folio)


def draw(desk: Desk, blanks: BlanksMade, code: str, *, is_folio: bool) -> bytes:
    """The same forms drawn anew, as originals."""
    sheet = OfficeSheet.F4 if is_folio else OfficeSheet.A4
    return letters_pdf([blank_letter(desk, one, programme(code)) for one in blanks.tickets], desk.fonts(), sheet)


def test_the_evening_sheet_misses_no_number_of_a_form(desk: Desk) -> None:
    blanks = made(desk, 4)
    leave(desk, blanks.tickets[0].uid)
    typed_in(desk, blanks, 1)
    register_one(desk, 20)
    codes = {one.code for one in reconcile(desk, DAY).counted.differences}
    assert codes == {DifferenceCode.NO_SLIP, DifferenceCode.NO_RECEIPT}  # of the two visits; of no number
