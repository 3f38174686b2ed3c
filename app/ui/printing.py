"""Slips on their way to paper: prepared aside, handed over by the print worker, told to every screen."""

from __future__ import annotations

import enum
import functools
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.changes import Changes
from app.desk.context import Desk
from app.desk.lookup import find_one
from app.printing import worker as print_worker
from app.printing.address import way_of
from app.printing.worker import Printer, PrintJob, PrintPhase, PrintWorker
from app.settings import Settings
from app.ui.actions import SETTINGS
from app.ui.house import House
from app.ui.i18n import say, tr
from app.ui.station import Notice, Signals
from app.ui.tasks import Tasks
from app.ui.teller import told_home
from core.errors import Trouble
from core.findings import Fact
from core.registered import KeptRegistration

if TYPE_CHECKING:
    from app.desk.slips import PreparedSlip

OFFICE_PAPERS = ("a4", "a5", "f4")
"""Papers of a printer that takes single sheets."""


class PrintStage(enum.Enum):
    """How far a slip has come."""

    QUEUED = "queued"
    SENT = "sent"
    """The printer has all of it and has been asked what came of it."""
    CONFIRMED = "confirmed"
    """The printer said that it was printed."""
    UNCONFIRMED = "unconfirmed"
    """The printer has it; whether paper came out only a person sees."""
    FAILED = "failed"
    NO_PRINTER = "no_printer"

    @property
    def has_paper(self) -> bool:
        """Whether there is a slip, or will be in a moment."""
        return self not in (PrintStage.FAILED, PrintStage.NO_PRINTER)


