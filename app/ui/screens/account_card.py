"""The *kartu e-mail* on its way to paper; a code that stands on it is never kept, shown or printed twice."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from app.desk.account.card import prepare_card
from app.desk.account.look import AccountView
from app.desk.account.reserve import Reserved, new_code
from app.printing.worker import PrintPhase, PrintState
from app.ui.i18n import say, tr
from app.ui.screens.account_acts import AccountActs, Told
from app.ui.station import Notice, Station
from app.ui.ticket_printing import has_printer
from core.account_rules import RENEWABLE
from core.accounts import CodeWhy
from core.findings import Weight


class CardDesk(QObject):
    """One card at a time."""

    moved = Signal()
    """It has gone further: ``told``."""

    def __init__(self, station: Station, acts: AccountActs, parent: QObject) -> None:
        super().__init__(parent)
        self._station, self._acts = station, acts
        self._of: uuid.UUID | None = None
        self.told = Told()
        self.is_recovery = False
        """Whether the card that was printed last has a code that only a coordinator can make anew."""

    @property
    def has_failed(self) -> bool:
        """Whether there is surely no card."""
        return self.told.weight is not Weight.OK

    def forget(self) -> None:
        """Somebody else sits there."""
        self._of, self.told, self.is_recovery = None, Told(), False

    def print_code(self, reserved: Reserved, *, is_recovery: bool = False) -> None:
        """Print the card with its one-time code; whatever comes of that, the code is forgotten here."""
        self.is_recovery = is_recovery
        again = tr("Buka lagi bantuannya dengan F4; F7 mencetak kartu baru.")
        by_coordinator = tr("Buka lagi bantuannya dengan F4; koordinator mengulang dengan Ctrl+U.")
        self._print(reserved.account.uid, reserved.code, by_coordinator if is_recovery else again)

    def print_again(self, view: AccountView) -> None:
        """Print the card of the help's address: where a code stands on it, a new one, and the other card is void."""
        uid, desk, box = view.account.uid, self._station.desk, view.mailbox
        if box is not None and box.state in RENEWABLE and box.address == view.account.address:
            verb = lambda: new_code(desk, uid, CodeWhy.PRINT_FAILED)  # noqa: E731 - too short for a name of its own
            self._acts.run(verb, lambda kept, _view: self.print_code(kept))
        else:
            self.is_recovery = False
            self._print(uid, "", tr("Buka lagi bantuannya dengan F4; F7 mencetak kartu baru."))

    def _print(self, uid: uuid.UUID, code: str, again: str) -> None:
        station = self._station
        self._of = uid
        if not has_printer(station.house):
            self._tell(Told(tr("Kartu belum dicetak: belum ada printer yang dipilih di Pengaturan."), Weight.WARN))
            return
        self._tell(Told(tr("Kartu sedang dicetak.")))
        desk, paper = station.desk, station.house.settings().paper
        station.printing.print_paper(
            lambda: prepare_card(desk, uid, paper, code).pdf,
            paper,
            tr("Kartu e-mail"),
            lambda state: self._take(uid, state, again),
        )

    def _take(self, uid: uuid.UUID, state: PrintState, again: str) -> None:
        if uid == self._of:
            self._tell(_said(state))
        elif state.phase is PrintPhase.FAILED:
            text = f"{state.job.title}: {say(state.code, state.facts)} {again}"
            self._station.signals.noticed.emit(Notice("stop", text))

    def _tell(self, told: Told) -> None:
        self.told = told
        self.moved.emit()


def _said(state: PrintState) -> Told:
    """How far it is, in words."""
    match state.phase:
        case PrintPhase.QUEUED:
            return Told(tr("Kartu sedang dicetak."))
        case PrintPhase.SENT:
            return Told(tr("Kartu sudah dikirim; menunggu kabar dari printer."))
        case PrintPhase.CONFIRMED:
            return Told(tr("Kartu sudah tercetak."))
        case PrintPhase.UNCONFIRMED if state.code:
            return Told(say(state.code, state.facts), Weight.WARN)
        case PrintPhase.UNCONFIRMED:
            return Told(tr("Kartu sudah diserahkan ke printer. Lihat kertasnya; kalau tidak utuh, tekan F7."))
        case _:
            return Told(f"{say(state.code, state.facts)} {tr('Sesudah beres, F7 mencetak kartu baru.')}", Weight.WARN)
