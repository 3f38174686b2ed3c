"""The print worker: papers in the order they came; a printer in trouble holds up nobody."""

from __future__ import annotations

import os
import queue
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.printing.folder import FolderPrinter
from app.printing.worker import Handover, Printer, PrintJob, PrintPhase, PrintState, PrintWorker
from core.errors import Trouble
from core.sentences import sentence

WITHIN_S = 30
PDF = b"%PDF-1.4 made up"

Told = queue.Queue[PrintState]


@contextmanager
def printing(printer: Printer | None) -> Iterator[tuple[PrintWorker, Told]]:
    """A print worker and what it tells; closed when the block ends."""
    told: Told = queue.Queue()
    worker = PrintWorker(told.put, printer)
    try:
        yield worker, told
    finally:
        assert worker.close(WITHIN_S)


def next_of(told: Told, phase: PrintPhase) -> PrintState:
    """The next thing that is told; fails if it is another phase."""
    state = told.get(timeout=WITHIN_S)
    assert state.phase is phase
    return state


class HeldPrinter:
    """Takes a paper only when it is told to."""

    def __init__(self) -> None:
        self.is_asked = threading.Event()
        self.may_go_on = threading.Event()
        self.titles: list[str] = []

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        self.is_asked.set()
        assert self.may_go_on.wait(WITHIN_S)
        self.titles.append(title)
        return Handover()


class FailingPrinter:
    """Out of paper, or of its mind, for the first so many papers."""

    def __init__(self, *troubles: Exception) -> None:
        self._troubles = list(troubles)
        self.titles: list[str] = []

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        if self._troubles:
            raise self._troubles.pop(0)
        self.titles.append(title)
        return Handover()


def test_a_paper_is_queued_and_handed_over(tmp_path: Path) -> None:
    with printing(FolderPrinter(tmp_path)) as (worker, told):
        job = worker.submit(PDF, "a5", "A001-x")
        assert (job.job_no, job.title, job.paper) == (1, "A001-x", "a5")
        assert next_of(told, PrintPhase.QUEUED).job == job
        assert next_of(told, PrintPhase.UNCONFIRMED).job == job
    assert (tmp_path / "A001-x.pdf").read_bytes() == PDF


def test_papers_come_out_in_the_order_they_came() -> None:
    printer = HeldPrinter()
    with printing(printer) as (worker, _told):
        jobs = [worker.submit(PDF, "a5", f"A{number:03d}") for number in range(20)]
        printer.may_go_on.set()
    assert printer.titles == [job.title for job in jobs]
    assert [job.job_no for job in jobs] == list(range(1, 21))


def test_a_printer_that_hangs_holds_up_nobody_who_puts_papers_in_line() -> None:
    printer = HeldPrinter()
    with printing(printer) as (worker, told):
        worker.submit(PDF, "a5", "first")
        assert printer.is_asked.wait(WITHIN_S)
        worker.submit(PDF, "a5", "second")
        assert [next_of(told, PrintPhase.QUEUED).job.job_no for _ in range(2)] == [1, 2]
        printer.may_go_on.set()


def test_a_printer_in_trouble_is_told_with_its_reason_and_the_next_paper_still_comes() -> None:
    printer = FailingPrinter(Trouble("PRINTER_FOLDER", folder="slip", reason="disk penuh"))
    with printing(printer) as (worker, told):
        worker.submit(PDF, "a5", "first")
        worker.submit(PDF, "a5", "second")
    states = [told.get_nowait() for _ in range(told.qsize())]
    failed = next(state for state in states if state.phase is PrintPhase.FAILED)
    assert (failed.job.title, failed.code) == ("first", "PRINTER_FOLDER")
    assert "disk penuh" in sentence(failed.code, failed.facts)
    assert printer.titles == ["second"]


def test_a_job_that_failed_may_be_put_in_again() -> None:
    printer = FailingPrinter(Trouble("PRINTER_NONE"))
    with printing(printer) as (worker, told):
        job = worker.submit(PDF, "a5", "first")
        next_of(told, PrintPhase.QUEUED)
        worker.submit_again(next_of(told, PrintPhase.FAILED).job)
        assert next_of(told, PrintPhase.QUEUED).job == job
        assert next_of(told, PrintPhase.UNCONFIRMED).job == job


def test_a_bug_in_a_printer_does_not_end_the_printing() -> None:
    printer = FailingPrinter(ZeroDivisionError("SITI 3578085508909901"))
    with printing(printer) as (worker, told):
        worker.submit(PDF, "a5", "first")
        worker.submit(PDF, "a5", "second")
        next_of(told, PrintPhase.QUEUED)
    codes = [state.code for state in list(told.queue) if state.phase is PrintPhase.FAILED]
    assert (codes, printer.titles) == (["PROGRAM_BUG"], ["second"])


def test_without_a_chosen_printer_a_paper_fails_and_waits_for_one(tmp_path: Path) -> None:
    with printing(None) as (worker, told):
        worker.submit(PDF, "a5", "first")
        next_of(told, PrintPhase.QUEUED)
        failed = next_of(told, PrintPhase.FAILED)
        worker.use(FolderPrinter(tmp_path))
        worker.submit_again(failed.job)
    assert failed.code == "PRINTER_NONE"
    assert (tmp_path / "first.pdf").exists()


