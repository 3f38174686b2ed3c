"""What a thermal printer is reached through: bytes go there, and come back where the printer can talk."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


class PrinterLost(Exception):  # noqa: N818 - what happened to the printer, not to us
    """The printer takes nothing more: unplugged, switched off, or stuck.

    Args:
        taken: how many bytes of the last piece it may have taken nevertheless.
    """

    def __init__(self, taken: int = 0) -> None:
        super().__init__()
        self.taken = taken


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer is waited for.

    Args:
        connect_s: until somebody is there at all.
        answer_s: for the answer to a question, and to the first by a printer of which nothing is known yet.
        busy_s: for the first answer of a printer that answers: another laptop may be printing there.
        silent_s: for the first answer of a printer that has not answered before.
        stall_s: while it takes no byte: its paper is out, or its memory full and its head at work.
        finish_s: after the last byte, until it says that everything was drawn.
        grace_s: after the last byte, for a printer that says nothing, in case the line breaks just then.
    """

    connect_s: float = 3.0
    answer_s: float = 1.0
    busy_s: float = 10.0
    silent_s: float = 0.2
    stall_s: float = 10.0
    finish_s: float = 15.0
    grace_s: float = 1.0


class Channel(Protocol):
    """A printer that was reached; used by one thread, for one slip."""

    @property
    def can_talk(self) -> bool:
        """Whether there is a way back from it at all."""
        ...

    def send(self, part: bytes) -> None:
        """Give it bytes. Raises: PrinterLost."""
        ...

    def receive(self, within_s: float) -> bytes:
        """What it says; empty if nothing in that time, or ever. Raises: PrinterLost."""
        ...

    def end(self) -> None:
        """No more bytes come: have everything on its way. Raises: PrinterLost if that is seen to fail."""
        ...


class Transport(Protocol):
    """A way to one printer."""

    @property
    def name(self) -> str:
        """What the officer knows it by."""
        ...

    def open(self, title: str, patience: Patience) -> AbstractContextManager[Channel]:
        """Reach it for one paper.

        Raises: Trouble PRINTER_UNREACHABLE, PRINTER_GONE, PRINTER_NOT_ALLOWED, PRINTER_REFUSED: it has got nothing.
        """
        ...
