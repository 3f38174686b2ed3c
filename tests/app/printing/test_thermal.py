"""A thermal printer in every state: what came out, what is said of it, and what a second try makes of it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.printing.address import transport_to
from app.printing.channel import Patience
from app.printing.escpos import Picture
from app.printing.raster import Raster
from app.printing.status import QUESTIONS
from app.printing.thermal import ThermalPrinter
from app.printing.worker import MAYBE_OUT, Handover, PrintPhase, PrintState, PrintWorker
from core.errors import Trouble
from core.sentences import sentence
from tests.kit.escpos import (
    Answers,
    Mechanism,
    NetworkPrinter,
    cable_printer,
    closed_port,
    forget_printers,
    network_printer,
)

pytestmark = pytest.mark.slow

WITHIN_S = 60
BANDS = 12
PAGE = Raster(576, bytes(range(1, 73)) * 64 * BANDS)
"""Twelve bands with ink in every row."""

QUICK = Patience(answer_s=0.5, busy_s=5.0, silent_s=0.05, stall_s=1.0, finish_s=5.0, grace_s=5.0)


HASTY = replace(QUICK, finish_s=0.2)
"""For printers that never say that they have drawn something."""


def one_page(pdf: bytes, width_dots: int) -> tuple[Raster, ...]:
    """In the place of the page renderer, which lives beside the window: always the same page."""
    del pdf
    return (Raster(width_dots, PAGE.bits[: width_dots // 8 * 64 * BANDS]),)


@dataclass
class Desk:
    """A print worker with a thermal printer, and what it tells."""

    place: str
    picture: Picture = Picture.RASTER
    patience: Patience = QUICK
    states: list[PrintState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ended = threading.Condition()
        transport = transport_to(self.place)
        assert transport is not None
        printer = ThermalPrinter(transport, one_page, picture=self.picture, patience=self.patience)
        self.worker = PrintWorker(self._hear, printer)

    def _hear(self, state: PrintState) -> None:
        with self._ended:
            self.states.append(state)
            self._ended.notify_all()

    def _ends(self) -> list[PrintState]:
        return [one for one in self.states if one.phase not in (PrintPhase.QUEUED, PrintPhase.SENT)]

    def print(self, paper: str = "thermal80") -> PrintState:
        """Print a slip and wait for what becomes of it."""
        before = len(self._ends())
        self.worker.submit(b"%PDF", paper, "A001")
        with self._ended:
            assert self._ended.wait_for(lambda: len(self._ends()) > before, WITHIN_S)
            return self._ends()[-1]


@pytest.fixture
def desk_at(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    """Set up a desk at a printer; its worker has ended when the test has."""

    def set_up(place: str, *, picture: Picture = Picture.RASTER, patience: Patience = QUICK) -> Desk:
        desk = Desk(place, picture, patience)
        request.addfinalizer(lambda: desk.worker.close(WITHIN_S))
        return desk

    return set_up


DeskAt = Callable[..., Desk]


def whole(printer: NetworkPrinter) -> list[bool]:
    """Of every piece of paper, whether the whole slip is on it."""
    return [sheet.rows == PAGE.height_dots for sheet in printer.mechanism.papers]


def next_after(told: PrintState) -> set[PrintPhase]:
    """What may be said of the slip after one that failed: after one that stopped late, a word may be outstanding."""
    return {PrintPhase.CONFIRMED, *([PrintPhase.UNCONFIRMED] if told.may_be_out else [])}


# --- a printer that answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("picture", Picture)
def test_a_printer_that_says_so_has_printed(desk_at: DeskAt, picture: Picture) -> None:
    with network_printer() as printer:
        desk = desk_at(printer.place, picture=picture)
        assert desk.print().phase is PrintPhase.CONFIRMED
        phases = [state.phase for state in desk.states]
    assert phases == [PrintPhase.QUEUED, PrintPhase.SENT, PrintPhase.CONFIRMED]
    assert whole(printer) == [True]
    assert printer.mechanism.text == b""
    assert [sheet.cut for sheet in printer.mechanism.sheets] == ["partial"]


def test_a_small_roll_gets_a_narrow_picture(desk_at: DeskAt) -> None:
    with network_printer() as printer:
        desk_at(printer.place).print("thermal58")
    assert printer.mechanism.sheets[0].picture().width == 384


def test_a_roll_carries_no_office_sheet(desk_at: DeskAt) -> None:
    with network_printer() as printer:
        assert desk_at(printer.place).print("a4").code == "PRINTER_ROLL_ONLY"
        assert printer.connections == 0


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (Mechanism(is_paper_out=True), "PRINTER_PAPER_OUT"),
        (Mechanism(is_cover_open=True), "PRINTER_COVER_OPEN"),
        (Mechanism(has_fault=True), "PRINTER_FAULT"),
        (Mechanism(is_offline=True), "PRINTER_OFFLINE"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_stands_in_the_way_is_told_before_anything_is_printed(
    desk_at: DeskAt, state: Mechanism, code: str
) -> None:
    with network_printer(state) as printer:
        told = desk_at(printer.place).print()
    assert (told.phase, told.code, told.may_be_out) == (PrintPhase.FAILED, code, False)
    assert printer.mechanism.papers == []
    assert "..." not in sentence(told.code, told.facts)


def test_paper_that_runs_low_is_told_with_the_good_news(desk_at: DeskAt) -> None:
    with network_printer(Mechanism(is_paper_low=True)) as printer:
        told = desk_at(printer.place).print()
    assert (told.phase, told.is_paper_low) == (PrintPhase.CONFIRMED, True)


@pytest.mark.parametrize("band", range(BANDS))
def test_paper_that_runs_out_at_any_band_is_never_taken_for_a_slip(desk_at: DeskAt, band: int) -> None:
    with network_printer(Mechanism(rows_left=band * 64)) as printer:
        desk = desk_at(printer.place)
        told = desk.print()
        assert told.phase is PrintPhase.FAILED
        assert told.code in {"PRINTER_BROKE_OFF", "PRINTER_STOPPED_PAPER_OUT"}
        assert whole(printer) in ([], [False])


def test_a_printer_whose_paper_was_filled_prints_what_it_was_given(desk_at: DeskAt) -> None:
    with network_printer(Mechanism(rows_left=11 * 64)) as printer:
        desk = desk_at(printer.place)
        assert desk.print().code == "PRINTER_STOPPED_PAPER_OUT"
        printer.mend()
        assert [desk.print().phase for _slip in range(2)] == [PrintPhase.UNCONFIRMED, PrintPhase.CONFIRMED]
    assert whole(printer) == [True, True, True]


@dataclass
class SlowPrinter:
    """Takes everything at once, answers about itself at once, and draws a piece whenever it is waited for."""

    mechanism: Mechanism
    name: str = "lambat"
    can_talk: bool = True
    waiting: deque[bytes] = field(default_factory=deque)
    _said: bytes = b""

    @contextmanager
    def open(self, title: str, patience: Patience) -> Iterator[SlowPrinter]:
        """Whoever comes next hears what it said meanwhile."""
        del title, patience
        yield self

    def send(self, part: bytes) -> None:
        """Questions about itself pass by everything that waits."""
        if part in QUESTIONS:
            self._said += self.mechanism.take(part)
        else:
            self.waiting.append(part)

    def receive(self, within_s: float) -> bytes:
        """What it has to say; while it is waited for it draws the next piece."""
        if not self._said and within_s and self.waiting and not self.mechanism.is_paper_out:
            self._said += self.mechanism.take(self.waiting.popleft())
        said, self._said = self._said, b""
        return said

    def end(self) -> None:
        """It is there all the time."""


@pytest.fixture
def stopped() -> SlowPrinter:
    """A printer whose paper went out in the middle of a slip, and was filled since."""
    forget_printers()
    printer = SlowPrinter(Mechanism(rows_left=2 * 64))
    with pytest.raises(Trouble, match="PRINTER_STOPPED_PAPER_OUT"):
        hand_over(printer)
    printer.mechanism.go_on()
    return printer


def hand_over(printer: SlowPrinter) -> Handover:
    """A slip, by a program that knows nothing but what was kept of this printer."""
    return ThermalPrinter(printer, one_page, patience=QUICK).hand_over(b"%PDF", "thermal80", "A001", lambda: None)


def drawn(printer: SlowPrinter) -> int:
    """How many whole slips lie in the tray."""
    return sum(sheet.rows == PAGE.height_dots for sheet in printer.mechanism.sheets)


def test_the_word_about_a_slip_that_stopped_is_not_taken_for_the_next_ones(stopped: SlowPrinter) -> None:
    assert (hand_over(stopped).is_confirmed, drawn(stopped)) == (True, 2)


def test_a_word_that_was_lost_with_the_power_leaves_one_slip_in_doubt(stopped: SlowPrinter) -> None:
    stopped.waiting.clear()
    stopped.mechanism.lose_power()
    assert [hand_over(stopped).is_confirmed for _slip in range(2)] == [False, True]


def test_paper_that_goes_out_again_before_the_next_slip_is_told_before_it(stopped: SlowPrinter) -> None:
    stopped.mechanism.rows_left = 64
    with pytest.raises(Trouble, match="PRINTER_PAPER_OUT"):
        hand_over(stopped)
    stopped.mechanism.go_on()
    assert (hand_over(stopped).is_confirmed, drawn(stopped)) == (True, 2)


# --- a printer that goes away ---------------------------------------------------------------------------------------


def test_nobody_there_is_told_and_the_next_try_prints_one_slip(desk_at: DeskAt) -> None:
    told = desk_at(f"tcp:127.0.0.1:{closed_port()}").print()
    assert (told.phase, told.code, told.may_be_out) == (PrintPhase.FAILED, "PRINTER_UNREACHABLE", False)


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        *((Answers.EVERYTHING, band) for band in range(1, BANDS + 1)),
        *((answers, band) for answers in (Answers.AT_ONCE_ONLY, Answers.NOTHING) for band in (1, 6, BANDS)),
    ],
)
def test_a_printer_unplugged_after_any_band_is_never_said_to_have_printed(
    desk_at: DeskAt, band: int, answers: Answers
) -> None:
    with network_printer(Mechanism(answers)) as printer:
        printer.pulled_after_bands = band
        desk = desk_at(printer.place, patience=QUICK if answers is Answers.EVERYTHING else HASTY)
        told = desk.print()
        assert told.phase is PrintPhase.FAILED
        assert told.code == "PRINTER_BROKE_OFF" or told.code in MAYBE_OUT
        assert told.may_be_out or not any(whole(printer))
        printer.mend()
        is_told = answers is Answers.EVERYTHING
        assert desk.print().phase in (next_after(told) if is_told else {PrintPhase.UNCONFIRMED})
        assert printer.mechanism.text == b""
        assert sum(whole(printer)) <= 1 + told.may_be_out


BEFORE = 12 + 2
"""Four questions and the beginning."""

PICTURE = BANDS * (8 + 64 * 72)
AFTERWARDS = 8 + 3
"""Feeding and cutting, and the question whether it was drawn."""


@pytest.mark.parametrize(
    "after",
    [
        *(1, 2, 3, BEFORE - 2, BEFORE - 1, BEFORE, BEFORE + 1, BEFORE + 7, BEFORE + 8, BEFORE + 9),
        *(4_630, 4_631, 20_000, BEFORE + PICTURE - 1, BEFORE + PICTURE, BEFORE + PICTURE + 1),
        *(BEFORE + PICTURE + AFTERWARDS - 3, BEFORE + PICTURE + AFTERWARDS, BEFORE + PICTURE + AFTERWARDS + 3),
    ],
)
def test_a_line_cut_after_any_byte_ends_in_trouble_or_in_doubt(desk_at: DeskAt, after: int) -> None:
    with network_printer() as printer:
        printer.pulled_after = after
        told = desk_at(printer.place).print()
    assert told.phase is PrintPhase.FAILED
    assert told.may_be_out or not any(whole(printer))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, BEFORE + PICTURE + AFTERWARDS))
def test_a_line_cut_anywhere_is_never_called_printed(after: int) -> None:
    with network_printer() as printer:
        printer.pulled_after = after
        desk = Desk(printer.place)
        try:
            told = desk.print()
            assert told.phase is PrintPhase.FAILED
            assert told.may_be_out or not any(whole(printer))
            printer.mend()
            assert desk.print().phase in next_after(told)
            assert sum(whole(printer)) <= 1 + told.may_be_out
        finally:
            assert desk.worker.close(WITHIN_S)


@pytest.mark.parametrize("after", [12, 5_000, 40_000])
def test_a_printer_that_hangs_holds_nobody_up_for_long(desk_at: DeskAt, after: int) -> None:
    with network_printer() as printer:
        printer.hangs_after = after
        desk = desk_at(printer.place)
        told = desk.print()
        assert told.phase is PrintPhase.FAILED
        printer.may_go_on.set()
        printer.mend()
        assert desk.print().phase in next_after(told)
    assert sum(whole(printer)) == 1


def test_what_broke_off_inside_a_picture_does_not_swallow_the_next_slip(desk_at: DeskAt) -> None:
    """A printer that keeps its memory when the line is cut waits for the rest of a band, in the next slip's bytes."""
    with network_printer() as printer:
        printer.hangs_after = 20_000
        desk = desk_at(printer.place)
        assert desk.print().phase is PrintPhase.FAILED
        printer.may_go_on.set()
        printer.mend()
        desk.print()
        assert printer.mechanism.text == b""
        last = b"".join(bits for _width, bits in printer.mechanism.papers[-1].strips)
    assert last.endswith(PAGE.bits)


