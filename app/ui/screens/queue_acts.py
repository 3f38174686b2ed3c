"""Acts in the queue: one at a time, each answered in a sentence, calls told to the wall and the voice at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.desk.queue import move as moves
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call, call_next, recall
from app.desk.queue.close import close_day, reopen_day
from app.desk.queue.renumber import Renumbered, renumber
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.queue.visits import note_visit
from app.desk.refusal import Refused
from app.printing.worker import PrintPhase, PrintState
from app.ui.i18n import say, tr
from app.ui.panels.queue_visit import VisitEntry
from app.ui.screens.queue_words import closed_text, moved_text, renumbered_text, taken_text
from app.ui.station import HasChanges, Station
from app.ui.ticket_printing import has_printer, print_ticket
from core.errors import Trouble
from core.findings import Weight
from core.tickets import Move, Service, Ticket

Answer = TypeVar("Answer", bound=HasChanges)

_PLAIN = {
    Move.SKIPPED: moves.skip,
    Move.LAPSED: moves.lapse,
    Move.REQUEUED: moves.requeue,
    Move.PUT_BACK: moves.put_back,
    Move.DONE: moves.finish,
    Move.LEFT: moves.leave,
}
"""Moves that ask for nothing but the ticket."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an act; an empty text = it can be seen."""

    weight: Weight
    text: str


class QueueActs(QObject):
    """Does what the officer says; a second press while one is under way does nothing."""

    told = Signal(object)
    """An act is done or refused: ``Told``."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._is_acting = False

    def take(self, letter: Service) -> None:
        """Give somebody a number, and print it."""
        desk = self._station.desk

        def taken(answer: TicketTaken) -> str:
            station = self._station
            if not has_printer(station.house):
                return f"{taken_text(answer)} {tr('Tuliskan nomornya; belum ada printer yang dipilih.')}"
            print_ticket(station.desk, station.house, station.printing, answer.ticket, told=self._tell_failed)
            return taken_text(answer)

        self._run(lambda: take_ticket(desk, letter, desk.today()), taken)

    def call_next(self) -> None:
        """Call whose turn it is."""
        desk, queue = self._station.desk, self._station.queue
        counter, services = queue.memory.counter, queue.services
        self._run(lambda: call_next(desk, desk.today(), counter, services), self._called)

    def call(self, ticket: Ticket) -> None:
        """Call this one, out of turn."""
        desk, counter = self._station.desk, self._station.queue.memory.counter
        self._run(lambda: call(desk, ticket.uid, counter), self._called)

    def recall(self, ticket: Ticket) -> None:
        """Call again whoever has not come."""
        desk, counter = self._station.desk, self._station.queue.memory.counter
        self._run(lambda: recall(desk, ticket.uid, counter), self._called)

    def serve(self, ticket: Ticket, then: Callable[[Ticket], None]) -> None:
        """The person is there; ``then`` opens what is needed."""
        desk, counter = self._station.desk, self._station.queue.memory.counter

        def served(answer: TicketMoved) -> str:
            then(answer.ticket)
            return ""

        self._run(lambda: moves.serve(desk, ticket.uid, counter), served)

    def move(self, move: Move, ticket: Ticket) -> None:
        """Any move that asks for nothing more."""
        desk, verb = self._station.desk, _PLAIN[move]
        self._run(lambda: verb(desk, ticket.uid), lambda answer: moved_text(move, answer.ticket))

    def transfer(self, ticket: Ticket, service: Service) -> None:
        """Send somebody to another line."""
        desk = self._station.desk
        self._run(
            lambda: moves.transfer(desk, ticket.uid, service),
            lambda answer: moved_text(Move.TRANSFERRED, answer.ticket),
        )

    def renumber(self, ticket: Ticket) -> None:
        """Give one of two people with the same number another one, and print it."""
        desk = self._station.desk
        self._run(lambda: renumber(desk, ticket.uid), self._renumbered)

    def _renumbered(self, answer: Renumbered) -> str:
        station, said = self._station, renumbered_text(answer)
        if not has_printer(station.house):
            return f"{said} {tr('Tuliskan nomornya; belum ada printer yang dipilih.')}"
        print_ticket(station.desk, station.house, station.printing, answer.ticket, told=self._tell_failed)
        return f"{said} {tr('Berikan slip barunya; slip lama tidak dipakai lagi.')}"

    def print_again(self, ticket: Ticket) -> None:
        """The paper is lost, or never came out; what comes of it is said on top of the window."""
        station = self._station
        print_ticket(station.desk, station.house, station.printing, ticket, is_reprint=True)

    def close_day(self) -> None:
        """No more numbers today."""
        desk = self._station.desk
        self._run(lambda: close_day(desk, desk.today()), closed_text)

    def reopen_day(self, reason: str) -> None:
        """Numbers again, after all."""
        desk = self._station.desk
        said = tr("Antrean hari ini dibuka lagi. Yang dicatat pulang ada di bawah daftar; K mengembalikannya.")
        self._run(lambda: reopen_day(desk, desk.today(), reason), lambda _answer: said)

    def note(
        self, entry: VisitEntry, ticket: Ticket | None, then: Callable[[], None], refused: Callable[[str], None]
    ) -> None:
        """Keep a visit; it ends the ticket.

        Args:
            refused: told why it is not kept.
        """
        desk, uid = self._station.desk, ticket.uid if ticket else None

        def noted(_answer: HasChanges) -> str:
            then()
            return tr("Kunjungan dicatat.")

        self._run(
            lambda: note_visit(
                desk, desk.today(), entry.asked, entry.result, note=entry.note, about=entry.about, ticket=uid
            ),
            noted,
            refused,
        )

    def _tell_failed(self, state: PrintState) -> None:
        """Paper that comes out is seen; only what does not is worth a word."""
        if state.code:
            text = f"{state.job.title}: {say(state.code, state.facts)}"
            self._station.notice("stop" if state.phase is PrintPhase.FAILED else "attention", text)

    def _called(self, answer: TicketMoved) -> str:
        self._station.queue.announce(answer.ticket)
        return ""

    def _run(
        self,
        verb: Callable[[], Answer | Refused],
        then: Callable[[Answer], str],
        refused: Callable[[str], None] | None = None,
    ) -> None:
        if self._is_acting:
            return
        self._is_acting = True

        def answered(answer: Answer | Refused) -> None:
            self._is_acting = False
            if isinstance(answer, Refused):
                text = say(answer.code, answer.facts)
                self.told.emit(Told(Weight.WARN, text))
                if refused is not None:
                    refused(text)
                return
            self.told.emit(Told(Weight.OK, then(answer)))
            self._station.signals.changed.emit(answer.changes)
            self._station.house.wake()

        self._station.tasks.run(self, verb, answered, on_trouble=self._cannot)

    def _cannot(self, trouble: Trouble) -> None:
        self._is_acting = False
        self.told.emit(Told(Weight.BLOCK, say(trouble.code, trouble.facts)))
