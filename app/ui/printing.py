"""Slips on their way to paper: prepared aside, handed over by the print worker, told to every screen."""

from __future__ import annotations

import enum
import functools
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.changes import Changes
from app.desk.context import Desk
from app.desk.lookup import find_one
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

OFFICE_PAPERS = ("a4", "a5")
"""Papers of a printer that takes single sheets."""


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
class _Drawn:
    """A slip and what it was drawn from.

    Args:
        kept: the registration as it stood then.
        is_again: the printer refused this very slip before, and nothing of it has changed since.
    """

    kept: KeptRegistration
    slip: PreparedSlip
    paper: str
    is_again: bool = False

    def still_says(self, kept: KeptRegistration, paper: str) -> bool:
        """Whether a slip drawn now would say the same on the same paper."""
        return (self.kept.status, self.kept.body, self.paper) == (kept.status, kept.body, paper)


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
        self._in_line: dict[PrintJob, _Drawn] = {}
        self._failed: dict[uuid.UUID, _Drawn] = {}
        self._never_printed: set[uuid.UUID] = set()
        self._drawing = 0
        self._drawn = threading.Condition()
        self._moved.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def print_slip(self, kept: KeptRegistration, *, is_reprint: bool) -> None:
        """Print the slip of a visit as it stands in the store by then, whatever ``kept`` still says.

        While one is under way a second press does nothing; a slip that the printer refused goes again as it was if a
        new one would say the same, for no paper with its number exists.
        """
        self._is_put_away = False
        if kept.uid in self._under_way:
            return
        settings = self._house.settings()
        if not settings.printer:
            if not is_reprint:
                self._never_printed.add(kept.uid)
            self._tell(PrintState(kept.uid, kept.queue_number, PrintStage.NO_PRINTER, "PRINTER_NONE"))
            return
        self._under_way.add(kept.uid)
        failed, paper = self._failed.get(kept.uid), settings.paper
        is_copy = is_reprint and kept.uid not in self._never_printed
        self._count_drawing(1)
        self._tasks.run_aside(
            self,
            lambda: _drawn(self._desk, kept.uid, failed, paper, is_reprint=is_copy),
            functools.partial(self._hand_over, settings.printer),
            on_trouble=functools.partial(self._not_prepared, kept, is_copy),
        )

    @property
    def takes_sheets(self) -> bool:
        """Whether office sheets can be printed here: a printer with sheets, or a folder; a roll is too narrow."""
        settings = self._house.settings()
        is_sheet = settings.paper in OFFICE_PAPERS
        return bool(settings.printer) and (is_sheet or settings.printer_folder is not None)

    def print_sheets(self, draw: Callable[[], bytes], title: str) -> None:
        """Print office sheets; what comes of it is said on top of the window.

        Args:
            draw: makes the PDF, aside; it may wait for the store.
            title: shown in lists of print jobs: nobody's name.
        """
        self._is_put_away = False
        printer = self._house.settings().printer
        self._count_drawing(1)
        self._tasks.run_aside(
            self,
            draw,
            functools.partial(self._hand_over_sheets, printer, title),
            on_trouble=functools.partial(self._sheets_not_drawn, title),
        )

    def _hand_over_sheets(self, printer: str, title: str, pdf: bytes) -> None:
        self._ready_worker(printer).submit(pdf, OFFICE_PAPERS[0], title)
        if self._is_put_away:
            self.close()  # it was being drawn when the desk was put away
        self._count_drawing(-1)
        self._signals.changed.emit(Changes(has_outbox=True))
        self._house.wake()

    def _sheets_not_drawn(self, title: str, trouble: Trouble) -> None:
        self._count_drawing(-1)
        self._signals.noticed.emit(Notice("stop", f"{title}: {say(trouble.code, trouble.facts)}"))

    def _tell_sheets(self, state: print_worker.PrintState) -> None:
        title = state.job.title
        if state.phase is PrintPhase.HANDED_OVER:
            self._signals.noticed.emit(Notice("ok", tr("{title} sudah diserahkan ke printer.").format(title=title)))
        elif state.phase is PrintPhase.FAILED:
            self._signals.noticed.emit(Notice("stop", f"{title}: {say(state.code, state.facts)}"))

    def close(self, within_s: float = 0) -> bool:
        """The desk is put away: what is drawn or in line still goes to the printer; whether that was done in time.

        Args:
            within_s: how long to wait; more than 0 only in a thread that the window does not need.
        """
        self._is_put_away = True
        until = time.monotonic() + within_s
        with self._drawn:
            is_drawn = self._drawn.wait_for(lambda: self._drawing == 0, within_s)
        within_s = max(until - time.monotonic(), 0)
        if self._worker is not None:
            self._ending.append(self._worker)
            self._worker, self._chosen = None, ""
        have_ended = [worker.close(within_s) for worker in self._ending]  # each is told, whatever the others say
        return is_drawn and all(have_ended)

    def _count_drawing(self, more: int) -> None:
        with self._drawn:
            self._drawing += more
            self._drawn.notify_all()

    def _hand_over(self, printer: str, drawn: _Drawn) -> None:
        uid, slip = drawn.kept.uid, drawn.slip
        self._never_printed.discard(uid)
        self._failed.pop(uid, None)
        job = self._ready_worker(printer).submit(slip.pdf, drawn.paper, slip.title)
        self._in_line[job] = drawn  # in time: what the worker tells comes through this thread's own queue
        if self._is_put_away:
            self.close()  # it was being drawn when the desk was put away
        self._count_drawing(-1)
        if drawn.is_again:
            return  # it was counted and told when it was drawn
        changes = Changes(registrations=frozenset({uid}), has_outbox=slip.copy_no > 1)
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

    def _not_prepared(
        self,
        kept: KeptRegistration,
        is_copy: bool,  # noqa: FBT001 - bound before
        trouble: Trouble,
    ) -> None:
        self._count_drawing(-1)
        self._under_way.discard(kept.uid)
        if not is_copy:
            self._never_printed.add(kept.uid)
        self._tell(PrintState(kept.uid, kept.queue_number, PrintStage.FAILED, trouble.code, trouble.facts))

    def _report(self, state: print_worker.PrintState) -> None:
        if isValid(self):  # told by the print worker, which finishes its work when the window has gone
            self._moved.emit(state)

    def _take(self, state: print_worker.PrintState) -> None:
        drawn = self._in_line.get(state.job)
        if drawn is None:
            self._tell_sheets(state)
            return
        kept, stage = drawn.kept, PrintStage(state.phase.value)
        if state.phase is not PrintPhase.QUEUED:
            self._under_way.discard(kept.uid)
            del self._in_line[state.job]
        if state.phase is PrintPhase.FAILED:
            self._failed[kept.uid] = drawn
        self._tell(PrintState(kept.uid, kept.queue_number, stage, state.code, state.facts))

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


def _drawn(desk: Desk, uid: uuid.UUID, failed: _Drawn | None, paper: str, *, is_reprint: bool) -> _Drawn:
    kept = find_one(desk, str(uid))
    if failed is not None and failed.still_says(kept, paper):
        return replace(failed, is_again=True)
    return _Drawn(kept, prepare_slip(desk, kept, paper, is_reprint=is_reprint), paper)
