"""Without a line for days: what waits goes to the server on a USB stick, and its answer comes back the same way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.changes import Changes
from app.sync.state import CarriedIn, CarriedInCode, CarriedOut, Phase, SyncState
from app.ui.actions import CARRY_IN, CARRY_OUT
from app.ui.i18n import say, tr
from app.ui.station import Station
from app.ui.widgets.button import button
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Fact, Weight
from core.wire.carried import ANSWER_ENDING, OUT_ENDING

_CUT_OFF = (Phase.WAITING, Phase.PAUSED)
"""When nothing gets through, or a person wants nothing to go through."""


class OutboxCarryPanel(QFrame):
    """A card that comes while there is no line: what to do, two buttons, and how it went."""

    busied = Signal(bool)
    """A file is written or read, or is no longer."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self.is_busy = False
        self.dialog: QFileDialog | None = None
        self.setProperty("is", "card")
        self.about = words(
            tr(
                "Tidak ada internet berhari-hari? Simpan ke USB, bawa ke dinas, lalu baca jawabannya di sini. Baru "
                "sesudah jawabannya dibaca, data dihitung terkirim."
            ),
            "muted",
            wraps=True,
        )
        self.out = button(tr("Simpan ke USB"), self.choose_target, keys=CARRY_OUT.keys)
        self.answer = button(tr("Baca jawaban dari USB"), self.choose_answer, keys=CARRY_IN.keys)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(tr("Berkas untuk USB sedang dikerjakan"))
        self.said = FindingLine(station.look)
        self._lay_out()
        self.rest()

    def _lay_out(self) -> None:
        look = self._station.look
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        line = QHBoxLayout()
        line.setSpacing(look.px(8))
        line.addWidget(self.out)
        line.addWidget(self.answer)
        line.addStretch(1)
        column.addWidget(self.about)
        column.addLayout(line)
        column.addWidget(self.progress)
        column.addWidget(self.said)

    def rest(self) -> None:
        """Nobody looks any more: the next one is told nothing old."""
        self.progress.setVisible(self.is_busy)
        self.said.hide()
        self.hide()

    def show_state(self, state: SyncState) -> None:
        """The synchronisation has moved; what was said stays until one leaves, and no further try makes it flicker."""
        has_begun = state.progress is not None and state.progress.done > 0
        if state.phase is Phase.SENDING and not has_begun:
            return
        is_needed = state.phase in _CUT_OFF or self.is_busy or not self.said.isHidden()
        self.setVisible(is_needed and state.phase is not Phase.OFFLINE)

    # --- out --------------------------------------------------------------------------------------------------------
    def choose_target(self) -> None:
        """Where to write; our own dialog, which blocks nothing. The proposed name says post and day, and nobody's name.

        What stands there already is never replaced.
        """
        if self.is_busy:
            return
        desk = self._station.desk
        at = desk.words.local(desk.clock.now())
        dialog = self._dialog(tr("Simpan ke USB"), "*" + OUT_ENDING, self._write)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(OUT_ENDING.removeprefix("."))
        dialog.selectFile(proposed_name(desk.store.profile.post.code, at))
        dialog.open()

    def _write(self, name: str) -> None:
        desk, house, target = self._station.desk, self._station.house, Path(name)
        self._set_busy(is_busy=True)
        self._station.tasks.run_aside(
            self, lambda: house.carry_out(desk, target), self._written, on_trouble=self._troubled
        )

    def _written(self, done: CarriedOut) -> None:
        facts: dict[str, Fact] = {"count": done.events, "file": done.file}
        self._tell(Weight.OK, say("CARRIED_OUT" if done.events else "CARRIED_OUT_NOTHING", facts))

    # --- in ---------------------------------------------------------------------------------------------------------
    def choose_answer(self) -> None:
        """Which answer to read."""
        if self.is_busy:
            return
        dialog = self._dialog(tr("Baca jawaban dari USB"), "*" + ANSWER_ENDING, self._read)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _read(self, name: str) -> None:
        desk, house, source = self._station.desk, self._station.house, Path(name)
        self._set_busy(is_busy=True)
        self._station.tasks.run_aside(
            self, lambda: house.carry_in(desk, source), self._taken, on_trouble=self._troubled
        )

    def _taken(self, done: CarriedIn) -> None:
        facts = {"sent": done.totals.sent, "received": done.totals.received, "pending": done.pending}
        self._tell(Weight.OK if done.code is CarriedInCode.TAKEN else Weight.WARN, say(done.code, facts))
        self._station.signals.changed.emit(Changes(done.touched, has_outbox=True, has_queue=bool(done.touched)))
        self._station.house.wake()

    # --- both -------------------------------------------------------------------------------------------------------
    def _dialog(self, title: str, pattern: str, then: Callable[[str], None]) -> QFileDialog:
        dialog = QFileDialog(self, title, QDir.homePath(), f"Posko ({pattern})")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # it speaks the window's language
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        return dialog

    def _troubled(self, trouble: Trouble) -> None:
        self._tell(Weight.BLOCK, say(trouble.code, trouble.facts))

    def _tell(self, weight: Weight, text: str) -> None:
        self._set_busy(is_busy=False)
        self.said.show_finding(weight, text, ())
        self.said.show()

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.progress.setVisible(is_busy)
        for one in (self.out, self.answer):
            one.setEnabled(not is_busy)
        if is_busy:
            self.said.hide()
            self.show()
        self.busied.emit(is_busy)


def proposed_name(post: str, at: datetime) -> str:
    """The name of a file to be carried: post, day and time, so that none is like another."""
    return f"posko-{post.lower()}-{at:%Y%m%d-%H%M}{OUT_ENDING}"
