"""What the call screen shows of the queue: one number for each counter, the latest call first."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable

from app.desk.queue.look import QueueNow
from app.ui.screens.calls import MOST_NEXT, CallBoard, CounterCall
from core.tickets import Ticket


def board_of(now: QueueNow, post: str, latest: uuid.UUID | None = None, *, is_training: bool = False) -> CallBoard:
    """The board of a queue; a counter that is free keeps its last number until it calls again.

    Args:
        latest: the ticket that was called or called again last; ``None`` = by the order of the first calls.
    """
    by_counter: dict[str, Ticket] = {}
    for ticket in (*now.at_counters, *sorted(now.done, key=_called_last)):
        if ticket.counter:
            by_counter.setdefault(ticket.counter, ticket)
    calls = sorted(by_counter.values(), key=lambda one: (one.uid != latest, _called_last(one)))
    return CallBoard(
        post=post,
        calls=tuple(CounterCall(one.number, one.counter) for one in calls),
        following=_numbers(now.upcoming(MOST_NEXT)),
        is_training=is_training,
    )


def with_call(board: CallBoard, ticket: Ticket) -> CallBoard:
    """The board as it will be: the number that was called this moment stands on it at once."""
    others = tuple(one for one in board.calls if one.counter != ticket.counter and one.number != ticket.number)
    following = tuple(number for number in board.following if number != ticket.number)
    call = CounterCall(ticket.number, ticket.counter)
    return dataclasses.replace(board, calls=(call, *others), following=following)


def _called_last(ticket: Ticket) -> int:
    return -ticket.called_tick


def _numbers(tickets: Iterable[Ticket]) -> tuple[str, ...]:
    return tuple(one.number for one in tickets)
