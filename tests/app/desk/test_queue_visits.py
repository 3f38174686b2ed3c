"""Visits without a registration, the survey, and a day of the queue in figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.desk.context import Desk
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call_next
from app.desk.queue.close import close_day
from app.desk.queue.figures import day_figures
from app.desk.queue.look import ticket_of, tickets_of_day
from app.desk.queue.move import finish, leave, serve, transfer
from app.desk.queue.survey import answer_survey, survey_answers
from app.desk.queue.take import BlanksReserved, TicketTaken, reserve_blanks, take_ticket
from app.desk.queue.visits import VisitNoted, note_visit, visits_on
from app.desk.refusal import Refused
from core.errors import Trouble
from core.ids import uid_from
from core.passwords import PasswordCode
from core.queue_times import Times
from core.tickets import Service, Ticket, TicketState
from core.visits import MOST_NOTE, Asked, Result, SurveyAnswer
from tests.kit.desk import DAY, all_rows, register_one, sql
from tests.kit.manual_clock import ManualClock

NOTE = "Ibu Suharti menanyakan kartu yang belum sampai"


def take(desk: Desk, letter: Service = Service.COMPLAINT) -> Ticket:
    told = take_ticket(desk, letter, DAY)
    assert isinstance(told, TicketTaken)
    return told.ticket


def called(desk: Desk) -> Ticket:
    told = call_next(desk, DAY, "1")
    assert isinstance(told, TicketMoved)
    return told.ticket


# --- visits -------------------------------------------------------------------------------------------------------


def test_a_visit_is_kept_with_what_was_asked_and_what_came_of_it(desk: Desk) -> None:
    kept = register_one(desk).kept
    told = note_visit(desk, DAY, Asked.STATUS_CHECK, Result.ANSWERED, note=f"  {NOTE}\n", about=kept.uid)
    assert isinstance(told, VisitNoted)
    assert told.changes.registrations == {kept.uid}
    [visit] = visits_on(desk, DAY)
    assert (visit.asked, visit.result, visit.note, visit.about) == ("status_check", "answered", NOTE, kept.uid)
    assert visit.officer_name == desk.keys.officer.name


def test_the_note_is_sealed(desk: Desk) -> None:
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note=NOTE)
    assert not [row for rows in all_rows(desk.store).values() for row in rows if "Suharti" in str(row)]


def test_a_note_with_a_password_is_not_kept(desk: Desk) -> None:
    before = all_rows(desk.store)
    told = note_visit(desk, DAY, Asked.PHONE_HELP, Result.HELPED, note="sandi: kucing123")
    assert isinstance(told, Refused)
    assert told.code is PasswordCode.TOLD
    assert all_rows(desk.store) == before


def test_a_long_note_is_cut_where_it_no_longer_fits(desk: Desk) -> None:
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note="x" * 5000)
    [visit] = visits_on(desk, DAY)
    assert len(visit.note) == MOST_NOTE


def test_the_person_with_the_number_was_served_by_that(desk: Desk, clock: ManualClock) -> None:
    take(desk)
    ticket = called(desk)
    clock.pass_s(240)
    note_visit(desk, DAY, Asked.RECEIVED_BEFORE, Result.COME_BACK, ticket=ticket.uid)
    done = ticket_of(desk, ticket.uid)
    assert done is not None
    assert (done.state, done.service_s) == (TicketState.DONE, 240)
    [visit] = visits_on(desk, DAY)
    assert visit.ticket == ticket.uid


def test_a_second_question_under_the_same_number_is_noted_too(desk: Desk) -> None:
    take(desk)
    ticket = called(desk)
    for asked in (Asked.STATUS_CHECK, Asked.COMPLAINT):
        note_visit(desk, DAY, asked, Result.ANSWERED, ticket=ticket.uid)
    assert [visit.asked for visit in visits_on(desk, DAY)] == ["status_check", "complaint"]


def test_who_asked_until_after_the_close_was_served_until_then(desk: Desk, clock: ManualClock) -> None:
    take(desk)
    ticket = called(desk)
    serve(desk, ticket.uid, "1")
    close_day(desk, DAY)
    clock.pass_s(90)
    note_visit(desk, DAY, Asked.STATUS_CHECK, Result.ANSWERED, ticket=ticket.uid)
    found = ticket_of(desk, ticket.uid)
    assert found is not None
    assert (found.is_settled, found.service_s) == (False, 90)


def test_nothing_is_noted_about_what_is_not_here(desk: Desk) -> None:
    stranger = uid_from(1, bytes(10))
    before = all_rows(desk.store)
    with pytest.raises(Trouble, match="REGISTRATION_UNKNOWN"):
        note_visit(desk, DAY, Asked.STATUS_CHECK, Result.NOT_FOUND, about=stranger)
    with pytest.raises(Trouble, match="TICKET_UNKNOWN"):
        note_visit(desk, DAY, Asked.STATUS_CHECK, Result.NOT_FOUND, ticket=stranger)
    assert all_rows(desk.store) == before


def test_a_note_whose_seal_is_broken_hides_nothing_else(desk: Desk) -> None:
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note=NOTE)
    sql(desk.store, "UPDATE noted_visit SET sealed = x'00'")
    [visit] = visits_on(desk, DAY)
    assert (visit.asked, visit.result, visit.note, visit.officer_name) == ("complaint", "forwarded", "", "")


# --- the survey ---------------------------------------------------------------------------------------------------


def test_answers_are_kept_without_anybodys_name(desk: Desk) -> None:
    answers = (4, 3, 4, 4, 3, 2, 4, 4, 1)
    answer_survey(desk, DAY, Service.REGISTRATION, answers)
    assert survey_answers(desk, DAY, DAY) == (SurveyAnswer(DAY, "A", answers),)
    assert survey_answers(desk, DAY + timedelta(days=1), DAY + timedelta(days=9)) == ()


@pytest.mark.parametrize("answers", [(4,) * 8, (0,) * 9, (5, *(4,) * 8)])
def test_what_cannot_be_somebodys_answers_is_a_bug_of_the_screen(desk: Desk, answers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"[04], "):
        answer_survey(desk, DAY, Service.REGISTRATION, answers)


# --- figures ------------------------------------------------------------------------------------------------------


def test_a_day_in_figures(desk: Desk, clock: ManualClock) -> None:
    for letter in "AABC":
        take(desk, Service(letter))
    for wait_s, service_s in ((60, 300), (0, 500)):
        clock.pass_s(wait_s)
        ticket = called(desk)
        clock.pass_s(service_s)
        finish(desk, ticket.uid)
    clock.pass_s(3600)
    register_one(desk)
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED)
    answer_survey(desk, DAY, Service.COMPLAINT, (3,) * 9)
    close_day(desk, DAY)
    figures = day_figures(desk, DAY)
    counts = {letter.value: (one.given, one.served, one.left) for letter, one in figures.by_letter.items()}
    assert counts == {"A": (3, 3, 0), "B": (1, 0, 1), "C": (1, 0, 1), "P": (0, 0, 0)}
    assert figures.waits == {Service.REGISTRATION: Times(2, 210, 210)}
    assert figures.services == {Service.REGISTRATION: Times(2, 400, 400)}
    assert (figures.wait, figures.service) == (Times(2, 210, 210), Times(2, 400, 400))
    assert (figures.given_by_hour[8], figures.given_by_hour[9]) == (4, 1)
    assert (figures.served_by_hour[8], figures.served_by_hour[9]) == (2, 1)
    assert figures.visits == {("complaint", "forwarded"): 1}
    assert figures.survey == (SurveyAnswer(DAY, "C", (3,) * 9),)


def test_times_count_for_the_line_in_which_they_were_measured(desk: Desk, clock: ManualClock) -> None:
    take(desk, Service.REGISTRATION)
    clock.pass_s(120)
    serve(desk, called(desk).uid, "1")
    clock.pass_s(300)
    [ticket] = tickets_of_day(desk, DAY)
    transfer(desk, ticket.uid, Service.EMAIL)
    clock.pass_s(60)
    called(desk)
    clock.pass_s(500)
    finish(desk, ticket.uid)
    figures = day_figures(desk, DAY)
    assert figures.waits == {Service.REGISTRATION: Times(1, 120, 120), Service.EMAIL: Times(1, 60, 60)}
    assert figures.services == {Service.REGISTRATION: Times(1, 300, 300), Service.EMAIL: Times(1, 500, 500)}
    assert figures.service == Times(2, 400, 400)


def test_blank_forms_are_counted_for_themselves(desk: Desk) -> None:
    reserved = reserve_blanks(desk, DAY, 3)
    assert isinstance(reserved, BlanksReserved)
    leave(desk, reserved.tickets[0].uid)
    count = day_figures(desk, DAY).by_letter[Service.REGISTRATION]
    assert (count.given, count.reserved, count.void) == (0, 2, 1)


def test_a_day_without_anybody_is_a_day_of_zeros(desk: Desk) -> None:
    figures = day_figures(desk, DAY)
    assert (figures.wait, figures.service, figures.waits, figures.survey) == (None, None, {}, ())
    assert sum(figures.given_by_hour) == 0
