"""Two real desks of one post share a queue over a real server, also while they do not see each other."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk.context import Desk
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call, call_next, recall
from app.desk.queue.close import close_day, reopen_day
from app.desk.queue.look import QueueNow, queue_now, tickets_of_day
from app.desk.queue.move import finish, leave, put_back, requeue, serve, skip, transfer
from app.desk.queue.renumber import Renumbered, renumber
from app.desk.queue.survey import answer_survey, survey_answers
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.queue.visits import note_visit, visits_on
from app.desk.refusal import Refused
from app.desk.register import register
from app.desk.state import desk_state
from app.models.events import chain_problem
from app.models.rows import WORKER_DATABASE
from core.queue_line import QueueCode
from core.tickets import Service, Ticket, TicketState
from core.visits import Asked, Result
from tests.app.sync.conftest import Visit
from tests.harness.places import quick_folder
from tests.kit.desk import DAY, entry_of, opened, person_values, prakerja, sql
from tests.kit.enrolled import enrolled_desk, registrations, sync
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer

A, B, C, P = Service
_POSTS = itertools.count(1)


def take(desk: Desk, letters: str = "A") -> list[Ticket]:
    told = [take_ticket(desk, Service(letter), DAY) for letter in letters]
    assert all(isinstance(one, TicketTaken) for one in told)
    return [one.ticket for one in told if isinstance(one, TicketTaken)]


def called(desk: Desk, counter: str) -> Ticket:
    told = call_next(desk, DAY, counter)
    assert isinstance(told, TicketMoved)
    return told.ticket


def now(desk: Desk) -> QueueNow:
    return queue_now(desk, DAY)


def numbers(desk: Desk) -> list[str]:
    return [ticket.number for ticket in now(desk).waiting]


def meet(*desks: Desk) -> None:
    """Everybody sends, and hears what the others have sent."""
    for desk in (*desks, *desks):
        sync(desk)


# --- one line -----------------------------------------------------------------------------------------------------


def test_a_number_that_was_taken_at_one_desk_is_called_at_the_other(desk: Desk, neighbour: Desk) -> None:
    take(desk, "AA")
    meet(desk, neighbour)
    assert called(neighbour, "2").number == "A001"
    meet(desk, neighbour)
    at_two = now(desk).at("2")
    assert at_two is not None
    assert at_two.number == "A001"
    assert numbers(desk) == numbers(neighbour) == ["A002"]


def test_each_desk_gives_numbers_of_its_own_block_and_both_stand_in_one_line(desk: Desk, neighbour: Desk) -> None:
    take(desk, "AAA")
    take(neighbour, "AA")
    meet(desk, neighbour)
    assert numbers(desk) == numbers(neighbour) == ["A001", "A201", "A002", "A202", "A003"]
    assert now(desk).lines[A].count == now(neighbour).lines[A].count


def test_who_registers_at_the_other_desk_keeps_the_number_from_the_door(
    desk: Desk, neighbour: Desk, visit: Visit
) -> None:
    [ticket] = take(desk)
    meet(desk, neighbour)
    kept = register(neighbour, entry_of(person_values(40)), prakerja(), DAY, ticket=ticket.uid).kept
    meet(desk, neighbour)
    assert kept.queue_number == "A001"
    [done] = tickets_of_day(desk, DAY)
    assert (done.state, done.visit) == (TicketState.DONE, kept.uid)
    assert [one.queue_number for one in registrations(desk)] == ["A001"]
    assert now(desk).lines[A].count.given == 1


def test_a_day_that_one_desk_closed_is_closed_at_the_other_until_somebody_opens_it(desk: Desk, neighbour: Desk) -> None:
    close_day(desk, DAY)
    meet(desk, neighbour)
    refused = take_ticket(neighbour, A, DAY)
    assert isinstance(refused, Refused)
    assert refused.code is QueueCode.DAY_CLOSED
    reopen_day(neighbour, DAY, "Masih ada yang datang")
    meet(desk, neighbour)
    assert not now(desk).is_closed


def test_visits_and_answers_of_one_desk_are_known_at_the_other(desk: Desk, neighbour: Desk, visit: Visit) -> None:
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note="Kartu belum sampai")
    answer_survey(desk, DAY, A, (4,) * 9)
    meet(desk, neighbour)
    assert visits_on(neighbour, DAY) == visits_on(desk, DAY)
    assert survey_answers(neighbour, DAY, DAY) == survey_answers(desk, DAY, DAY)


# --- two desks that did not see each other ------------------------------------------------------------------------


def test_two_desks_that_call_one_person_both_keep_it_and_the_earlier_one_is_told(desk: Desk, neighbour: Desk) -> None:
    take(desk)
    meet(desk, neighbour)
    called(desk, "1")
    called(neighbour, "2")
    sync(neighbour)  # counter 2 is first in the server's order
    meet(desk, neighbour)
    for one in (desk, neighbour):
        [ticket] = tickets_of_day(one, DAY)
        assert (ticket.counter, ticket.rivals) == ("1", ("2",))
    assert [ticket.number for ticket in now(neighbour).rivals_at("2")] == ["A001"]
    assert now(desk).rivals_at("1") == ()


def test_until_the_server_has_told_each_desk_goes_by_its_own_call(desk: Desk, neighbour: Desk) -> None:
    take(desk)
    meet(desk, neighbour)
    called(desk, "1")
    called(neighbour, "2")
    at_one, at_two = now(desk).at("1"), now(neighbour).at("2")
    assert at_one is not None
    assert at_two is not None


def test_who_was_served_at_one_desk_is_not_brought_back_by_another_ones_call(desk: Desk, neighbour: Desk) -> None:
    take(desk)
    meet(desk, neighbour)
    finish(desk, called(desk, "1").uid)
    skip(neighbour, called(neighbour, "2").uid)
    meet(desk, neighbour)
    assert {ticket.state for one in (desk, neighbour) for ticket in tickets_of_day(one, DAY)} == {TicketState.DONE}


def test_a_copy_of_the_profile_gives_numbers_twice_and_both_are_kept_and_flagged(
    tmp_path: Path, desk: Desk, neighbour: Desk
) -> None:
    take(desk, "A")
    shutil.copytree(desk.store.home, tmp_path / "copy")
    with opened(tmp_path / "copy", clock=ManualClock()) as copy:
        later = dataclasses.replace(copy, clock=_five_minutes_later())
        [ours], [theirs] = take(desk), take(later)
        assert ours.number == theirs.number == "A002"
        meet(desk, copy, desk, neighbour)
        for one in (desk, copy, neighbour):
            tickets = tickets_of_day(one, DAY)
            assert [ticket.number for ticket in tickets] == ["A001", "A002", "A002"]
            assert [ticket.is_twice for ticket in tickets] == [False, True, True]
            assert {ticket.uid for ticket in tickets} >= {ours.uid, theirs.uid}
            assert "QUEUE_NUMBER_TWICE" in {matter.code for matter in desk_state(one.store).attention}
            assert one.store.run(chain_problem) is None
        assert {take(copy)[0].number, take(desk)[0].number}.isdisjoint({"A001", "A002"})


def test_who_comes_second_with_a_number_that_was_given_twice_gets_a_new_one(tmp_path: Path, desk: Desk) -> None:
    shutil.copytree(desk.store.home, tmp_path / "copy")
    with opened(tmp_path / "copy") as copy:
        later = dataclasses.replace(copy, clock=_five_minutes_later())
        [ours], [theirs] = take(desk), take(later)
        meet(desk, copy, desk)
        first = register(desk, entry_of(person_values(70)), prakerja(), DAY, ticket=ours.uid).kept
        second = register(desk, entry_of(person_values(71)), prakerja(), DAY, ticket=theirs.uid).kept
        assert first.queue_number == "A001"
        assert second.queue_number not in {"", "A001"}
        assert {ticket.state for ticket in tickets_of_day(desk, DAY)} == {TicketState.DONE}


def test_one_of_two_with_one_number_gets_another_and_every_desk_hears_it(
    tmp_path: Path, desk: Desk, neighbour: Desk
) -> None:
    shutil.copytree(desk.store.home, tmp_path / "copy")
    with opened(tmp_path / "copy") as copy:
        later = dataclasses.replace(copy, clock=_five_minutes_later())
        [ours], [theirs] = take(desk), take(later)
        meet(desk, copy, desk, neighbour)
        told = renumber(neighbour, theirs.uid)
        assert isinstance(told, Renumbered)
        meet(neighbour, desk, copy)
        for one in (desk, copy, neighbour):
            held = {ticket.uid: ticket.number for ticket in tickets_of_day(one, DAY)}
            assert held == {ours.uid: "A001", theirs.uid: "A201"}
            assert now(one).twice == ()
            assert "QUEUE_NUMBER_TWICE" not in {matter.code for matter in desk_state(one.store).attention}
            assert one.store.run(chain_problem) is None


def _five_minutes_later() -> ManualClock:
    clock = ManualClock()
    clock.pass_s(300)
    return clock


ACTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["take", "next", "call", "skip", "back", "requeue", "send", "done", "home", "sync"]),
        st.integers(0, 9),
    ),
    min_size=6,
    max_size=24,
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_whatever_two_desks_do_in_the_end_both_see_the_same_queue(
    server: RunningServer, acts: list[tuple[int, str, int]]
) -> None:
    post = f"Q{next(_POSTS):05d}"
    with quick_folder() as folder, ExitStack() as stack:
        desks = [
            stack.enter_context(enrolled_desk(folder / name, server.url, server.new_code(post), post=post))
            for name in ("one", "two")
        ]
        take(desks[0], "AAPB")
        meet(*desks)
        for place, act, which in acts:
            _do(desks[place], str(place + 1), act, which)
        meet(*desks)
        first, second = (tickets_of_day(desk, DAY) for desk in desks)
        assert first == second
        assert numbers(desks[0]) == numbers(desks[1])
        assert len({ticket.number for ticket in first}) == len(first)
        assert [desk.store.run(chain_problem) for desk in desks] == [None, None]


def _do(desk: Desk, counter: str, act: str, which: int) -> None:
    """One act; one that makes no sense now is refused, which is as good as another."""
    tickets = tickets_of_day(desk, DAY)
    uid = tickets[which % len(tickets)].uid
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: take(desk, "ABCP"[which % 4]),
        "next": lambda: call_next(desk, DAY, counter),
        "call": lambda: (call(desk, uid, counter), recall(desk, uid, counter)),
        "skip": lambda: skip(desk, uid),
        "back": lambda: put_back(desk, uid),
        "requeue": lambda: requeue(desk, uid),
        "send": lambda: transfer(desk, uid, (A, B, C)[which % 3]),
        "done": lambda: finish(desk, uid),
        "home": lambda: leave(desk, uid),
        "sync": lambda: sync(desk),
    }
    acts[act]()


def test_what_an_older_program_kept_unread_is_asked_for_again(desk: Desk, neighbour: Desk) -> None:
    """The rows are as the migration leaves them: gone, with the news heard from the beginning."""
    take(desk)
    meet(desk, neighbour)
    for table in ("ticket", "ticket_move"):
        sql(neighbour.store, f"DELETE FROM {table}")
    sql(neighbour.store, "DELETE FROM news WHERE kind = 'ticket_taken'")
    sql(neighbour.store, "UPDATE profile SET cursor = 0")
    neighbour.store.refresh()
    meet(neighbour)
    assert numbers(neighbour) == ["A001"]


def test_who_sat_at_a_neighbours_counter_at_the_close_is_done_after_an_upgrade(desk: Desk, neighbour: Desk) -> None:
    take(desk, "A")
    serve(desk, called(desk, "1").uid, "1")
    close_day(desk, DAY)
    meet(desk, neighbour)
    _stand_as_an_older_program_left_it(neighbour)
    assert [one.state for one in tickets_of_day(neighbour, DAY)] == [TicketState.SERVING]
    meet(neighbour)
    assert tickets_of_day(neighbour, DAY) == tickets_of_day(desk, DAY)
    [ticket] = tickets_of_day(neighbour, DAY)
    assert ticket.is_settled
    assert neighbour.store.run(chain_problem) is None


def _stand_as_an_older_program_left_it(desk: Desk) -> None:
    """Before the tenth step a program kept the close of a neighbour over a counter as a move of nothing; then the step.

    Here the columns of that step are taken away first, so it runs as it does on a desk that is upgraded.
    """
    sql(desk.store, "UPDATE ticket SET state = 'serving', counter = '1', done_at_ms = NULL")
    for statement in (
        "ALTER TABLE ticket DROP COLUMN taken_number",
        "ALTER TABLE ticket_move DROP COLUMN number",
        "DROP TABLE ticket_spell",
    ):
        sql(desk.store, statement)
    step = importlib.import_module("app.models.migrations.0010_queue_again")
    desk.store.write(lambda: step.up(None, WORKER_DATABASE))
    desk.store.refresh()