@dataclass(frozen=True, slots=True)
class PrintState:
    """One glance at the slip of a visit.

    Args:
        uid, number: the visit and its queue number.
        trouble, facts: why it was not printed; of one that was handed over what it waits for, if that is known.
        may_be_out: it failed so late that the whole slip may have come out.
    """

    uid: uuid.UUID
    number: str
    state: PrintStage
    trouble: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    may_be_out: bool = False

    @property
    def text(self) -> str:
        """What an officer reads."""
        match self.state:
            case PrintStage.QUEUED:
                return tr("Slip {number} sedang dicetak.").format(number=self.number)
            case PrintStage.SENT:
                return tr("Slip {number} sudah dikirim; menunggu kabar dari printer.").format(number=self.number)
            case PrintStage.CONFIRMED:
                return tr("Slip {number} sudah tercetak.").format(number=self.number)
            case PrintStage.UNCONFIRMED if not self.trouble:
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
    """Prints slips for one officer at one desk; every step is told by ``signals.printed``.

    Papers are drawn one after the other, so that they come out in the order in which they were asked for.
    """

    def __init__(self, desk: Desk, house: House, tasks: Tasks, signals: Signals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._house, self._tasks, self._signals = desk, house, tasks, signals
        self._worker: PrintWorker | None = None
        self._printer: Printer | None = None
        self._chosen: tuple[str, ...] = ()
        self._under_way: set[uuid.UUID] = set()
        self._ending: list[PrintWorker] = []
        self._is_put_away = False
        self._in_line: dict[PrintJob, _Drawn] = {}
        self._listening: dict[PrintJob, Callable[[print_worker.PrintState], None]] = {}
        self._failed: dict[uuid.UUID, _Drawn] = {}
        self._never_printed: set[uuid.UUID] = set()
        self._is_paper_low = False
        self._turns: deque[Callable[[], None]] = deque()
        self._drawing = 0
        self._drawn = threading.Condition()
        self._report = told_home(self._hear)

    # --- slips ----------------------------------------------------------------------------------------------------

    def print_slip(self, kept: KeptRegistration, *, is_reprint: bool) -> None:
        """Print the slip of a visit as it stands in the store by then, whatever ``kept`` still says.

        While one is under way a second press does nothing; a slip that the printer refused goes again as it was if a
        new one would say the same, for no paper with its number exists.
        """
        self._is_put_away = False
        if kept.uid in self._under_way:
            return
        settings = self._house.settings()
        trouble = self._choose(settings)
        if trouble:
            if not is_reprint:
                self._never_printed.add(kept.uid)
            self._tell(PrintState(kept.uid, kept.queue_number, PrintStage.NO_PRINTER, trouble))
            return
        self._under_way.add(kept.uid)
        failed, paper = self._failed.get(kept.uid), settings.paper
        is_copy = is_reprint and kept.uid not in self._never_printed
        self._in_turn(
            lambda: self._tasks.run_aside(
                self,
                lambda: _drawn(self._desk, kept.uid, failed, paper, is_reprint=is_copy),
                self._hand_over,
                on_trouble=functools.partial(self._not_prepared, kept, is_copy),
            )
        )

    def print_failed(self) -> None:
        """Print every slip again that is surely not on paper, in the order in which they were asked for first."""
        for drawn in tuple(self._failed.values()):
            self.print_slip(drawn.kept, is_reprint=True)

    def _hand_over(self, drawn: _Drawn) -> None:
        uid, slip = drawn.kept.uid, drawn.slip
        self._never_printed.discard(uid)
        self._failed.pop(uid, None)
        try:
            job = self._submit(slip.pdf, drawn.paper, slip.title)
            self._in_line[job] = drawn  # in time: what the worker tells comes through this thread's own queue
        finally:
            self._end_turn()
        if drawn.is_again:
            return  # it was counted and told when it was drawn
        changes = Changes(registrations=frozenset({uid}), has_outbox=slip.copy_no > 1)
        self._signals.changed.emit(changes)
        if changes.has_outbox:
            self._house.wake()

    def _not_prepared(
        self,
        kept: KeptRegistration,
        is_copy: bool,  # noqa: FBT001 - bound before
        trouble: Trouble,
    ) -> None:
        self._end_turn()
        self._under_way.discard(kept.uid)
        if not is_copy:
            self._never_printed.add(kept.uid)
        self._tell(PrintState(kept.uid, kept.queue_number, PrintStage.FAILED, trouble.code, trouble.facts))

    # --- other papers ---------------------------------------------------------------------------------------------

    @property
    def takes_sheets(self) -> bool:
        """Whether office sheets can be printed here: a printer with sheets, or a folder; a roll is too narrow."""
        settings = self._house.settings()
        is_sheet = settings.paper in OFFICE_PAPERS and way_of(settings.printer) is None
        return bool(settings.printer) and (is_sheet or settings.printer_folder is not None)

    def print_sheets(self, draw: Callable[[], bytes], title: str) -> None:
        """Print office sheets; what comes of it is said on top of the window.

        Args:
            draw: makes the PDF, aside; it may wait for the store.
            title: shown in lists of print jobs: nobody's name.
        """
        chosen = self._house.settings().paper
        self.print_paper(draw, chosen if chosen in OFFICE_PAPERS else OFFICE_PAPERS[0], title)

    def print_paper(
        self,
        draw: Callable[[], bytes],
        paper: str,
        title: str,
        told: Callable[[print_worker.PrintState], None] | None = None,
    ) -> None:
        """Print a paper that is no slip of a visit.

        Args:
            draw: makes the PDF, aside; it may wait for the store.
            paper: what it is drawn for.
            title: shown in lists of print jobs: nobody's name.
            told: hears how far it is, in the window's thread; without it that is said on top of the window.
        """
        self._is_put_away = False
        self._choose(self._house.settings())
        listener = told or self._tell_paper
        self._in_turn(
            lambda: self._tasks.run_aside(
                self,
                draw,
                functools.partial(self._hand_over_paper, paper, title, listener),
                on_trouble=functools.partial(self._paper_not_drawn, title, paper, listener),
            )
        )

    def _hand_over_paper(
        self, paper: str, title: str, told: Callable[[print_worker.PrintState], None], pdf: bytes
    ) -> None:
        try:
            self._listening[self._submit(pdf, paper, title)] = told
        finally:
            self._end_turn()
        self._signals.changed.emit(Changes(has_outbox=True))
        self._house.wake()

    def _paper_not_drawn(
        self, title: str, paper: str, told: Callable[[print_worker.PrintState], None], trouble: Trouble
    ) -> None:
        self._end_turn()
        job = PrintJob(0, title, b"", paper)
        told(print_worker.PrintState(job, PrintPhase.FAILED, trouble.code, dict(trouble.facts)))

    def _tell_paper(self, state: print_worker.PrintState) -> None:
        title = state.job.title
        if state.phase is PrintPhase.FAILED:
            self._signals.noticed.emit(Notice("stop", f"{title}: {say(state.code, state.facts)}"))
        elif state.phase is PrintPhase.CONFIRMED:
            self._signals.noticed.emit(Notice("ok", tr("{title} sudah tercetak.").format(title=title)))
        elif state.phase is PrintPhase.UNCONFIRMED and state.code:
            self._signals.noticed.emit(Notice("attention", f"{title}: {say(state.code, state.facts)}"))
        elif state.phase is PrintPhase.UNCONFIRMED:
            self._signals.noticed.emit(Notice("ok", tr("{title} sudah diserahkan ke printer.").format(title=title)))

    # --- the printer and its worker -------------------------------------------------------------------------------

    def _choose(self, settings: Settings) -> str:
        """Have the printer of the settings ready; code of what is in the way, empty if nothing is."""
        wanted = (settings.printer, settings.thermal_cut, settings.thermal_picture)
        if wanted != self._chosen or self._printer is None:
            from app.ui.printer import printer_for  # the toolkit's printing is loaded when somebody prints

            self._chosen = wanted
            try:
                self._printer = printer_for(settings)
            except Trouble as trouble:
                self._printer = None
                return trouble.code
        return "" if self._printer is not None else "PRINTER_NONE"

    def _submit(self, pdf: bytes, paper: str, title: str) -> PrintJob:
        if self._worker is None:
            self._worker = PrintWorker(self._report)
        self._worker.use(self._printer)
        job = self._worker.submit(pdf, paper, title)
        if self._is_put_away:
            self.close()  # it was being drawn when the desk was put away
        return job

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
            self._worker = None
        have_ended = [worker.close(within_s) for worker in self._ending]  # each is told, whatever the others say
        return is_drawn and all(have_ended)

    # --- one after the other --------------------------------------------------------------------------------------

    def _in_turn(self, begin: Callable[[], None]) -> None:
        self._count_drawing(1)
        self._turns.append(begin)
        if len(self._turns) == 1:
            begin()

    def _end_turn(self) -> None:
        self._turns.popleft()
        self._count_drawing(-1)
        if self._turns:
            self._turns[0]()

    def _count_drawing(self, more: int) -> None:
        with self._drawn:
            self._drawing += more
            self._drawn.notify_all()

    # --- what the worker tells ------------------------------------------------------------------------------------

    def _hear(self, whose: object, state: print_worker.PrintState) -> None:
        if whose is self._report:
            self._take(state)

    def _take(self, state: print_worker.PrintState) -> None:
        self._say_paper_is_low(state)
        drawn, has_ended = self._in_line.get(state.job), state.phase not in (PrintPhase.QUEUED, PrintPhase.SENT)
        if drawn is None:
            told = self._listening.pop(state.job) if has_ended else self._listening[state.job]
            told(state)
            return
        kept, stage = drawn.kept, PrintStage(state.phase.value)
        if has_ended:
            self._under_way.discard(kept.uid)
            del self._in_line[state.job]
        if state.phase is PrintPhase.FAILED and not state.may_be_out:
            self._failed[kept.uid] = drawn
        self._tell(PrintState(kept.uid, kept.queue_number, stage, state.code, state.facts, state.may_be_out))

    def _say_paper_is_low(self, state: print_worker.PrintState) -> None:
        """Once a roll, not with every slip."""
        if state.phase is PrintPhase.CONFIRMED:
            if state.is_paper_low and not self._is_paper_low:
                self._signals.noticed.emit(Notice("attention", say("PRINTER_PAPER_LOW")))
            self._is_paper_low = state.is_paper_low

    def _tell(self, state: PrintState) -> None:
        self._signals.printed.emit(state)
        if state.state is PrintStage.NO_PRINTER:
            self._signals.noticed.emit(
                Notice(
                    "attention", state.text, tr("Buka Pengaturan"), lambda: self._signals.place_chosen.emit(SETTINGS)
                )
            )
        elif state.state is PrintStage.FAILED and len(self._failed) > 1:
            again = tr("Cetak lagi {count} slip").format(count=len(self._failed))
            self._signals.noticed.emit(Notice("stop", state.text, again, self.print_failed))
        elif state.state is PrintStage.FAILED and self._failed:
            self._signals.noticed.emit(Notice("stop", state.text, tr("Cetak lagi"), self.print_failed))
        elif state.state is PrintStage.FAILED:
            self._signals.noticed.emit(Notice("stop", state.text))
        elif state.trouble:
            self._signals.noticed.emit(Notice("attention", state.text))


def _drawn(desk: Desk, uid: uuid.UUID, failed: _Drawn | None, paper: str, *, is_reprint: bool) -> _Drawn:
    kept = find_one(desk, str(uid))
    if failed is not None and failed.still_says(kept, paper):
        return replace(failed, is_again=True)
    from app.desk.slips import prepare_slip  # with the first slip, in the thread that draws it

    return _Drawn(kept, prepare_slip(desk, kept, paper, is_reprint=is_reprint), paper)
