"""Slips on their way to paper: prepared aside, handed over by the print worker, told to every screen."""

from __future__ import annotations

import enum
import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.changes import Changes
from app.desk.context import Desk
from app.desk.slips import PreparedSlip, prepare_slip
from app.printing import worker as print_worker
from app.printing.folder import FolderPrinter
from app.printing.worker import Printer, PrintJob, PrintPhase, PrintWorker
from app.ui.actions import SETTINGS
from app.ui.house import House
from app.ui.i18n import say, tr
from app.ui.station import Notice, Signals
from app.ui.tasks import Tasks
from core.errors import Trouble
from core.findings import Fact
from core.registered import KeptRegistration


class PrintStage(enum.Enum):
    """How far a slip has come."""

    QUEUED = "queued"
    HANDED_OVER = "handed_over"
    """The printer has it; whether paper came out only a person sees."""
    FAILED = "failed"
    NO_PRINTER = "no_printer"


@dataclass(frozen=True, slots=True)
class PrintState:
    """One glance at the slip of a visit.

    Args:
        uid, number: the visit and its queue number.
        trouble, facts: why it was not printed.
    """

    uid: uuid.UUID
    number: str
    state: PrintStage
    trouble: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What an officer reads."""
        match self.state:
            case PrintStage.QUEUED:
                return tr("Slip {number} sedang dicetak.").format(number=self.number)
            case PrintStage.HANDED_OVER:
                return tr("Slip {number} sudah diserahkan ke printer.").format(number=self.number)
            case _:
                return f"{self.number}: {say(self.trouble, self.facts)}"


@dataclass(frozen=True, slots=True)
class _Visit:
    """Whose slip it is."""

    uid: uuid.UUID
    number: str


class Printing(QObject):
    """Prints slips for one officer at one desk; every step is told by ``signals.printed``."""

    _moved = Signal(object)

    def __init__(self, desk: Desk, house: House, tasks: Tasks, signals: Signals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._house, self._tasks, self._signals = desk, house, tasks, signals
        self._worker: PrintWorker | None = None
        self._chosen = ""
        self._under_way: set[uuid.UUID] = set()
        self._ending: list[PrintWorker] = []
        self._is_put_away = False
        self._visits: dict[str, _Visit] = {}
        self._failed: dict[uuid.UUID, PrintJob] = {}
        self._never_printed: set[uuid.UUID] = set()
        self._moved.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def print_slip(self, kept: KeptRegistration, *, is_reprint: bool) -> None:
        """Print the slip of a visit.

        While one is under way a second press does nothing; a slip that the printer refused goes again as it was,
        for no paper with its number exists.
        """
        self._is_put_away = False
        visit = _Visit(kept.uid, kept.queue_number)
        if kept.uid in self._under_way:
            return
        settings = self._house.settings()
        if not settings.printer:
            if not is_reprint:
                self._never_printed.add(kept.uid)
            self._tell(PrintState(visit.uid, visit.number, PrintStage.NO_PRINTER, "PRINTER_NONE"))
            return
        self._under_way.add(kept.uid)
        failed = self._failed.pop(kept.uid, None)
        if failed is not None:
            self._ready_worker(settings.printer).submit_again(failed)
            return
        is_copy = is_reprint and kept.uid not in self._never_printed
        self._tasks.run_aside(
            self,
            lambda: prepare_slip(self._desk, kept, settings.paper, is_reprint=is_copy),
            functools.partial(self._hand_over, visit, settings.printer, settings.paper),
            on_trouble=functools.partial(self._not_prepared, visit, is_copy),
        )

    def close(self, within_s: float = 0) -> bool:
        """The desk is put away: what is in line still goes to the printer. Returns whether that was done in time."""
        self._is_put_away = True
        if self._worker is not None:
            self._ending.append(self._worker)
            self._worker, self._chosen = None, ""
        have_ended = [worker.close(within_s) for worker in self._ending]  # each is told, whatever the others say
        return all(have_ended)

    def _hand_over(self, visit: _Visit, printer: str, paper: str, slip: PreparedSlip) -> None:
        self._never_printed.discard(visit.uid)
        self._visits[slip.title] = visit
        self._ready_worker(printer).submit(slip.pdf, paper, slip.title)
        if self._is_put_away:
            self.close()  # it was being drawn when the desk was put away
        changes = Changes(registrations=frozenset({visit.uid}), has_outbox=slip.copy_no > 1)
        self._signals.changed.emit(changes)
        if changes.has_outbox:
            self._house.wake()

    def _ready_worker(self, printer: str) -> PrintWorker:
        if self._worker is None:
            self._worker = PrintWorker(self._report)
        if printer != self._chosen:
            self._chosen = printer
            self._worker.use(self._printer_called(printer))
        return self._worker

    def _printer_called(self, name: str) -> Printer:
        folder = self._house.settings().printer_folder
        if folder is not None:
            return FolderPrinter(folder)
        from app.ui.printer import QtPrinter  # the toolkit's printing is loaded when somebody prints

        return QtPrinter(name)

    def _not_prepared(self, visit: _Visit, is_copy: bool, trouble: Trouble) -> None:  # noqa: FBT001 - bound before
        self._under_way.discard(visit.uid)
        if not is_copy:
            self._never_printed.add(visit.uid)
        self._tell(PrintState(visit.uid, visit.number, PrintStage.FAILED, trouble.code, trouble.facts))

    def _report(self, state: print_worker.PrintState) -> None:
        if isValid(self):  # told by the print worker, which finishes its work when the window has gone
            self._moved.emit(state)

    def _take(self, state: print_worker.PrintState) -> None:
        visit = self._visits[state.job.title]
        stage = PrintStage(state.phase.value)
        if state.phase is not PrintPhase.QUEUED:
            self._under_way.discard(visit.uid)
        if state.phase is PrintPhase.FAILED:
            self._failed[visit.uid] = state.job
        self._tell(PrintState(visit.uid, visit.number, stage, state.code, state.facts))

    def _tell(self, state: PrintState) -> None:
        self._signals.printed.emit(state)
        if state.state is PrintStage.NO_PRINTER:
            self._signals.noticed.emit(
                Notice(
                    "attention", state.text, tr("Buka Pengaturan"), lambda: self._signals.place_chosen.emit(SETTINGS)
                )
            )
        elif state.state is PrintStage.FAILED:
            self._signals.noticed.emit(Notice("stop", state.text))
