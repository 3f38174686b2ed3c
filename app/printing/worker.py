"""The print worker: one thread hands papers over in the order they came; a dead printer blocks nobody."""

from __future__ import annotations

import enum
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from core.errors import Trouble
from core.findings import Fact

LOG = logging.getLogger(__name__)

CLOSE_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Handover:
    """How a paper was given away.

    Args:
        is_confirmed: the printer itself said, after the last dot, that it has drawn everything and is well.
        is_paper_low: it said that its paper will soon be used up.
        waits_for: code of what has to be done before it is printed; empty if nothing is known to stand in the way.
    """

    is_confirmed: bool = False
    is_paper_low: bool = False
    waits_for: str = ""


class Printer(Protocol):
    """Takes papers; called in the print worker's thread, one at a time."""

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        """Give a paper away for good.

        Args:
            on_sent: called when all of it is given and the printer's word is waited for, if that can take time.

        Raises: Trouble PRINTER_... if it did not take it, or if what came of it is doubtful (:data:`MAYBE_OUT`).
        """
        ...


STOPPED = {
    "PRINTER_PAPER_OUT": "PRINTER_STOPPED_PAPER_OUT",
    "PRINTER_COVER_OPEN": "PRINTER_STOPPED_COVER_OPEN",
    "PRINTER_FAULT": "PRINTER_STOPPED_FAULT",
    "PRINTER_OFFLINE": "PRINTER_STOPPED_SILENT",
}
"""What stands in a printer's way -> the same, seen when it had the whole paper already."""

MAYBE_OUT = frozenset(STOPPED.values())
"""Troubles after which the whole paper may lie in the tray: whoever prints it again marks it as a copy."""


class PrintPhase(enum.Enum):
    """How far a paper has come."""

    QUEUED = "queued"
    SENT = "sent"
    """The printer has all of it and has been asked what came of it."""
    CONFIRMED = "confirmed"
    """The printer said that it was printed."""
    UNCONFIRMED = "unconfirmed"
    """The printer (its queue, its folder) has it and may keep it; whether paper came out only a person sees."""
    FAILED = "failed"
    """The same job may be put in again, unless :attr:`PrintState.may_be_out`."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper.

    Args:
        job_no: 1, 2, 3 ... while the program runs.
        title: shown in lists of print jobs, by other programs too: nobody's name.
        paper: thermal58, thermal80, a5 or a4.
    """

    job_no: int
    title: str
    pdf: bytes = field(repr=False)
    paper: str


@dataclass(frozen=True, slots=True)
class PrintState:
    """One glance at a job; ``code`` and ``facts`` say why it failed, or what a paper that was handed over waits for."""

    job: PrintJob
    phase: PrintPhase
    code: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    is_paper_low: bool = False

    @property
    def may_be_out(self) -> bool:
        """Whether it failed so late that the whole paper may have come out."""
        return self.code in MAYBE_OUT


class PrintWorker:
    """Hands papers to the chosen printer. A job that failed does not hold up the next; who wants tries it again."""

    def __init__(self, report: Callable[[PrintState], None], printer: Printer | None = None) -> None:
        """Begin.

        Args:
            report: told about every change, QUEUED by the caller's thread, the rest by this worker's.
            printer: ``None`` while nobody has chosen one: every job then fails with PRINTER_NONE.
        """
        self._report = report
        self._printer = printer
        self._numbers = itertools.count(1)
        self._jobs: queue.SimpleQueue[PrintJob | None] = queue.SimpleQueue()
        self._door = threading.RLock()  # who is told of a job may put in another
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name="posko-print", daemon=True)
        self._thread.start()

    def use(self, printer: Printer | None) -> None:
        """Print there from the next job on."""
        self._printer = printer

    def submit(self, pdf: bytes, paper: str, title: str) -> PrintJob:
        """Put a new paper in line. Raises: RuntimeError after :meth:`close`."""
        job = PrintJob(next(self._numbers), title, pdf, paper)
        self.submit_again(job)
        return job

    def submit_again(self, job: PrintJob) -> None:
        """Put a job that failed in line once more, behind the others. Raises: RuntimeError after :meth:`close`."""
        with self._door:
            if self._is_closing:
                raise RuntimeError("the print worker is closed")
            self._report(PrintState(job, PrintPhase.QUEUED))
            self._jobs.put(job)

    def close(self, within_s: float = CLOSE_WITHIN_S) -> bool:
        """Hand over what is in line and end; whether that was done in time."""
        deadline_s = time.monotonic() + within_s
        with self._door:
            if not self._is_closing:
                self._is_closing = True
                self._jobs.put(None)
        self._thread.join(max(deadline_s - time.monotonic(), 0))
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._tell(self._printed(job))

    def _tell(self, state: PrintState) -> None:
        try:
            self._report(state)
        except Exception:  # who listens has a bug: the next slip is printed all the same
            LOG.exception("the state of a print job cannot be told")

    def _printed(self, job: PrintJob) -> PrintState:
        started_s = time.monotonic()
        try:
            handover = self._hand_over(job)
        except Trouble as trouble:
            LOG.info("print job %d: %s", job.job_no, trouble.code)
            return PrintState(job, PrintPhase.FAILED, trouble.code, dict(trouble.facts))
        except Exception:  # the one edge of this thread: a bug in a printer must not end the printing for the day
            LOG.exception("bug in a printer")
            return PrintState(job, PrintPhase.FAILED, "PROGRAM_BUG")
        phase = PrintPhase.CONFIRMED if handover.is_confirmed else PrintPhase.UNCONFIRMED
        LOG.info("print job %d %s in %.0f ms", job.job_no, phase.value, (time.monotonic() - started_s) * 1000)
        return PrintState(job, phase, handover.waits_for, is_paper_low=handover.is_paper_low)

    def _hand_over(self, job: PrintJob) -> Handover:
        printer = self._printer
        if printer is None:
            raise Trouble("PRINTER_NONE")
        return printer.hand_over(job.pdf, job.paper, job.title, lambda: self._tell(PrintState(job, PrintPhase.SENT)))
