"""Which keys the queue has for a ticket: for whoever is at the counter, for the marked line, for one sent elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from app.ui import actions as to
from app.ui.actions import Action, Command
from app.ui.i18n import say, tr
from app.ui.panels.queue_lines import TAKING
from app.ui.screens.queue_acts import QueueActs
from core.tickets import LINES, Move, Service, Ticket, TicketState

ELSEWHERE = (TicketState.CALLED, TicketState.SERVING)
"""A marked line in such a state is at another counter."""

NOT_THERE = (*ELSEWHERE, TicketState.SKIPPED, TicketState.LAPSED, TicketState.LEFT)
"""Who can be put into the line again."""


class QueueKeys:
    """Makes actions of tickets; each says by its words whom it is about, where that is not plain."""

    def __init__(self, acts: QueueActs, begin: Callable[[Ticket], None], ask_where: Callable[[Ticket], None]) -> None:
        """Prepare.

        Args:
            begin: opens what the service of a ticket needs.
            ask_where: asks to which line a ticket is sent.
        """
        self._acts, self._begin, self._ask_where = acts, begin, ask_where

    def for_called(self, one: Ticket | None, *, is_closed: bool) -> Iterator[Action]:
        """What can be done with whoever is called or served here.

        Args:
            is_closed: the day is; nobody gets into a line then.
        """
        if one is None:
            return
        yield Action(to.BEGIN_SERVING, functools.partial(self._begin, one), begin_text(one), is_in_bar=False)
        if one.may(Move.RECALLED):
            yield Action(to.RECALL, functools.partial(self._acts.recall, one), is_in_bar=False)
        for command, move in ((to.SKIP, Move.SKIPPED), (to.LAPSE, Move.LAPSED), (to.FINISH, Move.DONE)):
            if one.may(move):
                yield self._moving(command, move, one)
        if one.may(Move.TRANSFERRED) and not is_closed:
            yield Action(to.TRANSFER, functools.partial(self._ask_where, one), is_in_bar=False)
        if one.may(Move.REQUEUED) and not is_closed:
            yield self._moving(to.REQUEUE, Move.REQUEUED, one)
        yield from self._renumbering(one)
        if one.may(Move.PUT_BACK) and not is_closed:
            yield self._moving(to.UNDO, Move.PUT_BACK, one, tr("Batalkan panggilan"))

    def for_marked(self, one: Ticket | None, called: Ticket | None, *, is_closed: bool) -> Iterator[Action]:
        """What can be done with the marked line.

        Args:
            called: who is at the counter; some keys are about that one then.
            is_closed: as above.
        """
        if one is None:
            return
        if one.may(Move.CALLED):
            text = tr("Panggil {number}").format(number=one.number)
            yield Action(to.OPEN, functools.partial(self._acts.call, one), text, is_in_bar=False)
        if one.state in NOT_THERE and not is_closed:
            yield self._moving(to.REQUEUE, Move.REQUEUED, one, tr("{number} kembali antre").format(number=one.number))
        if called is None and one.may(Move.LAPSED):
            yield self._moving(to.LAPSE, Move.LAPSED, one, tr("{number} hangus").format(number=one.number))
        if called is None and one.state in ELSEWHERE:
            yield self._moving(to.FINISH, Move.DONE, one, tr("{number} selesai").format(number=one.number))
        if called is None and one.may(Move.TRANSFERRED) and not is_closed:
            text = tr("{number} pindah layanan").format(number=one.number)
            yield Action(to.TRANSFER, functools.partial(self._ask_where, one), text, is_in_bar=False)
        yield from self._renumbering(one)
        if one.may(Move.LEFT):
            yield self._moving(to.LEAVE, Move.LEFT, one, tr("{number} pulang").format(number=one.number))
        text = tr("Cetak {number} lagi").format(number=one.number)
        yield Action(to.REPRINT, functools.partial(self._acts.print_again, one), text, is_in_bar=False)

    def for_sent(self, one: Ticket) -> Iterator[Action]:
        """To which lines somebody can be sent."""
        for service in LINES:
            if service is not one.service:
                text = tr("Ke {service}").format(service=say(f"QUEUE_SERVICE_{service.value}"))
                yield Action(TAKING[service], functools.partial(self._acts.transfer, one, service), text)

    def _renumbering(self, one: Ticket) -> Iterator[Action]:
        """One of two with the same number gets a new one."""
        if one.is_twice and one.may(Move.RENUMBERED):
            text = tr("{number} ganti nomor").format(number=one.number)
            yield Action(to.RENUMBER, functools.partial(self._acts.renumber, one), text, is_in_bar=False)

    def _moving(self, command: Command, move: Move, ticket: Ticket, text: str = "") -> Action:
        return Action(command, functools.partial(self._acts.move, move, ticket), text, is_in_bar=False)


def begin_text(ticket: Ticket) -> str:
    """What beginning means for this service."""
    if ticket.service is Service.REGISTRATION:
        return tr("Mulai mendaftar")
    return tr("Catat kunjungan") if ticket.service is Service.COMPLAINT else tr("Mulai membantu")
