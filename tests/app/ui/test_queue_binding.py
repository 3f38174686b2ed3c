"""From a called number to the form and back: one number from the door to the card."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call_next
from app.desk.queue.look import queue_now, ticket_of
from app.desk.queue.take import TicketTaken, take_ticket
from app.forms.registration import RegistrationForm
from app.forms.ticket_wish import TicketWish, texts_of, wish_of
from app.ui.actions import CATCH_UP
from app.ui.station import Station
from core.tickets import Service, Ticket, TicketState
from tests.journeys.people import fill_in, somebody
from tests.kit.registering import Desk
from tests.kit.window import OFFSCREEN_LACKS, settled

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

SITI = somebody(1, "siti aminah", born="520385")
BUDI = somebody(2, "budi santoso")


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Iterator[Desk]:
    opened = Desk(qtbot, station)
    yield opened
    opened.screen.keep_draft(lambda _kept: None)  # as the shell puts it away
    settled(qtbot, station)


def number_for(station: Station, *, is_called: bool = True) -> Ticket:
    """Somebody has taken a number and was called."""
    desk = station.desk
    taken = take_ticket(desk, Service.REGISTRATION, desk.today())
    assert isinstance(taken, TicketTaken)
    if not is_called:
        return taken.ticket
    moved = call_next(desk, desk.today(), "1")
    assert isinstance(moved, TicketMoved)
    return moved.ticket


def wish_for(ticket: Ticket) -> TicketWish:
    return TicketWish(ticket.uid, ticket.number, ticket.business_on)


def begin(desk: Desk, wish: TicketWish) -> None:
    desk.screen.begin_ticket(wish)
    settled(desk.qtbot, desk.station)


def state_of(station: Station, ticket: Ticket) -> TicketState:
    found = ticket_of(station.desk, ticket.uid)
    assert found is not None
    return found.state


def test_the_form_says_whose_turn_it_is(desk: Desk, station: Station) -> None:
    begin(desk, wish_for(number_for(station)))
    assert desk.hands.sees("Antrean A001")
    assert desk.hands.place == "NIK"


def test_the_visit_keeps_the_number_of_the_door(desk: Desk, station: Station) -> None:
    number_for(station)
    call = number_for(station, is_called=False)
    begin(desk, wish_for(call))
    served: list[TicketWish] = []
    station.signals.ticket_served.connect(served.append)
    fill_in(desk.hands, SITI)
    desk.save()
    assert desk.screen.saved.number.text() == call.number == "A002"
    assert state_of(station, call) is TicketState.DONE
    assert served == [wish_for(call)]
    now = queue_now(station.desk, station.desk.today())
    assert now.lines[Service.REGISTRATION].count.given == 2, "the registration took no number of its own"


def test_the_next_form_belongs_to_nobody(desk: Desk, station: Station) -> None:
    begin(desk, wish_for(number_for(station)))
    fill_in(desk.hands, SITI)
    desk.save()
    desk.screen.start_next()
    settled(desk.qtbot, station)
    assert not desk.hands.sees("Antrean A001")


def test_what_stood_in_the_form_is_put_aside_first(desk: Desk, station: Station) -> None:
    fill_in(desk.hands, BUDI, until="birth_place")
    begin(desk, wish_for(number_for(station)))
    assert desk.hands.sees("Antrean A001")
    assert len(desk.screen.keeper.drafts) == 1


def test_a_draft_remembers_its_number(desk: Desk, station: Station) -> None:
    call = number_for(station)
    begin(desk, wish_for(call))
    fill_in(desk.hands, SITI, until="birth_place")
    desk.hands.press("F6")
    settled(desk.qtbot, station)
    assert not desk.hands.sees("Antrean A001")
    begin(desk, wish_for(call))
    assert desk.hands.sees("Antrean A001")
    assert desk.text("name_on_id") == "SITI AMINAH"


def test_the_same_key_again_goes_on_with_the_open_form(desk: Desk, station: Station) -> None:
    call = number_for(station)
    begin(desk, wish_for(call))
    fill_in(desk.hands, SITI, until="birth_place")
    begin(desk, wish_for(call))
    assert desk.text("name_on_id") == "SITI AMINAH"
    assert desk.screen.keeper.drafts == ()


def test_another_programme_in_the_form_keeps_the_number(desk: Desk, station: Station) -> None:
    begin(desk, wish_for(number_for(station)))
    desk.screen.form_desk.change_programme("BPU")
    assert desk.hands.sees("Antrean A001")


def test_the_form_of_another_day_is_judged_and_kept_on_that_day(desk: Desk, station: Station) -> None:
    yesterday = station.desk.today() - timedelta(days=1)
    taken = take_ticket(station.desk, Service.REGISTRATION, yesterday)
    assert isinstance(taken, TicketTaken)
    begin(desk, dataclasses.replace(wish_for(taken.ticket), is_blank=True))
    assert desk.hands.place == "NIK"
    fill_in(desk.hands, SITI)
    desk.hands.press("F2")
    desk.save()
    (visit,) = desk.visits()
    assert (visit.queue_number, visit.body.business_on) == (taken.ticket.number, yesterday.isoformat())
    assert state_of(station, taken.ticket) is TicketState.DONE
    with desk.qtbot.waitSignal(station.signals.place_chosen) as gone:
        desk.hands.press("F3")
    assert gone.args == [CATCH_UP], "the next paper form waits there"


def test_somebody_registered_before_has_been_served_all_the_same(desk: Desk, station: Station) -> None:
    fill_in(desk.hands, SITI)
    desk.save()
    call = number_for(station)
    begin(desk, wish_for(call))
    fill_in(desk.hands, SITI)
    desk.save()
    assert state_of(station, call) is TicketState.DONE


def test_who_was_registered_before_keeps_the_number_for_another_programme(desk: Desk, station: Station) -> None:
    fill_in(desk.hands, SITI)
    desk.save()
    call = number_for(station)
    begin(desk, wish_for(call))
    fill_in(desk.hands, SITI)
    desk.save()
    began: list[RegistrationForm] = []
    desk.screen.saved_desk.begin_other(station.desk.programme_of("BPU"), began.append)
    settled(desk.qtbot, station)
    [form] = began
    assert (form.visit, form.ticket) == (None, wish_for(call))


def test_after_saving_the_next_number_is_one_key_away_if_somebody_waits(desk: Desk, station: Station) -> None:
    wanted: list[bool] = []
    station.signals.call_chosen.connect(lambda: wanted.append(True))
    begin(desk, wish_for(number_for(station)))
    fill_in(desk.hands, SITI)
    desk.save()
    assert not desk.hands.sees("Panggil berikutnya")
    taken = take_ticket(station.desk, Service.EMAIL, station.desk.today())
    assert isinstance(taken, TicketTaken)
    station.signals.changed.emit(taken.changes)
    settled(desk.qtbot, station)
    desk.hands.press("F10")
    assert wanted == [True]


@pytest.mark.parametrize("is_blank", [True, False])
def test_a_wish_survives_a_draft(station: Station, is_blank: bool) -> None:
    wish = dataclasses.replace(wish_for(number_for(station)), is_blank=is_blank)
    assert wish_of(texts_of(wish)) == wish


@pytest.mark.parametrize("texts", [{}, {"ticket": "x"}, {"ticket": "0" * 32, "ticket_on": "gestern"}])
def test_a_damaged_draft_has_no_number(texts: dict[str, str]) -> None:
    assert wish_of(texts) is None
