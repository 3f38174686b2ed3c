"""Ctrl+B, and what a scan shows that leads to no registration: what is the matter with a slip, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.desk.scan import ScanCode, Scanned, scan
from app.desk.slip_cases import CaseNoted, note_case
from app.desk.verify import SlipVerdict
from app.ui.actions import SCAN, SLIP_CASES
from app.ui.i18n import day_text, say, tr
from app.ui.overlays.overlay import Overlay
from app.ui.slip_picture import ENDINGS, load_reader, slip_text_of
from app.ui.station import Station
from app.ui.widgets.button import button
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Weight

MOST_CHARS = 1000
_OTHER = Qt.FocusReason.OtherFocusReason


class ScanSheet(Overlay):
    """A box for what cannot be scanned, the verdict, and the one thing to do about it."""

    def __init__(
        self, station: Station, parent: QWidget, open_record: Callable[[Scanned], None], found: Scanned | None = None
    ) -> None:
        """Prepare.

        Args:
            open_record: goes to the registration of a slip.
            found: what was scanned just now; ``None`` = nothing yet.
        """
        super().__init__(station.look, parent, width_px=720)
        self._station = station
        self._open_record = open_record
        self._found: Scanned | None = None
        self.dialog: QFileDialog | None = None
        self.setAccessibleName(tr(SCAN.text))
        self.box = QLineEdit()
        self.box.setMaxLength(MOST_CHARS)
        self.box.setAccessibleName(tr("Nomor registrasi, atau isi kotak QR"))
        self.box.setPlaceholderText(tr("Nomor registrasi di slip, lalu Enter"))
        self.said = FindingLine(station.look)
        self.facts = words("", "muted", wraps=True)
        self.act = button("", self._do, kind="primary")
        self.picture = button(tr("Pilih gambar slip"), self.choose_picture)
        self.cases = button(tr(SLIP_CASES.text), self._show_cases)
        self.leave = button(tr("Tutup"), self.close_overlay)
        self._lay_out()
        self.box.returnPressed.connect(self._judge)
        self.said.hide()
        self.facts.hide()
        self.act.hide()
        if found is not None:
            self._show(found)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(12))
        for one in (self.act, self.picture, self.cases):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.leave)
        self.content.addWidget(words(tr(SCAN.text), "title"))
        self.content.addWidget(
            words(tr("Pindai kotak QR di slip. Kalau tidak terbaca, ketik nomornya atau pilih fotonya."), wraps=True)
        )
        self.content.addWidget(self.box)
        self.content.addWidget(self.said)
        self.content.addWidget(self.facts)
        self.content.addLayout(row)

    def take_focus(self) -> None:
        """On what there is to do; else one types at once."""
        stop: QLineEdit | QPushButton = self.box if self.act.isHidden() else self.act
        stop.setFocus(_OTHER)

    # --- judging --------------------------------------------------------------------------------------------------
    def _judge(self) -> None:
        text, desk = self.box.text().strip(), self._station.desk
        if text:
            self._station.tasks.run(self, lambda: scan(desk, text), self._take)
        elif not self.act.isHidden():
            self._do()

    def _take(self, found: Scanned) -> None:
        if found.is_proven:
            self._open(found)
        else:
            self._show(found)

    def _show(self, found: Scanned) -> None:
        self._found = found
        self._say(_weight(found), say(found.code, found.facts))
        self.facts.setText(_facts_text(found))
        self.facts.setVisible(bool(self.facts.text()))
        self._offer(_act_text(found))
        self._fit()
        self.take_focus()

    def _say(self, weight: Weight, text: str) -> None:
        self.said.show_finding(weight, text, ())
        self.said.show()
        self.setAccessibleDescription(text)

    def _offer(self, text: str) -> None:
        self.act.setText(text)
        self.act.setAccessibleName(text)
        self.act.setVisible(bool(text))

    # --- acting ---------------------------------------------------------------------------------------------------
    def _do(self) -> None:
        found, desk = self._found, self._station.desk
        if found is None:
            return
        if found.uid is not None:
            self._open(found)
        elif found.can_be_noted:
            self.act.setEnabled(False)
            self._station.act(self, lambda: note_case(desk, found.text), self._noted)

    def _open(self, found: Scanned) -> None:
        self.close_overlay()
        self._open_record(found)

    def _noted(self, answer: CaseNoted) -> None:
        self.act.setEnabled(True)
        found = answer.scanned
        if found.is_proven:
            self._open(found)  # its registration has come this very moment
            return
        self._show(found)
        if answer.is_new:
            self._say(Weight.OK, say("SLIP_CASE_NOTED", found.facts))
        self.cases.setFocus(_OTHER)

    def _show_cases(self) -> None:
        self.close_overlay()
        self._station.signals.overlay_chosen.emit(SLIP_CASES)

    # --- a picture ------------------------------------------------------------------------------------------------
    def choose_picture(self) -> None:
        """Which photo or PDF to read; our own dialog, which blocks nothing."""
        patterns = " ".join(f"*.{ending}" for ending in ENDINGS)
        dialog = QFileDialog(self, tr("Pilih gambar slip"), QDir.homePath(), tr("Gambar atau PDF") + f" ({patterns})")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # it speaks the window's language
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read_picture)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def read_picture(self, name: str) -> None:
        """Read the QR out of a file, and judge it."""
        path = Path(name)
        self.picture.setEnabled(False)
        load_reader()
        self._station.tasks.run_aside(self, lambda: slip_text_of(path), self._read, on_trouble=self._not_read)

    def _read(self, text: str) -> None:
        desk = self._station.desk
        self.picture.setEnabled(True)
        self._station.tasks.run(self, lambda: scan(desk, text), self._take)

    def _not_read(self, trouble: Trouble) -> None:
        self.picture.setEnabled(True)
        self._found = None
        self._offer("")
        self.facts.hide()
        self._say(Weight.WARN, say(trouble.code, trouble.facts))
        self._fit()


def _weight(found: Scanned) -> Weight:
    if found.check.verdict is SlipVerdict.INVALID:
        return Weight.BLOCK
    return Weight.OK if found.code is ScanCode.OTHER_POST else Weight.WARN


def _act_text(found: Scanned) -> str:
    if found.uid is not None:
        return tr("Buka pendaftarannya")
    return tr("Catat slip tanpa data") if found.can_be_noted else ""


def _facts_text(found: Scanned) -> str:
    """What the slip says, in one line; nothing of one whose words cannot be trusted."""
    number, token = found.check.number, found.check.token
    if number is None or found.check.verdict is SlipVerdict.INVALID:
        return ""
    parts = [str(number), tr("Posko {post}").format(post=number.post_code), day_text(number.business_on)]
    if token is not None:
        parts.insert(1, tr("Antrean {number}").format(number=token.queue_number))
    return "  \u00b7  ".join(parts)
