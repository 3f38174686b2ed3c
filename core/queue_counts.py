"""What became of a day's numbers, letter by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from core.tickets import Service, Source, Ticket, TicketState


@dataclass(frozen=True, slots=True)
class LetterCount:
    """What became of the numbers with one letter.

    Args:
        given: all but those on blank forms that nobody has used; who registered without a ticket has one.
        settled: so many of the served ones sat at a counter when the queue was closed; nobody told when they were done.
        waiting: who still waits, was called, is served or set aside.
        reserved: on blank forms that nobody has filled in; ``void``: on blank forms that were given up.
    """

    given: int
    served: int
    settled: int
    lapsed: int
    left: int
    waiting: int
    reserved: int
    void: int


def letter_count(letter: Service, tickets: Collection[Ticket], plain: Collection[str]) -> LetterCount:
    """Count the numbers with one letter.

    Args:
        tickets: all of the day.
        plain: numbers of registrations that took theirs without a ticket: given and served at once.
    """
    ours = [ticket for ticket in tickets if ticket.letter is letter]
    states = Counter(ticket.state for ticket in ours)
    void = sum(one.source is Source.BLANK and one.state is TicketState.LEFT for one in ours)
    without = sum(number.startswith(letter.value) for number in plain)
    return LetterCount(
        given=len(ours) - states[TicketState.RESERVED] - void + without,
        served=states[TicketState.DONE] + without,
        settled=sum(ticket.is_settled for ticket in ours),
        lapsed=states[TicketState.LAPSED],
        left=states[TicketState.LEFT] - void,
        waiting=sum(ticket.is_open for ticket in ours),
        reserved=states[TicketState.RESERVED],
        void=void,
    )