def test_a_listener_with_a_bug_does_not_end_the_printing() -> None:
    printer = FailingPrinter()
    is_broken = threading.Event()

    def stumble(state: PrintState) -> None:
        if state.phase is not PrintPhase.QUEUED and not is_broken.is_set():
            is_broken.set()
            raise ZeroDivisionError

    worker = PrintWorker(stumble, printer)
    for title in ("first", "second"):
        worker.submit(PDF, "a5", title)
    assert worker.close(WITHIN_S)
    assert printer.titles == ["first", "second"]


def test_who_is_told_may_put_in_another(tmp_path: Path) -> None:
    workers: list[PrintWorker] = []

    def follow(state: PrintState) -> None:
        if state.phase is PrintPhase.QUEUED and state.job.title == "first":
            workers[0].submit(PDF, "a5", "second")

    workers.append(PrintWorker(follow, FolderPrinter(tmp_path)))
    workers[0].submit(PDF, "a5", "first")
    assert workers[0].close(WITHIN_S)
    assert {path.stem for path in tmp_path.iterdir()} == {"first", "second"}


def test_closing_waits_no_longer_than_it_may_for_a_dead_printer() -> None:
    printer = HeldPrinter()
    with printing(printer) as (worker, _told):
        worker.submit(PDF, "a5", "first")
        assert printer.is_asked.wait(WITHIN_S)
        assert not worker.close(within_s=0.01)
        with pytest.raises(RuntimeError):
            worker.submit(PDF, "a5", "second")
        printer.may_go_on.set()


def test_neither_title_nor_log_shows_what_stands_on_the_paper(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with printing(FailingPrinter(Trouble("PRINTER_NONE"))) as (worker, _told):
        job = worker.submit(b"%PDF SITI AMINAH", "a5", "A001")
    assert "SITI" not in repr(job) + caplog.text


class TalkingPrinter:
    """Says that it has everything, then that it printed it."""

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        on_sent()
        return Handover(is_confirmed=True, is_paper_low=True)


def test_a_printer_that_talks_is_told_step_by_step() -> None:
    with printing(TalkingPrinter()) as (worker, told):
        worker.submit(PDF, "thermal80", "A001")
        next_of(told, PrintPhase.QUEUED)
        next_of(told, PrintPhase.SENT)
        assert next_of(told, PrintPhase.CONFIRMED).is_paper_low


class StoppedQueue:
    """Has the paper and keeps it."""

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        return Handover(waits_for="PRINTER_QUEUE_STOPPED")


def test_a_paper_that_waits_for_somebody_is_handed_over_and_says_for_what() -> None:
    with printing(StoppedQueue()) as (worker, told):
        worker.submit(PDF, "a5", "A001")
        next_of(told, PrintPhase.QUEUED)
        state = next_of(told, PrintPhase.UNCONFIRMED)
        assert (state.code, state.may_be_out) == ("PRINTER_QUEUE_STOPPED", False)


@pytest.mark.parametrize(("code", "may_be_out"), [("PRINTER_BROKE_OFF", False), ("PRINTER_STOPPED_SILENT", True)])
def test_trouble_says_whether_the_whole_paper_may_be_out(code: str, may_be_out: bool) -> None:
    with printing(FailingPrinter(Trouble(code, printer="kasir"))) as (worker, told):
        worker.submit(PDF, "thermal80", "A001")
        next_of(told, PrintPhase.QUEUED)
        assert next_of(told, PrintPhase.FAILED).may_be_out is may_be_out


# --- a folder in place of a printer ---------------------------------------------------------------------------------


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str], list[str]]:
    """Print a paper of this title into a folder; the names that stand there then."""
    printer = FolderPrinter(tmp_path / "cetak" / "hari ini")

    def put(title: str) -> list[str]:
        printer.hand_over(PDF, "thermal80", title, lambda: None)
        return sorted(path.name for path in (tmp_path / "cetak" / "hari ini").iterdir())

    return put


def test_a_folder_is_made_and_nothing_in_it_is_overwritten(put: Callable[[str], list[str]]) -> None:
    assert put("A001-35-SBY01-20200413-0001-1") == ["A001-35-SBY01-20200413-0001-1.pdf"]
    put("A001-35-SBY01-20200413-0001-1")
    assert put("A001-35-SBY01-20200413-0001-1") == [
        f"A001-35-SBY01-20200413-0001-1{suffix}.pdf" for suffix in ("-2", "-3", "")
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../posko.db", "posko.db.pdf"),
        ("a/b\\c", "a-b-c.pdf"),
        ("", "slip.pdf"),
        ("\0", "slip.pdf"),
        ("CON:", "CON.pdf"),
    ],
)
def test_a_title_leads_nowhere_else(put: Callable[[str], list[str]], title: str, name: str) -> None:
    assert put(title) == [name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other ways to say whose a file is")
def test_a_paper_in_a_folder_is_its_owners_alone(tmp_path: Path, put: Callable[[str], list[str]]) -> None:
    before = os.umask(0)
    try:
        (name,) = put("kartu")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "cetak" / "hari ini" / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["berkas", "berkas/dalam", "a\0b"])
def test_a_folder_that_cannot_be_used_is_a_trouble_and_leaves_nothing(tmp_path: Path, place: str) -> None:
    (tmp_path / "berkas").write_text("no folder", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        FolderPrinter(tmp_path / place).hand_over(PDF, "a5", "A001", lambda: None)
    assert caught.value.code == "PRINTER_FOLDER"
    assert "..." not in sentence(caught.value.code, caught.value.facts)
    assert [path.name for path in tmp_path.iterdir()] == ["berkas"]


def test_a_job_shows_no_paper_when_it_is_written_down() -> None:
    assert "PDF" not in repr(PrintJob(1, "A001", PDF, "a5"))