def test_what_broke_off_is_known_to_whoever_prints_next(desk_at: DeskAt) -> None:
    """The desk was locked meanwhile, or the next slip comes from the kiosk."""
    with network_printer() as printer:
        printer.hangs_after = 20_000
        assert desk_at(printer.place).print().phase is PrintPhase.FAILED
        printer.may_go_on.set()
        printer.mend()
        assert desk_at(printer.place).print().phase is PrintPhase.CONFIRMED
        assert printer.mechanism.text == b""
        last = b"".join(bits for _width, bits in printer.mechanism.papers[-1].strips)
    assert last.endswith(PAGE.bits)


def test_another_printer_in_the_place_of_one_that_talked_may_be_silent(desk_at: DeskAt) -> None:
    with network_printer() as printer:
        assert desk_at(printer.place).print().phase is PrintPhase.CONFIRMED
        printer.mechanism.answers = Answers.NOTHING
        desk = desk_at(printer.place, patience=replace(QUICK, busy_s=0.5))
        assert desk.print().code == "PRINTER_OFFLINE"
        assert desk.print().phase is PrintPhase.UNCONFIRMED
    assert whole(printer) == [True, True]


# --- printers that say little or nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [Answers.NOTHING, Answers.AT_ONCE_ONLY])
def test_without_its_word_a_slip_is_handed_over_but_never_printed(answers: Answers) -> None:
    with network_printer(Mechanism(answers)) as printer:
        desk = Desk(printer.place, patience=HASTY)
        try:
            assert [desk.print().phase for _slip in range(2)] == [PrintPhase.UNCONFIRMED] * 2
        finally:
            assert desk.worker.close(WITHIN_S)
    assert whole(printer) == [True, True]


@pytest.mark.parametrize("answers", Answers)
def test_a_printer_at_a_cable_prints_and_says_what_it_can(desk_at: DeskAt, answers: Answers) -> None:
    mechanism = Mechanism(answers)
    with cable_printer(mechanism) as file:
        told = desk_at(f"device:{file}", patience=QUICK if answers is Answers.EVERYTHING else HASTY).print()
        expected = PrintPhase.CONFIRMED if answers is Answers.EVERYTHING else PrintPhase.UNCONFIRMED
        assert told.phase is expected
    assert mechanism.text == b""
    assert mechanism.sheets[0].rows == PAGE.height_dots
