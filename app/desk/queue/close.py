"""The end of a day's queue: nobody's number stays open, and nobody takes one until a coordinator says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.queue.acts import TOUCHED, in_states, keep_queue_act, write_move
from app.desk.refusal import Refused, password_told, reason_text
from app.models.tickets import day_turn_of, tickets_on
from core.queue_line import QueueCode, next_tick
from core.tickets import LAST_TICK, Move, Ticket, TicketState
from core.wire.events import Kind
from core.wire.records import QueueDayBody

_GONE = (TicketState.WAITING, TicketState.CALLED, TicketState.SKIPPED)
"""Who waits, and who was called and is not at a counter as far as anybody said."""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The queue is closed.

    Args:
        left: who still waited, as they stood; they count as gone.
        settled: who sat at a counter, as they stood. They count as served, for nobody may come and say so later;
            whoever is registered afterwards all the same, or noted as a visit, was served until then.
    """

    left: tuple[Ticket, ...]
    settled: tuple[Ticket, ...]
    changes: Changes = TOUCHED


@dataclass(frozen=True, slots=True)
class DayReopened:
    """Numbers are given again; who had gone has to be put into the line again."""

    changes: Changes = TOUCHED


def close_day(desk: Desk, on: date) -> DayClosed | Refused:
    """Close the queue of a day."""
    return desk.store.write(lambda: _close(desk, on))


def reopen_day(desk: Desk, on: date, reason: str) -> DayReopened | Refused:
    """Open a closed queue again: a coordinator's act, and kept with its reason."""
    return password_told(reason) or desk.store.write(lambda: _reopen(desk, on, reason_text(reason)))


def _close(desk: Desk, on: date) -> DayClosed | Refused:
    turn = day_turn_of(on)
    if turn is not None and turn.is_closed:
        return Refused(QueueCode.DAY_CLOSED, {"on": on})
    tickets = tickets_on(on)
    gone, served = in_states(tickets, _GONE), in_states(tickets, (TicketState.SERVING,))
    moves = (*((ticket, Move.LEFT) for ticket in gone), *((ticket, Move.SETTLED) for ticket in served))
    first = next_tick(tickets)
    for place, (ticket, move) in enumerate(moves):
        write_move(desk, ticket, min(first + place, LAST_TICK), move)
    _turn(desk, Kind.DAY_CLOSED, on, turn.turn if turn else 0)
    return DayClosed(gone, served)


def _reopen(desk: Desk, on: date, reason: str) -> DayReopened | Refused:
    turn = day_turn_of(on)
    if turn is None or not turn.is_closed:
        return Refused(QueueCode.DAY_OPEN, {"on": on})
    if not desk.keys.is_coordinator:
        return Refused(QueueCode.NEEDS_COORDINATOR)
    if not reason:
        return Refused(QueueCode.NO_REASON)
    _turn(desk, Kind.DAY_REOPENED, on, turn.turn, reason)
    return DayReopened()


def _turn(desk: Desk, kind: Kind, on: date, last: int, reason: str = "") -> None:
    body = QueueDayBody(on.isoformat(), min(last + 1, LAST_TICK), desk.keys.officer.name, reason)
    keep_queue_act(desk, kind, body)
