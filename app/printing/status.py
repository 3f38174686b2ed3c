"""What a thermal printer says about itself (DLE EOT 1 to 4, GS r 1); many say nothing at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.printing.channel import Channel

QUESTIONS = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04")
"""DLE EOT: printer, reasons for being off line, errors, paper; answered at once, whatever is being printed."""

DRAWN_QUESTION = b"\x1dr\x01"
"""GS r 1: answered in its turn, when everything before it was drawn."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a printer is."""

    is_offline: bool = False
    is_cover_open: bool = False
    is_paper_out: bool = False
    is_paper_low: bool = False
    has_fault: bool = False

    @property
    def trouble(self) -> str:
        """Code of what stands in the way of printing; empty if nothing does."""
        if self.is_paper_out:
            return "PRINTER_PAPER_OUT"
        if self.is_cover_open:
            return "PRINTER_COVER_OPEN"
        if self.has_fault:
            return "PRINTER_FAULT"
        return "PRINTER_OFFLINE" if self.is_offline else ""


def condition_of(printer: int, offline: int, error: int, paper: int) -> Condition:
    """The answers to the four questions, read together."""
    return Condition(
        is_offline=bool(printer & 0x08),
        is_cover_open=bool(offline & 0x04),
        is_paper_out=bool(offline & 0x20 or paper & 0x60),
        is_paper_low=bool(paper & 0x0C),
        has_fault=bool(error & 0x6C),
    )


class Talk:
    """Questions to one printer, and what it says by itself in between."""

    def __init__(self, channel: Channel, answer_s: float) -> None:
        self._channel = channel
        self._answer_s = answer_s
        self._answer: int | None = None
        self._turns = self._turns_before = 0
        self._unasked = 0

    def condition(self, first_within_s: float | None = None) -> Condition | None:
        """How the printer is; ``None`` if it leaves a question open. Raises: PrinterLost.

        Args:
            first_within_s: how long its first answer may take, if not as long as every answer.
        """
        answers: list[int] = []
        within_s = self._answer_s if first_within_s is None else first_within_s
        for question in QUESTIONS:
            answer = self._answered(question, within_s)
            if answer is None:
                return None
            answers.append(answer)
            within_s = self._answer_s
        return condition_of(*answers)

    def ask_whether_drawn(self) -> None:
        """Have the printer say so when it has drawn everything up to here. Raises: PrinterLost."""
        self._listen(0, lambda: False)
        self._turns_before = self._turns
        self._channel.send(DRAWN_QUESTION)

    def has_drawn(self, within_s: float) -> bool:
        """Whether it has said so by then. Raises: PrinterLost."""
        return self.has_said(self._turns_before + 1, within_s)

    def has_said(self, turns: int, within_s: float) -> bool:
        """Whether it has said so that often since this talk began. Raises: PrinterLost."""
        self._listen(within_s, lambda: self._turns >= turns)
        return self._turns >= turns

    def _answered(self, question: bytes, within_s: float) -> int | None:
        self._listen(0, lambda: False)
        self._answer = None
        self._channel.send(question)
        self._listen(within_s, lambda: self._answer is not None)
        return self._answer

    def _listen(self, within_s: float, is_enough: Callable[[], bool]) -> None:
        until_s = time.monotonic() + within_s
        while not is_enough() and (said := self._channel.receive(max(until_s - time.monotonic(), 0))):
            for byte in said:
                self._take(byte)

    def _take(self, byte: int) -> None:
        """Bits 4 and 7 tell what a byte is about: a request, its turn, or what the printer says by itself."""
        if self._unasked:
            self._unasked -= 1
        elif byte & 0x93 == 0x12:
            self._answer = byte
        elif byte & 0x93 == 0x10:  # the first of four about itself that nobody asked for
            self._unasked = 3
        elif byte & 0x90 == 0:
            self._turns += 1
