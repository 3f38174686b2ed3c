"""A printer of rolls: what it is given, what it says, and what may be believed of it."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.printing.channel import Channel, Patience, PrinterLost, Transport
from app.printing.escpos import BEGIN, Cut, Picture, ending, longest_part, picture_parts
from app.printing.raster import ROLL_DOTS, Rasterise
from app.printing.status import Condition, Talk
from app.printing.worker import STOPPED, Handover
from core.errors import Trouble

LOOK_EVERY_S = 0.3
"""While a slip is drawn: whether paper and cover are still as they should be."""

_PRINTING = threading.Lock()
"""Slips of a desk that has just been locked may still be under way when the next is unlocked: one paper at a time."""


@dataclass(slots=True)
class _Known:
    """What is known of a printer from its last slips, whoever drew them: desk, kiosk, or somebody before the lock.

    Args:
        answers: whether it says how it is; ``None`` = not yet known.
        answers_in_turn: whether it says when it has drawn something, as far as is known.
        is_inside_picture: it waits for the rest of a picture that broke off.
        owed: so often it was asked whether all was drawn, and has not answered yet.
    """

    answers: bool | None = None
    answers_in_turn: bool = True
    is_inside_picture: bool = False
    owed: int = 0


_KNOWN: dict[str, _Known] = {}
"""By the transport's name; read and written by whoever holds the lock above."""


class ThermalPrinter:
    """Draws slips on one printer; ``app.printing.worker`` hands it papers, one at a time.

    A printer that answers is asked before and after; of one that does not, nothing is believed: its slips are never
    confirmed.
    """

    def __init__(
        self,
        transport: Transport,
        rasterise: Rasterise,
        *,
        cut: Cut = Cut.PARTIAL,
        picture: Picture = Picture.RASTER,
        patience: Patience | None = None,
    ) -> None:
        self._transport = transport
        self._rasterise = rasterise
        self._cut = cut
        self._picture = picture
        self._patience = patience or Patience()
        self._was_heard = False

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        """Draw one paper.

        Raises: Trouble PRINTER_ROLL_ONLY, PRINTER_PAPER_OUT, PRINTER_COVER_OPEN, PRINTER_FAULT, PRINTER_OFFLINE and
            what the transport raises: nothing was printed; PRINTER_BROKE_OFF: not all of it; PRINTER_STOPPED_...:
            perhaps all.
        """
        width_dots = ROLL_DOTS.get(paper)
        if width_dots is None:
            raise Trouble("PRINTER_ROLL_ONLY", printer=self._transport.name)
        parts = list(picture_parts(self._rasterise(pdf, width_dots), self._picture))
        with _PRINTING, self._transport.open(title, self._patience) as channel:
            known = _KNOWN.setdefault(self._transport.name, _Known())
            try:
                talk = self._reached(channel, known, longest_part(width_dots))
                is_own = talk is None or self._is_settled(talk, known)
            except PrinterLost as lost:
                raise self._trouble("PRINTER_OFFLINE") from lost
            self._send(channel, known, parts)
            on_sent()
            handover = self._waited_for(channel, known, talk)
            return handover if is_own else replace(handover, is_confirmed=False)

    def _reached(self, channel: Channel, known: _Known, longest: int) -> Talk | None:
        """Ask how it is before anything is on paper; ``None`` if it does not talk. Raises: PrinterLost.

        What is left of a picture that broke off before is made up for with white, and cut off: it waits for that.
        """
        talk, patience = Talk(channel, self._patience.answer_s), self._patience
        first_s = {None: patience.answer_s, True: patience.busy_s, False: patience.silent_s}[known.answers]
        if known.is_inside_picture:
            channel.send(bytes(longest) + BEGIN + ending(self._cut))
            known.is_inside_picture = False
        if not channel.can_talk:
            return None
        condition = talk.condition(first_s)
        if condition is None and (known.answers or self._was_heard):
            if not self._was_heard:
                known.answers = None  # perhaps another printer stands there since: its second slip goes
            raise self._trouble("PRINTER_OFFLINE")
        known.answers = condition is not None
        if condition is None:
            return None
        self._was_heard = True
        if condition.trouble:
            raise self._trouble(condition.trouble)
        return talk

    def _is_settled(self, talk: Talk, known: _Known) -> bool:
        """Whether what it will say in its turn is surely about the slip that comes now.

        Answers that it still owes come before the one to a question asked now, and with nothing to draw in between; if
        only some come, the others were lost with its power or the line, or nearly: one slip is not believed.
        """
        if not (known.owed and known.answers_in_turn):
            return True
        is_drawn, condition = self._drawn(talk, known)
        trouble = "PRINTER_OFFLINE" if condition is None else condition.trouble
        if trouble:
            raise self._trouble(trouble)
        asked, known.owed = known.owed, 0
        return is_drawn and talk.has_said(asked, self._patience.answer_s)

    def _send(self, channel: Channel, known: _Known, parts: list[bytes]) -> None:
        """Give it the slip."""
        whole, taken = sum(map(len, parts)), -len(BEGIN)
        known.is_inside_picture = True
        try:
            for part in itertools.chain([BEGIN], parts):
                channel.send(part)
                taken += len(part)
            channel.send(ending(self._cut))
        except PrinterLost as lost:
            is_whole = taken + lost.taken >= whole
            raise self._trouble("PRINTER_STOPPED_SILENT" if is_whole else "PRINTER_BROKE_OFF") from lost
        known.is_inside_picture = False

    def _waited_for(self, channel: Channel, known: _Known, talk: Talk | None) -> Handover:
        """What it says afterwards. Nothing, where it has answered before, is no good sign."""
        try:
            if talk is None:
                channel.end()
                return Handover()
            is_drawn, condition = self._drawn(talk, known)
            known.owed = 0 if is_drawn else known.owed
        except PrinterLost as lost:
            known.is_inside_picture = True
            raise self._trouble("PRINTER_STOPPED_SILENT") from lost
        if condition is None:
            known.is_inside_picture = True
            raise self._trouble("PRINTER_STOPPED_SILENT")
        if condition.trouble:
            raise self._trouble(STOPPED[condition.trouble])
        return Handover(is_confirmed=is_drawn, is_paper_low=condition.is_paper_low)

    def _drawn(self, talk: Talk, known: _Known) -> tuple[bool, Condition | None]:
        """Whether it said that all was drawn, and how it is then."""
        if not known.answers_in_turn:
            return False, talk.condition()
        known.owed += 1
        talk.ask_whether_drawn()
        until_s = time.monotonic() + self._patience.finish_s
        while not talk.has_drawn(min(LOOK_EVERY_S, max(until_s - time.monotonic(), 0))):
            condition = talk.condition()
            if condition is None or condition.trouble:
                return False, condition
            if time.monotonic() >= until_s:
                known.answers_in_turn = False
                return False, condition
        return True, talk.condition()

    def _trouble(self, code: str) -> Trouble:
        return Trouble(code, printer=self._transport.name)
